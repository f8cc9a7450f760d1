"""Queueing jobs and moving them on."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from foundation.db.base import now as moment
from foundation.outbox.models import OutboxJob, ScheduledTask
from foundation.outbox.rules import Daily, Interval, retry_delay

Schedule = tuple[tuple[str, Interval | Daily], ...]
ERROR_MAX = 2000


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any] | None = None,
    *,
    dedupe_key: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Queue a job in the caller's transaction; it exists only if that commits.

    With a `dedupe_key` a twin that still waits for its first try is enough.
    """
    session.flush()
    if dedupe_key is not None:
        waiting = select(OutboxJob.id).filter_by(kind=kind, dedupe_key=dedupe_key, attempts=0)
        alive = waiting.where(OutboxJob.leased_until.is_(None), OutboxJob.dead_at.is_(None))
        # Locked, so that a worker cannot take the twin before this change is committed.
        if session.scalar(alive.with_for_update()):
            return
    session.add(OutboxJob(kind=kind, payload=payload or {}, dedupe_key=dedupe_key, run_at=run_at or moment()))
    session.flush()


def claim(session: Session, worker: str, now: datetime, lease: timedelta) -> OutboxJob | None:
    """Lease the job that has been due longest; each attempt is counted when it begins.

    A job whose lease ran out is due again: its worker died or was cut off.
    """
    due = select(OutboxJob).where(
        OutboxJob.dead_at.is_(None),
        OutboxJob.run_at <= now,
        or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until <= now),
    )
    job = session.scalars(
        due.order_by(OutboxJob.run_at, OutboxJob.id).limit(1).with_for_update(skip_locked=True)
    ).first()
    if job:
        job.leased_by, job.leased_until = worker, now + lease
        job.attempts += 1
        session.flush()
    return job


def renew(session: Session, job_id: int, worker: str, attempt: int, until: datetime) -> bool:
    """Prolong a lease; whether it is still this worker's."""
    return _mine(session, job_id, worker, attempt, leased_until=until)


def finish(session: Session, job_id: int, worker: str, attempt: int) -> bool:
    """Delete a job that is done; False when the lease had passed to another worker, whose job it is now."""
    done = delete(OutboxJob).filter_by(id=job_id, leased_by=worker, attempts=attempt)
    return bool(session.execute(done).rowcount)  # type: ignore[attr-defined]


def fail(session: Session, job_id: int, worker: str, attempt: int, *, error: str, now: datetime, jitter: float) -> None:
    """Put a job back for later, or among the dead letters after its last try."""
    wait = retry_delay(attempt, jitter)
    free: dict[str, Any] = {"leased_by": None, "leased_until": None, "last_error": error[-ERROR_MAX:]}
    later = {"run_at": now + wait} if wait else {"dead_at": now}
    _mine(session, job_id, worker, attempt, **free, **later)


def move_to_dead_letters(
    session: Session, job_id: int, worker: str, attempt: int, *, error: str, now: datetime
) -> None:
    """Put a job among the dead letters at once: trying again cannot help."""
    free = {"leased_by": None, "leased_until": None, "last_error": error, "dead_at": now}
    _mine(session, job_id, worker, attempt, **free)


def retry_dead(session: Session, job_ids: Iterable[int], now: datetime) -> int:
    """Give dead letters another life; how many there were."""
    again = update(OutboxJob).where(OutboxJob.id.in_(list(job_ids)), OutboxJob.dead_at.is_not(None))
    # One attempt stays counted: a revived job is no twin of one that waits for its first.
    values = {"dead_at": None, "run_at": now, "attempts": 1}
    return int(session.execute(again.values(values)).rowcount)  # type: ignore[attr-defined]


def queue_scheduled(session: Session, schedule: Schedule, now: datetime) -> int:
    """Queue what the schedule has due, each kind once however long nobody looked; how many."""
    rows = {task.kind: task for task in session.scalars(select(ScheduledTask).with_for_update())}
    queued = 0
    for kind, rhythm in schedule:
        task = rows.get(kind)
        if task and task.next_run_at > now:
            continue
        enqueue(session, kind, dedupe_key="schedule", run_at=now)
        queued += 1
        if task is None:
            task = ScheduledTask(kind=kind)
            session.add(task)
        task.last_run_at, task.next_run_at = now, rhythm.next_run(now)
    session.flush()
    return queued


def _mine(session: Session, job_id: int, worker: str, attempt: int, **values: Any) -> bool:
    """Change a job only while its lease is this worker's and this attempt's."""
    held = update(OutboxJob).filter_by(id=job_id, leased_by=worker, attempts=attempt)
    return bool(session.execute(held.values(values)).rowcount)  # type: ignore[attr-defined]
