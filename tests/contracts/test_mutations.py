"""Whatever keeps somebody out is taken away in turn, and the matrix notices; what it cannot notice is listed."""

import logging
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from foundation.permissions import guard
from foundation.signin import identity
from foundation.web.doors import EXTENSION as DOORS
from foundation.web.doors import PUBLIC
from tests.contracts.test_doors import sentences
from tests.support.matrix import Deviation, Door, Matrix
from tests.support.mutants import (
    Mutant,
    door_opened,
    mutants,
    opened,
    policy_instead,
    regranted,
    view_modules,
)
from tests.support.processes import rounds
from tests.support.visitors import ENROLLING, MEMBER, PASSWORD_ONLY, STRANGER
from wsgi import HOUSE

POLICY = HOUSE.policy
DIALECTS = ["sqlite"]
ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = Path(__file__).with_name("survivors.txt")
FULL = rounds(0, 1)
EVERY = rounds(5, 1)
"""Of the changes to permissions and to the code behind doors every fifth is tried by default, in `make prove` all."""


class Survivor(NamedTuple):
    """A line of the file: what was taken away, and the test that notices; or, after a dash, why nobody can."""

    what: str
    test: str


def survivors() -> list[Survivor]:
    lines = SURVIVORS.read_text(encoding="utf-8").splitlines()
    return [Survivor(*line.rsplit(" | ", 1)) for line in lines]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What breaks without a door would be logged a thousand times."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def noticed(matrix: Matrix, visitors: Iterable[str], doors: Iterable[Door]) -> Deviation | None:
    """The first look that is not answered as the rules say."""
    everybody = list(visitors)
    return next((found for one in doors for found in matrix.deviations(everybody, [one])), None)


def is_by_itself(matrix: Matrix, found: Deviation) -> bool:
    """Whether it is answered so without any change, too: then it was not the change that was noticed."""
    return matrix.look(found.cell) != found.wanted


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_door_that_is_opened_is_noticed(matrix: Matrix) -> None:
    """Each door, opened to everybody; in `make prove` also to each stage on the way in."""
    wrong, before = [], dict(matrix.app.extensions[DOORS])
    for one in matrix.doors.values():
        for to in opened(one.said)[: None if FULL else 1]:
            with door_opened(matrix.app, one.endpoint, to):
                found = noticed(matrix, (STRANGER, ENROLLING, MEMBER), [one])
            if not found or is_by_itself(matrix, found):
                wrong.append(f"{one.endpoint} opened to {to}")
    assert not wrong, sentences(wrong)
    assert matrix.app.extensions[DOORS] == before, "the doors are closed again"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_permission_given_or_taken_is_noticed(matrix: Matrix) -> None:
    """Each role, added to each permission that it does not have and taken from each that it has."""
    wrong = []
    for number, (permission, role, policy) in enumerate(regranted(POLICY)):
        if number % EVERY and role not in matrix.permissions[permission]:
            continue
        behind = [one for one in matrix.doors.values() if one.said == permission]
        matrix.forget_kept()
        with policy_instead(matrix.app, policy):
            found = noticed(matrix, [role], behind)
        if not found or is_by_itself(matrix, found):
            wrong.append(f"{permission}: {role}")
    assert not wrong, sentences(wrong)


def guarding(matrix: Matrix) -> Iterator[tuple[Mutant, list[Door]]]:
    """Every change to the code behind doors, with the doors where it could be noticed."""
    guarded = [one for one in matrix.doors.values() if one.said != PUBLIC]
    for name, endpoints in view_modules(matrix.app, [one.endpoint for one in guarded]).items():
        for mutant in mutants(sys.modules[name]):
            behind = (one for one in guarded if one.endpoint in endpoints)
            yield mutant, sorted(behind, key=lambda one: (not mutant.is_view_of(one.endpoint), one.record is None))
    ask = [one for one in matrix.app.before_request_funcs[None] if one.__module__ == guard.__name__]
    for module, more in ((guard, ask), (identity, [])):
        for mutant in mutants(module, more):
            yield mutant, guarded


@pytest.mark.timeout(rounds(1200, 7200))
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_question_that_is_not_asked_is_noticed(matrix: Matrix) -> None:
    """Each `if … abort`, each part of its condition, each permission asked and each list's limit.

    By default those that are known to survive are not tried again: they take the longest.
    """
    known, survived, tried, mistaken = {line.what for line in survivors()}, set(), set(), set()
    for number, (mutant, behind) in enumerate(guarding(matrix)):
        tried.add(str(mutant))
        if number % EVERY or (str(mutant) in known and not FULL):
            continue
        granted = sorted(set().union(*(matrix.permissions.get(one.said, set()) for one in behind)))
        with mutant.alive():
            found = noticed(matrix, (MEMBER, *granted, ENROLLING, STRANGER, PASSWORD_ONLY), behind)
        if not found:
            survived.add(str(mutant))
        elif is_by_itself(matrix, found):
            mistaken.add(str(found))
    assert not mistaken, sentences(mistaken)
    how = "is noticed by nobody here: list it in tests/contracts/survivors.txt with the test that does"
    assert survived <= known, sentences(f"{one} {how}" for one in sorted(survived - known))
    gone = known - (survived if FULL else tried)
    assert not gone, sentences(f"{one} is not there any more, or is noticed: take it out" for one in sorted(gone))


def test_what_the_matrix_cannot_notice_another_test_does() -> None:
    for line in survivors():
        path, _, name = line.test.partition("::")
        assert line.test.startswith("—") or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), line
