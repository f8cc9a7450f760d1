"""Codes for packages: who may draw them, what they say, and when there is none."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from catalog.certificates.check_code import printed
from catalog.certificates.services import certify, decision, refresh_standings
from catalog.producers.roles import PRODUCER_MEMBER
from catalog.products.models import Product
from catalog.products.services import remove_product
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.web import qr
from tests.foundation.signin.conftest import Browser, account, hashed, keys
from tests.support.databases import TODAY
from tests.support.desk import OTHER, PROVINCE, app, enter
from tests.support.pages import links

__all__ = ["app", "enter", "hashed", "keys"]

Enter = Callable[..., Browser]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def product(catalogue_db: Database) -> Product:
    with catalogue_db.reading() as session:
        wanted = select(Product).where(Product.province_code == PROVINCE, Product.producer_id.is_not(None))
        return session.scalars(wanted.order_by(Product.id)).first()  # type: ignore[return-value]


def certified(database: Database, product: Product, issued_on: date) -> str:
    with database.unit_of_work() as session:
        level = "province"
        source = decision(session, authority="UBND", level=level, number="1/QĐ", issued_on=issued_on)
        code = certify(session, product.id, source, stars=3, edition="148").check_code
        refresh_standings(session, [product.id], TODAY)
        return printed(code)


def test_an_officer_finds_a_product_and_its_codes(enter: Enter, product: Product, catalogue_db: Database) -> None:
    code, browser = certified(catalogue_db, product, date(2025, 3, 3)), enter("can")
    found = browser.get("/ho-so/tem-nhan", query_string={"q": product.name})
    assert f"/ho-so/tem-nhan/{product.id}" in links(found)
    page = browser.get(f"/ho-so/tem-nhan/{product.id}")
    assert code in page
    for target, address in (("trang", f"/vi/san-pham/{product.slug}-{product.id}"), ("giay", f"/x/{code}")):
        drawn = browser.client.get(f"/ho-so/tem-nhan/{product.id}/{target}.svg")
        assert (drawn.mimetype, drawn.data) == ("image/svg+xml", qr.qr_svg(f"http://localhost:8000{address}"))
        assert browser.client.get(f"/ho-so/tem-nhan/{product.id}/{target}.png").data.startswith(PNG)
        saved = browser.client.get(f"/ho-so/tem-nhan/{product.id}/{target}.png?tai=1")
        assert saved.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("asked", "count"), [("12", 12), ("40", 40), ("7", 24), ("x", 24)])
def test_a_sheet_holds_as_many_as_asked_for(enter: Enter, product: Product, asked: str, count: int) -> None:
    page = enter("can").get(f"/ho-so/tem-nhan/{product.id}/trang/to-in?so={asked}")
    assert page.count("/trang.svg") == count


def test_without_a_certificate_in_force_there_is_no_code_for_its_check(
    enter: Enter, product: Product, catalogue_db: Database
) -> None:
    certified(catalogue_db, product, date(2022, 3, 3))
    browser = enter("can")
    assert "chưa có mã kiểm tra" in browser.get(f"/ho-so/tem-nhan/{product.id}")
    for part in ("giay.svg", "giay.png", "giay/to-in"):
        browser.get(f"/ho-so/tem-nhan/{product.id}/{part}", status=404)


@pytest.mark.parametrize("part", ["khac.svg", "khac.png", "khac/to-in"])
def test_a_code_leads_to_nothing_else(enter: Enter, product: Product, part: str) -> None:
    enter("can").get(f"/ho-so/tem-nhan/{product.id}/{part}", status=404)


def test_another_province_draws_none_of_it(enter: Enter, product: Product) -> None:
    stranger = enter("thanh", OTHER)
    for part in ("", "/trang.svg", "/trang.png", "/trang/to-in"):
        stranger.get(f"/ho-so/tem-nhan/{product.id}{part}", status=404)


def test_a_member_draws_those_of_its_producer_only(app: Flask, product: Product, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        mine = account(session, "lan")
        held_for = RoleSubject(None, product.producer_id)
        appoint(session, SYSTEM, mine, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=held_for)
        other = session.scalars(select(Product).where(Product.producer_id != product.producer_id)).first()
        assert other
    browser = Browser(app.test_client())
    browser.sign_in("lan@example.vn")
    browser.get(f"/ho-so/tem-nhan/{product.id}")
    browser.get(f"/ho-so/tem-nhan/{other.id}", status=404)
    assert f"/ho-so/tem-nhan/{other.id}" not in links(browser.get("/ho-so/tem-nhan"))


def test_a_product_that_left_the_catalogue_has_no_codes(enter: Enter, product: Product, catalogue_db: Database) -> None:
    browser = enter("can")
    with catalogue_db.unit_of_work() as session:
        remove_product(session, session.get_one(Product, product.id), reason="x", at=now())
    for part in ("", "/trang.svg", "/trang/to-in"):
        browser.get(f"/ho-so/tem-nhan/{product.id}{part}", status=404)
