"""The audit as officers read it: what they ask of it, and the words of one page of it."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from admin.registry.filters import parse_day, place_of, retained_query
from admin.registry.inputs import parse_person
from admin.registry.words import fact_words, subjects, value_words, verbs
from foundation.accounts.models import Account
from foundation.audit.models import AuditEntry
from foundation.audit.queries import AuditFilters, Limit, all_entries
from foundation.config.settings import VIETNAM
from foundation.i18n import formats
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.places.gazetteer import gazetteer

FIELDS = ("person", "verb", "record", "place", "since", "until")
COLUMNS = (
    "id",
    "at",
    "actor_id",
    "acting_for_id",
    "verb",
    "subject",
    "subject_id",
    "place_code",
    "before",
    "after",
    "reason",
    "is_public",
    "position",
    "digest",
)
"""Columns of the exported file; the last two let the chain be walked elsewhere."""

NOBODY = 0


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What was asked: the filters, the place, what was typed in each field, and what could not be understood."""

    filters: AuditFilters
    place_id: int | None
    typed: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of an entry: its name, what it was, what it became; None where it was not told."""

    name: str
    before: str | None
    after: str | None


def read_asked(session: Session, query: Mapping[str, str], today: date) -> AuditQuery:
    """Return what an address asks of the audit; whoever has no account has done nothing."""
    typed, places = retained_query(query, FIELDS), gazetteer(session)
    unit, problem = place_of(places, typed.get("place", ""), today)
    verb, record = typed.get("verb", ""), typed.get("record", "")
    problems = {"place": problem} if problem else {}
    if record and not (record.isascii() and record.isdecimal()):
        problems["record"] = _("A record is named by its number.")
    since, until = parse_day(typed.get("since")), parse_day(typed.get("until"))
    filters = AuditFilters(
        verb=verb if verb in verbs() or verb.removesuffix(":") in subjects() else None,
        subject_id=int(record[:18]) if record and "record" not in problems else None,
        actor_id=_actor(session, typed.get("person")),
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )
    return AuditQuery(filters, unit.id if unit else None, typed, problems)


def limit_of(scope: Scope, place_id: int | None) -> Limit:
    """Return the condition that an entry lies within a scope, and within a place with all in it where one is named."""

    def limit(column: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
        inside = within(scope, column)
        return and_(inside, within(Scope(places=frozenset({place_id})), column)) if place_id else inside

    return limit


def exported(session: Session, limit: Limit, filters: AuditFilters) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the file, oldest first: codes as they are kept, moments in UTC."""
    places = gazetteer(session)
    for entry in all_entries(session, limit, filters):
        place = places.units.get(entry.place_id or 0)
        yield (
            entry.id,
            entry.at.isoformat(),
            entry.actor_id,
            entry.acting_for_id,
            entry.verb,
            entry.subject,
            entry.subject_id,
            place.code if place else None,
            as_json(entry.before),
            as_json(entry.after),
            entry.reason,
            int(entry.is_public),
            entry.position,
            entry.digest,
        )


def as_json(codes: Mapping[str, object]) -> str:
    """Facts in one cell."""
    return json.dumps(codes, ensure_ascii=False, sort_keys=True) if codes else ""


class AuditWording:
    """Words for the entries of one page."""

    def __init__(self, session: Session, rows: Collection[AuditEntry], lang: Lang) -> None:
        self.lang, self._places = lang, gazetteer(session)
        self._names = _names(session, rows)

    def moment(self, at: datetime) -> str:
        """Return a moment by the clock of Vietnam."""
        local = at.astimezone(VIETNAM)
        return f"{formats.day(local, self.lang)} {local:%H:%M}"

    def who(self, account_id: int | None) -> str:
        """Whoever acted."""
        if account_id is None:
            return _("the site itself")
        return self._names.get(account_id) or _("account %(number)s", number=account_id)

    def place(self, place_id: int | None) -> str:
        """Return the place an entry belongs to."""
        unit = self._places.units.get(place_id or 0)
        return unit.full_name if unit else ""

    def changes(self, entry: AuditEntry) -> list[Change]:
        """Return the facts of an entry in words, in the order they were noted."""
        names = {**entry.before, **entry.after}
        return [
            Change(fact_words(name), self._side(name, entry.before), self._side(name, entry.after)) for name in names
        ]

    def _side(self, name: str, side: Mapping[str, object]) -> str | None:
        if name not in side:
            return None
        value = side[name]
        if name == "account" and isinstance(value, int):
            return self.who(value)
        if name == "scope" and isinstance(value, str):
            return self._scope(value)
        return value_words(name, value, self.lang)

    def _scope(self, key: str) -> str:
        """Return a scope in one word: `place-12` by the place's name."""
        kind, _dash, number = key.partition("-")
        unit = self._places.units.get(int(number)) if kind == "place" and number.isdecimal() else None
        return unit.full_name if unit else key


def _names(session: Session, rows: Collection[AuditEntry]) -> dict[int, str]:
    numbers = {
        number for row in rows for number in (row.actor_id, row.acting_for_id, row.after.get("account")) if number
    }
    asked = select(Account.id, Account.name).where(Account.id.in_(sorted(numbers)))
    return {row.id: row.name for row in session.execute(asked)} if numbers else {}


def _actor(session: Session, typed: str | None) -> int | None:
    """By address, phone number or the account's own number; nobody's number where there is no such account."""
    if not typed:
        return None
    found = parse_person(session, typed)
    if found:
        return found.id
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else NOBODY  # noqa: PLR2004 - longer ones are phone numbers


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
