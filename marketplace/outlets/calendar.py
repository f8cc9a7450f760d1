"""What days are in Vietnam's calendar, for opening hours."""

from datetime import date

from foundation.privacy.working_days import is_holiday, is_tet
from marketplace.outlets.hours import DayKind


def day_kind(day: date) -> DayKind:
    """Whether a day is a holiday, and whether of Tết."""
    if is_tet(day):
        return DayKind.TET
    return DayKind.HOLIDAY if is_holiday(day) else DayKind.PLAIN
