from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.products.services import ProductFacts, add_product
from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.places.models import Place, PlaceLevel
from marketplace.matching.buyer_rules import BuyerKind
from marketplace.matching.demands import BuyerInput, approve_buyer, begin_demand, open_buyer
from marketplace.matching.listing_rules import Per, UnitCode
from marketplace.matching.models import Buyer, BuyerDemand, SupplyOffer
from marketplace.matching.offers import begin
from marketplace.matching.services import approve, submit
from tests.catalog.producers.records import new_producer
from tests.foundation.permissions.conftest import person
from tests.support.databases import TODAY

FAR = TODAY + timedelta(days=120)


def province(session: Session, code: str = "01") -> Place:
    return session.scalars(select(Place).filter_by(code=code, level=PlaceLevel.PROVINCE, valid_to=None)).one()


def tea(session: Session, name: str = "Chè búp Bình Minh") -> Product:
    place = province(session)
    maker = new_producer(session, place.id)
    made = add_product(session, ProductFacts(name, "01", "01", place.id, producer_id=maker.id), {})
    session.flush()
    return made


def stock(**more: Any) -> dict[str, Any]:
    """What the first page of an offer says."""
    said = {"amount": 60.0, "unit": UnitCode.PACK, "pack_amount": 5.0, "pack_unit": UnitCode.KG, "per": Per.MONTH}
    said |= {"tiers": [{"from": 0, "dong": 900_000}], "price_unit": UnitCode.PACK}
    return said | {"window_from": TODAY, "window_to": FAR} | more


def drafted(session: Session, actor: Actor = SYSTEM, **more: Any) -> SupplyOffer:
    return begin(session, actor, tea(session), stock(**more), now=now(), today=TODAY)


def offered(session: Session, **more: Any) -> SupplyOffer:
    """An offer on the board."""
    made = drafted(session, **more)
    submit(session, SYSTEM, made, now=now(), today=TODAY)
    approve(session, SYSTEM, made, now=now(), today=TODAY)
    return made


def organisation(session: Session, account: Account, number: str = "0109990001") -> Buyer:
    told = BuyerInput("Siêu thị Xanh", BuyerKind.RETAIL, "DE", number)
    return open_buyer(session, account, told, now=now(), today=TODAY)


def wanted(session: Session, **more: Any) -> dict[str, Any]:
    """What a form of a demand says."""
    place = province(session)
    said: dict[str, Any] = {"title": "Green tea, loose", "amount": 2.0, "unit": UnitCode.TA, "per": Per.MONTH}
    said |= {"place_id": place.id, "province_code": "01", "valid_until": TODAY + timedelta(days=20)}
    return said | {"delivery_from": TODAY + timedelta(days=10), "delivery_to": FAR} | more


def needed(session: Session, **more: Any) -> BuyerDemand:
    """A demand on the board, of an organisation that was approved."""
    buyer = organisation(session, person(session, "mua"))
    approve_buyer(session, SYSTEM, buyer, now=now())
    made = begin_demand(session, SYSTEM, buyer, wanted(session, **more), now=now(), today=TODAY)
    submit(session, SYSTEM, made, now=now(), today=TODAY)
    approve(session, SYSTEM, made, now=now(), today=TODAY)
    return made


@pytest.fixture
def session(reference_db: Database) -> Iterator[Session]:
    """A transaction that is not committed."""
    with reference_db.unit_of_work() as records:
        yield records
