"""What is concluded from paired costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.ratios.pairs import ratio

COSTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=200)


@given(COSTS, st.integers(1, 20))
def test_a_page_that_always_costs_so_much_more_is_said_to_cost_so_much_more(before: list[int], times: int) -> None:
    found = ratio(before, [cost * times for cost in before])
    assert found.median == found.low == found.high == times
    assert found.exceeds(0.05) == (times > 1)


@given(st.data())
def test_the_interval_holds_the_median(data: st.DataObject) -> None:
    before = data.draw(COSTS)
    after = data.draw(st.lists(st.integers(1, 10**9), min_size=len(before), max_size=len(before)))
    found = ratio(before, after)
    assert found.low <= found.median <= found.high
    assert found.pairs == len(before)


def test_a_few_pairs_prove_nothing() -> None:
    assert not ratio([100, 100, 100], [90, 120, 130]).exceeds(0.05)
    assert ratio([100] * 40, [120] * 40).exceeds(0.05)


def test_a_page_that_costs_more_beyond_doubt_is_told_from_one_that_may() -> None:
    noisy = [*[90] * 30, *[130] * 30]
    assert not ratio([100] * 60, noisy).exceeds(0.05)
    assert ratio([100] * 60, [*[104] * 5, *[109] * 55]).exceeds(0.05)


def test_what_was_not_measured_has_no_ratio() -> None:
    with pytest.raises(ValueError, match="no pair"):
        ratio([], [])
    with pytest.raises(ValueError, match="zip"):
        ratio([1], [1, 2])
