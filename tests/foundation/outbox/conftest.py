from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from foundation.db.database import Database
from foundation.outbox.models import OutboxJob
from foundation.outbox.services import Schedule, enqueue
from foundation.outbox.worker import JobHandler, Worker, WorkerParts

START = datetime(2026, 11, 23, 1, tzinfo=timezone.utc)


class Clock:
    """A clock that only tests move."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> None:
        self.now += timedelta(**units)


class Diary:
    """A handler that remembers what it was given, and fails while told to."""

    def __init__(self) -> None:
        self.seen: list[Mapping[str, Any]] = []
        self.failing = False

    def __call__(self, _: Database, payload: Mapping[str, Any]) -> None:
        self.seen.append(payload)
        if self.failing:
            raise OSError("no route to the post office")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def diary() -> Diary:
    return Diary()


Hire = Callable[..., Worker]


@pytest.fixture
def hire(clock: Clock, diary: Diary) -> Hire:
    """Make a worker for a database; its handler of `note` is the diary."""

    def hired(
        database: Database, name: str = "w1", *, schedule: Schedule = (), handler: JobHandler = diary, **more: Any
    ) -> Worker:
        return Worker(database, WorkerParts({"note": handler}, schedule), name=name, **{"clock": clock, **more})

    return hired


def queue(database: Database, payload: dict[str, Any] | None = None, **more: Any) -> None:
    with database.unit_of_work() as session:
        enqueue(session, more.pop("kind", "note"), payload, **{"run_at": START, **more})


def jobs(database: Database) -> list[OutboxJob]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxJob).order_by(OutboxJob.id)))
