"""Certificates on record: finding them, extending them while a renewal is pending, ending them by a decision."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.check_code import read_code
from catalog.certificates.ending_rules import Ending, Extension, Refusal, ending_refused, extension_refused
from catalog.certificates.models import Certificate
from catalog.certificates.services import decision, end, extend, refresh_standings
from catalog.products.models import Product
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.i18n.text import fold, normalize_spaces
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.workflow.rules import Refused

FOUND_MAX = 100
AROUND = timedelta(weeks=26)
"""Half a year before and after: what an officer of certificates has to see coming."""
_WHOLE = (
    joinedload(Certificate.decision),
    joinedload(Certificate.end_decision),
    joinedload(Certificate.product).joinedload(Product.producer),
)


def certificate_by_id(session: Session, certificate_id: int, *, lock: bool = False) -> Certificate | None:
    """Return the certificate with its decisions and product; locked for whoever is about to change it."""
    wanted = select(Certificate).filter_by(id=certificate_id).options(*_WHOLE)
    if lock:
        wanted = wanted.with_for_update(of=Certificate).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def certificates_found(session: Session, scope: Scope, words: str, today: date) -> Sequence[Certificate]:
    """Certificates within a scope with this code or of products with these words; without any, those that run out."""
    wanted = select(Certificate).join(Product, Product.id == Certificate.product_id)
    wanted = wanted.where(within(scope, Product.place_id)).options(*_WHOLE).limit(FOUND_MAX)
    code = read_code(words)
    if code:
        return session.scalars(wanted.where(Certificate.check_code == code)).all()
    for word in fold(words).split():
        wanted = wanted.where(Product.name_key.contains(word, autoescape=True))
    if not fold(words):
        wanted = wanted.where(Certificate.ended_by.is_(None))
        wanted = wanted.where(Certificate.valid_until.between(today - AROUND, today + AROUND))
    return session.scalars(wanted.order_by(Certificate.valid_until, Certificate.id)).all()


def as_seen(certificate: Certificate) -> str:
    """Return a word for how a certificate stands, by which whoever saw another one is told."""
    return f"{certificate.extended_until or ''}/{certificate.ended_by or ''}"


def extend_certificate(
    session: Session, actor: Actor, certificate_id: int, asked: Extension, *, seen: str, today: date
) -> Certificate:
    """Let a certificate stay valid until the result of its renewal; the standing follows in the same transaction."""
    found = _held(session, certificate_id, seen)
    if why := extension_refused(found.fact(), asked, today):
        raise Refused(why)
    extend(found, asked.until)
    after = {"extended_until": asked.until, "lodged_on": asked.lodged_on}
    _note(session, actor, "certificate:extend", found, after, asked.reason, today)
    return found


def end_certificate(
    session: Session, actor: Actor, certificate_id: int, asked: Ending, *, seen: str, today: date
) -> Certificate:
    """End a certificate by a decision that revokes or withdraws it; the standing follows in the same transaction."""
    found = _held(session, certificate_id, seen)
    if why := ending_refused(found.fact(), asked, today):
        raise Refused(why)
    source = decision(
        session,
        authority=normalize_spaces(asked.authority),
        level=asked.level,
        number=normalize_spaces(asked.number),
        issued_on=asked.issued_on,
    )
    end(found, source, by=asked.by, ground=asked.ground, reason=normalize_spaces(asked.reason))
    after = {
        "ended_by": asked.by,
        "ended_on": asked.issued_on,
        "ground": asked.ground,
        "end_decision": source.number,
        "authority": source.authority,
    }
    _note(session, actor, "certificate:end", found, after, asked.reason, today)
    return found


def _held(session: Session, certificate_id: int, seen: str) -> Certificate:
    """Return the certificate, held by this transaction, as the officer saw it."""
    found = certificate_by_id(session, certificate_id, lock=True)
    if found is None or found.ended_by:
        raise Refused(Refusal.ENDED)
    if as_seen(found) != seen:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    return found


def _note(
    session: Session,
    actor: Actor,
    verb: str,
    found: Certificate,
    after: Mapping[str, object],
    reason: str,
    today: date,
) -> None:
    session.flush()
    told = {name: value for name, value in after.items() if value is not None}
    record(session, actor, verb, found.id, after=told, reason=reason, place_id=found.product.place_id, is_public=True)
    refresh_standings(session, [found.product_id], today)
