"""Days in whatever writing: the day stands before the month, always. Pure functions."""

import re
from datetime import date

from foundation.i18n.days import YEARS
from foundation.tables.sheets import Sheet, Value

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T\s,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_NUMBERS = re.compile(rf"(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}|\d{{2}}){_TIME}")
_WORDS = re.compile(r"(\d{1,2})\s*(?:tháng|thg)\s*(\d{1,2})\s*(?:năm|[,.])\s*(\d{4})", re.IGNORECASE)
_ENGLISH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_AMERICAN = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,\s+(\d{4})")
_BEFORE = re.compile(r"^(?:ngày|day|date|từ ngày|đến ngày)\s*:?\s*", re.IGNORECASE)
_SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]0+)?")
_CENTURY = 100


def day_of(value: Value, sheet: Sheet) -> date | None:
    """Return the day a cell states; None where it states none in full."""
    if isinstance(value, date):
        return value if value.year in YEARS else None
    if isinstance(value, (int, float)):
        return sheet.day(value) if _SERIAL.fullmatch(str(int(value))) else None
    text = _BEFORE.sub("", value.strip().rstrip("."))
    if _SERIAL.fullmatch(text):
        return sheet.day(float(text.replace(",", ".")))
    return _whole(text)


def _whole(text: str) -> date | None:
    for pattern, order in _WRITINGS:
        if found := pattern.fullmatch(text):
            return _made(*(found[place] for place in order))
    return None


_WRITINGS = (
    (_ISO, (1, 2, 3)),
    (_NUMBERS, (3, 2, 1)),
    (_WORDS, (3, 2, 1)),
    (_ENGLISH, (3, 2, 1)),
    (_AMERICAN, (3, 1, 2)),
)


def day_within(text: str) -> date | None:
    """Return the first day that stands in a text."""
    found = [(match.start(), match, order) for pattern, order in _WRITINGS if (match := pattern.search(text))]
    for _, match, order in sorted(found, key=lambda one: one[0]):
        if day := _made(*(match[place] for place in order)):
            return day
    return None


def _made(year: str, month: str, day: str) -> date | None:
    if month.isdigit():
        number = int(month)
    elif month[:3].lower() in _MONTHS:
        number = _MONTHS.index(month[:3].lower()) + 1
    else:
        return None
    try:
        found = date(int(year) + (2000 if int(year) < _CENTURY else 0), number, int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None
