"""Working days in Vietnam, Tết and days worked in its place included. The only user of `holidays`."""

from datetime import date

import holidays

_calendar = holidays.country_holidays("VN")


def is_working(day: date) -> bool:
    """Whether offices work on a day."""
    return bool(_calendar.is_working_day(day))
