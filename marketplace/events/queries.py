"""Reading events: one with all that hangs on it, desks, lists, and checks of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from foundation.permissions.queries import matching
from foundation.permissions.rules import Scope, ScopeKind
from marketplace.events.filtering import EventFilters, conditions, order_of
from marketplace.events.models import Event, EventDocument, EventPhoto, EventResults
from marketplace.events.roles import FAIR_SCOPE
from marketplace.events.rules import PUBLIC, State

DESK_SHOWN = 100
_ON_PAGE = (
    selectinload(Event.programme),
    selectinload(Event.provinces),
    selectinload(Event.groups),
    selectinload(Event.documents).joinedload(EventDocument.file),
    selectinload(Event.photos).joinedload(EventPhoto.file),
    joinedload(Event.results),
)


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of a list, and how many are on all of it."""

    events: tuple[Event, ...]
    total: int


def event_by_id(session: Session, event_id: int, *, lock: bool = False) -> Event | None:
    """Return the event, or None; locked for whoever is about to change it."""
    wanted = select(Event).filter_by(id=event_id)
    if lock:
        wanted = wanted.with_for_update(of=Event).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def event_with_all(session: Session, event_id: int) -> Event | None:
    """Return the event with all that its page shows."""
    return session.scalars(select(Event).filter_by(id=event_id).options(*_ON_PAGE)).one_or_none()


def public_event(session: Session, event_id: int) -> Event | None:
    """Return one that has a page, with all that it shows."""
    found = event_with_all(session, event_id)
    return found if found and found.state in PUBLIC else None


def page_of(session: Session, asked: EventFilters, *, page: int, per_page: int) -> EventPage:
    """Return a page of a list: those to come begin with the next, those that are over with the last."""
    wanted = conditions(asked)
    total = session.scalar(select(func.count()).select_from(Event).where(*wanted)) or 0
    rows = select(Event).where(*wanted).order_by(*order_of(asked)).limit(per_page).offset((page - 1) * per_page)
    return EventPage(tuple(session.scalars(rows)) if total else (), total)


def events_within(session: Session, asked: EventFilters, most: int) -> list[Event]:
    """Return the first of a list without counting it, for calendars, feeds and maps."""
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
    """Return the condition that an event lies within a scope: by its place, or itself."""
    return matching(scope, {ScopeKind.PLACE: Event.place_id, FAIR_SCOPE: Event.id})


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
