"""Reading claims: one's own, or those on an officer's desk; and who speaks for a producer."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER, PRODUCER_SCOPE
from catalog.representation.models import RepresentationClaim
from catalog.representation.rules import State
from foundation.permissions.models import Appointment
from foundation.permissions.queries import within
from foundation.permissions.rules import Offer, Scope

DECIDED_SHOWN = 50
"""Decided claims on the desk, the newest."""

_WHOLE = (
    joinedload(RepresentationClaim.account),
    joinedload(RepresentationClaim.handed_over_by),
    joinedload(RepresentationClaim.file),
    joinedload(RepresentationClaim.producer).joinedload(Producer.place),
)


def members(session: Session, producer_id: int, today: date) -> list[Appointment]:
    """Return the appointments in force of those who speak for a producer, the longest first."""
    asked = select(Appointment).where(*_of([producer_id]), *_in_force(today))
    asked = asked.options(joinedload(Appointment.account)).order_by(Appointment.starts_on, Appointment.id)
    return list(session.scalars(asked))


def represented(session: Session, producer_ids: Collection[int], today: date) -> set[int | None]:
    """Those of these producers for which somebody speaks."""
    asked = select(Appointment.object_id).where(*_of(producer_ids), *_in_force(today))
    return set(session.scalars(asked))


def represented_since(session: Session, producer_id: int, today: date) -> date | None:
    """Since when the longest of those who speak for a producer does; None where nobody does."""
    asked = select(func.min(Appointment.starts_on)).where(*_of([producer_id]), *_in_force(today))
    return session.scalar(asked)


def claims_of(session: Session, account_id: int) -> list[RepresentationClaim]:
    """One's own claims, newest first."""
    asked = select(RepresentationClaim).filter_by(account_id=account_id).options(*_WHOLE)
    return list(session.scalars(asked.order_by(RepresentationClaim.id.desc())))


def waiting_for(session: Session, producer_id: int) -> list[RepresentationClaim]:
    """Claims to one record that nobody has decided yet, oldest first."""
    asked = select(RepresentationClaim).filter_by(producer_id=producer_id, state=State.LODGED).options(*_WHOLE)
    return list(session.scalars(asked.order_by(RepresentationClaim.id)))


def claim_by_id(session: Session, claim_id: int, *, to_decide: bool = False) -> RepresentationClaim | None:
    """Return the claim with its people, or None; `to_decide` makes whoever decides the same one wait."""
    asked = select(RepresentationClaim).filter_by(id=claim_id)
    asked = asked.with_for_update() if to_decide else asked.options(*_WHOLE)
    return session.scalars(asked).one_or_none()


def desk(session: Session, scope: Scope) -> tuple[list[RepresentationClaim], list[RepresentationClaim]]:
    """Return what lies on a desk: waiting ones, the oldest first, and the last decided ones."""
    asked = select(RepresentationClaim).join(Producer).where(within(scope, Producer.place_id)).options(*_WHOLE)
    waiting = asked.where(RepresentationClaim.state == State.LODGED).order_by(RepresentationClaim.id)
    decided = asked.where(RepresentationClaim.state.in_([State.ACCEPTED, State.REFUSED]))
    newest = decided.order_by(RepresentationClaim.decided_at.desc(), RepresentationClaim.id.desc())
    return list(session.scalars(waiting)), list(session.scalars(newest.limit(DECIDED_SHOWN)))


def producers_by_id(session: Session, ids: Collection[int]) -> list[Producer]:
    """Return these producers with their places, in the order of the ids."""
    asked = select(Producer).where(Producer.id.in_(ids)).options(joinedload(Producer.place))
    found = {row.id: row for row in session.scalars(asked)}
    return [found[number] for number in ids if number in found]


def check_representation(session: Session) -> Iterator[str]:
    """Sentences for accepted claims whose appointment is another's or for something else."""
    asked = select(RepresentationClaim, Appointment).join(
        Appointment, RepresentationClaim.appointment_id == Appointment.id
    )
    for claim, held in session.execute(asked.order_by(RepresentationClaim.id)):
        if (held.account_id, held.scope_key) != (claim.account_id, f"producer-{claim.producer_id}"):
            yield f"representation claim {claim.id}: its appointment {held.id} is not what was asked for"


def _of(producer_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    scopes = [f"{PRODUCER_SCOPE}-{number}" for number in producer_ids]
    return Appointment.scope_key.in_(scopes), Appointment.role == PRODUCER_MEMBER


def _in_force(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Appointment.offer == Offer.ACCEPTED,
        Appointment.starts_on <= today,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > today),
    )
