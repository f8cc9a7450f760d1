"""What a list says of one product, read from the records: the truth of the moment, whatever an index holds."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select, union_all
from sqlalchemy.orm import Session

from catalog.certificates.models import ProductStanding
from catalog.certificates.rules import Standing
from catalog.producers.models import Producer
from catalog.products.models import GroupBasis, Product
from foundation.i18n.content import Bilingual
from foundation.search.query import Shown


@dataclass(frozen=True, slots=True)
class Card:
    """What a list says of one product; `found` are its name and its producer's with the words asked for."""

    id: int
    slug: str
    name: Bilingual
    motif: str
    producer_id: int | None
    producer: str | None
    province_code: str
    former_province_code: str
    place_id: int
    commune_text: str | None
    district_text: str | None
    group_id: int | None
    group_basis: GroupBasis | None
    is_demo: bool
    cover_sha256: str | None
    cover_width: int | None
    cover_height: int | None
    standing: Standing
    found: tuple[Shown, Shown] | None = None


_OF_PRODUCT = (
    Product.id,
    Product.slug,
    Product.name,
    Product.name_en,
    Product.motif,
    Product.producer_id,
    Producer.name.label("producer"),
    Product.province_code,
    Product.former_province_code,
    Product.place_id,
    Product.commune_text,
    Product.district_text,
    Product.group_id,
    Product.group_basis,
    Product.is_demo,
    Product.cover_sha256,
    Product.cover_width,
    Product.cover_height,
)
_SAID = ("code", "basis", "stars", "recognised_stars", "evidence", "year", "valid_until", "precision", "number")
_SAID_OF_ENDED = ("ended_on", "ended_by")
"""What lists say of a standing; the product's own page says the rest."""
_OF_STANDING = tuple(getattr(ProductStanding, name).label(f"s_{name}") for name in (*_SAID, *_SAID_OF_ENDED))


@cache
def published() -> Any:
    """Return the select of all published products as cards; selects never change, so that one is enough."""
    return (
        select(*_OF_PRODUCT, *_OF_STANDING)
        .join(ProductStanding, ProductStanding.product_id == Product.id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .where(Product.removed_at.is_(None))
    )


def card_from(row: Any) -> Card:
    """Return the card of a row of `published`."""
    standing = Standing(**dict(zip((*_SAID, *_SAID_OF_ENDED), row[len(_OF_PRODUCT) :], strict=True)))
    rest = (*row[4 : len(_OF_PRODUCT)], standing)
    return Card(row.id, row.slug, Bilingual(row.name, row.name_en), *rest)


def cards_by_id(session: Session, ids: Collection[int]) -> dict[int, Card]:
    """Cards of those of these products that are published."""
    rows = session.execute(_with_ids(), {"ids": list(ids)}).all() if ids else ()
    return {row.id: card_from(row) for row in rows}


@cache
def _with_ids() -> Any:
    return published().where(Product.id.in_(bindparam("ids", expanding=True)))


def cards_of(
    session: Session, producer_id: int | None, *, besides: Collection[int] = (), without: int | None = None
) -> list[Card]:
    """Return a producer's products as cards, and `besides` those with these ids; best standing first, `without` one."""
    asked = {"producer_id": producer_id, "besides": list(besides), "without": without or 0}
    return [card_from(row) for row in session.execute(_of_producer(), asked).all()]


@cache
def _of_producer() -> Any:
    own = select(Product.id).where(Product.producer_id == bindparam("producer_id"), Product.removed_at.is_(None))
    named = select(Product.id).where(Product.id.in_(bindparam("besides", expanding=True)))
    # One set of ids: with OR a database reads the whole catalogue in the order asked for.
    wanted = Product.id.in_(union_all(own, named)), Product.id != bindparam("without")
    return published().where(*wanted).order_by(ProductStanding.rank, Product.sort_key, Product.id)


def card_of(session: Session, product_id: int) -> Card | str | None:
    """One product as a card, the reason of its removal, or None where there never was one."""
    product = session.get(Product, product_id)
    if product is None or product.removed_at:
        return product.removed_reason if product else None
    return cards_by_id(session, [product_id]).get(product_id)


def count_products(session: Session) -> int:
    """How many products are published."""
    return session.scalar(select(func.count()).select_from(Product).where(Product.removed_at.is_(None))) or 0
