"""Choosing booths: whoever comes first holds them for a while, or waits as they said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.workflow.rules import Refused
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.claim_rules import held_until
from marketplace.booths.claims import lock_fair, release, take, take_any
from marketplace.booths.models import Booth
from marketplace.booths.queries import live_claims_of, wait_of
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import REGISTRATIONS, BoothRefusal, RegistrationVerb, is_open
from marketplace.booths.waiting import join, leave_quietly, serve_line

_OF_ONE_BOOTH = frozenset({BoothRefusal.TAKEN, BoothRefusal.OTHER_FAIR})
"""What is said of a certain booth: whoever wanted that one chooses again, and does not wait for any."""


class Outcome(StrEnum):
    """What came of choosing a booth."""

    HELD = "held"
    WAITS = "waits"
    WISHED = "wished"


@dataclass(frozen=True, slots=True)
class Choice:
    """What booths a producer would have: a type or any, perhaps one by its number, how many, and else."""

    type_id: int | None = None
    booth_id: int | None = None
    wanted: int = 1
    accepts_fewer: bool = True
    would_wait: bool = True
    wish: str = ""


def choose(
    session: Session, actor: Actor, registration: BoothRegistration, choice: Choice, *, now: datetime
) -> Outcome:
    """Keep which booths are wanted; where whoever comes first has one, hold them or wait. Raises `Refused`."""
    fair = lock_fair(session, registration.event_id)
    REGISTRATIONS.next(registration.state, RegistrationVerb.SAVE)
    if choice.type_id not in {None, *(kind.id for kind in fair.types)}:
        raise Refused(BoothRefusal.NOT_THERE)
    registration.type_id, registration.wish = choice.type_id, choice.wish
    registration.wanted = max(1, min(choice.wanted, fair.each))
    registration.accepts_fewer, registration.would_wait = choice.accepts_fewer, choice.would_wait
    if fair.allocation is not Allocation.FIRST_COME:
        return Outcome.WISHED
    if not is_open(fair.opens_at, fair.closes_at, now):
        raise Refused(BoothRefusal.NOT_OPEN)
    return _hold_or_wait(session, actor, registration, choice, now)


def booths_still_there(session: Session, actor: Actor, registration: BoothRegistration, now: datetime) -> Outcome:
    """Look whether what was held still is; what ran out while somebody typed is tried once more, else they wait."""
    if registration.fair.allocation is not Allocation.FIRST_COME:
        return Outcome.WISHED
    if wait_of(session, registration.id):
        return Outcome.WAITS
    if live_claims_of(session, registration.id, now):
        return Outcome.HELD
    choice = Choice(
        registration.type_id,
        wanted=registration.wanted,
        accepts_fewer=registration.accepts_fewer,
        would_wait=registration.would_wait,
        wish=registration.wish,
    )
    return _hold_or_wait(session, actor, registration, choice, now)


def _hold_or_wait(
    session: Session, actor: Actor, registration: BoothRegistration, choice: Choice, now: datetime
) -> Outcome:
    serve_line(session, registration.event_id, now=now)
    until = _until(session, registration, now)
    kept = _kept(session, actor, registration, choice, now)
    try:
        while len(kept) < registration.wanted:
            kept.append(_take_one(session, actor, registration, choice, until, now))
    except Refused as refused:
        if refused.of(BoothRefusal) in _OF_ONE_BOOTH and choice.booth_id is not None:
            raise
        if kept and (choice.accepts_fewer or not choice.would_wait):
            return _have(session, registration, now)
        if not choice.would_wait:
            raise
        for claim in kept:
            release(session, actor, claim)
        return _wait(session, actor, registration)
    return _have(session, registration, now)


def _kept(
    session: Session, actor: Actor, registration: BoothRegistration, choice: Choice, now: datetime
) -> list[BoothClaim]:
    """Return what it has of what it wants now; the rest is given back, and nobody's clock begins anew."""
    kept: list[BoothClaim] = []
    for claim in live_claims_of(session, registration.id, now):
        fits = choice.type_id in {None, claim.booth.type_id} and choice.booth_id in {None, claim.booth_id}
        if fits and len(kept) < registration.wanted:
            kept.append(claim)
        else:
            release(session, actor, claim)
    return kept


def _take_one(
    session: Session, actor: Actor, registration: BoothRegistration, choice: Choice, until: datetime, now: datetime
) -> BoothClaim:
    wanted = session.get(Booth, choice.booth_id) if choice.booth_id else None
    if choice.booth_id and (wanted is None or wanted.event_id != registration.event_id):
        raise Refused(BoothRefusal.OTHER_FAIR)
    held = {claim.booth_id for claim in live_claims_of(session, registration.id, now)}
    if wanted is not None and wanted.id not in held:
        return take(session, actor, registration, wanted, until=until, now=now)
    return take_any(session, actor, registration, choice.type_id, until=until, now=now)


def _have(session: Session, registration: BoothRegistration, now: datetime) -> Outcome:
    leave_quietly(session, registration, now=now)
    return Outcome.HELD


def _wait(session: Session, actor: Actor, registration: BoothRegistration) -> Outcome:
    known = wait_of(session, registration.id)
    if known is None:
        join(
            session,
            actor,
            registration,
            type_id=registration.type_id,
            wanted=registration.wanted,
            accepts_fewer=registration.accepts_fewer,
        )
    return Outcome.WAITS


def _until(session: Session, registration: BoothRegistration, now: datetime) -> datetime:
    """Return until when it has what it has; only whoever has nothing gets a clock of their own."""
    fair, held = registration.fair, live_claims_of(session, registration.id, now)
    if fair.closes_at is None:
        raise Refused(BoothRefusal.NOT_OPEN)
    ends = [claim.until for claim in held if claim.until]
    return min(ends) if ends else held_until(now, fair.hold_minutes, fair.closes_at)
