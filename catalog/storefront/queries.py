"""What pages count and name of the records. Demonstration records stay out of figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, exists, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import Certificate, ProductStanding
from catalog.certificates.rules import Basis, StandingCode
from catalog.finder.producer_cards import ProducerCard, producer_cards_of_province
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.profiles.models import ProductProfile
from catalog.profiles.rules import State
from catalog.reports.models import Report
from catalog.storefront.rules import Cell, DecisionSeen, Figures, Named, figures, former_totals, standing_totals
from foundation.i18n.content import Bilingual

DECISIONS = 4
MAKERS = 12
"""Decisions and producers a page names; the rest is one step away."""


class ProductOverview(NamedTuple):
    """A product with its producer, and whether there is more to read of it: most products have none of these."""

    product: Product
    has_certificates: bool
    has_profile: bool
    has_notes: bool


_PAGE = (
    select(
        Product,
        exists().where(Certificate.product_id == Product.id),
        exists().where(ProductProfile.product_id == Product.id, ProductProfile.state == State.PUBLISHED),
        exists().where(Report.product_id == Product.id, Report.public_note.is_not(None)),
    )
    .where(Product.id == bindparam("product_id"))
    .options(joinedload(Product.producer))
)


def product_overview(session: Session, product_id: int) -> ProductOverview | None:
    """Return the product a page is about, also when it was removed; or None."""
    found = session.execute(_PAGE, {"product_id": product_id}).one_or_none()
    return ProductOverview(*found) if found else None


@dataclass(frozen=True, slots=True)
class Count:
    """A province's products, and those with stars in force."""

    total: int
    in_force: int


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What the home page says of the whole catalogue."""

    figures: Figures
    provinces: dict[str, Count]
    decisions: list[DecisionSeen]


def home_facts(session: Session) -> HomeFacts:
    """Figures, counts by province and the newest decisions; three queries."""
    provinces = standings_by_province(session)
    totals: dict[StandingCode, int] = defaultdict(int)
    for counted in provinces.values():
        for code, count in counted.items():
            totals[code] += count
    counts = {code: _count(counted) for code, counted in provinces.items()}
    return HomeFacts(figures(totals), counts, newest_decisions(session, DECISIONS))


@dataclass(frozen=True, slots=True)
class ProvinceFacts:
    """What a province's page says of its records: figures, producers, the newest decisions."""

    cells: list[Cell]
    makers: list[ProducerCard]
    maker_count: int
    decisions: list[DecisionSeen]

    @property
    def figures(self) -> Figures:
        """How many products stand how."""
        return figures(standing_totals(self.cells))

    @property
    def former(self) -> dict[str, int]:
        """How many products came from each former province."""
        return former_totals(self.cells)


def province_facts(session: Session, code: str) -> ProvinceFacts:
    """Figures, the producers with most products, and the newest decisions; five queries."""
    makers = select(func.count()).select_from(Producer).where(Producer.province_code == code, ~Producer.is_demo)
    return ProvinceFacts(
        cells_of_province(session, code),
        producer_cards_of_province(session, code, MAKERS),
        session.scalar(makers) or 0,
        newest_decisions(session, DECISIONS, province=code),
    )


def standings_by_province(session: Session) -> dict[str, dict[StandingCode, int]]:
    """How many products of each present province have each standing."""
    keys = (Product.province_code, ProductStanding.code)
    found: dict[str, dict[StandingCode, int]] = defaultdict(dict)
    for row in session.execute(_real(*keys, func.count().label("total")).group_by(*keys)):
        found[row.province_code][row.code] = row.total
    return dict(found)


def cells_of_province(session: Session, code: str) -> list[Cell]:
    """Return a present province's products by group, recognised level, standing and former province."""
    keys = (
        Product.group_id,
        ProductStanding.recognised_stars,
        ProductStanding.code,
        Product.former_province_code,
    )
    rows = _real(*keys, func.count()).where(Product.province_code == code).group_by(*keys)
    return [Cell(*row) for row in session.execute(rows)]


def newest_decisions(session: Session, most: int, *, province: str | None = None) -> list[DecisionSeen]:
    """Return the newest decisions that products rest on, each with its products in one province; two queries.

    Those known to the day stand before those of the same year of which only the year is known.
    """
    said = ProductStanding
    keys = (said.number, said.year, said.issued_on, Product.province_code)
    # A certificate's decision is on file; a claim's is what its source calls it.
    on_file = func.max(case((said.basis == Basis.CERTIFICATE, 1), else_=0)).label("on_file")
    rows = _real(*keys, on_file).where(said.number.is_not(None), said.year.is_not(None), *_in(province)).group_by(*keys)
    order = (said.year.desc(), said.issued_on.desc().nulls_last(), func.count().desc(), said.number)
    newest = session.execute(rows.order_by(*order).limit(most)).all()
    named = _named(session, [row.number for row in newest], province)
    return [
        DecisionSeen(row[0], row[1], row[2], row[3], bool(row.on_file), tuple(named[tuple(row[:4])])) for row in newest
    ]


def _named(session: Session, numbers: Iterable[str], province: str | None) -> dict[tuple[Any, ...], list[Named]]:
    said = ProductStanding
    keys = (said.number, said.year, said.issued_on, Product.province_code)
    wanted = _real(*keys, Product.id, Product.slug, Product.name, Product.name_en, said.recognised_stars)
    rows = wanted.where(said.number.in_(list(numbers)), *_in(province))
    found: dict[tuple[Any, ...], list[Named]] = defaultdict(list)
    for row in session.execute(rows.order_by(said.rank, said.recognised_stars.desc(), Product.sort_key, Product.id)):
        found[tuple(row[:4])].append(Named(row.id, row.slug, Bilingual(row.name, row.name_en), row.recognised_stars))
    return found


def _in(province: str | None) -> list[Any]:
    return [Product.province_code == province] if province else []


def _real(*columns: Any) -> Select[Any]:
    """Return a select of these columns over published real products with their standings."""
    return (
        select(*columns)
        .select_from(Product)
        .join(ProductStanding, ProductStanding.product_id == Product.id)
        .where(Product.removed_at.is_(None), ~Product.is_demo)
    )


def _count(counted: dict[StandingCode, int]) -> Count:
    return Count(sum(counted.values()), sum(count for code, count in counted.items() if code.has_stars))
