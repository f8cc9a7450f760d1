"""What this room holds about one person: events they wrote or published, what they want to hear of."""

from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from marketplace.events.models import Event, EventInterest, EventResults, EventWriter

COLUMNS = frozenset(
    {
        "events.submitted_by_id",
        "events.published_by_id",
        "event_writers.account_id",
        "event_results.entered_by_id",
        "event_results.entered_for_id",
        "event_results.published_by_id",
        "event_interests.account_id",
    }
)
_TOLD = ("id", "name", "state", "starts_on", "submitted_at", "published_at")
_RESULTS = ("event_id", "entered_at", "published_at")


def export(session: Session, account_id: int) -> dict[str, Any]:
    """Return the events somebody worked on, and the results they told or published."""
    wrote = select(EventWriter.event_id).filter_by(account_id=account_id)
    mine = or_(Event.id.in_(wrote), Event.submitted_by_id == account_id, Event.published_by_id == account_id)
    people = (EventResults.entered_by_id, EventResults.entered_for_id, EventResults.published_by_id)
    told = or_(*(column == account_id for column in people))
    rows = session.scalars(select(Event).where(mine).order_by(Event.id))
    results = session.scalars(select(EventResults).where(told).order_by(EventResults.event_id))
    chosen = session.get(EventInterest, account_id)
    return {
        "events": [{name: getattr(row, name) for name in _TOLD} for row in rows],
        "results": [{name: getattr(row, name) for name in _RESULTS} for row in results],
        "interests": {"provinces": chosen.provinces, "groups": chosen.groups} if chosen else None,
    }


def erase(session: Session, account_id: int, today: date) -> None:
    """Erase what somebody wanted to hear of; that an office announced something stays, under the account's number."""
    del today
    session.execute(delete(EventInterest).filter_by(account_id=account_id))
