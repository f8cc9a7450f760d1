"""What the state pays of a booth: by the published rule, so many a producer and year, to the đồng."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.booths.subsidy_rules import NoSubsidy, Subsidy, SubsidyRule, subsidy

HALF = SubsidyRule("12/KH-UBND", percent=50, booths_a_year=2)
PRICES = st.lists(st.integers(0, 50_000_000), max_size=5)


@pytest.mark.parametrize(
    ("prices", "used", "stars", "province", "told"),
    [
        ([14_400_000], 0, 4, "01", Subsidy(1, 7_200_000, None)),
        ([14_400_000, 9_600_000, 9_600_000], 0, 3, "01", Subsidy(2, 21_600_000, NoSubsidy.USED_UP)),
        ([9_600_000], 2, 5, "01", Subsidy(0, 9_600_000, NoSubsidy.USED_UP)),
        ([9_600_000], 0, 2, "01", Subsidy(0, 9_600_000, NoSubsidy.STARS)),
        ([9_600_000], 0, None, "01", Subsidy(0, 9_600_000, NoSubsidy.STARS)),
        ([1], 0, 3, "01", Subsidy(1, 1, None)),
        ([], 0, 3, "01", Subsidy(0, 0, None)),
    ],
)
def test_what_a_producer_pays(prices: list[int], used: int, stars: int | None, province: str, told: Subsidy) -> None:
    assert subsidy(HALF, prices, used=used, stars=stars, province=province) == told


def test_a_programme_of_some_provinces_is_for_theirs() -> None:
    of_hanoi = SubsidyRule("1/KH", 50, 2, provinces=frozenset({"01"}))
    assert subsidy(of_hanoi, [10], used=0, stars=3, province="04").why_not is NoSubsidy.PROVINCE
    assert subsidy(of_hanoi, [10], used=0, stars=3, province="01").due_dong == 5


def test_without_a_programme_the_price_is_the_price() -> None:
    assert subsidy(None, [10, 20], used=0, stars=None, province="01") == Subsidy(0, 30, None)


@given(PRICES, st.integers(0, 6), st.integers(0, 100), st.integers(0, 4))
def test_no_year_holds_more_than_the_rule_says(prices: list[int], used: int, percent: int, most: int) -> None:
    rule = SubsidyRule("x", percent, most)
    told = subsidy(rule, prices, used=used, stars=5, province="01")
    assert used + told.booths <= max(used, most)
    assert 0 <= sum(prices) - told.due_dong <= sum(sorted(prices, reverse=True)[: told.booths])


@given(PRICES, st.integers(0, 100))
def test_one_registration_gets_as_much_as_two_one_after_the_other(prices: list[int], percent: int) -> None:
    rule = SubsidyRule("x", percent, 3)
    ordered = sorted(prices, reverse=True)
    together = subsidy(rule, ordered, used=0, stars=4, province="01")
    one = subsidy(rule, ordered[:1], used=0, stars=4, province="01")
    two = subsidy(rule, ordered[1:], used=one.booths, stars=4, province="01")
    assert (one.booths + two.booths, one.due_dong + two.due_dong) == (together.booths, together.due_dong)
