"""Workers are killed while they work: every job is done in the end, none is lost, none is left behind."""

import os
import random
from functools import partial

import pytest
from sqlalchemy import select

from foundation.db.database import Database
from foundation.outbox.models import OutboxJob, ScheduledTask
from foundation.outbox.services import enqueue
from tests.support.processes import ROUNDS, kill, start, wait_until

JOBS = 60


@pytest.mark.fault
def test_killed_workers_lose_no_job(own_db: Database, luck: random.Random) -> None:
    with own_db.unit_of_work() as session:
        for n in range(JOBS):
            enqueue(session, "note", {"n": n})
    env = dict(os.environ)
    module = "tests.faults.noting_worker"
    workers = [start(module, own_db.url, f"w{n}", env=env) for n in range(2)]
    try:
        for number in range(ROUNDS):
            wait_until(partial(_fewer, own_db, waiting(own_db) - luck.randrange(6)))
            victim = luck.randrange(2)
            assert kill(workers[victim])
            workers[victim] = start(module, own_db.url, f"w{victim}-{number}", env=env)
        wait_until(partial(_fewer, own_db, 1))
    finally:
        for worker in workers:
            kill(worker)
    with own_db.reading() as session:
        notes = set(session.scalars(select(ScheduledTask.kind)))
        assert notes == {f"note {n}" for n in range(JOBS)}


def _fewer(database: Database, than: int) -> bool:
    return waiting(database) < than


def waiting(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(OutboxJob.id)).all())
