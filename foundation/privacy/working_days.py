"""Working days in Vietnam, Tết and days worked in its place included. The only user of `holidays`."""

import tomllib
from datetime import date
from pathlib import Path

import holidays

_calendar = holidays.country_holidays("VN", language="vi")
_moved = tomllib.loads((Path(__file__).parent / "data" / "working_days.toml").read_text(encoding="utf-8"))["moved"]
_OFF = frozenset(one["off"] for one in _moved)
_WORKED = frozenset(one["worked"] for one in _moved)
"""What the library lacks of a year's moved days."""


def is_working(day: date) -> bool:
    """Whether offices work on a day."""
    return day in _WORKED or (day not in _OFF and bool(_calendar.is_working_day(day)))


def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday, Tết and days off in a holiday's place included."""
    return day in _OFF or day in _calendar


def is_tet(day: date) -> bool:
    """Whether a day belongs to the lunar new year, when shops keep shut that are open on other holidays."""
    name = _calendar.get(day, "")
    return "Tết" in name and "Dương lịch" not in name
