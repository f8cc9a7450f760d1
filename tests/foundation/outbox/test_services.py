from datetime import time, timedelta

import pytest
from sqlalchemy import select

from foundation.db.database import Database
from foundation.outbox import services
from foundation.outbox.models import OutboxJob, ScheduledTask
from foundation.outbox.queries import check_outbox, lag
from foundation.outbox.rules import ATTEMPTS_MAX, LEASE, Daily, Interval
from tests.foundation.outbox.conftest import START, jobs, queue


def claim(database: Database, worker: str, after: timedelta = timedelta(0)) -> OutboxJob | None:
    with database.unit_of_work() as session:
        return services.claim(session, worker, START + after, LEASE)


def test_a_job_exists_only_if_the_change_commits(db: Database) -> None:
    def change() -> None:
        with db.unit_of_work() as session:
            services.enqueue(session, "note", {"id": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert jobs(db) == []


def test_a_waiting_twin_is_enough(db: Database) -> None:
    for _ in range(3):
        queue(db, {"id": 7}, dedupe_key="7")
    queue(db, {"id": 8}, dedupe_key="8")
    queue(db, {"id": 7}, dedupe_key="7", kind="other")
    queue(db)
    queue(db)
    assert [(job.kind, job.dedupe_key) for job in jobs(db)] == [
        ("note", "7"),
        ("note", "8"),
        ("other", "7"),
        ("note", None),
        ("note", None),
    ]


def test_a_job_that_is_being_done_is_no_twin(db: Database) -> None:
    """The truth may have changed after its handler read it."""
    queue(db, dedupe_key="7")
    assert claim(db, "w1")
    queue(db, dedupe_key="7")
    queue(db, dedupe_key="7")
    assert len(jobs(db)) == 2


def test_the_job_due_longest_comes_first_and_the_future_waits(db: Database) -> None:
    queue(db, {"n": 1}, run_at=START - timedelta(minutes=1))
    queue(db, {"n": 2}, run_at=START - timedelta(minutes=2))
    queue(db, {"n": 3}, run_at=START + timedelta(minutes=1))
    taken = [claim(db, "w1"), claim(db, "w1"), claim(db, "w1")]
    assert [job and job.payload["n"] for job in taken] == [2, 1, None]


def test_a_leased_job_is_nobody_elses_until_the_lease_runs_out(db: Database) -> None:
    queue(db)
    first = claim(db, "w1")
    assert first
    assert claim(db, "w2", LEASE - timedelta(seconds=1)) is None
    again = claim(db, "w2", LEASE)
    assert again
    assert (again.id, again.leased_by, again.attempts) == (first.id, "w2", 2)


def test_who_lost_the_lease_can_neither_renew_finish_nor_fail_the_job(db: Database) -> None:
    queue(db)
    first, second = claim(db, "w1"), claim(db, "w2", LEASE)
    assert first
    assert second
    late = START + LEASE
    with db.unit_of_work() as session:
        assert not services.renew(session, first.id, "w1", first.attempts, late + LEASE)
        assert not services.finish(session, first.id, "w1", first.attempts)
        services.fail(session, first.id, "w1", first.attempts, error="late", now=late, jitter=0)
    [held] = jobs(db)
    assert (held.leased_by, held.leased_until, held.last_error) == ("w2", late + LEASE, None)
    with db.unit_of_work() as session:
        assert services.finish(session, second.id, "w2", second.attempts)
    assert jobs(db) == []


def test_the_same_worker_cannot_finish_an_attempt_of_its_former_life(db: Database) -> None:
    queue(db)
    first, second = claim(db, "w1"), claim(db, "w1", LEASE)
    assert first
    assert second
    with db.unit_of_work() as session:
        assert not services.finish(session, first.id, "w1", first.attempts)
        assert services.finish(session, second.id, "w1", second.attempts)


def test_a_dead_letter_is_told_and_can_live_again(db: Database) -> None:
    queue(db, dedupe_key="7")
    job = claim(db, "w1")
    assert job
    with db.unit_of_work() as session:
        services.move_to_dead_letters(session, job.id, "w1", job.attempts, error="unreadable", now=START)
    assert claim(db, "w1", timedelta(days=30)) is None
    with db.unit_of_work() as session:
        assert list(check_outbox(session, START + timedelta(hours=1))) == []
        assert list(check_outbox(session, START + timedelta(days=2))) == [
            f"job {job.id} (note) was given up on 2026-11-23"
        ]
        assert services.retry_dead(session, [job.id], START) == 1
        assert services.retry_dead(session, [job.id], START) == 0
        assert list(check_outbox(session, START + timedelta(days=2))) == []
    assert claim(db, "w1") is not None


def test_a_revived_job_may_stand_beside_one_that_waits(db: Database) -> None:
    queue(db, dedupe_key="7")
    job = claim(db, "w1")
    assert job
    with db.unit_of_work() as session:
        services.move_to_dead_letters(session, job.id, "w1", job.attempts, error="unreadable", now=START)
    queue(db, dedupe_key="7")
    with db.unit_of_work() as session:
        services.retry_dead(session, [job.id], START)
    assert len(jobs(db)) == 2


def test_lag_is_how_long_the_oldest_due_job_waits(db: Database) -> None:
    with db.reading() as session:
        assert lag(session, START) == timedelta(0)
    queue(db, run_at=START - timedelta(minutes=3))
    queue(db, run_at=START + timedelta(minutes=3))
    with db.reading() as session:
        assert lag(session, START) == timedelta(minutes=3)


def test_an_error_keeps_its_end_where_the_cause_stands(db: Database) -> None:
    queue(db)
    job = claim(db, "w1")
    assert job
    with db.unit_of_work() as session:
        services.fail(session, job.id, "w1", 1, error="x" * 9000 + "the cause", now=START, jitter=0)
    [kept] = jobs(db)
    assert kept.last_error
    assert len(kept.last_error) == services.ERROR_MAX
    assert kept.last_error.endswith("the cause")
    assert kept.run_at == START + timedelta(seconds=5)


def test_the_last_failure_makes_a_dead_letter(db: Database) -> None:
    queue(db)
    due = timedelta(0)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        job = claim(db, "w1", due)
        assert job
        assert job.attempts == attempt
        due += timedelta(hours=1)
        with db.unit_of_work() as session:
            services.fail(session, job.id, "w1", attempt, error="no", now=START + due, jitter=0)
        due += timedelta(hours=1)
    [dead] = jobs(db)
    assert dead.dead_at
    assert claim(db, "w1", due + timedelta(days=1)) is None


def test_missed_runs_collapse_into_one(db: Database) -> None:
    schedule = (("nightly", Daily(time(0, 0))), ("often", Interval(timedelta(minutes=5))))
    with db.unit_of_work() as session:
        assert services.queue_scheduled(session, schedule, START) == 2
        assert services.queue_scheduled(session, schedule, START) == 0
    week = START + timedelta(days=7)
    with db.unit_of_work() as session:
        assert services.queue_scheduled(session, schedule, week) == 2
        tasks = {task.kind: task for task in session.scalars(select(ScheduledTask))}
    # The first ones still wait, so the second ones found their twins.
    assert [job.kind for job in jobs(db)] == ["nightly", "often"]
    assert tasks["often"].next_run_at == week + timedelta(minutes=5)
    assert tasks["nightly"].last_run_at == week
