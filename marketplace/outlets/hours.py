"""When a point of sale is open: each opening belongs to the day it starts, also past midnight. Pure functions."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

DAY = 24 * 60
"""Minutes of a day; an opening may end as late as one more."""

SPANS_MAX = 3
"""Openings of one day."""


class OnHolidays(StrEnum):
    """What holds on public holidays."""

    AS_USUAL = "as_usual"
    EXCEPT_TET = "except_tet"
    CLOSED = "closed"


class DayKind(StrEnum):
    """What a day is in the calendar."""

    PLAIN = "plain"
    HOLIDAY = "holiday"
    TET = "tet"


Calendar = Callable[[date], DayKind]
Span = tuple[int, int]
"""From and until in minutes after the midnight its day begins with; closed again at `until`."""


@dataclass(frozen=True, slots=True)
class Hours:
    """What is known: openings by weekday (Monday is 0), days that differ, and what holds on holidays.

    A weekday without openings is a closed day. Where nothing is known, `weekly` and `exceptions` are empty. A day that
    differs has its own openings, none where it is closed. `on_holidays` is None where nobody said.
    """

    weekly: tuple[tuple[int, Span], ...] = ()
    exceptions: tuple[tuple[date, Span | None], ...] = ()
    on_holidays: OnHolidays | None = None

    def spans(self, day: date, kind: DayKind) -> tuple[Span, ...] | None:
        """Return the openings that begin on a day; None where they are not known."""
        own = [span for other, span in self.exceptions if other == day]
        if own:
            return tuple(sorted(span for span in own if span))
        if not self.weekly:
            return None
        if kind is not DayKind.PLAIN and self.on_holidays is not OnHolidays.AS_USUAL:
            if self.on_holidays is None:
                return None
            if self.on_holidays is OnHolidays.CLOSED or kind is DayKind.TET:
                return ()
        return tuple(sorted(span for weekday, span in self.weekly if weekday == day.weekday()))


def open_at(hours: Hours, at: datetime, calendar: Calendar) -> bool | None:
    """Whether it is open at a moment of Vietnam's clock; None where that is not known: a wrong "closed" is worse."""
    minute, today = at.hour * 60 + at.minute, at.date()
    yesterday = today - timedelta(days=1)
    before = hours.spans(yesterday, calendar(yesterday))
    now = hours.spans(today, calendar(today))
    if _holds(before, minute + DAY) or _holds(now, minute):
        return True
    usual = (until for weekday, (_, until) in hours.weekly if weekday == yesterday.weekday())
    may_run_on = before is None and any(until > minute + DAY for until in usual)
    return None if now is None or may_run_on else False


def _holds(spans: Sequence[Span] | None, minute: int) -> bool:
    return any(begin <= minute < until for begin, until in spans or ())


_SPAN = re.compile(r"(\d{1,2})[:hg.]?(\d{2})?\s*(?:-|–|đến|to)\s*(\d{1,2})[:hg.]?(\d{2})?")


def read_spans(text: str) -> tuple[Span, ...] | None:
    """Read openings of a day as people type them: "7:30-11:30, 13h-17h", "22-2"; empty for none, None for nonsense."""
    parts = [part.strip().casefold() for part in text.replace(";", ",").split(",") if part.strip()]
    found = [_read_span(part) for part in parts]
    spans = sorted(span for span in found if span)
    apart = all(one[1] <= other[0] for one, other in pairwise(spans))
    return tuple(spans) if len(spans) == len(parts) <= SPANS_MAX and apart else None


def _read_span(text: str) -> Span | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    hour, minute, end_hour, end_minute = (int(part or 0) for part in found.groups())
    begin, until = hour * 60 + minute, end_hour * 60 + end_minute
    # What ends before it begins ends the next day; what ends as it begins says nothing.
    until += DAY if until < begin else 0
    good = minute < 60 > end_minute and begin < DAY and end_hour <= 24 and 0 < until - begin <= DAY  # noqa: PLR2004
    return (begin, until) if good else None


def written(spans: Iterable[Span]) -> str:
    """Return openings as pages say them: 07:30–11:30, 13:00–17:00."""
    return ", ".join(f"{clock(begin)}–{clock(until)}" for begin, until in spans)


def clock(minute: int) -> str:
    """Return a minute of a day on a clock; the end of the day is 24:00."""
    hour = minute // 60 if minute <= DAY else minute // 60 - 24
    return f"{hour:02d}:{minute % 60:02d}"
