import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from foundation.accounts.models import RateLimitState
from foundation.accounts.queries import wait
from foundation.accounts.rules import RateLimit
from foundation.accounts.throttling import admit, delete_expired_limits, refund_attempt
from foundation.db.database import Database
from tests.foundation.accounts.conftest import START

NARROW, WIDE = RateLimit("a", 2, timedelta(minutes=6)), RateLimit("b", 30, timedelta(minutes=1))
HEAVY = RateLimit("c", 7, timedelta(minutes=1), takes=3)


def enter(database: Database, *limits: RateLimit, later: float = 0) -> timedelta:
    with database.unit_of_work() as session:
        return admit(session, limits, START + timedelta(minutes=later))


def test_an_attempt_needs_every_lane_and_a_refused_one_costs_nothing(db: Database) -> None:
    assert [enter(db, WIDE, NARROW) for _ in range(3)] == [timedelta(0), timedelta(0), timedelta(minutes=6)]
    with db.reading() as session:
        marks = {lane.key: lane.spent_until for lane in session.scalars(select(RateLimitState))}
        assert marks["b"] == START + timedelta(minutes=2)
        assert wait(session, (WIDE, NARROW), START) == timedelta(minutes=6)
        assert wait(session, (WIDE,), START) == wait(session, (), START) == timedelta(0)
    assert not enter(db, WIDE, NARROW, later=6)


def test_what_was_the_owners_is_given_back(db: Database) -> None:
    for _ in range(5):
        assert not enter(db, NARROW)
        with db.unit_of_work() as session:
            refund_attempt(session, (NARROW,), START)


def test_lanes_that_are_open_again_are_forgotten(db: Database) -> None:
    enter(db, NARROW)
    with db.unit_of_work() as session:
        assert delete_expired_limits(session, START) == 0
        assert delete_expired_limits(session, START + timedelta(hours=1)) == 1


def test_what_weighs_more_takes_several_places(db: Database) -> None:
    light = RateLimit(HEAVY.key, HEAVY.burst, HEAVY.every)
    assert [enter(db, HEAVY) for _ in range(3)] == [timedelta(0), timedelta(0), timedelta(minutes=2)]
    assert not enter(db, light)
    assert enter(db, light) == timedelta(minutes=1)
    with db.unit_of_work() as session:
        refund_attempt(session, (HEAVY,), START)
    assert not enter(db, HEAVY)


@pytest.mark.parametrize(("limits", "most"), [((NARROW, WIDE), 2), ((WIDE, NARROW), 2), ((WIDE, HEAVY), 2)])
def test_many_workers_together_let_no_more_through(own_db: Database, limits: tuple[RateLimit, ...], most: int) -> None:
    through: list[bool] = []

    def hurry() -> None:
        through.extend(not enter(own_db, *limits) for _ in range(5))

    threads = [threading.Thread(target=hurry) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(through), sum(through)) == (20, most)
