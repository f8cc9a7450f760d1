"""The waiting list of a fair: joining, being offered booths, saying yes or no."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.workflow.rules import Refused
from marketplace.booths import notices
from marketplace.booths.claims import hold, lock_fair
from marketplace.booths.models import BoothFair
from marketplace.booths.queries import entry_of, free_booths_of, free_by_type, wait_of, waiting
from marketplace.booths.registering_models import BoothClaim, BoothRegistration, BoothWait
from marketplace.booths.rules import MAY_WAIT, BoothRefusal
from marketplace.booths.waiting_rules import next_offers, position


def join(
    session: Session,
    actor: Actor,
    registration: BoothRegistration,
    *,
    type_id: int | None,
    wanted: int = 1,
    accepts_fewer: bool = False,
) -> BoothWait:
    """Put a registration at the end of the line, once. Raises `Refused`."""
    lock_fair(session, registration.event_id)
    if registration.state not in MAY_WAIT:
        raise Refused(BoothRefusal.NOT_THERE)
    if wait_of(session, registration.id):
        raise Refused(BoothRefusal.WAITS_ALREADY)
    added = BoothWait(
        event_id=registration.event_id,
        registration_id=registration.id,
        type_id=type_id,
        wanted=wanted,
        accepts_fewer=accepts_fewer,
    )
    session.add(added)
    session.flush()
    record(session, actor, "booth-registration:wait", registration.id, after={"count": wanted})
    return added


def serve_line(session: Session, event_id: int, *, now: datetime) -> list[BoothWait]:
    """Offer what is free to whoever is next; returns who was offered something. Being passed over is noted.

    Whoever takes a booth calls it first, so that nobody gets ahead of the line while a job is late.
    """
    fair = lock_fair(session, event_id)
    _end_expired(session, event_id, now)
    free = {str(type_id): many for type_id, many in free_by_type(session, event_id, now).items()}
    if not any(free.values()):
        return []  # a long line is read only where there is something to offer
    waits = {one.id: one for one in waiting(session, event_id)}
    offers, passed = next_offers([entry_of(one, now) for one in waits.values()], free)
    for made in offers:
        _offer(session, fair, waits[made.place], made.count, int(made.type), now)
    for one in passed:
        waits[one.place].passed_over += 1
        after = {"free": one.free}
        record(session, SYSTEM, "booth-registration:pass-over", waits[one.place].registration_id, after=after)
    session.flush()
    return [waits[made.place] for made in offers]


def accept(session: Session, actor: Actor, wait: BoothWait, *, until: datetime, now: datetime) -> list[BoothClaim]:
    """Hold what was offered. Raises `Refused` where the offer has run out."""
    lock_fair(session, wait.event_id)
    if wait.offered is None or wait.offered_until is None or wait.offered_until <= now:
        raise Refused(BoothRefusal.TOO_LATE)
    booths = free_booths_of(session, wait.event_id, now, wait.offered_type_id)[: wait.offered]
    claims = [hold(session, actor, wait.registration, booth, until=until, now=now) for booth in booths]
    _end(session, wait, now)
    return claims


def leave(session: Session, actor: Actor, wait: BoothWait, *, now: datetime) -> None:
    """Decline what is offered, or wait no longer; the next in the line is asked at once."""
    lock_fair(session, wait.event_id)
    _end(session, wait, now)
    record(session, actor, "booth-registration:leave-line", wait.registration_id)
    serve_line(session, wait.event_id, now=now)


def leave_quietly(session: Session, registration: BoothRegistration, *, now: datetime) -> None:
    """End the waiting of a registration that ends itself or got its booth otherwise."""
    if wait := wait_of(session, registration.id):
        _end(session, wait, now)


def place_in_line(session: Session, wait: BoothWait, moment: datetime) -> int:
    """Return which in the line somebody is, as it is shown."""
    entries = [entry_of(one, moment) for one in waiting(session, wait.event_id)]
    return position(entries, wait.id)


def _offer(session: Session, fair: BoothFair, wait: BoothWait, count: int, type_id: int, now: datetime) -> None:
    wait.offered, wait.offered_type_id = count, type_id
    wait.offered_until = now + timedelta(hours=fair.offer_hours)
    session.flush()
    record(session, SYSTEM, "booth-registration:offer", wait.registration_id, after={"count": count})
    notices.tell_owner(session, wait.registration, notices.OFFERED, once=f"{wait.id}.{wait.offered_until}", now=now)


def _end(session: Session, wait: BoothWait, now: datetime) -> None:
    wait.offered = wait.offered_type_id = wait.offered_until = None
    wait.ended_at = now
    session.flush()


def _end_expired(session: Session, event_id: int, now: datetime) -> None:
    """Whoever did not answer in time has left the line: there is one offer for each."""
    over = select(BoothWait).where(BoothWait.event_id == event_id, BoothWait.ended_at.is_(None))
    for wait in session.scalars(over.where(BoothWait.offered_until <= now)).all():
        _end(session, wait, now)
