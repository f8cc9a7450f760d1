"""Working days in Vietnam, Tết and days worked in its place included. The only user of `holidays`."""

from datetime import date

import holidays

_calendar = holidays.country_holidays("VN", language="vi")


def is_working(day: date) -> bool:
    """Whether offices work on a day."""
    return bool(_calendar.is_working_day(day))


def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday, Tết and days off in a holiday's place included."""
    return day in _calendar


def is_tet(day: date) -> bool:
    """Whether a day belongs to the lunar new year, when shops keep shut that are open on other holidays."""
    name = _calendar.get(day, "")
    return "Tết" in name and "Dương lịch" not in name
