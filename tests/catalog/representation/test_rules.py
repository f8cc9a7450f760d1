from itertools import product

import pytest

from catalog.representation.rules import CLAIMS, OPEN_MAX, Refusal, State, Verb, claim_refused
from tests.support.workflows import led


@pytest.mark.parametrize(("state", "verb"), list(product(State, Verb)))
def test_only_what_waits_moves(state: State, verb: Verb) -> None:
    assert led(CLAIMS, state, verb) == CLAIMS.moves.get((state, verb), Refusal.CLOSED)
    assert (led(CLAIMS, state, verb) is Refusal.CLOSED) == (state is not State.LODGED)


@pytest.mark.parametrize(
    ("waiting", "waits_here", "is_member", "why"),
    [
        (0, False, False, None),
        (OPEN_MAX - 1, False, False, None),
        (OPEN_MAX, False, False, Refusal.TOO_MANY),
        (1, True, False, Refusal.ASKED_ALREADY),
        (0, False, True, Refusal.MEMBER_ALREADY),
    ],
)
def test_who_may_claim(*, waiting: int, waits_here: bool, is_member: bool, why: Refusal | None) -> None:
    assert claim_refused(waiting=waiting, waits_here=waits_here, is_member=is_member) is why
