"""Reading what rows are held against: the provinces of an officer, the products of a province."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.intake.matching import Record, Records
from catalog.producers.models import Producer
from catalog.producers.rules import ILLUSTRATED
from catalog.products.models import Product
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.places.models import Place, PlaceLevel


def provinces(session: Session, scope: Scope) -> list[Place]:
    """Return the provinces of today within a scope."""
    wanted = select(Place).filter_by(level=PlaceLevel.PROVINCE, valid_to=None).where(within(scope, Place.id))
    return list(session.scalars(wanted.order_by(Place.code)))


def records_of(session: Session, province_code: str, *, is_demo: bool = False) -> Records:
    """Return the published products of a province for matching, or its illustrations: never both; one query."""
    wanted = (
        select(
            Product.id,
            Product.name,
            Product.name_key,
            Producer.name.label("producer"),
            func.replace(Producer.name_key, ILLUSTRATED, "").label("producer_key"),
            Product.commune_text,
        )
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .where(Product.province_code == province_code, Product.removed_at.is_(None), Product.is_demo == is_demo)
    )
    return Records(Record(*row) for row in session.execute(wanted))
