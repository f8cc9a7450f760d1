"""From what somebody asked to a page of events: a time, a place, words; what nothing has is left out and said."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from foundation.places.gazetteer import gazetteer
from marketplace.events.filtering import EventFilters, When
from marketplace.events.listed import ListedEvent
from marketplace.events.queries import EventPage, Kept, each_time, listed_within, page_of
from marketplace.events.wording import ParsedQuestion, Period, parse_question

BESIDE = 8
"""Illustrations beneath a list: it is the real ones that a reader came for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: words, filters, and which part of time where no day was named."""

    text: str = ""
    filters: EventFilters = field(default_factory=EventFilters)
    when: When = When.TO_COME


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """A page of the list, and how the words were taken.

    `relaxed` are words that nothing has and that were left out. `is_past` where what is over is shown although it was
    not asked for: nothing is to come.
    """

    found: EventPage
    period: Period | None = None
    provinces: frozenset[str] = frozenset()
    relaxed: tuple[str, ...] = ()
    is_past: bool = False
    beside: tuple[ListedEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class _Try:
    filters: EventFilters
    relaxed: tuple[str, ...] = ()
    is_past: bool = False


def find_events(
    session: Session,
    asked: Question,
    *,
    today: date,
    page: int,
    per_page: int,
    illustrations: bool = False,
    kept: Kept = each_time,
) -> EventAnswer:
    """Return the page asked for; where nothing has all of it, the next best that has something.

    Illustrations stand beneath the first page, and keep their place where nothing real is found.
    """
    said = parse_question(gazetteer(session), asked.text, today) if asked.text else ParsedQuestion()
    filters = narrowed(asked, said, today)
    best = _Try(replace(filters, words=said.words))
    found = page_of(session, best.filters, page=page, per_page=per_page, kept=kept)
    beside: list[ListedEvent] = []
    if illustrations and (page == 1 or not found.total):
        beside = listed_within(session, replace(best.filters, is_demo=True), BESIDE)
    if not found.total and not beside:
        for one in _next_best(asked, said, filters, today):
            other = page_of(session, one.filters, page=page, per_page=per_page, kept=kept)
            if other.total:
                best, found = one, other
                break
    return EventAnswer(found, said.period, filters.provinces, best.relaxed, best.is_past, tuple(beside))


def narrowed(asked: Question, said: ParsedQuestion, today: date) -> EventFilters:
    """Return the filters of a question: days that were named come before the part of time."""
    filters = replace(asked.filters, provinces=asked.filters.provinces or said.provinces)
    if said.period:
        return replace(filters, first=said.period.first, last=said.period.last)
    if filters.first or filters.last or asked.when is When.ALL:
        return replace(filters, newest_first=asked.when is When.ALL)
    if asked.when is When.PAST:
        return replace(filters, last=today - timedelta(days=1), newest_first=True)
    return replace(filters, first=today)


def _next_best(asked: Question, said: ParsedQuestion, filters: EventFilters, today: date) -> Iterator[_Try]:
    """Yield what is tried where nothing has all of it: without days that were never named, then without the words."""
    never_named = asked.when is When.TO_COME and filters.first == today and filters.last is None and not filters.open_on
    past = replace(filters, first=None, newest_first=True)
    if never_named and not said.period:
        yield _Try(replace(past, words=said.words), is_past=True)
        if said.words:
            yield _Try(past, said.words, is_past=True)
    elif said.words:
        yield _Try(filters, said.words)
