from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.config.settings import VIETNAM
from foundation.outbox.rules import ATTEMPTS_MAX, Daily, Interval, retry_delay

moments = st.datetimes(timezones=st.just(VIETNAM), min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1))
jitters = st.floats(0, 1)


@given(st.integers(1, ATTEMPTS_MAX - 1), jitters)
def test_waits_grow_from_seconds_to_an_hour(attempts: int, jitter: float) -> None:
    wait = retry_delay(attempts, jitter)
    assert wait is not None
    longest = retry_delay(attempts, 0)
    assert longest is not None
    assert longest * 0.75 <= wait <= longest <= timedelta(hours=1)
    if attempts > 1:
        before = retry_delay(attempts - 1, 0)
        assert before is not None
        assert longest == min(before * 2, timedelta(hours=1))


@given(st.integers(ATTEMPTS_MAX, 10_000), jitters)
def test_after_the_last_attempt_a_job_is_given_up(attempts: int, jitter: float) -> None:
    assert retry_delay(attempts, jitter) is None


def test_the_first_wait_is_five_seconds() -> None:
    assert retry_delay(1, 0) == timedelta(seconds=5)


@given(moments, st.times(timezones=st.none()))
def test_a_daily_run_comes_within_a_day_at_its_time(now: datetime, at: time) -> None:
    at = at.replace(fold=0)
    due = Daily(at).next_run(now)
    assert timedelta(0) < due - now <= timedelta(days=1)
    assert due.astimezone(VIETNAM).time() == at


@given(moments, st.timedeltas(timedelta(seconds=1), timedelta(days=3)))
def test_a_repeated_run_waits_its_pause_from_now(now: datetime, pause: timedelta) -> None:
    assert Interval(pause).next_run(now) == now + pause
