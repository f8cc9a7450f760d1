"""Counting attempts before a secret is looked at. A service beside `services`."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from foundation.accounts.models import RateLimitState
from foundation.accounts.rules import RateLimit, longest, refund, spend, wait


def admit(session: Session, limits: tuple[RateLimit, ...], now: datetime) -> timedelta:
    """Count an attempt in all its limits if all are open: zero; else how long to wait, and nothing is counted.

    Committed before the secret is looked at, so that neither a crash nor another worker gives it twice.
    """
    marks = _locked(session, limits, now)
    waiting = longest(wait(lane, marks[lane.key].spent_until, now) for lane in limits)
    if not waiting:
        for lane in limits:
            marks[lane.key].spent_until = spend(lane, marks[lane.key].spent_until, now)
        session.flush()
    return waiting


def refund_attempt(session: Session, limits: tuple[RateLimit, ...], now: datetime) -> None:
    """Take an attempt back that turned out to be the owner's."""
    marks = _locked(session, limits, now)
    for lane in limits:
        marks[lane.key].spent_until = refund(lane, marks[lane.key].spent_until)
    session.flush()


def delete_expired_limits(session: Session, now: datetime) -> int:
    """Drop the limits that are wholly open again; how many."""
    # One that somebody tries in at this moment is left: the two would hold rows that the other waits for.
    over = select(RateLimitState.key).where(RateLimitState.spent_until < now).with_for_update(skip_locked=True)
    past = delete(RateLimitState).where(RateLimitState.key.in_(over))
    return int(session.execute(past).rowcount)  # type: ignore[attr-defined]


def _locked(session: Session, limits: tuple[RateLimit, ...], now: datetime) -> dict[str, RateLimitState]:
    """Return the limits' rows, made or found and held by this transaction in one statement: none is dropped in between.

    In one order, so that two attempts cannot wait for each other.
    """
    keys = sorted({lane.key for lane in limits})
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(RateLimitState).values([{"key": key, "spent_until": now} for key in keys])
    held = fresh.on_conflict_do_update(
        index_elements=[RateLimitState.key], set_={"spent_until": RateLimitState.spent_until}
    )
    rows = session.scalars(held.returning(RateLimitState), execution_options={"populate_existing": True})
    return {row.key: row for row in rows}
