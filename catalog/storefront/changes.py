"""What changed in public facts, when and why, as everybody may read it: never by whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.labels import ended_by_words, ground_words
from catalog.certificates.models import Certificate
from catalog.certificates.queries import certificates_of
from catalog.certificates.rules import EndedBy
from catalog.producers.models import Producer
from catalog.products.models import Product, ProductGroup
from foundation.audit.queries import PublicChange, public_history
from foundation.i18n import formats
from foundation.i18n.content import Bilingual
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.places.gazetteer import Gazetteer, gazetteer

VIETNAMESE = frozenset({"name", "producer", "place", "commune", "seller", "number", "authority", "end_decision"})
"""Facts that are told as they are written in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: its name, what it was, what it became; None where nothing is told of that side.

    `lang` is the language it is in where that is not the page's: names stay as they are.
    """

    name: str
    before: str | None
    after: str | None
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One change: the moment it was noted, what happened, the facts, and why."""

    at: datetime
    title: str
    lines: tuple[Line, ...] = ()
    reason: str | None = None


def product_changes(session: Session, product: Product, lang: Lang) -> list[Event]:
    """All that changed in a product and its certificates, newest first, down to its coming into the catalogue."""
    words = _Words(session, lang)
    events = [words.event(change) for change in public_history(session, "product", product.id)]
    for certificate in certificates_of(session, product.id):
        events += _of_certificate(session, words, certificate)
    return _ordered([*events, words.taken_in(product.created_at, product.list_key)])


def producer_changes(session: Session, producer: Producer, lang: Lang) -> list[Event]:
    """All that changed in a producer's own record, newest first."""
    words = _Words(session, lang)
    events = [words.event(change) for change in public_history(session, "producer", producer.id)]
    return _ordered([*events, words.taken_in(producer.created_at, None)])


def _ordered(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.at, reverse=True)


def _of_certificate(session: Session, words: "_Words", certificate: Certificate) -> Iterator[Event]:
    """Yield a certificate's own history; what was recorded before changes were noted is read from the certificate."""
    noted = public_history(session, "certificate", certificate.id)
    known = {change.verb for change in noted}
    yield from (words.event(change, certificate) for change in noted)
    if "certificate:issue" not in known:
        yield words.event(PublicChange(certificate.created_at, "certificate:issue", {}, {}, None), certificate)


def title(verb: str) -> str:
    """Return what happened, in words."""
    words = {
        "product:restate": _("Corrected by its source"),
        "product:claims": _("What the source says of the stars changed"),
        "product:remove": _("Removed from the catalogue"),
        "product:describe": _("Description by the producer published"),
        "producer:restate": _("Corrected by its source"),
        "certificate:issue": _("Certificate recorded"),
        "certificate:end": _("Certificate ended"),
        "certificate:extend": _("Certificate extended while its renewal is pending"),
    }
    return words.get(verb) or _("Changed")


def fact_label(name: str) -> str | None:
    """Return the name of a fact; None for what says nothing to a reader."""
    words = {
        "name": _("Name"),
        "producer": _("Producer"),
        "group": _("Group"),
        "place": _("Place"),
        "commune": _("Commune in the source"),
        "seller": _("Seller named by the source"),
        "said": _("Stars and year in the source"),
        "stars": _("Level"),
        "number": _("Decision"),
        "authority": _("Authority"),
        "issued_on": _("Date"),
        "valid_until": _("Valid until"),
        "ended_by": _("Ended by"),
        "ended_on": _("Ended on"),
        "ground": _("Ground"),
        "end_decision": _("By decision"),
        "extended_until": _("Extended until"),
        "lodged_on": _("Renewal lodged on"),
        "list": _("Source list"),
    }
    return words.get(name)


class _Words:
    """Values in words, with what the database knows of places and groups."""

    def __init__(self, session: Session, lang: Lang) -> None:
        self.lang, self._session, self._places = lang, session, gazetteer(session)

    def taken_in(self, at: datetime, list_key: str | None) -> Event:
        """Return that a record came into the catalogue."""
        lines = (Line(_("Source list"), None, list_key),) if list_key else ()
        return Event(at, _("Added to the catalogue"), lines)

    def event(self, change: PublicChange, certificate: Certificate | None = None) -> Event:
        """Return a noted change; a certificate's own facts stand in where the note leaves them out."""
        after: Mapping[str, object] = change.after
        if certificate and change.verb == "certificate:issue":
            after = {**_facts(certificate), **after}
        if certificate and change.verb in {"certificate:end", "certificate:extend"}:
            after = {"number": certificate.decision.number, **after}
        names = [name for name in {**change.before, **after} if fact_label(name)]
        lines = (
            Line(
                fact_label(name) or "",
                self._side(name, change.before),
                self._side(name, after),
                Lang.VI if name in VIETNAMESE else None,
            )
            for name in names
        )
        return Event(change.at, title(change.verb), tuple(lines), change.reason)

    def _side(self, name: str, side: Mapping[str, object]) -> str | None:
        if name not in side:
            return None
        value = side[name]
        if value in (None, "", []):
            return "—"
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return self._one(name, value)

    def _one(self, name: str, value: object) -> str:
        if name == "stars" and isinstance(value, int):
            return ngettext("%(num)d star", "%(num)d stars", value)
        if name == "ended_by":
            return _ended_by(str(value))
        if name == "ground":
            return ground_words(str(value))
        if name == "place":
            return _place(self._places, str(value))
        if name == "group":
            return self._group(str(value))
        return _day(value, self.lang) or str(value)

    def _group(self, code: str) -> str:
        found = self._session.scalars(select(ProductGroup).filter_by(code=code)).one_or_none()
        return Bilingual(found.name, found.name_en).shown(self.lang).text if found else code


def _facts(certificate: Certificate) -> dict[str, object]:
    decided = certificate.decision
    return {
        "stars": certificate.stars,
        "number": decided.number,
        "authority": decided.authority,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_until": certificate.valid_until.isoformat(),
    }


def _ended_by(code: str) -> str:
    return ended_by_words(EndedBy(code)) if code in tuple(EndedBy) else code


def _place(places: Gazetteer, code: str) -> str:
    """Return a unit by its code, today's before one of former times."""
    found = [unit for unit in places.units.values() if unit.code == code]
    newest = max(found, key=lambda unit: unit.valid_from, default=None)
    return newest.full_name if newest else code


def _day(value: object, lang: Lang) -> str | None:
    try:
        return formats.day(date.fromisoformat(str(value)), lang)
    except ValueError:
        return None
