"""Many processes want few booths at once, and processes are killed while they choose: no booth is had twice."""

import ast
import os
import random
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.db.database import Database
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.queries import waiting
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from tests.marketplace.booths.conftest import fair, many_registered
from tests.support.processes import Forked, finish, kill, rounds, start, wait_until

WORKERS = 8
BOOTHS, ATTEMPTS = rounds((5, 100), (100, 2_000))
KILLS, KILLED_ATTEMPTS = rounds((2, 40), (20, 200))


def _held(session: Session) -> list[tuple[int, int]]:
    live = select(BoothClaim.booth_id, BoothClaim.registration_id).where(BoothClaim.state != ClaimState.RELEASED)
    return [(booth, registration) for booth, registration in session.execute(live)]


@pytest.mark.fault
@pytest.mark.timeout(900)
def test_of_many_processes_each_booth_is_sold_once_and_losers_wait_as_they_said(own_reference_db: Database) -> None:
    with own_reference_db.unit_of_work() as session:
        at = fair(session, std=BOOTHS)
        many_registered(session, at, ATTEMPTS)
    words = ("tests.faults.booths_worker", own_reference_db.url)
    started = [start(*words, str(number), str(WORKERS), env=dict(os.environ)) for number in range(WORKERS)]
    came = Counter[str]()
    for process in started:
        came += Counter(ast.literal_eval(finish(process, timeout=800)))
    with own_reference_db.reading() as session:
        held, line = _held(session), waiting(session, at.event_id)
        numbers = set(session.scalars(select(BoothRegistration.id)))
    assert len(held) == len({booth for booth, _ in held}) == came["held"] == BOOTHS
    has = {registration for _, registration in held}
    assert {one.registration_id for one in line} == {number for number in numbers - has if number % 2}
    assert came["held"] + came["waits"] + came["sold_out"] == ATTEMPTS


@pytest.mark.fault
@pytest.mark.timeout(900)
def test_a_killed_choice_leaves_no_booth_had_twice_or_by_nobody(
    own_reference_db: Database, luck: random.Random
) -> None:
    with own_reference_db.unit_of_work() as session:
        at = fair(session, std=KILLED_ATTEMPTS // 2)
        many_registered(session, at, KILLED_ATTEMPTS)
    words = ("tests.faults.booths_worker", own_reference_db.url)
    for _ in range(KILLS):
        pair = [start(*words, str(number), "2", env=dict(os.environ)) for number in range(2)]
        before = _many(own_reference_db)
        wait_until(lambda seen=before, both=pair: _many(own_reference_db) > seen or _ended(both))  # type: ignore[misc]
        luck.shuffle(pair)
        for process in pair:
            kill(process)
        with own_reference_db.reading() as session:
            held = _held(session)
        assert len(held) == len({booth for booth, _ in held}) == len({registration for _, registration in held})
    for number in range(2):
        finish(start(*words, str(number), "2", env=dict(os.environ)), timeout=600)
    with own_reference_db.reading() as session:
        held = _held(session)
        assert len({booth for booth, _ in held}) == len({one for _, one in held}) == len(held) == KILLED_ATTEMPTS // 2


def _ended(pair: list[Forked]) -> bool:
    return all(process.poll() is not None for process in pair)


def _many(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(BoothClaim)) or 0
