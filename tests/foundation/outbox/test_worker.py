import threading
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.rules import ATTEMPTS_MAX, LEASE, Interval
from foundation.outbox.services import claim
from foundation.outbox.worker import Worker, WorkerParts
from tests.foundation.outbox.conftest import Clock, Diary, Hire, jobs, queue


def test_a_job_is_done_and_forgotten(db: Database, hire: Hire, diary: Diary) -> None:
    queue(db, {"id": 1})
    assert hire(db).drain() == 1
    assert diary.seen == [{"id": 1}]
    assert jobs(db) == []


def test_a_failure_waits_longer_each_time_and_is_given_up_in_the_end(
    db: Database, hire: Hire, diary: Diary, clock: Clock
) -> None:
    queue(db)
    diary.failing = True
    worker = hire(db)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        assert worker.drain() == 1
        [job] = jobs(db)
        assert job.attempts == attempt
        assert job.last_error
        assert "no route to the post office" in job.last_error
        if attempt < ATTEMPTS_MAX:
            assert job.run_at > clock()
        clock.forward(hours=1)
    assert jobs(db)[0].dead_at
    assert worker.buried == 1
    assert worker.drain() == 0


def test_a_failed_job_succeeds_later(db: Database, hire: Hire, diary: Diary, clock: Clock) -> None:
    queue(db)
    diary.failing = True
    hire(db).drain()
    diary.failing = False
    clock.forward(seconds=5)
    hire(db).drain()
    assert jobs(db) == []


def test_a_kind_nobody_knows_is_a_dead_letter_at_once(db: Database, hire: Hire) -> None:
    queue(db, kind="unknown")
    worker = hire(db)
    worker.drain()
    [job] = jobs(db)
    assert job.dead_at
    assert job.last_error == "no handler for unknown"
    assert worker.buried == 1


def test_a_job_that_kills_its_workers_does_not_kill_them_for_ever(
    db: Database, hire: Hire, diary: Diary, clock: Clock
) -> None:
    queue(db)
    for _ in range(ATTEMPTS_MAX):
        with db.unit_of_work() as session:
            assert claim(session, "killed", clock(), LEASE)
        clock.forward(seconds=LEASE.total_seconds())
    hire(db).drain()
    assert diary.seen == []
    [job] = jobs(db)
    assert job.dead_at
    assert job.last_error == f"its worker died {ATTEMPTS_MAX} times"


def test_a_heartbeat_keeps_a_long_job(own_db: Database, hire: Hire) -> None:
    """The handler works for several leases; another worker must not get the job meanwhile."""
    lease = timedelta(milliseconds=300)
    stolen = []

    def slow(database: Database, payload: Mapping[str, Any]) -> None:
        pause = threading.Event()
        for _beat in range(6):
            pause.wait(0.15)
            with database.unit_of_work() as session:
                stolen.append(claim(session, "thief", now(), lease))

    queue(own_db)
    assert hire(own_db, handler=slow, clock=now, lease=lease).drain() == 1
    assert stolen == [None] * 6
    assert jobs(own_db) == []


def test_two_workers_share_the_work_and_do_each_job_once(own_db: Database, hire: Hire) -> None:
    done: list[int] = []

    def note(_: Database, payload: Mapping[str, Any]) -> None:
        done.append(payload["n"])

    for n in range(40):
        queue(own_db, {"n": n})
    threads = [threading.Thread(target=hire(own_db, name, handler=note).drain) for name in ("w1", "w2", "w3")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(done) == Counter(range(40))
    assert jobs(own_db) == []


def test_the_schedule_is_queued_once_by_many_workers(own_db: Database, hire: Hire, diary: Diary) -> None:
    schedule = (("note", Interval(timedelta(hours=1))),)
    threads = [threading.Thread(target=hire(own_db, name, schedule=schedule).drain) for name in ("w1", "w2", "w3")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(diary.seen) == 1


def test_it_works_until_told_to_stop(own_db: Database, diary: Diary) -> None:
    worker = Worker(own_db, WorkerParts({"note": diary}, ()), name="w1")
    stop = threading.Event()
    thread = threading.Thread(target=worker.run_forever, args=(stop,), kwargs={"poll": 0.02})
    thread.start()
    queue(own_db, {"n": 1}, run_at=now())
    for _ in range(250):
        if not jobs(own_db):
            break
        stop.wait(0.02)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert diary.seen == [{"n": 1}]


def test_a_database_that_is_away_for_a_moment_does_not_end_the_worker(own_db: Database, diary: Diary) -> None:
    failures = 3

    def away(*_: object) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise OperationalError("begin", {}, ConnectionError("gone"))

    queue(own_db, run_at=now())
    event.listen(own_db.engine, "begin", away)
    stop = threading.Event()
    worker = Worker(own_db, WorkerParts({"note": diary}, ()), name="w1")
    thread = threading.Thread(target=worker.run_forever, args=(stop,), kwargs={"poll": 0.02})
    thread.start()
    for _ in range(250):
        if diary.seen:
            break
        stop.wait(0.02)
    stop.set()
    thread.join(timeout=10)
    event.remove(own_db.engine, "begin", away)
    assert failures == 0
    assert diary.seen == [{}]
