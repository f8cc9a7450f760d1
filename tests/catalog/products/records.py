"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.products.services import ProductFacts, add_product
from foundation.places.models import Place
from tests.catalog.producers.records import producer_of
from tests.support.visitors import Maker, Record, Side

_NUMBER = count(10**9, -1)
"""Downwards: the newest comes first where products are listed by name."""


def product_of(session: Session, side: Side) -> Product:
    """A new product in a place, of the producer that a role is held for."""
    place, producer = session.get_one(Place, side.place_id), producer_of(session, side)
    codes = place.province_code, place.province_code
    made = add_product(session, ProductFacts(f"Chè {next(_NUMBER)}", *codes, place.id, producer.id), {})
    session.flush()
    return made


def _product(session: Session, side: Side) -> Record:
    product = product_of(session, side)
    return Record({"product_id": product.id, "target": "trang"}, marks=(f'/ho-so/tem-nhan/{product.id}"',))


RECORDS: Mapping[str, Maker] = {"product": _product}
