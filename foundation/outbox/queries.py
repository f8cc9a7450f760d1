"""Reading the outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.outbox.models import OutboxJob

DEAD_FOR = timedelta(days=1)
"""A dead letter older than this has been overlooked."""


def lag(session: Session, now: datetime) -> timedelta:
    """How long the oldest due job has been waiting; zero when none is."""
    oldest = session.scalar(select(func.min(OutboxJob.run_at)).where(OutboxJob.dead_at.is_(None)))
    return max(now - oldest, timedelta(0)) if oldest else timedelta(0)


def jobs_by_state(session: Session) -> dict[str, int]:
    """Return how many jobs wait and how many were given up, as `waiting` and `dead`."""
    dead = OutboxJob.dead_at.is_not(None)
    counts = {bool(given_up): count for given_up, count in session.execute(select(dead, func.count()).group_by(dead))}
    return {"waiting": counts.get(False, 0), "dead": counts.get(True, 0)}


def dead_letters(session: Session) -> list[OutboxJob]:
    """Jobs given up, oldest first."""
    return list(session.scalars(select(OutboxJob).where(OutboxJob.dead_at.is_not(None)).order_by(OutboxJob.id)))


def check_outbox(session: Session, now: datetime) -> Iterator[str]:
    """Sentences for what does not hold: dead letters nobody has looked after."""
    for job in dead_letters(session):
        if job.dead_at and now - job.dead_at > DEAD_FOR:
            yield f"job {job.id} ({job.kind}) was given up on {job.dead_at:%Y-%m-%d}"
