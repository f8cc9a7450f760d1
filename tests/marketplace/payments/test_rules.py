from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.privacy.working_days import is_working
from foundation.workflow.rules import Refused
from marketplace.payments.rules import (
    CHARGES,
    KEPT,
    Attention,
    Balance,
    Refusal,
    Standing,
    State,
    Verb,
    attention_of,
    follows,
    release_day,
    runs_out,
    split_fits,
)

amounts = st.integers(0, 10**13)
balances = st.builds(Balance, amounts, amounts, st.integers(1, 10**13))


@pytest.mark.parametrize(
    ("balance", "standing"),
    [
        (Balance(0, 0, 5), Standing.NOTHING),
        (Balance(5, 5, 5), Standing.NOTHING),
        (Balance(4, 0, 5), Standing.SHORT),
        (Balance(5, 0, 5), Standing.PAID),
        (Balance(10, 5, 5), Standing.PAID),
        (Balance(6, 0, 5), Standing.OVER),
        (Balance(0, 1, 5), Standing.NOTHING),
    ],
)
def test_paid_short_and_over_are_said_in_one_place(balance: Balance, standing: Standing) -> None:
    assert balance.standing is standing


def test_a_charge_only_ever_goes_forward() -> None:
    """However long it moves it never comes back to where it was."""
    reached: dict[State, set[State]] = {one: set() for one in State}
    for _ in State:
        for (before, _verb), after in CHARGES.moves.items():
            reached[before] |= {after} | reached[after]
    assert [one for one in State if one in reached[one]] == []


@given(st.sampled_from(State), balances, st.booleans())
def test_money_is_never_refused(state: State, balance: Balance, is_late: bool) -> None:
    verb = follows(state, balance, is_late=is_late)
    if verb:
        CHARGES.next(state, verb)
    CHARGES.next(State.OPEN, runs_out(balance))


@given(st.sampled_from(State), balances)
def test_money_that_is_not_where_it_belongs_is_looked_at(state: State, balance: Balance) -> None:
    """Nothing is to be looked at only where what is held is what this state keeps, or where the payer may still pay."""
    moved = follows(state, balance)
    after = CHARGES.next(state, moved) if moved else state
    if attention_of(after, balance) is None:
        kept = balance.due if after in KEPT else 0
        assert balance.held == kept or (after is State.OPEN and 0 <= balance.held < balance.due)


@pytest.mark.parametrize(
    ("state", "balance", "attention"),
    [
        (State.OPEN, Balance(0, 0, 5), None),
        (State.OPEN, Balance(3, 0, 5), None),
        (State.OPEN, Balance(3, 5, 5), Attention.TAKEN_BACK),
        (State.PAID, Balance(5, 0, 5), None),
        (State.PAID, Balance(10, 0, 5), Attention.DOUBLE),
        (State.PAID, Balance(5, 5, 5), Attention.TAKEN_BACK),
        (State.PLACED, Balance(4, 0, 5), Attention.TAKEN_BACK),
        (State.PAID_LATE, Balance(5, 0, 5), Attention.LATE),
        (State.PAID_UNPLACED, Balance(5, 0, 5), Attention.UNPLACED),
        (State.REFUND_DUE, Balance(5, 0, 5), Attention.RETURN),
        (State.REFUNDED, Balance(5, 5, 5), None),
        (State.REFUNDED, Balance(10, 5, 5), Attention.DOUBLE),
        (State.REFUNDED, Balance(5, 6, 5), Attention.TAKEN_BACK),
        (State.EXPIRED, Balance(0, 0, 5), None),
    ],
)
def test_what_is_looked_at(state: State, balance: Balance, attention: Attention | None) -> None:
    assert attention_of(state, balance) is attention


@pytest.mark.parametrize(
    ("state", "balance", "is_late", "verb"),
    [
        (State.OPEN, Balance(4, 0, 5), False, None),
        (State.OPEN, Balance(5, 0, 5), False, Verb.PAY),
        (State.OPEN, Balance(6, 0, 5), False, Verb.PAY),
        (State.OPEN, Balance(5, 0, 5), True, Verb.HOLD),
        (State.EXPIRED, Balance(1, 0, 5), False, Verb.HOLD),
        (State.CANCELLED, Balance(1, 0, 5), False, Verb.HOLD),
        (State.CANCELLED, Balance(1, 1, 5), False, None),
        (State.PAID_LATE, Balance(5, 5, 5), False, Verb.REFUND),
        (State.REFUND_DUE, Balance(5, 4, 5), False, None),
        (State.PAID, Balance(10, 0, 5), False, None),
    ],
)
def test_what_money_does(state: State, balance: Balance, is_late: bool, verb: Verb | None) -> None:
    assert follows(state, balance, is_late=is_late) is verb


def test_what_cannot_be_done_says_why() -> None:
    with pytest.raises(Refused) as told:
        CHARGES.next(State.PAID, Verb.CANCEL)
    assert told.value.reason is Refusal.NOT_OPEN
    with pytest.raises(Refused) as told:
        CHARGES.next(State.OPEN, Verb.RETURN)
    assert told.value.reason is Refusal.NOT_HERE


def test_a_statement_may_be_a_bank_day_late() -> None:
    assert release_day(date(2026, 11, 25), is_working) == date(2026, 11, 26)
    assert release_day(date(2026, 11, 23), is_working) == date(2026, 11, 25)  # the day of culture lies between
    assert release_day(date(2026, 11, 27), is_working) == date(2026, 11, 30)
    assert release_day(date(2027, 2, 4), is_working) == date(2027, 2, 11)  # Tết


@pytest.mark.parametrize(
    ("parts", "fits"), [([5], True), ([2, 3], True), ([2, 2], False), ([6, -1], False), ([5, 0], False), ([], False)]
)
def test_a_transfer_is_split_exactly(parts: list[int], fits: bool) -> None:
    assert split_fits(5, parts) is fits
