"""How registrations and claims move, and how long a booth is held."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workflow.rules import Refused
from marketplace.booths.claim_rules import CLAIMS, LIVE_CLAIMS, ClaimState, ClaimVerb, held_until, is_held
from marketplace.booths.rules import (
    LIVE_REGISTRATIONS,
    REGISTRATIONS,
    Page,
    RegistrationState,
    RegistrationVerb,
    frees,
    is_open,
    missing,
)

NOON = datetime(2026, 11, 30, 5, tzinfo=timezone.utc)


@given(st.lists(st.sampled_from(RegistrationVerb), max_size=12))
def test_every_way_out_frees_the_booths_and_only_what_was_not_paid_leads_back(
    verbs: list[RegistrationVerb],
) -> None:
    state, freed = REGISTRATIONS.start, 0
    for verb in verbs:
        try:
            after = REGISTRATIONS.next(state, verb)
        except Refused:
            continue
        freed += frees(state, after)
        assert state in LIVE_REGISTRATIONS or state is RegistrationState.EXPIRED, "nothing leads on from an end"
        freed -= state is RegistrationState.EXPIRED
        state = after
    assert freed == (state not in LIVE_REGISTRATIONS)


@pytest.mark.parametrize("state", LIVE_REGISTRATIONS)
def test_whatever_lives_can_be_cancelled(state: RegistrationState) -> None:
    assert REGISTRATIONS.next(state, RegistrationVerb.CANCEL) is RegistrationState.CANCELLED


def test_nobody_is_asked_for_money_before_approval() -> None:
    asks = {state for state, verb in REGISTRATIONS.moves if verb is RegistrationVerb.ASK_FOR_MONEY}
    assert asks == {RegistrationState.APPROVED}


def test_a_free_fair_never_meets_money() -> None:
    assert REGISTRATIONS.next(RegistrationState.APPROVED, RegistrationVerb.CONFIRM) is RegistrationState.CONFIRMED


def test_money_whose_booth_was_lost_is_a_state_that_can_still_end_well() -> None:
    lost = REGISTRATIONS.next(RegistrationState.AWAITING_PAYMENT, RegistrationVerb.LOSE_BOOTH)
    assert lost is RegistrationState.PAID_UNPLACED
    assert REGISTRATIONS.next(lost, RegistrationVerb.CONFIRM) is RegistrationState.CONFIRMED


def test_what_was_not_paid_in_time_can_come_back_late_or_by_the_organiser() -> None:
    over = REGISTRATIONS.next(RegistrationState.AWAITING_PAYMENT, RegistrationVerb.EXPIRE)
    assert over not in LIVE_REGISTRATIONS
    assert REGISTRATIONS.next(over, RegistrationVerb.PAY_LATE) is RegistrationState.PAID_UNPLACED
    assert REGISTRATIONS.next(over, RegistrationVerb.REVIVE) is RegistrationState.APPROVED


@pytest.mark.parametrize("state", LIVE_CLAIMS)
def test_whatever_is_claimed_can_be_released(state: ClaimState) -> None:
    assert CLAIMS.next(state, ClaimVerb.RELEASE) is ClaimState.RELEASED
    with pytest.raises(Refused):
        CLAIMS.next(ClaimState.RELEASED, ClaimVerb.RELEASE)


def test_a_hold_lasts_its_minutes_and_never_beyond_the_window() -> None:
    closes = NOON + timedelta(hours=1)
    assert held_until(NOON, 45, closes) == NOON + timedelta(minutes=45)
    assert held_until(NOON + timedelta(minutes=30), 45, closes) == closes


def test_a_fair_is_open_from_its_first_to_before_its_last_moment() -> None:
    later = NOON + timedelta(hours=1)
    assert [is_open(NOON, later, at) for at in (NOON - timedelta(1), NOON, later)] == [False, True, False]
    assert not is_open(None, None, NOON)


def test_pages_that_want_an_answer_come_in_their_order() -> None:
    assert missing({}) == tuple(Page)
    assert missing({page: page is not Page.FILES for page in Page}) == (Page.FILES,)


def test_a_hold_ends_with_its_moment() -> None:
    assert is_held(NOON + timedelta(seconds=1), NOON)
    assert not is_held(NOON, NOON)
