"""From what somebody asked to a page of events: a time, a place, words; what nothing has is left out and said."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from foundation.places.gazetteer import gazetteer
from marketplace.events.filtering import EventFilters, When
from marketplace.events.models import Event
from marketplace.events.queries import EventPage, events_within, page_of
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
    beside: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class _Try:
    filters: EventFilters
    relaxed: tuple[str, ...] = ()
    is_past: bool = False


def find_events(
    session: Session, asked: Question, *, today: date, page: int, per_page: int, illustrations: bool = False
) -> EventAnswer:
    """Return the page asked for; where nothing has all of it, the next best that has something."""
    said = parse_question(gazetteer(session), asked.text, today) if asked.text else ParsedQuestion()
    filters = narrowed(asked, said, today)
    beside: list[Event] = []
    if illustrations:
        beside = events_within(session, replace(filters, words=said.words, is_demo=True), BESIDE)
    tries = list(_tries(asked, said, filters, today, has_beside=bool(beside)))
    for one in tries:
        found = page_of(session, one.filters, page=page, per_page=per_page)
        if found.total or one is tries[-1]:
            break
    is_last_resort = not found.total
    last = tries[0] if is_last_resort else one
    return EventAnswer(found, said.period, filters.provinces, last.relaxed, last.is_past, tuple(beside))


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


def _tries(
    asked: Question, said: ParsedQuestion, filters: EventFilters, today: date, *, has_beside: bool
) -> Iterator[_Try]:
    """Yield what is asked first, then without days that were never named, then without words that nothing has."""
    yield _Try(replace(filters, words=said.words))
    never_named = asked.when is When.TO_COME and filters.first == today and filters.last is None and not filters.open_on
    past = replace(filters, first=None, newest_first=True)
    if never_named and not has_beside and not said.period:
        yield _Try(replace(past, words=said.words), is_past=True)
        if said.words:
            yield _Try(past, said.words, is_past=True)
    elif said.words and not has_beside:
        yield _Try(filters, said.words)
