"""Days as they are written for machines: 2026-11-23. Pure functions."""

import re
from datetime import date

YEARS = range(1900, 2200)
"""A day of another year is a slip; counting on from it may leave the calendar."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date | None:
    """Return the day a text states, or None: it has another form, does not exist or is of another age."""
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return found if found and found.year in YEARS else None
