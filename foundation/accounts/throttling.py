"""Counting attempts before a secret is looked at. A service beside `services`."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from foundation.accounts.models import AttemptLane
from foundation.accounts.rules import Lane, give_back, longest, spend, wait


def admit(session: Session, lanes: tuple[Lane, ...], now: datetime) -> timedelta:
    """Count an attempt in all its lanes if all are open: zero; else how long to wait, and nothing is counted.

    Committed before the secret is looked at, so that neither a crash nor another worker gives it twice.
    """
    marks = _locked(session, lanes, now)
    waiting = longest(wait(lane, marks[lane.key].spent_until, now) for lane in lanes)
    if not waiting:
        for lane in lanes:
            marks[lane.key].spent_until = spend(lane, marks[lane.key].spent_until, now)
        session.flush()
    return waiting


def forgive(session: Session, lanes: tuple[Lane, ...], now: datetime) -> None:
    """Take an attempt back that turned out to be the owner's."""
    marks = _locked(session, lanes, now)
    for lane in lanes:
        marks[lane.key].spent_until = give_back(lane, marks[lane.key].spent_until)
    session.flush()


def forget_lanes(session: Session, now: datetime) -> int:
    """Drop the lanes that are wholly open again; how many."""
    # One that somebody tries in at this moment is left: the two would hold rows that the other waits for.
    over = select(AttemptLane.key).where(AttemptLane.spent_until < now).with_for_update(skip_locked=True)
    past = delete(AttemptLane).where(AttemptLane.key.in_(over))
    return int(session.execute(past).rowcount)  # type: ignore[attr-defined]


def _locked(session: Session, lanes: tuple[Lane, ...], now: datetime) -> dict[str, AttemptLane]:
    """The lanes' rows, made or found and held by this transaction in one statement: none is dropped in between.

    In one order, so that two attempts cannot wait for each other.
    """
    keys = sorted({lane.key for lane in lanes})
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(AttemptLane).values([{"key": key, "spent_until": now} for key in keys])
    held = fresh.on_conflict_do_update(index_elements=[AttemptLane.key], set_={"spent_until": AttemptLane.spent_until})
    rows = session.scalars(held.returning(AttemptLane), execution_options={"populate_existing": True})
    return {row.key: row for row in rows}
