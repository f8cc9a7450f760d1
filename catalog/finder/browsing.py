"""Lists of products straight from the records: what answers while there is no index to ask."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from catalog.certificates.models import ProductStanding
from catalog.finder.cards import Card, card_from, published
from catalog.finder.rules import WORDS_MAX, Cell, Filters, Rollup, Sort, roll_up
from catalog.producers.models import Producer
from catalog.producers.rules import ProducerType
from catalog.products.models import Product
from catalog.products.tree import GroupTree
from foundation.i18n.text import fold

_KIND = func.coalesce(Producer.kind, ProducerType.UNSTATED.value)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list with the counts of the whole."""

    counts: Rollup
    cards: list[Card]


def browse(session: Session, tree: GroupTree, filters: Filters, *, page: int, per_page: int) -> Listed:
    """Return the page of products the filters ask for, and exact facet counts; two queries.

    `page` starts at 1. A page past the end has no cards.
    """
    cells = [_cell(row, tree) for row in session.execute(_cells(filters))]
    counts = roll_up(cells, filters)
    rows = _ordered(_cards(filters, tree), filters.order).limit(per_page).offset((page - 1) * per_page)
    return Listed(counts, [card_from(row) for row in session.execute(rows)] if counts.total else [])


def _cells(filters: Filters) -> Any:
    keys = (
        Product.province_code,
        Product.group_id,
        ProductStanding.recognised_stars,
        ProductStanding.code,
        _KIND.label("kind"),
    )
    return (
        select(*keys, func.count().label("total"))
        .join(ProductStanding, ProductStanding.product_id == Product.id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .where(Product.removed_at.is_(None), ~Product.is_demo, *_words(filters.q))
        .group_by(*keys)
    )


def _cell(row: Any, tree: GroupTree) -> Cell:
    return Cell(
        province=row.province_code,
        shelf=tree.shelf(row.group_id),
        stars=row.recognised_stars,
        standing=row.code,
        producer_type=ProducerType(row.kind),
        count=row.total,
    )


def _cards(filters: Filters, tree: GroupTree) -> Any:
    wanted: list[ColumnElement[bool]] = [~Product.is_demo, *_words(filters.q)]
    if filters.provinces:
        wanted.append(Product.province_code.in_(filters.provinces))
    if filters.groups:
        ids = frozenset().union(*(tree.ids_under(code) for code in filters.groups))
        wanted.append(Product.group_id.in_(ids))
    if filters.stars:
        wanted.append(ProductStanding.recognised_stars.in_(filters.stars))
    if filters.standings:
        wanted.append(ProductStanding.code.in_(filters.standings))
    if filters.producer_types:
        wanted.append(_KIND.in_([kind.value for kind in filters.producer_types]))
    return published().where(*wanted)


def words_in(names: Any, q: str) -> list[ColumnElement[bool]]:
    """Every word of the question begins a word of these folded names."""
    words = fold(q).split()[:WORDS_MAX]
    if q and not words:
        return [false()]
    return [(" " + names).contains(f" {word}", autoescape=True) for word in words]


def _words(q: str) -> list[ColumnElement[bool]]:
    return words_in(Product.name_key + " " + func.coalesce(Producer.name_key, ""), q)


def _ordered(rows: Any, sort: Sort) -> Any:
    fresh = (func.coalesce(ProductStanding.year, 0).desc(), Product.id)
    if sort is Sort.NAME:
        return rows.order_by(Product.sort_key, Product.id)
    if sort is Sort.STARS:
        return rows.order_by(
            func.coalesce(ProductStanding.stars, 0).desc(),
            func.coalesce(ProductStanding.recognised_stars, 0).desc(),
            ProductStanding.rank,
            *fresh,
        )
    if sort is Sort.NEWEST:
        return rows.order_by(*fresh)
    # One product of every province in turn, so that the first pages come from many of them.
    turn = func.row_number().over(partition_by=(ProductStanding.rank, Product.province_code), order_by=fresh)
    return rows.order_by(ProductStanding.rank, turn, *fresh)
