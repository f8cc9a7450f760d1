"""Reading points of sale: lists, one with all that is told of it, desks, and checks of them."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.finder.cards import Card, cards_by_id
from catalog.products.models import Product
from foundation.files.models import StoredFile
from foundation.permissions.queries import matching
from foundation.permissions.rules import Scope, ScopeKind
from foundation.places.points import Point
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.filtering import Filters, conditions, filtered
from marketplace.outlets.hours import Hours
from marketplace.outlets.models import Inspection, Outlet, OutletDay, OutletPhoto, Stock
from marketplace.outlets.nearest import NearbyOutlet, nearest, nearest_of_few
from marketplace.outlets.photo_rules import PhotoState
from marketplace.outlets.roles import OUTLET_SCOPE
from marketplace.outlets.rules import PUBLIC, State, stale_before

DESK_SHOWN = 100
COUNTED_MAX = 100_000
"""So many within a radius are counted."""
FEW = 100
"""So few are all read to find the nearest."""
Kept = Callable[[Hashable, Callable[[], int]], int]
"""What keeps a count under a name until a point of sale changes."""
_PHOTO_WAITS = (
    exists().where(OutletPhoto.outlet_id == Outlet.id, OutletPhoto.state == PhotoState.WAITING).correlate(Outlet)
)
_WITH_HOURS = (selectinload(Outlet.weekly), selectinload(Outlet.exceptions))


@dataclass(frozen=True, slots=True)
class ListedOutlet:
    """A point of sale on a list, with how far it is where that was asked."""

    outlet: Outlet
    km: float | None = None


@dataclass(frozen=True, slots=True)
class OutletMatches:
    """A page of a list, and how many are on all of it."""

    listed: tuple[ListedOutlet, ...]
    total: int


def hours_of(outlet: Outlet) -> Hours:
    """Return what is known of its hours, as the rules see it."""
    weekly = tuple((one.weekday, (one.opens, one.closes)) for one in outlet.weekly)
    days = ((one.day, one.opens, one.closes) for one in outlet.exceptions)
    exceptions = tuple((day, (opens, closes) if opens is not None and closes else None) for day, opens, closes in days)
    return Hours(weekly, exceptions, outlet.on_holidays)


def each_time(_key: Hashable, count: Callable[[], int]) -> int:
    """Count anew."""
    return count()


def page_of(session: Session, asked: Filters, *, page: int, per_page: int, kept: Kept = each_time) -> OutletMatches:
    """Return a page in alphabetical order, those with an address before online stalls.

    Two queries and no order over both, so that each goes along the index of names and ends with the page.
    """
    wanted, begin = conditions(asked, day_kind), (page - 1) * per_page
    placed, online = [*wanted, Outlet.place_id.is_not(None)], [*wanted, Outlet.place_id.is_(None)]
    first = _count(session, asked, kept, "placed", placed)
    second = _count(session, asked, kept, "online", online)
    rows = _run(session, placed, begin, min(per_page, first - begin))
    rows += _run(session, online, max(begin - first, 0), min(per_page - len(rows), second))
    return OutletMatches(tuple(map(ListedOutlet, rows)), first + second)


def _run(session: Session, wanted: Sequence[ColumnElement[bool]], begin: int, most: int) -> list[Outlet]:
    if most <= 0:
        return []
    ordered = select(Outlet).where(*wanted).order_by(Outlet.sort_key, Outlet.id).options(*_WITH_HOURS)
    return list(session.scalars(ordered.limit(most).offset(begin)))


def _count(session: Session, asked: Filters, kept: Kept, what: str, wanted: Sequence[ColumnElement[bool]]) -> int:
    """Count what fulfils the conditions, where it may be once for all who ask; what is open changes by itself."""
    keep = each_time if asked.open_at else kept
    return keep(("outlets", what, asked), lambda: total_of(session, wanted))


def shelf(session: Session, asked: Filters, *, most: int, today: date) -> OutletMatches:
    """Return the first of a list and how many are on all of it, for pages of others; one query."""
    wanted = select(Outlet, func.count().over()).where(*conditions(asked, day_kind)).limit(most)
    rows = session.execute(wanted.order_by(Outlet.sort_key, Outlet.id).options(*hours_around(today))).unique().all()
    return OutletMatches(tuple(ListedOutlet(one) for one, _ in rows), rows[0][1] if rows else 0)


def approved_by_ids(session: Session, ids: Collection[int], today: date) -> dict[int, Outlet]:
    """Points of sale that are public, by number; one query."""
    wanted = select(Outlet).where(Outlet.id.in_(ids), Outlet.state == State.APPROVED).options(*hours_around(today))
    return {one.id: one for one in session.scalars(wanted).unique()}


def hours_around(today: date) -> tuple[Any, ...]:
    """Return what is read with points of sale in one query so that it can be said whether they are open today."""
    days = OutletDay.day.in_((today - timedelta(days=1), today))
    return joinedload(Outlet.weekly), joinedload(Outlet.exceptions.and_(days))


def near_page(
    session: Session,
    asked: Filters,
    point: Point,
    *,
    page: int,
    per_page: int,
    within_km: float | None = None,
    kept: Kept = each_time,
) -> OutletMatches:
    """Return the same in order of distance; what has no place on the map is not on it."""
    narrow, end = filtered(asked, day_kind), page * per_page
    total = _count(session, asked, kept, "on the map", [*conditions(asked, day_kind), Outlet.lat.is_not(None)])
    if total == 0:
        return OutletMatches((), 0)
    if within_km is not None:
        found = nearest(session, point, COUNTED_MAX, narrow, within_km)
        total = len(found)
    elif total <= max(FEW, end):
        found = nearest_of_few(session, point, narrow)
    else:
        found = nearest(session, point, end, narrow)
    return OutletMatches(tuple(_with_distance(session, found[end - per_page : end])), total)


def total_of(session: Session, wanted: Sequence[ColumnElement[bool]]) -> int:
    """How many fulfil these conditions."""
    return session.scalar(select(func.count()).select_from(Outlet).where(*wanted)) or 0


def _with_distance(session: Session, near: Collection[NearbyOutlet]) -> Iterator[ListedOutlet]:
    rows = by_ids(session, [one.id for one in near])
    yield from (ListedOutlet(rows[one.id], one.km) for one in near)


def by_ids(session: Session, ids: Collection[int]) -> dict[int, Outlet]:
    """Points of sale by number with their hours."""
    wanted = select(Outlet).where(Outlet.id.in_(ids)).options(*_WITH_HOURS)
    return {one.id: one for one in session.scalars(wanted)} if ids else {}


def outlet_by_id(session: Session, outlet_id: int, *, lock: bool = False) -> Outlet | None:
    """Return the point of sale with its hours, or None; locked for whoever is about to change it."""
    wanted = select(Outlet).filter_by(id=outlet_id).options(*_WITH_HOURS)
    if lock:
        wanted = wanted.with_for_update(of=Outlet).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def public_outlet(session: Session, outlet_id: int) -> Outlet | None:
    """One that has a page."""
    found = outlet_by_id(session, outlet_id)
    return found if found and found.state in PUBLIC else None


def stock_of(session: Session, outlet_id: int) -> list[tuple[Stock, Card]]:
    """Return what it has, as cards with their standing, in alphabetical order; removed products are not sold."""
    held = {one.product_id: one for one in session.scalars(select(Stock).filter_by(outlet_id=outlet_id))}
    cards = cards_by_id(session, list(held))
    return sorted(((held[number], card) for number, card in cards.items()), key=lambda pair: pair[1].slug)


def inspections_of(session: Session, outlet_id: int) -> list[Inspection]:
    """Return what officers found there, the newest first."""
    wanted = select(Inspection).filter_by(outlet_id=outlet_id)
    wanted = wanted.options(joinedload(Inspection.inspector), selectinload(Inspection.lines))
    return list(session.scalars(wanted.order_by(Inspection.inspected_on.desc(), Inspection.id.desc())))


def desk(
    session: Session,
    scope: Scope,
    *,
    words: Sequence[str] = (),
    state: State | None = None,
    stale: date | None = None,
    photos: bool = False,
) -> list[Outlet]:
    """Points of sale on a desk: drafts first, then those with photos that wait, then those longest unconfirmed."""
    wanted = select(Outlet).where(within_scope(scope), Outlet.state != State.DROPPED)
    wanted = wanted.where(*(Outlet.find_key.contains(f" {word}", autoescape=True) for word in words))
    if state:
        wanted = wanted.where(Outlet.state == state)
    if photos:
        wanted = wanted.where(_PHOTO_WAITS)
    if stale:
        due = or_(Outlet.confirmed_on.is_(None), Outlet.confirmed_on < stale_before(stale))
        wanted = wanted.where(Outlet.state == State.APPROVED, due)
    order = case((Outlet.state == State.DRAFT, 0), (_PHOTO_WAITS, 1), (Outlet.state == State.APPROVED, 2), else_=3)
    ordered = wanted.order_by(order, func.coalesce(Outlet.confirmed_on, date.min), Outlet.sort_key)
    return list(session.scalars(ordered.limit(DESK_SHOWN)))


def with_waiting_photos(session: Session, found: Collection[Outlet]) -> frozenset[int]:
    """Numbers of those with photos that wait for an officer."""
    wanted = select(OutletPhoto.outlet_id).where(OutletPhoto.outlet_id.in_([one.id for one in found]))
    return frozenset(session.scalars(wanted.where(OutletPhoto.state == PhotoState.WAITING)))


def within_scope(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a point of sale lies within a scope: by its place, or itself."""
    return matching(scope, {ScopeKind.PLACE: Outlet.place_id, OUTLET_SCOPE: Outlet.id})


