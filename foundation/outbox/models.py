"""Tables of jobs and of the schedule."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.db.base import Base, WithId, now

_WAITING = "dedupe_key is not null and leased_until is null and dead_at is null and attempts = 0"


class OutboxJob(WithId, Base):
    """Job — việc chờ làm: a name and ids, written with the change that asks for it, deleted when done.

    A job that waits for its first try takes in its twins (same kind and `dedupe_key`); one queued while
    a twin is being done stays, for the truth may have changed since.
    """

    __tablename__ = "outbox_jobs"

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str | None]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    dead_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_outbox_jobs_waiting",
            "kind",
            "dedupe_key",
            unique=True,
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
        Index("ix_outbox_jobs_due", "dead_at", "run_at"),
        CheckConstraint("(leased_until is null) = (leased_by is null)", name="leased_whole"),
        CheckConstraint("dead_at is null or leased_until is null", name="dead_is_free"),
    )


class ScheduledTask(Base):
    """Scheduled task — việc theo lịch: when a kind of job is next queued."""

    __tablename__ = "scheduled_tasks"

    kind: Mapped[str] = mapped_column(primary_key=True)
    next_run_at: Mapped[datetime]
    last_run_at: Mapped[datetime | None]
