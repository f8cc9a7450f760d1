"""Deadlines, transitions and wordings."""

import hashlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.privacy.purposes import current, wording, wordings
from foundation.privacy.rules import (
    DAYS,
    EXTENSION_DAYS_MAX,
    OPEN,
    REPLY_WORKING_DAYS,
    REQUESTS,
    Kind,
    Purpose,
    Refusal,
    State,
    Verb,
    deadlines,
    extension_refused,
    is_late,
    newest,
    working_days_after,
)
from foundation.privacy.working_days import is_working
from tests.support.workflows import led

DAYS_OF_YEARS = st.dates(date(2024, 1, 1), date(2032, 12, 31))

SEALED = {
    ("news", 1): "5255abf58e199c4d",
    ("contact", 1): "46af60df3899e79f",
    ("public_contact", 1): "2a8910c728ee5075",
}
"""Digests of what people agreed to: a text that changes is a new version, never another text."""


@given(DAYS_OF_YEARS, st.integers(0, 10))
def test_working_days_are_counted_from_the_day_after(day: date, count: int) -> None:
    last = working_days_after(day, count, is_working)
    passed = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(map(is_working, passed)) == count
    assert last == day or is_working(last)


@pytest.mark.parametrize(
    ("received", "reply_on"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # the 24th is a holiday
        (date(2026, 11, 27), date(2026, 12, 1)),  # over a weekend
        (date(2026, 2, 13), date(2026, 2, 24)),  # over Tết
        (date(2026, 8, 20), date(2026, 8, 22)),  # a Saturday worked for a Monday off
        (date(2026, 4, 24), date(2026, 4, 29)),  # the Kings' day made up for on Monday
    ],
)
def test_the_first_answer_is_due_in_two_working_days(received: date, reply_on: date) -> None:
    assert deadlines(Kind.ACCESS, received, is_working).reply_on == reply_on


@given(st.sampled_from(Kind), DAYS_OF_YEARS, st.booleans())
def test_deadlines_are_the_laws(kind: Kind, received: date, processors: bool) -> None:
    until = deadlines(kind, received, is_working, processors=processors)
    more = 5 if processors and kind in {Kind.WITHDRAW, Kind.OBJECT} else 0
    assert until.due_on == received + timedelta(days=DAYS[kind] + more)
    assert received + timedelta(days=REPLY_WORKING_DAYS) <= until.reply_on
    assert 10 <= DAYS[kind] <= 20


@given(DAYS_OF_YEARS, st.integers(-20, 40), st.integers(-20, 20), st.booleans())
def test_a_deadline_is_put_off_once_in_time_and_by_fifteen_days_at_most(
    due: date, more: int, today: int, extended: bool
) -> None:
    why = extension_refused(due, due + timedelta(days=more), due + timedelta(days=today), extended=extended)
    assert (why is None) == (not extended and today <= 0 and 0 < more <= EXTENSION_DAYS_MAX)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
def test_every_other_move_is_refused(state: State, verb: Verb) -> None:
    found = led(REQUESTS, state, verb)
    if REQUESTS.allows(state, verb):
        assert found is REQUESTS.moves[state, verb]
    else:
        assert found is (Refusal.REPLIED if state in OPEN else Refusal.CLOSED)


@given(st.sampled_from(State), DAYS_OF_YEARS, st.integers(0, 20), st.integers(-30, 30))
def test_late_is_who_waits_too_long(state: State, reply_on: date, more: int, today: int) -> None:
    due_on, day = reply_on + timedelta(days=more), reply_on + timedelta(days=today)
    waits = (state is State.RECEIVED and day > reply_on) or (state in OPEN and day > due_on)
    assert is_late(state, reply_on, due_on, day) == waits


def test_what_people_agreed_to_is_never_reworded() -> None:
    told = {(one.purpose.value, one.version): f"{one.title} {one.text}" for one in wordings()}
    assert {key: hashlib.sha256(text.encode()).hexdigest()[:16] for key, text in told.items()} == SEALED


def test_every_purpose_is_worded_in_both_languages() -> None:
    assert set(current(date(2026, 11, 23))) == set(Purpose)
    assert all(one.title.en and one.text.en for one in wordings())
    assert current(date(2026, 11, 22)) == {}
    assert wording(Purpose.NEWS, 1).version == 1
    assert newest((), date(2026, 11, 23)) == {}
