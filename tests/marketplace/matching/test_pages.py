"""A producer on a phone, a buyer from abroad, and what everybody reads."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.roles import PRODUCER_MEMBER
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from marketplace.matching.demands import approve_buyer
from marketplace.matching.listing_rules import State
from marketplace.matching.models import Buyer, BuyerDemand, Kind, SupplyOffer
from marketplace.matching.services import approve, take_down
from tests.foundation.permissions.conftest import person
from tests.foundation.signin.conftest import Browser, hashed, keys
from tests.marketplace.matching.conftest import FAR, tea
from tests.support.databases import TODAY
from tests.support.desk import app

__all__ = ["app", "hashed", "keys"]

DIALECTS = ["sqlite"]
MINE = "/ho-so/chao-ban"
WHAT = {"amount": "1,5", "unit": "ta", "per": "month", "pack_amount": "", "pack_unit": "", "dong": "180.000"}
WHAT |= {"price_unit": "kg", "window_from": TODAY.isoformat(), "window_to": FAR.isoformat()}
TERMS = {"reach": "country", "includes": "vat", "min_amount": "", "words": "Hái tay.", "send": "1"}
DEMAND = {"title": "Green tea, loose leaf", "group": "", "amount": "100", "unit": "kg", "per": "month", "dong": ""}
DEMAND |= {"pack_amount": "", "pack_unit": "", "price_unit": "kg", "province": "01", "min_stars": "", "send": "1"}
DEMAND |= {"delivery_from": (TODAY + timedelta(days=9)).isoformat(), "delivery_to": FAR.isoformat()}
DEMAND |= {"valid_until": (TODAY + timedelta(days=8)).isoformat()}


def entered(app: Flask, database: Database, name: str, role: Role | None = None, of: int | None = None) -> Browser:
    """Somebody, with a role for a thing where one is named."""
    with database.unit_of_work() as session:
        account = person(session, name)
        if role:
            appoint(session, SYSTEM, account, role=role, term=Term(TODAY), held_for=RoleSubject(None, of))
    browser = Browser(app.test_client())
    browser.sign_in(f"{name}@example.vn")
    return browser


def only(session: Session, model: type[Kind]) -> Kind:
    return session.scalars(select(model)).one()


def approved(database: Database, model: type[Kind]) -> Kind:
    with database.unit_of_work() as session:
        made = only(session, model)
        approve(session, SYSTEM, made, now=now(), today=TODAY)
        return made


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_offer_in_two_pages_a_demand_in_english_and_both_meet(app: Flask, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        product = tea(session)
        number, maker = product.id, product.producer_id
    producer = entered(app, catalogue_db, "lan", PRODUCER_MEMBER, maker)
    assert "Chè búp Bình Minh" in producer.get(MINE)
    wrong = producer.post(f"{MINE}/moi/{number}", {**WHAT, "amount": "hai tạ", "unit": "pack"}).get_data(as_text=True)
    assert "Hãy ghi một số" in wrong
    assert "một gói chứa bao nhiêu" in wrong
    assert producer.post(f"{MINE}/moi/{number}", WHAT).status_code == 302
    with catalogue_db.reading() as session:
        here = f"{MINE}/{only(session, SupplyOffer).id}"
    assert "150 kg" in producer.get(f"{here}/giao-hang")
    producer.post(f"{here}/giao-hang", TERMS)
    assert "đang chờ cán bộ" in producer.get(here)
    offer = approved(catalogue_db, SupplyOffer)
    page = f"/vi/cung-cau/chao-ban/{offer.slug}-{offer.id}"
    assert "180.000 ₫/kg" in producer.get(page)
    assert "lan@example.vn" not in producer.get(page)
    assert page in producer.get("/vi/cung-cau?q=che+bup")

    buyer = entered(app, catalogue_db, "mai")
    home = {"name": "Teehaus", "kind": "importer", "country": "VN", "register_number": "12", "province": ""}
    refused = buyer.post("/ho-so/mua-hang/don-vi/moi", home).get_data(as_text=True)
    assert "Mã số thuế có 10 chữ số" in refused
    buyer.post("/ho-so/mua-hang/don-vi/moi", {**home, "country": "DE", "register_number": "HRB 1"})
    with catalogue_db.unit_of_work() as session:
        opened = session.scalars(select(Buyer)).one()
        approve_buyer(session, SYSTEM, opened, now=now())
        new = f"/ho-so/mua-hang/don-vi/{opened.id}/nhu-cau-moi"
    assert buyer.post(new, DEMAND).status_code == 302
    demand = approved(catalogue_db, BuyerDemand)
    assert "Green tea, loose leaf" in buyer.get("/en/supply-demand?kind=demand")
    assert "giấy chứng nhận hết hạn" in buyer.get(f"/ho-so/mua-hang/nhu-cau/{demand.id}"), "the gate is told"
    with catalogue_db.unit_of_work() as session:
        take_down(session, SYSTEM, only(session, SupplyOffer), reason="Ảnh của người khác.", now=now())
    assert producer.client.get(page).status_code == 404
    assert "Ảnh của người khác." in producer.get(here)
    with catalogue_db.reading() as session:
        assert only(session, SupplyOffer).state is State.TAKEN_DOWN
