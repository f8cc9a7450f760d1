"""Staleness, hours: what is said to visitors."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.outlets.calendar import day_kind
from marketplace.outlets.hours import DAY, DayKind, Hours, OnHolidays, open_at, read_spans, written
from marketplace.outlets.rules import is_stale, stale_before

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
TET, CULTURE_DAY = date(2027, 2, 6), date(2026, 11, 24)
EVERY_DAY = tuple((day, (8 * 60, 20 * 60)) for day in range(7))

spans = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).map(lambda one: (one[0], one[0] + one[1]))
days = st.dates(date(2026, 11, 20), date(2026, 12, 3))
known = st.builds(
    Hours,
    st.lists(st.tuples(st.integers(0, 6), spans), max_size=9).map(tuple),
    st.dictionaries(days, st.none() | spans, max_size=4).map(lambda found: tuple(found.items())),
    st.none() | st.sampled_from(OnHolidays),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def test_half_a_year_without_a_word_is_stale() -> None:
    assert stale_before(date(2026, 8, 31)) == date(2026, 2, 28)
    assert is_stale(None, WEDNESDAY)
    assert is_stale(date(2026, 5, 24), WEDNESDAY)
    assert not is_stale(date(2026, 5, 25), WEDNESDAY)


def test_unknown_hours_say_nothing() -> None:
    """A wrong "closed" is worse than none."""
    assert open_at(Hours(), at(WEDNESDAY, 10), day_kind) is None


def test_an_opening_past_midnight_belongs_to_the_day_it_begins() -> None:
    bar = Hours(((2, (18 * 60, DAY + 2 * 60)),))
    assert open_at(bar, at(WEDNESDAY, 23, 30), day_kind) is True
    assert open_at(bar, at(THURSDAY, 1, 59), day_kind) is True
    assert open_at(bar, at(THURSDAY, 2), day_kind) is False
    assert open_at(bar, at(WEDNESDAY, 1), day_kind) is False


def test_its_exception_goes_past_midnight_with_it() -> None:
    closed = Hours(((2, (18 * 60, DAY + 120)),), ((WEDNESDAY, None),))
    assert open_at(closed, at(THURSDAY, 1), day_kind) is False
    longer = Hours(((2, (18 * 60, 20 * 60)),), ((WEDNESDAY, (18 * 60, DAY + 240)),))
    assert open_at(longer, at(THURSDAY, 3), day_kind) is True


def test_a_closed_day_is_no_unknown_one() -> None:
    assert open_at(Hours(((0, (480, 1020)),)), at(WEDNESDAY, 10), day_kind) is False


@pytest.mark.parametrize(
    ("rule", "holiday", "tet"),
    [
        (None, None, None),
        (OnHolidays.CLOSED, False, False),
        (OnHolidays.EXCEPT_TET, True, False),
        (OnHolidays.AS_USUAL, True, True),
    ],
)
def test_holidays_and_tet(rule: OnHolidays | None, holiday: bool | None, tet: bool | None) -> None:
    hours = Hours(EVERY_DAY, (), rule)
    assert open_at(hours, at(CULTURE_DAY, 10), day_kind) is holiday
    assert open_at(hours, at(TET, 10), day_kind) is tet
    assert day_kind(TET) is DayKind.TET
    assert day_kind(date(2027, 1, 1)) is DayKind.HOLIDAY


def test_a_day_that_was_said_goes_before_the_holiday() -> None:
    hours = Hours(EVERY_DAY, ((TET, (9 * 60, 11 * 60)),), OnHolidays.CLOSED)
    assert open_at(hours, at(TET, 10), day_kind) is True
    assert open_at(hours, at(TET, 12), day_kind) is False


def test_after_a_holiday_nobody_told_of_the_small_hours_are_not_known() -> None:
    late = Hours(tuple((day, (18 * 60, DAY + 120)) for day in range(7)))
    assert open_at(late, at(WEDNESDAY, 1), day_kind) is None
    assert open_at(late, at(WEDNESDAY, 3), day_kind) is False


@given(known, days, st.integers(0, DAY - 1))
def test_open_means_that_an_opening_holds(hours: Hours, day: date, minute: int) -> None:
    found = open_at(hours, at(day, *divmod(minute, 60)), day_kind)
    yesterday = hours.spans(day - timedelta(days=1), day_kind(day - timedelta(days=1))) or ()
    today = hours.spans(day, day_kind(day)) or ()
    holds = any(a <= minute < b for a, b in today) or any(a <= minute + DAY < b for a, b in yesterday)
    assert (found is True) == holds


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ()),
        ("7:30-11:30, 13h-17h", ((450, 690), (780, 1020))),
        ("18-2", ((1080, 1560),)),
        ("0-24", ((0, 1440),)),
        ("7h30 – 21h", ((450, 1260),)),
        ("8-8", None),
        ("00:00-00:00", None),
        ("8-25", None),
        ("sáng", None),
        ("8-12, 11-17", None),
        ("1-2,3-4,5-6,7-8", None),
    ],
)
def test_hours_as_people_type_them(text: str, wanted: object) -> None:
    assert read_spans(text) == wanted


def test_hours_as_pages_say_them() -> None:
    assert written(((450, 690), (1080, 1560), (1200, 1440))) == "07:30–11:30, 18:00–02:00, 20:00–24:00"


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 11, 23), date(2026, 5, 23)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2024, 8, 29), date(2024, 2, 29)),
        (date(2026, 3, 31), date(2025, 9, 30)),
    ],
)
def test_half_a_year_before_a_day_is_a_day_of_a_shorter_month_too(today: date, before: date) -> None:
    assert stale_before(today) == before
