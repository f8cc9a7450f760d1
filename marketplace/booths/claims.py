"""Taking booths and giving them back: the database decides who was first."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.workflow.rules import Refused
from marketplace.booths.claim_rules import CLAIMS, ClaimState, ClaimVerb
from marketplace.booths.models import Booth, BoothFair
from marketplace.booths.queries import free_booths_of, free_by_type, live_claims_of
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import BoothRefusal

_INSERT: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Each dialect's own, which knows `ON CONFLICT`."""


def lock_fair(session: Session, event_id: int) -> BoothFair:
    """Return the fair, held by this transaction: what is taken and what is offered are counted together."""
    wanted = select(BoothFair).filter_by(event_id=event_id).with_for_update(of=BoothFair)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def take(
    session: Session, actor: Actor, registration: BoothRegistration, booth: Booth, *, until: datetime, now: datetime
) -> BoothClaim:
    """Hold a booth for a registration. Raises `Refused` where it is another's, or kept for whoever waits."""
    fair = lock_fair(session, registration.event_id)
    if len(live_claims_of(session, registration.id, now)) >= fair.each:
        raise Refused(BoothRefusal.LIMIT)
    if free_by_type(session, booth.event_id, now).get(booth.type_id, 0) < 1:
        raise Refused(BoothRefusal.SOLD_OUT)
    return hold(session, actor, registration, booth, until=until, now=now)


def take_any(
    session: Session,
    actor: Actor,
    registration: BoothRegistration,
    type_id: int | None,
    *,
    until: datetime,
    now: datetime,
) -> BoothClaim:
    """Hold the first free booth of a type, or of any. Raises `Refused` where there is none."""
    lock_fair(session, registration.event_id)
    free = free_by_type(session, registration.event_id, now)
    open_types = [number for number, many in free.items() if many > 0 and type_id in {None, number}]
    if not open_types:
        raise Refused(BoothRefusal.SOLD_OUT)
    (first, *_) = free_booths_of(session, registration.event_id, now, open_types[0])
    return take(session, actor, registration, first, until=until, now=now)


def hold(
    session: Session, actor: Actor, registration: BoothRegistration, booth: Booth, *, until: datetime, now: datetime
) -> BoothClaim:
    """Put a claim in, for whoever holds the lock of its fair; the index lets one in. Raises `Refused`."""
    if booth.removed_at is not None or booth.event_id != registration.event_id:
        raise Refused(BoothRefusal.OTHER_FAIR)
    _release_expired(session, booth.id, now)
    places = {"event_id": booth.event_id, "booth_id": booth.id, "registration_id": registration.id}
    wanted = {**places, "state": CLAIMS.start, "until": until, "created_at": now}
    insert = _INSERT[session.get_bind().dialect.name](BoothClaim)
    number = session.scalar(insert.values(wanted).on_conflict_do_nothing().returning(BoothClaim.id))
    if number is None:
        raise Refused(BoothRefusal.TAKEN)
    _note(session, actor, "hold", booth.id, registration.id)
    return session.get_one(BoothClaim, number)


def assign(session: Session, actor: Actor, claim: BoothClaim, *, now: datetime) -> None:
    """Keep a booth for a registration without an end. Raises `Refused` where its hold has run out."""
    if claim.until is not None and claim.until <= now:
        raise Refused(BoothRefusal.TOO_LATE)
    if CLAIMS.allows(claim.state, ClaimVerb.ASSIGN):
        _move(session, claim, ClaimVerb.ASSIGN)
        _note(session, actor, "assign", claim.booth_id, claim.registration_id)


def pay(session: Session, actor: Actor, claim: BoothClaim) -> None:
    """Record that what a booth costs is here. Raises `Refused`."""
    _move(session, claim, ClaimVerb.PAY)
    _note(session, actor, "pay", claim.booth_id, claim.registration_id)


def release(session: Session, actor: Actor, claim: BoothClaim) -> None:
    """Give a booth back. Raises `Refused`."""
    _move(session, claim, ClaimVerb.RELEASE)
    _note(session, actor, "release", claim.booth_id, claim.registration_id)


def release_all(session: Session, actor: Actor, registration: BoothRegistration) -> int:
    """Give back whatever a registration has; how many that were."""
    kept = select(BoothClaim).where(
        BoothClaim.registration_id == registration.id, BoothClaim.state != ClaimState.RELEASED
    )
    found = session.scalars(kept.order_by(BoothClaim.id).with_for_update(of=BoothClaim)).all()
    for claim in found:
        release(session, actor, claim)
    return len(found)


def expired_holds(session: Session, event_id: int, now: datetime) -> Sequence[BoothClaim]:
    """Return the holds of a fair that have run out and are still in the way."""
    gone = select(BoothClaim).where(BoothClaim.event_id == event_id, BoothClaim.state == ClaimState.HELD)
    return session.scalars(gone.where(BoothClaim.until <= now).order_by(BoothClaim.id)).all()


def _release_expired(session: Session, booth_id: int, now: datetime) -> None:
    after = CLAIMS.next(ClaimState.HELD, ClaimVerb.RELEASE)
    gone = update(BoothClaim).where(BoothClaim.booth_id == booth_id, BoothClaim.state == ClaimState.HELD)
    session.execute(gone.where(BoothClaim.until <= now).values({"state": after, "until": None}))


def _move(session: Session, claim: BoothClaim, verb: ClaimVerb) -> None:
    CLAIMS.apply(claim, verb)
    claim.until = None
    session.flush()


def _note(session: Session, actor: Actor, verb: str, booth_id: int, registration_id: int) -> None:
    record(session, actor, f"booth:{verb}", booth_id, after={"registration": registration_id})
