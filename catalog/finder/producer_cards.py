"""Finding producers: by their names and places, narrowed by province and kind."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from catalog.certificates.models import ProductStanding
from catalog.finder.browsing import words_in
from catalog.finder.documents import producer_types
from catalog.finder.lexicon import lexicon
from catalog.finder.product_search import Catalogue, provinces_on
from catalog.finder.query_parsing import parse_query
from catalog.finder.rules import Facet, FacetCount
from catalog.producers.models import PRODUCER, Producer
from catalog.producers.rules import ProducerType
from catalog.products.models import Product
from foundation.search.index import SearchUnavailable
from foundation.search.kinds import NAME_ORDER
from foundation.search.query import FoundTerm, Query, Shown

FACETS = (Facet.PROVINCE, Facet.PRODUCER_TYPE)


@dataclass(frozen=True, slots=True)
class ProducerQuery:
    """What a reader asks of the list of producers; nothing chosen means all."""

    q: str = ""
    provinces: frozenset[str] = frozenset()
    kinds: frozenset[ProducerType] = frozenset()

    def chosen(self, facet: Facet) -> frozenset[str]:
        """Return the chosen values of a facet in the form they have in addresses."""
        return self.provinces if facet is Facet.PROVINCE else frozenset(kind.value for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class ProducerCard:
    """What a list says of one producer; `found` is its name with the words asked for."""

    id: int
    slug: str
    name: str
    kind: ProducerType
    place_id: int
    is_demo: bool
    products: int
    in_force: int
    found: Shown | None = None


@dataclass(frozen=True, slots=True)
class ProducerResults:
    """One page of the list with the counts of the whole; `away` says that the index could not be asked."""

    total: int
    makers: list[ProducerCard]
    facets: dict[Facet, list[FacetCount]]
    away: bool = False


def find_producers(catalogue: Catalogue, asked: ProducerQuery, *, page: int, per_page: int) -> ProducerResults:
    """Return the page of producers a question asks for, best first, by name where nothing is asked; one query.

    `page` starts at 1. A page past the end has no producers. Without an index the records are browsed.
    """
    try:
        found = _ask(catalogue, asked, page, per_page)
    except SearchUnavailable:
        return _browsed(catalogue.session, asked, page, per_page)
    known = {maker.id: maker for maker in producer_cards_by_id(catalogue.session, [hit.number for hit in found.hits])}
    shown = {hit.number: hit.name for hit in found.hits}
    makers = [_with(known[number], shown[number], asked.q) for number in shown if number in known]
    return ProducerResults(found.total, makers, {facet: _facet(found, facet, asked) for facet in FACETS})


def producer_cards_by_id(session: Session, ids: Collection[int]) -> list[ProducerCard]:
    """Return these producers with how many products they have."""
    return [ProducerCard(*row) for row in session.execute(_counted().where(Producer.id.in_(ids)))] if ids else []


def illustrated_producers(session: Session, asked: ProducerQuery, most: int) -> list[ProducerCard]:
    """Return the demonstration's producers a question asks for, by name; they are counted nowhere."""
    rows = _counted().where(Producer.is_demo, *_wanted(asked)).order_by(Producer.sort_key, Producer.id)
    return [ProducerCard(*row) for row in session.execute(rows.limit(most))]


def producer_cards_of_province(session: Session, code: str, most: int) -> list[ProducerCard]:
    """Return a province's producers with most products in force, then most products."""
    rows = _counted().where(Producer.province_code == code, ~Producer.is_demo)
    ordered = rows.order_by(_IN_FORCE.desc(), _PRODUCTS.desc(), Producer.sort_key, Producer.id)
    return [ProducerCard(*row) for row in session.execute(ordered.limit(most))]


_PRODUCTS = func.count(Product.id)
_IN_FORCE = func.count(ProductStanding.stars)


def _counted() -> Any:
    columns = (Producer.id, Producer.slug, Producer.name, Producer.kind, Producer.place_id, Producer.is_demo)
    return (
        select(*columns, _PRODUCTS.label("products"), _IN_FORCE.label("in_force"))
        .outerjoin(Product, (Product.producer_id == Producer.id) & Product.removed_at.is_(None))
        .outerjoin(ProductStanding, ProductStanding.product_id == Product.id)
        .group_by(*columns, Producer.sort_key)
    )


def _ask(catalogue: Catalogue, asked: ProducerQuery, page: int, per_page: int) -> FoundTerm:
    index = catalogue.index
    names = provinces_on(catalogue.places, catalogue.today)
    heard = parse_query(asked.q, lexicon(), names, filters=frozenset())
    numbers = {
        Facet.PROVINCE: frozenset(int(code) for code in asked.provinces),
        Facet.PRODUCER_TYPE: producer_types(asked.kinds),
    }
    wanted = [(facet.value, values) for facet, values in numbers.items() if values]
    return index.search(
        Query(
            terms=heard.terms,
            typed=heard.typed,
            kind=PRODUCER,
            filters=tuple(wanted),
            facets=tuple(facet.value for facet in FACETS),
            order=NAME_ORDER if all(term.light for term in heard.terms) else None,
            page=page,
            per_page=per_page,
        )
    )


def _facet(found: FoundTerm, facet: Facet, asked: ProducerQuery) -> list[FacetCount]:
    kinds = list(ProducerType)
    counted = {
        f"{number:02}" if facet is Facet.PROVINCE else kinds[number].value: value.count
        for number, value in found.facets.get(facet.value, {}).items()
    }
    chosen = asked.chosen(facet)
    return [FacetCount(value, counted.get(value, 0), 0, value in chosen) for value in sorted({*counted, *chosen})]


def _with(maker: ProducerCard, name: Shown, q: str) -> ProducerCard:
    columns = {field: getattr(maker, field) for field in ProducerCard.__slots__}
    return ProducerCard(**columns | {"found": name}) if q else maker


def _browsed(session: Session, asked: ProducerQuery, page: int, per_page: int) -> ProducerResults:
    wanted = [~Producer.is_demo, *_wanted(asked)]
    total = session.scalar(select(func.count()).select_from(Producer).where(*wanted)) or 0
    rows = _counted().where(*wanted).order_by(Producer.sort_key, Producer.id)
    listed = session.execute(rows.limit(per_page).offset((page - 1) * per_page))
    return ProducerResults(total, [ProducerCard(*row) for row in listed], {facet: [] for facet in FACETS}, away=True)


def _wanted(asked: ProducerQuery) -> list[ColumnElement[bool]]:
    wanted = [Producer.merged_into_id.is_(None), *words_in(Producer.name_key, asked.q)]
    if asked.provinces:
        wanted.append(Producer.province_code.in_(asked.provinces))
    if asked.kinds:
        wanted.append(Producer.kind.in_(asked.kinds))
    return wanted
