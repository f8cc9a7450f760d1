"""Days, phases, windows, clocks and words of events: pure functions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.places.gazetteer import gazetteer
from foundation.privacy.working_days import is_working
from marketplace.events.filing import RULES, clocks, rule_on, working_days_after
from marketplace.events.hours import read_clock, written_clock
from marketplace.events.interests import Interest, concerns
from marketplace.events.rules import Phase, State, Step, is_open, is_own_work, last_day, phase
from marketplace.events.wording import month_of, parse_question
from tests.marketplace.events.conftest import session

__all__ = ["session"]

DAY = date(2026, 11, 23)
DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))
LENGTHS = st.none() | st.integers(0, 40)


@given(DAYS, LENGTHS, DAYS)
def test_an_event_is_to_come_then_on_then_over(first: date, length: int | None, today: date) -> None:
    ends = None if length is None else first + timedelta(days=length)
    found = phase(first, ends, today)
    assert (found is Phase.TO_COME) == (today < first)
    assert (found is Phase.OVER) == (today > last_day(first, ends))


@given(DAYS, st.none() | st.integers(-60, 0), st.none() | st.integers(-30, 0), DAYS, st.sampled_from(State))
def test_one_registers_only_within_a_window_that_was_told(
    first: date, opens: int | None, closes: int | None, today: date, state: State
) -> None:
    window = tuple(None if one is None else first + timedelta(days=one) for one in (opens, closes))
    found = is_open(state, (window[0], window[1]), first, today)
    if found:
        assert state is State.PUBLISHED
        assert window != (None, None)
        assert (window[0] or today) <= today <= (window[1] or first)
    assert not is_open(state, (None, None), first, today)


@given(st.sets(st.integers(1, 5), max_size=4), st.integers(1, 5), st.none() | st.integers(1, 5))
def test_whoever_wrote_it_or_acts_for_who_did_is_no_second_person(
    writers: set[int], who: int, lends: int | None
) -> None:
    actor = Actor(who, acting_for_id=lends)
    assert is_own_work(writers, actor) == bool(writers & set(actor.people))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8:00", 480),
        ("08:30", 510),
        ("24:00", 1440),
        ("0:00", 0),
        ("25:00", None),
        ("8", None),
        ("", None),
        ("8:61", None),
    ],
)
def test_hours_are_read(text: str, minutes: int | None) -> None:
    assert read_clock(text) == minutes


@given(st.integers(0, 1439))
def test_hours_come_back_as_they_were_written(minutes: int) -> None:
    assert read_clock(written_clock(minutes)) == minutes


# The registration with the Department of Industry and Trade --------------------------------------------------------


def test_the_clocks_of_a_fair_are_those_on_file() -> None:
    """Thirty days before, seven working days for the answer, a holiday between: by the rows on file."""
    found = clocks(date(2026, 12, 25), date(2026, 12, 30), date(2026, 11, 20), is_working)
    assert found
    assert (found.earliest, found.latest) == (date(2025, 12, 25), date(2026, 11, 25))
    assert (found.complete_by, found.answer_by) == (date(2026, 11, 26), date(2026, 12, 2))
    assert found.due(Step.REPORTED) == found.report_by == date(2027, 1, 29)
    assert found.due(Step.LODGED) == found.latest
    assert not found.rule.report_is_confirmed
    assert clocks(date(2026, 12, 25), None, None, is_working).due(Step.ANSWERED) is None  # type: ignore[union-attr]


def test_a_fair_of_before_the_first_rule_has_no_clock() -> None:
    first = RULES[0].since
    assert rule_on(first - timedelta(days=1)) is None
    assert clocks(first - timedelta(days=1), None, None, is_working) is None
    assert rule_on(first) is RULES[0]
    assert rule_on(date(2026, 11, 23)) is RULES[-1]


@given(DAYS, st.integers(0, 12))
def test_working_days_are_counted_without_the_first(day: date, count: int) -> None:
    until = working_days_after(day, count, is_working)
    passed = (day + timedelta(days=step) for step in range(1, (until - day).days + 1))
    assert sum(is_working(one) for one in passed) == count
    assert count == 0 or is_working(until)


# Words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    ("text", "days", "words"),
    [
        ("tháng sau", ("2026-12-01", "2026-12-31"), ""),
        ("hoi cho thang sau", ("2026-12-01", "2026-12-31"), "hoi cho"),
        ("hội chợ ở Bắc Kạn tháng 1", ("2027-01-01", "2027-01-31"), "hoi cho"),
        ("tháng 12", ("2026-12-01", "2026-12-31"), ""),
        ("tháng 11", ("2026-11-01", "2026-11-30"), ""),
        ("tháng 2 năm 2027", ("2027-02-01", "2027-02-28"), ""),
        ("tháng 2/2027", ("2027-02-01", "2027-02-28"), ""),
        ("năm 2022", ("2022-01-01", "2022-12-31"), ""),
        ("OCOP Quảng Ninh 2021", ("2021-01-01", "2021-12-31"), "ocop"),
        ("hôm nay", ("2026-11-23", "2026-11-23"), ""),
        ("cuối tuần này", ("2026-11-28", "2026-11-29"), ""),
        ("cuối tuần sau", ("2026-12-05", "2026-12-06"), ""),
        ("tuần sau", ("2026-11-30", "2026-12-06"), ""),
        ("quý sau", ("2027-01-01", "2027-03-31"), ""),
        ("năm sau", ("2027-01-01", "2027-12-31"), ""),
        ("next month in Thai Nguyen", ("2026-12-01", "2026-12-31"), ""),
        ("December 2026", ("2026-12-01", "2026-12-31"), ""),
        ("february", ("2027-02-01", "2027-02-28"), ""),
        ("hàng may mặc", None, "hang may mac"),
        ("tuần hàng", None, "tuan hang"),
        ("lụa", None, "lua"),
    ],
)
def test_a_time_is_said_as_people_say_it(session: Session, text: str, days: tuple[str, str] | None, words: str) -> None:
    found = parse_question(gazetteer(session), text, DAY)
    told = found.period and (found.period.first.isoformat(), found.period.last.isoformat())
    assert (told, " ".join(found.words)) == (days, words)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_province_of_before_means_the_one_of_today(session: Session) -> None:
    """Bắc Kạn became part of Thái Nguyên on 1 July 2025."""
    places = gazetteer(session)
    assert parse_question(places, "bac kan", DAY).provinces == frozenset({"19"})
    assert parse_question(places, "Thái Nguyên", DAY).provinces == frozenset({"19"})
    assert parse_question(places, "thừa thiên huế tháng sau", DAY).provinces == frozenset({"46"})


@given(DAYS, st.integers(-24, 24))
def test_months_join(day: date, months: int) -> None:
    found = month_of(day, months)
    assert found.first.day == 1
    assert month_of(day, months + 1).first == found.last + timedelta(days=1)
    assert months or found.first <= day <= found.last


# News ----------------------------------------------------------------------------------------------------------------


CODES = st.frozensets(st.sampled_from(["01", "19", "46"]), max_size=3)


@given(CODES, CODES, CODES)
def test_what_concerns_somebody(chosen: frozenset[str], provinces: frozenset[str], groups: frozenset[str]) -> None:
    assert concerns(Interest(), provinces, groups)
    assert concerns(Interest(chosen), provinces, groups) == (not chosen or bool(chosen & provinces))
    assert concerns(Interest(frozenset(), chosen), provinces, groups) == (
        not chosen or not groups or bool(chosen & groups)
    )
