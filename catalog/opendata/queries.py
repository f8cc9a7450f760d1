"""The rows of the open data, read as they are sent: never all at once."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate, Decision, ProductStanding
from catalog.certificates.rules import Basis, Evidence
from catalog.opendata.rules import Cell, OmittedCount
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.products.tree import GroupTree, group_tree
from foundation.i18n.languages import DEFAULT, localized
from foundation.places.gazetteer import Gazetteer, gazetteer

_AT_ONCE = 1000
_PRODUCT, _PRODUCER = localized("/{products}/")[DEFAULT], localized("/{producers}/")[DEFAULT]
_TRUSTED = [one for one in Evidence if one.trusted]

_LISTED = Product.removed_at.is_(None)


def _clear() -> ColumnElement[bool]:
    """`rules.is_clear` as the database reads it."""
    return or_(
        Product.list_key.is_(None),
        ProductStanding.basis == Basis.CERTIFICATE,
        ProductStanding.evidence.in_(_TRUSTED),
    )


def products(session: Session, base_url: str) -> Iterator[tuple[Cell, ...]]:
    """Yield published products, by id."""
    places, tree = gazetteer(session), group_tree(session)
    rows = (
        select(Product, ProductStanding, Producer)
        .join(ProductStanding, ProductStanding.product_id == Product.id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .where(_LISTED, ~Product.is_demo, _clear())
        .order_by(Product.id)
    )
    for product, standing, producer in _streamed(session, rows):
        yield (
            product.id,
            product.name,
            product.name_en,
            producer and producer.id,
            producer and producer.name,
            producer and producer.kind.value,
            *_where(places, product),
            product.district_text,
            _group(tree, product.group_id),
            product.group_basis and product.group_basis.value,
            standing.code.value,
            standing.stars,
            standing.recognised_stars,
            standing.basis.value,
            standing.evidence and standing.evidence.value,
            standing.number,
            standing.year,
            standing.valid_until,
            standing.precision and standing.precision.value,
            standing.source,
            f"{base_url}{_PRODUCT}{product.slug}-{product.id}",
        )


def producers(session: Session, base_url: str) -> Iterator[tuple[Cell, ...]]:
    """Yield producers of at least one product in the products' file, by id."""
    places = gazetteer(session)
    made = func.count(Product.id).label("made")
    rows = (
        select(Producer, made)
        .join(Product, Product.producer_id == Producer.id)
        .join(ProductStanding, ProductStanding.product_id == Product.id)
        .where(Producer.merged_into_id.is_(None), ~Producer.is_demo, _LISTED, ~Product.is_demo, _clear())
        .group_by(Producer.id)
        .order_by(Producer.id)
    )
    for producer, count in _streamed(session, rows):
        yield (
            producer.id,
            producer.name,
            producer.name_en,
            producer.kind.value,
            *_where(places, producer),
            count,
            f"{base_url}{_PRODUCER}{producer.slug}-{producer.id}",
        )


def certificates(session: Session, base_url: str) -> Iterator[tuple[Cell, ...]]:
    """Certificates of published products, ended ones too, by id."""
    rows = (
        select(Certificate, Decision, Product.name)
        .join(Decision, Decision.id == Certificate.decision_id)
        .join(Product, Product.id == Certificate.product_id)
        .where(_LISTED, ~Product.is_demo)
        .order_by(Certificate.id)
    )
    for certificate, decision, name in _streamed(session, rows):
        yield (
            certificate.check_code,
            certificate.product_id,
            name,
            certificate.stars,
            certificate.edition,
            decision.number,
            decision.issued_on,
            decision.authority,
            decision.level,
            certificate.issued_on,
            certificate.valid_until,
            certificate.extended_until,
            certificate.ended_on,
            certificate.ended_by and certificate.ended_by.value,
            certificate.end_reason,
            f"{base_url}/x/{certificate.check_code[:4]}-{certificate.check_code[4:]}",
        )


def products_left_out(session: Session) -> OmittedCount:
    """Return published products that are not in the file."""
    all_of_them = select(func.count()).select_from(Product).where(_LISTED)
    demo = session.scalar(all_of_them.where(Product.is_demo)) or 0
    real = session.scalar(all_of_them.where(~Product.is_demo)) or 0
    standing = all_of_them.join(ProductStanding, ProductStanding.product_id == Product.id)
    clear = session.scalar(standing.where(~Product.is_demo, _clear())) or 0
    return OmittedCount(demo=demo, unclear=real - clear)


def _streamed(session: Session, rows: Any) -> Iterator[Any]:
    """Row by row, with nothing kept of those that were read."""
    for part in session.execute(rows.execution_options(yield_per=_AT_ONCE)).partitions():
        yield from part
        session.expunge_all()


def _where(places: Gazetteer, record: Product | Producer) -> tuple[str | None, ...]:
    former = places.former_province(record.former_province_code)
    return record.province_code, former.code, former.name, record.commune_text


def _group(tree: GroupTree, group_id: int | None) -> str | None:
    return tree.nodes[group_id].code if group_id else None
