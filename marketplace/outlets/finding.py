"""From what somebody asked to a page of points of sale: near a place, within a province, or by words."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from foundation.places.addresses import centre
from foundation.places.gazetteer import Unit, gazetteer
from foundation.places.points import Point
from marketplace.outlets.filtering import Filters
from marketplace.outlets.queries import Kept, OutletMatches, each_time, near_page, page_of
from marketplace.outlets.wording import ParsedQuestion, parse_question

NOTHING = OutletMatches((), 0)

BESIDE = 8
"""Illustrations beneath a list: it is the real ones that a reader came for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: words, filters, and a point where a program or a device names one."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class OutletAnswer:
    """A page of the list, and how the words were taken.

    `near` is the unit from whose middle distances are counted. `relaxed` are words that nothing has and that were left
    out. `choices` are units that may be meant as well.
    """

    found: OutletMatches
    near: Unit | None = None
    provinces: frozenset[str] = frozenset()
    relaxed: tuple[str, ...] = ()
    choices: tuple[Unit, ...] = ()
    beside: OutletMatches = NOTHING


@dataclass(frozen=True, slots=True)
class _Try:
    filters: Filters
    unit: Unit | None = None
    relaxed: tuple[str, ...] = ()


def find_outlets(
    session: Session,
    asked: Question,
    *,
    today: date,
    page: int,
    per_page: int,
    illustrations: bool = False,
    kept: Kept = each_time,
) -> OutletAnswer:
    """Find the page asked for; where nothing has all of it, the next best that has something, and what it left."""
    said = parse_question(gazetteer(session), asked.text, today) if asked.text else ParsedQuestion()
    tries = [_Try(asked.filters)] if asked.point else list(_tries(said, asked.filters))
    for one in tries:
        point = asked.point or _middle(one.unit)
        found = _page(session, one.filters, point, page, per_page, kept)
        if found.total or one is tries[-1]:
            break
    beside = NOTHING
    if illustrations:
        beside = _page(session, replace(one.filters, is_demo=True), point, 1, BESIDE, kept)
    choices = said.others if said.unit else said.units
    return OutletAnswer(found, one.unit, one.filters.provinces, one.relaxed, choices, beside)


def _tries(said: ParsedQuestion, filters: Filters) -> Iterator[_Try]:
    within = replace(filters, provinces=filters.provinces or said.provinces)
    if said.unit:
        yield _Try(replace(filters, words=said.words), said.unit)
    elif said.provinces:
        yield _Try(replace(within, words=said.words))
    yield _Try(replace(filters, words=said.all_words))
    if said.unit and said.words:
        yield _Try(filters, said.unit, said.words)
    elif said.provinces and said.words:
        yield _Try(within, None, said.words)


def _middle(unit: Unit | None) -> Point | None:
    at = centre(unit) if unit else None
    return at.point if at else None


def _page(
    session: Session, filters: Filters, point: Point | None, page: int, per_page: int, kept: Kept
) -> OutletMatches:
    if point is None:
        return page_of(session, filters, page=page, per_page=per_page, kept=kept)
    return near_page(session, filters, point, page=page, per_page=per_page, kept=kept)