def selling(session: Session, product_ids: Collection[int], today: date) -> dict[int, tuple[int, list[Outlet]]]:
    """Points of sale that have these products, by product, with the place each product is from; one query."""
    rows = session.execute(
        select(Product.id, Product.place_id, Outlet)
        .join(Stock, Stock.product_id == Product.id)
        .join(Outlet, Outlet.id == Stock.outlet_id)
        .where(Product.id.in_(product_ids), Outlet.state == State.APPROVED)
        .order_by(Outlet.sort_key)
        .options(*hours_around(today))
    ).unique()
    found: dict[int, tuple[int, list[Outlet]]] = {}
    for number, place_id, outlet in rows:
        found.setdefault(number, (place_id, []))[1].append(outlet)
    return found


def check_outlets(session: Session, today: date) -> Iterator[str]:
    """Sentences for what does not hold: days that have not come yet, and a map that is not what the table says."""
    for one in session.scalars(select(Outlet).where(Outlet.confirmed_on > today).order_by(Outlet.id)):
        yield f"point of sale {one.id}: confirmed on {one.confirmed_on}, which has not come yet"
    photos = (
        select(OutletPhoto).join(StoredFile).where(StoredFile.public != (OutletPhoto.state == PhotoState.PUBLISHED))
    )
    for photo in session.scalars(photos.order_by(OutletPhoto.id)):
        yield f"point of sale {photo.outlet_id}: photo {photo.id} is {photo.state}, and its file is not served so"
    if session.get_bind().dialect.name == "sqlite":
        yield from _check_boxes(session)


def _check_boxes(session: Session) -> Iterator[str]:
    on_map = select(Outlet.id).where(Outlet.state == State.APPROVED, Outlet.lat.is_not(None))
    wanted, boxed = set(session.scalars(on_map)), set(session.scalars(text("select id from rtree_outlets")))
    for number in sorted(wanted ^ boxed):
        yield f"point of sale {number}: the index of places is not what its row says"


def stale_outlets(session: Session, today: date) -> list[Outlet]:
    """Those nobody has confirmed for too long, and whose operators were not asked lately."""
    before = stale_before(today)
    due = or_(Outlet.confirmed_on.is_(None), Outlet.confirmed_on < before)
    wanted = select(Outlet).where(Outlet.state == State.APPROVED, due)
    wanted = wanted.where(or_(Outlet.asked_on.is_(None), Outlet.asked_on < before))
    return list(session.scalars(wanted.order_by(Outlet.id)))
