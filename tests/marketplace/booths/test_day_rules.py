"""A fair's days: codes, clocks, sums."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.booths.day_rules import (
    NUMBERS,
    DayNumbers,
    days_so_far,
    happened_at,
    is_expected,
    read_code,
    total,
)

NOON = datetime(2026, 12, 1, 5, tzinfo=timezone.utc)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" A1B2C3 ", "A1B2C3"),
        ("https://ocop.example/ho-so/hoi-cho/3/diem-danh?ma=AbC&x=1", "AbC"),
        ("https://ocop.example/ho-so/hoi-cho/3/diem-danh", ""),
        ("#12", "#12"),
    ],
)
def test_a_badge_is_read_scanned_or_typed(text: str, code: str) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    ("told", "at"),
    [
        (None, NOON),
        (NOON - timedelta(hours=3), NOON - timedelta(hours=3)),
        (NOON, NOON),
        (NOON + timedelta(seconds=1), NOON),
        (NOON - timedelta(days=4), NOON),
    ],
)
def test_a_clock_that_is_wrong_is_not_believed(told: datetime | None, at: datetime) -> None:
    assert happened_at(told, NOON) == at


def test_exhibitors_come_while_the_fair_is_set_up_and_until_its_last_day() -> None:
    days = [FIRST + timedelta(days=after) for after in range(-3, 4)]
    assert [is_expected(FIRST, LAST, day) for day in days] == [False, True, True, True, True, True, False]


@pytest.mark.parametrize(("today", "many"), [(-1, 0), (0, 1), (1, 2), (2, 3), (9, 3)])
def test_one_tells_of_days_that_have_begun(today: int, many: int) -> None:
    assert days_so_far(FIRST, LAST, FIRST + timedelta(days=today)) == [
        FIRST + timedelta(days=after) for after in range(many)
    ]


def test_what_nobody_counted_is_not_nothing() -> None:
    told = [DayNumbers(sales_dong=5, visitors=0), DayNumbers(sales_dong=7)]
    assert total(told) == DayNumbers(sales_dong=12, visitors=0)
    assert not total([]).says_something
    assert total(told).says_something


@given(st.lists(st.builds(DayNumbers, **{name: st.none() | st.integers(0, 9) for name in NUMBERS})))
def test_a_sum_of_sums_is_the_sum(days: list[DayNumbers]) -> None:
    assert total([total(days[::2]), total(days[1::2])]) == total(days)
