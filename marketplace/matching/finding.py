"""From what somebody asked to a page of the board: days, places and words; what nothing has is left out and said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic

from sqlalchemy.orm import Session

from foundation.places.gazetteer import gazetteer
from marketplace.events.wording import ParsedQuestion, Period, parse_question
from marketplace.matching.filtering import BoardFilters, Side
from marketplace.matching.models import Kind
from marketplace.matching.queries import BoardPage, count_of, page_of, within_board

BESIDE = 10
"""Illustrations beneath a list: it is the real ones that a reader came for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of one half of the board."""

    side: Side
    text: str
    filters: BoardFilters


@dataclass(frozen=True, slots=True)
class BoardAnswer(Generic[Kind]):
    """A page of the list, and how the words were taken; `relaxed` are words that nothing has and that were left out.

    `is_past` where what is over is shown although it was not asked for: nothing stands today.
    """

    found: BoardPage[Kind]
    period: Period | None = None
    provinces: frozenset[str] = frozenset()
    relaxed: tuple[str, ...] = ()
    is_past: bool = False
    beside: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class _Try:
    filters: BoardFilters
    relaxed: tuple[str, ...] = ()


def find_listings(
    session: Session, model: type[Kind], asked: Question, *, page: int, per_page: int, illustrations: bool
) -> BoardAnswer[Kind]:
    """Return the page asked for; where nothing has all of it, the next best that has something."""
    said = _said(session, asked)
    filters = narrowed(asked, said)
    beside = within_board(session, model, replace(filters, is_demo=True), BESIDE) if illustrations else []
    tries = list(_tries(filters, has_beside=bool(beside)))
    for one in tries:
        found = page_of(session, model, one.filters, page=page, per_page=per_page)
        if found.total or one is tries[-1]:
            break
    taken = one if found.total else tries[0]
    is_past = taken.filters.is_past and not filters.is_past
    return BoardAnswer(found, said.period, filters.provinces, taken.relaxed, is_past, tuple(beside))


def count_other(session: Session, model: type[Kind], asked: Question, *, illustrations: bool) -> int:
    """Return how many the other half of the board has for the same words."""
    filters = narrowed(asked, _said(session, asked))
    return count_of(session, model, replace(filters, is_demo=None if illustrations else False))


def narrowed(asked: Question, said: ParsedQuestion) -> BoardFilters:
    """Return the filters of a question: days and places that were named narrow it, the other words are looked for."""
    filters = replace(asked.filters, provinces=asked.filters.provinces or said.provinces, words=said.words)
    return replace(filters, first=said.period.first, last=said.period.last) if said.period else filters


def _said(session: Session, asked: Question) -> ParsedQuestion:
    return parse_question(gazetteer(session), asked.text, asked.filters.today) if asked.text else ParsedQuestion()


def _tries(filters: BoardFilters, *, has_beside: bool) -> Iterator[_Try]:
    yield _Try(filters)
    if has_beside or filters.is_past:
        return
    yield _Try(replace(filters, is_past=True))
    if filters.words and (filters.provinces or filters.groups):
        yield _Try(replace(filters, words=()), filters.words)
