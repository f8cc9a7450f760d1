"""A row of a list beside a record it may mean: what each says, and where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.models import RecognitionClaim
from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.i18n.text import fold

FOUND_MAX = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One thing as the row says it and as the record has it."""

    field: str
    row: str
    record: str

    @property
    def differs(self) -> bool:
        """Whether both speak and say different things."""
        return bool(self.row and self.record) and fold(self.row) != fold(self.record)


@dataclass(frozen=True, slots=True)
class Compared:
    """A record beside a row."""

    id: int
    name: str
    producer_id: int | None
    lines: tuple[Line, ...]


def products_named(session: Session, province_code: str, words: str) -> list[int]:
    """Return the products of a province whose name, or whose producer's, has these words."""
    wanted = select(Product.id).outerjoin(Producer, Producer.id == Product.producer_id)
    wanted = wanted.where(Product.province_code == province_code, Product.removed_at.is_(None), ~Product.is_demo)
    for word in fold(words).split():
        named = Product.name_key.contains(word, autoescape=True)
        wanted = wanted.where(named | Producer.slug.contains(word, autoescape=True))
    return list(session.scalars(wanted.order_by(Product.sort_key, Product.id).limit(FOUND_MAX))) if fold(words) else []


def compared(session: Session, cells: Mapping[str, str], product_ids: Sequence[int]) -> tuple[Compared, ...]:
    """Return each of these products beside a row, in their order."""
    wanted = select(Product).where(Product.id.in_(product_ids), Product.removed_at.is_(None), ~Product.is_demo)
    loaded = wanted.options(joinedload(Product.producer), joinedload(Product.group))
    known = {product.id: product for product in session.scalars(loaded)}
    claims = _claims(session, product_ids)
    return tuple(
        Compared(one.id, one.name, one.producer_id, _lines(cells, one, claims.get(one.id)))
        for one in (known[number] for number in product_ids if number in known)
    )


def _claims(session: Session, product_ids: Sequence[int]) -> dict[int, RecognitionClaim]:
    wanted = select(RecognitionClaim).where(RecognitionClaim.product_id.in_(product_ids))
    own = wanted.filter_by(position=0).order_by(RecognitionClaim.id)
    return {claim.product_id: claim for claim in session.scalars(own)}


def _lines(cells: Mapping[str, str], product: Product, claim: RecognitionClaim | None) -> tuple[Line, ...]:
    record = {
        "name": product.name,
        "producer": product.producer.name if product.producer else "",
        "commune": product.commune_text or "",
        "district": product.district_text or "",
        "group": product.group.name if product.group else "",
        "star": str(claim.stars or "") if claim else "",
        "year": str(claim.year or "") if claim else "",
        "decision_no": (claim.decision_number or "") if claim else "",
    }
    lines = (Line(name, str(cells.get(name, "")), said) for name, said in record.items())
    return tuple(line for line in lines if line.row or line.record)
