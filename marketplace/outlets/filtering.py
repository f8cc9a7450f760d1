"""How lists of points of sale are narrowed: what was asked, and the same as conditions of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select

from catalog.certificates.models import ProductStanding
from catalog.products.models import Product
from marketplace.outlets.hours import DAY, Calendar, DayKind, OnHolidays
from marketplace.outlets.models import Outlet, OutletDay, OutletHours, Stock
from marketplace.outlets.rules import OutletKind, State


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to: any of the kinds, provinces of today, groups and stars, all of the words.

    `open_at` is a moment of Vietnam's clock: only what is known to be open then. Groups are numbers of groups.
    """

    kinds: frozenset[OutletKind] = frozenset()
    provinces: frozenset[str] = frozenset()
    product: int | None = None
    groups: frozenset[int] = frozenset()
    stars: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()
    open_at: datetime | None = None
    is_demo: bool = False

    @property
    def is_of_products(self) -> bool:
        """Whether it asks what is sold there."""
        return bool(self.product is not None or self.groups or self.stars)


def conditions(asked: Filters, calendar: Calendar) -> list[ColumnElement[bool]]:
    """Return what holds of every point of sale on the list."""
    return [Outlet.state == State.APPROVED, *filtered(asked, calendar)]


def filtered(asked: Filters, calendar: Calendar) -> list[ColumnElement[bool]]:
    """Return the same but for that it is approved, which all that an index of places holds is."""
    found: list[ColumnElement[bool]] = [Outlet.is_demo == asked.is_demo]
    if asked.kinds:
        found.append(Outlet.kind.in_(sorted(asked.kinds)))
    if asked.provinces:
        found.append(Outlet.province_code.in_(sorted(asked.provinces)))
    found += [Outlet.find_key.contains(f" {word}", autoescape=True) for word in asked.words]
    if asked.is_of_products:
        found.append(Outlet.id.in_(_selling(asked)))
    if asked.open_at:
        found.append(is_open(asked.open_at, calendar))
    return found


def _selling(asked: Filters) -> Select[int]:
    """Those that sell what was asked for; stars are those in force today, never lapsed ones."""
    selling = select(Stock.outlet_id).join(Product, Product.id == Stock.product_id).where(Product.removed_at.is_(None))
    if asked.product is not None:
        selling = selling.where(Stock.product_id == asked.product)
    if asked.groups:
        selling = selling.where(Product.group_id.in_(sorted(asked.groups)))
    if asked.stars:
        selling = selling.join(ProductStanding, ProductStanding.product_id == Product.id)
        selling = selling.where(ProductStanding.stars.in_(sorted(asked.stars)))
    return selling


def is_open(at: datetime, calendar: Calendar) -> ColumnElement[bool]:
    """Return the condition that one is known to be open at a moment: the same answer as `hours.open_at`."""
    minute, today = at.hour * 60 + at.minute, at.date()
    return or_(*_begun(today, minute, calendar), *_begun(today - timedelta(days=1), minute + DAY, calendar))


def _begun(day: date, minute: int, calendar: Calendar) -> Iterator[ColumnElement[bool]]:
    """Yield openings of a day that hold at a minute counted from its midnight."""
    own = OutletDay.outlet_id == Outlet.id
    yield exists().where(own, OutletDay.day == day, OutletDay.opens <= minute, OutletDay.closes > minute)
    of_weekday = and_(OutletHours.outlet_id == Outlet.id, OutletHours.weekday == day.weekday())
    usual = exists().where(of_weekday, OutletHours.opens <= minute, OutletHours.closes > minute)
    yield and_(_is_usual(calendar(day)), not_(exists().where(own, OutletDay.day == day)), usual)


def _is_usual(kind: DayKind) -> ColumnElement[bool]:
    """Return that the hours of its weekday hold on a day of this kind."""
    if kind is DayKind.PLAIN:
        return Outlet.id.is_not(None)
    open_ones = [OnHolidays.AS_USUAL] if kind is DayKind.TET else [OnHolidays.AS_USUAL, OnHolidays.EXCEPT_TET]
    return Outlet.on_holidays.in_(open_ones)
