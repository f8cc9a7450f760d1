"""How lists of events are narrowed: what was asked, and the same as conditions of the database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, UnaryExpression, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.events.models import Event, EventGroup, TakingPart
from marketplace.events.rules import PUBLIC, EventKind, State


class When(StrEnum):
    """Which part of time a list shows."""

    TO_COME = "to_come"
    PAST = "past"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class EventFilters:
    """What a list is narrowed to: events that lie on any of the days from the first to the last.

    `provinces` are codes of today where it happens. `is_demo` None means real ones and illustrations. `open_on` is a
    day on which one can register to take part.
    """

    first: date | None = None
    last: date | None = None
    kinds: frozenset[EventKind] = frozenset()
    provinces: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()
    open_on: date | None = None
    newest_first: bool = False
    is_demo: bool | None = False


def conditions(asked: EventFilters) -> list[ColumnElement[bool]]:
    """Return what holds of every event on the list."""
    found: list[ColumnElement[bool]] = [Event.state.in_(sorted(PUBLIC))]
    if asked.is_demo is not None:
        found.append(Event.is_demo == asked.is_demo)
    if asked.first:
        found.append(Event.last_on >= asked.first)
    if asked.last:
        found.append(Event.starts_on <= asked.last)
    if asked.kinds:
        found.append(Event.kind.in_(sorted(asked.kinds)))
    if asked.provinces:
        found.append(Event.province_code.in_(sorted(asked.provinces)))
    if asked.groups:
        about = select(EventGroup.event_id)
        found.append(
            or_(Event.id.in_(about.where(EventGroup.group_id.in_(sorted(asked.groups)))), Event.id.not_in(about))
        )
    found += [Event.find_key.contains(f" {word}", autoescape=True) for word in asked.words]
    if asked.open_on:
        found.append(is_open(asked.open_on))
    return found


def is_open(day: date) -> ColumnElement[bool]:
    """Return the condition that one can register on a day: the same answer as `rules.is_open`."""
    told = or_(Event.register_from.is_not(None), Event.register_until.is_not(None))
    begun = func.coalesce(Event.register_from, day) <= day
    not_over = func.coalesce(Event.register_until, Event.starts_on) >= day
    return and_(Event.state == State.PUBLISHED, told, begun, not_over)


def order_of(
    asked: EventFilters,
) -> tuple[UnaryExpression[date] | InstrumentedAttribute[date], InstrumentedAttribute[int]]:
    """Return the order of a list: the next one first, or the last one where it is about what is over."""
    return (Event.starts_on.desc(), Event.id) if asked.newest_first else (Event.starts_on, Event.id)


def takes_part(codes: frozenset[str]) -> ColumnElement[bool]:
    """Return the condition that a province holds an event or comes to it."""
    coming = select(TakingPart.event_id).where(TakingPart.province_code.in_(sorted(codes)))
    return or_(Event.province_code.in_(sorted(codes)), Event.id.in_(coming))
