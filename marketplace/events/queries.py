"""Reading events: one with all that hangs on it, desks, lists, and checks of them."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, bindparam, case, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from foundation.permissions.queries import matching
from foundation.permissions.rules import Scope, ScopeKind
from marketplace.events.filtering import EventFilters, conditions, order_of
from marketplace.events.listed import COLUMNS, ListedEvent
from marketplace.events.models import (
    Event,
    EventDocument,
    EventGroup,
    EventPhoto,
    EventResults,
    ProgrammeItem,
    TakingPart,
)
from marketplace.events.roles import FAIR_SCOPE
from marketplace.events.rules import PUBLIC, State

DESK_SHOWN = 100
_HANGING: Mapping[str, InstrumentedAttribute[int]] = {
    "programme": ProgrammeItem.event_id,
    "provinces": TakingPart.event_id,
    "groups": EventGroup.event_id,
    "documents": EventDocument.event_id,
    "photos": EventPhoto.event_id,
}
"""What hangs on an event, row by row."""
_WITH_ALL = (
    select(Event, *(exists().where(of == Event.id) for of in _HANGING.values()))
    .where(Event.id == bindparam("event_id"))
    .options(joinedload(Event.results))
)
"""An event, and which of that there is any of: what there is none of need not be asked for."""
Kept = Callable[[Hashable, Callable[[], tuple[int, ...]]], tuple[int, ...]]
"""What keeps the numbers of a list under a name until an event changes."""


def each_time(_key: Hashable, find: Callable[[], tuple[int, ...]]) -> tuple[int, ...]:
    """Find anew."""
    return find()


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of a list, and how many are on all of it."""

    events: tuple[ListedEvent, ...]
    total: int


def event_by_id(session: Session, event_id: int, *, lock: bool = False) -> Event | None:
    """Return the event, or None; locked for whoever is about to change it."""
    wanted = select(Event).filter_by(id=event_id)
    if lock:
        wanted = wanted.with_for_update(of=Event).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def event_with_all(session: Session, event_id: int) -> Event | None:
    """Return the event for a page that shows all of it; what hangs on it is read where there is any."""
    row = session.execute(_WITH_ALL, {"event_id": event_id}).one_or_none()
    if row is None:
        return None
    event: Event = row[0]
    for name, is_there in zip(_HANGING, row[1:], strict=True):
        if not is_there:
            set_committed_value(event, name, [])
    return event


def public_event(session: Session, event_id: int) -> Event | None:
    """Return one that has a page, with all that it shows."""
    found = event_with_all(session, event_id)
    return found if found and found.state in PUBLIC else None


def numbers_of(session: Session, asked: EventFilters, kept: Kept = each_time) -> tuple[int, ...]:
    """Return the numbers of a list in its order: those to come begin with the next, those that are over with the last.

    All of it, once for all who ask: a page of it is then read by number, however long the list is.
    """
    wanted = select(Event.id).where(*conditions(asked)).order_by(*order_of(asked))
    return kept(("events", asked), lambda: tuple(session.scalars(wanted)))


def page_of(session: Session, asked: EventFilters, *, page: int, per_page: int, kept: Kept = each_time) -> EventPage:
    """Return a page of a list."""
    numbers = numbers_of(session, asked, kept)
    return EventPage(_listed(session, numbers[(page - 1) * per_page : page * per_page]), len(numbers))


def _listed(session: Session, numbers: Sequence[int]) -> tuple[ListedEvent, ...]:
    """Return these events in their order; one that went meanwhile is left out."""
    if not numbers:
        return ()
    rows = session.execute(select(*COLUMNS).where(Event.id.in_(numbers), Event.state.in_(sorted(PUBLIC))))
    found = {row.id: ListedEvent(*row) for row in rows}
    return tuple(found[number] for number in numbers if number in found)


def listed_within(session: Session, asked: EventFilters, most: int) -> list[ListedEvent]:
    """Return the first of a list without counting it, for months and shelves."""
    wanted = select(*COLUMNS).where(*conditions(asked)).order_by(*order_of(asked)).limit(most)
    return [ListedEvent(*row) for row in session.execute(wanted)]


def events_within(session: Session, asked: EventFilters, most: int) -> list[Event]:
    """Return the first of a list with all that is told of each, for calendars and feeds."""
    return list(session.scalars(select(Event).where(*conditions(asked)).order_by(*order_of(asked)).limit(most)))


def events_by_ids(session: Session, ids: Collection[int]) -> dict[int, Event]:
    """Return events by number."""
    return {one.id: one for one in session.scalars(select(Event).where(Event.id.in_(ids)))} if ids else {}


def desk(session: Session, scope: Scope, *, words: Sequence[str] = (), state: State | None = None) -> list[Event]:
    """Events on a desk: what waits for a second officer first, then drafts, then by their days, the latest first."""
    wanted = select(Event).where(within_scope(scope), Event.state != State.DROPPED)
    wanted = wanted.where(*(Event.find_key.contains(f" {word}", autoescape=True) for word in words))
    if state:
        wanted = wanted.where(Event.state == state)
    order = case((Event.state == State.SUBMITTED, 0), (Event.state == State.DRAFT, 1), else_=2)
    return list(session.scalars(wanted.order_by(order, Event.starts_on.desc(), Event.id).limit(DESK_SHOWN)))


def within_scope(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that an event lies within a scope: by its place, the office that entered it, or itself."""
    by_office = matching(scope, {ScopeKind.PLACE: Event.office_place_id})
    return or_(matching(scope, {ScopeKind.PLACE: Event.place_id, FAIR_SCOPE: Event.id}), by_office)


def next_days(session: Session, today: date, province: str | None, *, illustrations: bool, most: int) -> list[Event]:
    """Return what is on or comes next, in the country or in a province; illustrations where nothing real does."""
    provinces = frozenset({province}) if province else frozenset[str]()
    wanted = conditions(EventFilters(first=today, provinces=provinces, is_demo=None))
    found = session.scalars(select(Event).where(*wanted).order_by(Event.is_demo, Event.starts_on, Event.id).limit(most))
    listed = list(found)
    real = [one for one in listed if not one.is_demo]
    return real or (listed if illustrations else [])


def documents_of(session: Session, event_id: int, ids: Collection[int]) -> list[EventDocument]:
    """Return these files of an event."""
    wanted = select(EventDocument).filter_by(event_id=event_id).where(EventDocument.id.in_(ids))
    return list(session.scalars(wanted.options(joinedload(EventDocument.file))))


def check_events(session: Session, today: date) -> Iterator[str]:
    """Sentences for what does not hold: what took place before its last day, and results of what was not held."""
    early = select(Event.id).where(Event.state == State.HELD, Event.last_on > today).order_by(Event.id)
    for number in session.scalars(early):
        yield f"event {number}: it was held, though its last day has not come"
    results = select(EventResults.event_id).join(Event, Event.id == EventResults.event_id)
    for number in session.scalars(results.where(Event.state != State.HELD).order_by(Event.id)):
        yield f"event {number}: it has results, though nobody said that it took place"
