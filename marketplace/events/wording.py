"""What people type to find an event: a time as they say it, a province of either era, words. Pure, on a gazetteer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from foundation.i18n.text import fold, normalize_spaces
from foundation.places.gazetteer import Gazetteer
from foundation.places.gazetteer_cache import cached_by_gazetteer
from marketplace.events.rules import EventKind

WORDS_MAX, NAME_WORDS_MAX = 24, 5

KIND_PHRASES: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.FAIR: ("hội chợ", "triển lãm", "fair"),
    EventKind.WEEK: ("tuần hàng", "tuần lễ", "goods week"),
    EventKind.CONFERENCE: ("hội nghị kết nối cung cầu", "diễn đàn", "connection conference"),
    EventKind.TRAINING: ("tập huấn", "đào tạo", "training"),
    EventKind.FESTIVAL: ("lễ hội", "festival"),
    EventKind.RESULTS: ("công bố kết quả", "announcement of results"),
}
"""What an event of a kind is found by, whatever its name says."""

_WORD = re.compile(r"\w+")
_LEADING = frozenset({"o", "tai", "in", "at", "vao", "trong", "tu", "on", "the", "cac", "nhung"})
"""Words that lead to a time or a place, and that nobody looks for."""
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """The days and provinces (codes of today) that were named, and the words that name neither."""

    period: Period | None = None
    provinces: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


def parse_question(places: Gazetteer, text: str, today: date) -> ParsedQuestion:
    """Return what a text means on a day."""
    asked = [fold(word) for word in _WORD.findall(normalize_spaces(text))[:WORDS_MAX]]
    period, asked = _period(asked, today)
    provinces, words = _provinces(asked, _names(places, today))
    led = words if not (period or provinces) else [word for word in words if word not in _LEADING]
    return ParsedQuestion(period, provinces, tuple(filter(None, led)))


def month_of(day: date, months: int = 0) -> Period:
    """Return the month of a day, or one that many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return Period(date(year, month + 1, 1), following - timedelta(days=1))


def _week_of(day: date, weeks: int = 0) -> Period:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return Period(monday, monday + timedelta(days=6))


def _quarter_of(day: date, quarters: int = 0) -> Period:
    first = month_of(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), quarters * 3).first
    return Period(first, month_of(first, 2).last)


def _year_of(day: date, years: int = 0) -> Period:
    return Period(date(day.year + years, 1, 1), date(day.year + years, 12, 31))


def _relative(today: date) -> dict[str, Period]:
    """Return the days that are named from today."""
    saturday = _week_of(today).first + timedelta(days=5)
    following = saturday + timedelta(weeks=1)
    told = {
        ("hom nay", "today"): Period(today, today),
        ("ngay mai", "tomorrow"): Period(*[today + timedelta(days=1)] * 2),
        ("cuoi tuan sau", "next weekend"): Period(following, following + timedelta(days=1)),
        ("cuoi tuan nay", "cuoi tuan", "this weekend", "weekend"): Period(saturday, saturday + timedelta(days=1)),
        ("tuan nay", "this week"): _week_of(today),
        ("tuan sau", "tuan toi", "next week"): _week_of(today, 1),
        ("thang nay", "this month"): month_of(today),
        ("thang sau", "thang toi", "next month"): month_of(today, 1),
        ("thang truoc", "last month"): month_of(today, -1),
        ("quy nay", "this quarter"): _quarter_of(today),
        ("quy sau", "quy toi", "next quarter"): _quarter_of(today, 1),
        ("nam nay", "this year"): _year_of(today),
        ("nam sau", "nam toi", "next year"): _year_of(today, 1),
        ("nam ngoai", "nam truoc", "last year"): _year_of(today, -1),
    }
    return {name: period for names, period in told.items() for name in names}


def _period(asked: list[str], today: date) -> tuple[Period | None, list[str]]:
    """Return the first time that is named, and the words without it; the longest name of it."""
    relative = _relative(today)
    for begin in range(len(asked)):
        for length in (4, 3, 2, 1):
            said = asked[begin : begin + length]
            if len(said) == length and (found := relative.get(" ".join(said)) or _dated(said, today)):
                return found, asked[:begin] + asked[begin + length :]
    return None, asked


def _dated(said: list[str], today: date) -> Period | None:
    """Return the month or year that is named by its number: the next one to come where no year is said."""
    found: Period | None = None
    match said:
        case ["thang", month] if _is_month(month):
            found = _coming(int(month), today)
        case ["thang", month, "nam", year] | ["thang", month, year] if _is_month(month) and _is_year(year):
            found = month_of(date(int(year), int(month), 1))
        case [month, year] if month in _MONTHS and _is_year(year):
            found = month_of(date(int(year), _MONTHS.index(month) + 1, 1))
        case [month] if month in _MONTHS and month != "may":  # a word of Vietnamese, too
            found = _coming(_MONTHS.index(month) + 1, today)
        case ["nam" | "year", year] | [year] if _is_year(year):
            found = _year_of(date(int(year), 1, 1))
    return found


def _coming(month: int, today: date) -> Period:
    return month_of(date(today.year + (month < today.month), month, 1))


def _is_month(word: str) -> bool:
    return word.isascii() and word.isdigit() and 1 <= int(word) <= 12  # noqa: PLR2004 - months of a year


def _is_year(word: str) -> bool:
    return word.isascii() and word.isdigit() and 2000 <= int(word) <= 2100  # noqa: PLR2004 - of an event


def _provinces(asked: list[str], known: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], list[str]]:
    """Return the provinces that are named, the longest names first, and the words without them."""
    found, left, at = frozenset[str](), list[str](), 0
    while at < len(asked):
        ends = range(min(len(asked), at + NAME_WORDS_MAX), at, -1)
        end = next((end for end in ends if " ".join(asked[at:end]) in known), None)
        if end is None:
            left.append(asked[at])
            at += 1
        else:
            found |= known[" ".join(asked[at:end])]
            at = end
    return found, left


@cached_by_gazetteer
def _names(places: Gazetteer, today: date) -> Mapping[str, frozenset[str]]:
    """Codes of today by every name a province has or had."""
    found: dict[str, frozenset[str]] = {}
    phrases = sorted(
        ((fold(name), said.codes) for name, said in places.province_phrases(today)), key=lambda one: one[0]
    )
    for name, same in groupby(phrases, key=lambda one: one[0]):
        codes = frozenset[str]().union(*(told for _, told in same))
        for kind in ("", "tinh ", "thanh pho ", "tp "):
            found.setdefault(kind + name, codes)
    return found
