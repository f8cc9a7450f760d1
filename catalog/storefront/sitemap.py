"""The catalogue's pages as search engines are told of them; illustrations and what was removed are not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, null, select
from sqlalchemy.orm import Session

from catalog.announcements.queries import ALL, newest
from catalog.certificates.models import ProductStanding
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.products.tree import group_tree
from catalog.regulations.editions import LAW
from catalog.regulations.sheets import sheets
from foundation.db.base import now
from foundation.i18n.languages import localized
from foundation.places.gazetteer import gazetteer
from foundation.web.installation import today
from foundation.web.sitemaps import PART, Entry, FewPages, Section

Columns = tuple[type[Product] | type[Producer], ColumnElement[bool]]

_PRODUCTS: Columns = (Product, Product.removed_at.is_(None) & ~Product.is_demo)
_PRODUCERS: Columns = (Producer, Producer.merged_into_id.is_(None) & ~Producer.is_demo)


@dataclass(frozen=True, slots=True)
class Records:
    """A page for each record: a part is a stretch of numbers, so that a new record moves no other."""

    name: str
    of: Columns

    def parts(self, session: Session) -> Iterable[tuple[int, date | None]]:
        """Return the stretches that hold records."""
        table, listed = self.of
        number = ((table.id - 1) // PART).label("number")
        rows = select(number, func.max(table.updated_at).label("changed")).where(listed).group_by(number)
        return [(row.number + 1, row.changed.date()) for row in session.execute(rows.order_by(number))]

    def entries(self, session: Session, part: int) -> Iterable[Entry]:
        """Return the records of one stretch."""
        first = (part - 1) * PART
        addresses = localized(f"/{{{self.name}}}/")
        rows = self._rows().where(self.of[0].id > first, self.of[0].id <= first + PART)
        for row in session.execute(rows):
            paths = {lang: f"{start}{row.slug}-{row.id}" for lang, start in addresses.items()}
            yield Entry(paths, max(row.updated_at.date(), row.asked_on or date.min))

    def _rows(self) -> Any:
        """Return what is said of a product changes with its standing too, which the day it was last asked tells."""
        table, listed = self.of
        asked = ProductStanding.asked_on if table is Product else null()
        rows = select(table.id, table.slug, table.updated_at, asked.label("asked_on")).where(listed).order_by(table.id)
        return rows.outerjoin(ProductStanding, ProductStanding.product_id == Product.id) if table is Product else rows


def _provinces(session: Session) -> Iterable[Entry]:
    places = gazetteer(session)
    for unit in places.provinces(today()):
        yield _under("provinces", places.province_slug(unit.code))


def _groups(session: Session) -> Iterable[Entry]:
    return (_under("groups", name) for name in group_tree(session).by_slug)


def _sheets(_: Session) -> Iterable[Entry]:
    return (_under("guides}/{sheets", f"{one.address}/{key}") for one in LAW.books for key in sheets(one))


def _rules(_: Session) -> Iterable[Entry]:
    return (_under("guides}/{rules", address) for address in LAW.by_address)


def _announcements(session: Session) -> Iterable[Entry]:
    for version in newest(session, ALL, now(), PART):
        rest = f"{version.slug}-{version.announcement_id}"
        yield _under("announcements", rest, version.publish_at.date() if version.publish_at else None)


def _under(word: str, rest: str, changed_on: date | None = None) -> Entry:
    return Entry({lang: path + rest for lang, path in localized(f"/{{{word}}}/").items()}, changed_on)


SECTIONS: tuple[Section, ...] = (
    FewPages("provinces", _provinces),
    FewPages("groups", _groups),
    FewPages("sheets", _sheets),
    FewPages("rules", _rules),
    FewPages("announcements", _announcements),
    Records("products", _PRODUCTS),
    Records("producers", _PRODUCERS),
)
