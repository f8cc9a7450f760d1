"""The days of a fair: when somebody came, what a booth sold, what all of it comes to. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

CODE_PARAMETER = "ma"
"""Under which the address on a badge has its code."""
OFFLINE_MAX = timedelta(days=3)
"""How long before it arrived a check-in may have happened; an earlier clock is wrong."""
SETTING_UP = timedelta(days=2)
"""Days before the first one on which exhibitors already come."""
COUNT_MAX, DONG_MAX = 1_000_000, 1_000_000_000_000


class DayRefusal(StrEnum):
    """Why something of a fair's day cannot be noted."""

    UNKNOWN_CODE = "unknown_code"
    NOT_TODAY = "not_today"
    NOT_A_DAY = "not_a_day"
    TAKES_NO_PART = "takes_no_part"
    NOTHING_TOLD = "nothing_told"


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """What came of a day at a booth, or of many; what nobody counted is None."""

    sales_dong: int | None = None
    visitors: int | None = None
    mou: int | None = None
    agreements: int | None = None
    contracts: int | None = None
    contracts_dong: int | None = None

    @property
    def says_something(self) -> bool:
        """Whether any number was told."""
        return any(getattr(self, name) is not None for name in NUMBERS)


NUMBERS = tuple(one.name for one in fields(DayNumbers))


def total(days: Iterable[DayNumbers]) -> DayNumbers:
    """Return all of it together; a number that nobody told stays unknown, 0 is a number."""
    told = list(days)
    return DayNumbers(**{name: _sum(getattr(one, name) for one in told) for name in NUMBERS})


def read_code(text: str) -> str:
    """Return the code of a badge from what was scanned or typed: its address, its code, or the short one."""
    said = text.strip()
    if "://" in said:
        return next(iter(parse_qs(urlsplit(said).query).get(CODE_PARAMETER, [])), "")
    return said


def happened_at(told: datetime | None, received: datetime) -> datetime:
    """Return when it happened: as the device says, unless its clock is ahead or days behind."""
    if told is None or not received - OFFLINE_MAX <= told <= received:
        return received
    return told


def is_expected(first: date, last: date, day: date) -> bool:
    """Whether exhibitors come on a day: while the fair is set up and until its last day."""
    return first - SETTING_UP <= day <= last


def days_so_far(first: date, last: date, today: date) -> list[date]:
    """Return the days of a fair of which one can tell by now."""
    until = min(last, today)
    return [first + timedelta(days=after) for after in range((until - first).days + 1)]


def _sum(numbers: Iterable[int | None]) -> int | None:
    told = [one for one in numbers if one is not None]
    return sum(told) if told else None
