"""What the worker does: ends holds and offers that ran out, serves who waits, looks at certificates in the morning."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from marketplace.booths import notices
from marketplace.booths.certifying import check_again
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.claims import expired_holds, lock_fair, release
from marketplace.booths.registering_models import BoothClaim, BoothRegistration, BoothWait
from marketplace.booths.rules import TAKES_PART
from marketplace.booths.waiting import serve_line
from marketplace.events.models import Event
from marketplace.events.rules import State

SWEEP, MORNING = "booths.sweep", "booths.morning"
Handler = Callable[[Database, Mapping[str, Any]], None]


def sweeping_job(now: Callable[[], datetime]) -> Handler:
    """Build the job that gives back what ran out, a fair at a time."""

    def sweep(database: Database, payload: Mapping[str, Any]) -> None:
        del payload
        with database.reading() as session:
            fairs = fairs_to_sweep(session, now())
        for event_id in fairs:
            with database.unit_of_work() as session:
                sweep_fair(session, event_id, now=now())

    return sweep


def fairs_to_sweep(session: Session, now: datetime) -> list[int]:
    """Return the fairs where a hold or an offer has run out, or somebody waits."""
    held = select(BoothClaim.event_id).where(BoothClaim.state == ClaimState.HELD, BoothClaim.until <= now)
    waits = select(BoothWait.event_id).where(BoothWait.ended_at.is_(None))
    wanted = select(Event.id).where(or_(Event.id.in_(held), Event.id.in_(waits)))
    return list(session.scalars(wanted.order_by(Event.id)))


def sweep_fair(session: Session, event_id: int, *, now: datetime) -> int:
    """Give back the holds of a fair that ran out, tell whose they were, serve who waits; how many ended."""
    lock_fair(session, event_id)
    over = expired_holds(session, event_id, now)
    for claim in over:
        notices.tell_owner(session, claim.registration, notices.HOLD_OVER, once=claim.until, now=now)
        release(session, SYSTEM, claim)
    serve_line(session, event_id, now=now)
    return len(over)


def morning_job(today: Callable[[], date], now: Callable[[], datetime]) -> Handler:
    """Build the job that looks at the certificates of everybody at a fair that opens today."""

    def look(database: Database, payload: Mapping[str, Any]) -> None:
        del payload
        with database.unit_of_work() as session:
            look_again(session, today=today(), now=now())

    return look


def look_again(session: Session, *, today: date, now: datetime) -> int:
    """Look up the stars of all that is shown at fairs that open today; organisers hear of what lapsed. How many."""
    wanted = select(BoothRegistration).join(Event, Event.id == BoothRegistration.event_id)
    wanted = wanted.where(Event.starts_on == today, Event.state == State.PUBLISHED)
    lapsed = 0
    for one in session.scalars(wanted.where(BoothRegistration.state.in_(TAKES_PART)).order_by(BoothRegistration.id)):
        if not check_again(session, one, today=today):
            lapsed += 1
            notices.tell_organisers(session, one, notices.LAPSED, once=today, now=now, today=today)
    return lapsed
