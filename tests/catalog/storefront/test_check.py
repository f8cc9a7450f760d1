"""The certificate check and its JSON: every answer there is, on both databases."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.check_code import new_code, printed, read_code
from catalog.certificates.models import Certificate
from catalog.certificates.rules import EndedBy
from catalog.certificates.services import certify, decision, refresh_standings
from catalog.opendata.schemas import CertificateCheck
from catalog.products.models import Product
from catalog.products.services import remove_product
from catalog.profiles.services import add_photo, submit
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.rules import SMALL_BYTES
from foundation.files.services import prepare_image
from foundation.files.storage import EXTENSION as STORAGE
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY
from tests.support.pages import classed, links, texts
from tests.support.pictures import encoded

BYTES_MAX = 30_000


@pytest.fixture
def records(catalogue_db: Database) -> Iterator[Session]:
    with catalogue_db.unit_of_work() as session:
        yield session


def certified(
    session: Session, *, issued_on: date = date(2025, 6, 2), stars: int = 4, number: str = "12/QĐ-UBND"
) -> Certificate:
    product_id = session.scalars(select(Product.id).where(Product.name == "Mắm cá mè vinh")).one()
    level = "province"
    source = decision(session, authority="UBND tỉnh", level=level, number=number, issued_on=issued_on)
    issued = certify(session, product_id, source, stars=stars, edition="148")
    refresh_standings(session, [product_id], TODAY)
    session.commit()
    return issued


def page_of(client: FlaskClient, code: str, *, status: int = 200, lang: str = "vi") -> str:
    response = client.get(f"/x/{code}", headers={"Accept-Language": lang})
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    return response.get_data(as_text=True)


def verdict(page: str) -> str:
    return classed(page, "big")[0][0]


def test_one_in_force_is_green_with_stars_and_leads_to_its_product(client: FlaskClient, records: Session) -> None:
    issued = certified(records)
    page = page_of(client, printed(issued.check_code))
    assert verdict(page) == "Còn hiệu lực"
    assert classed(page, "panel--leaf")
    assert classed(page, "stars--big") == [("4 sao", None)]
    assert {"12/QĐ-UBND, UBND tỉnh", "02/06/2025", "02/06/2028"} <= set(texts(page, "dd"))
    assert f"/vi/san-pham/mam-ca-me-vinh-{issued.product_id}" in links(page)


@pytest.mark.parametrize(
    "spoil", [str.lower, lambda code: code.replace("0", "o").replace("1", "l"), lambda c: f"{c[:4]} {c[4:]}"]
)
def test_a_code_is_read_as_people_type_it(client: FlaskClient, records: Session, spoil: Callable[[str], str]) -> None:
    issued = certified(records)
    issued.check_code = "01ABCDEF" + next(c for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if read_code("01ABCDEF" + c))
    records.commit()
    assert verdict(page_of(client, spoil(issued.check_code))) == "Còn hiệu lực"


def test_one_whose_renewal_is_pending_stays_valid_and_says_until_when(client: FlaskClient, records: Session) -> None:
    issued = certified(records, issued_on=date(2023, 10, 1))
    issued.extended_until = date(2027, 3, 1)
    records.commit()
    page = page_of(client, issued.check_code)
    assert verdict(page) == "Còn hiệu lực, chờ đánh giá lại"
    assert "01/03/2027" in page
    assert classed(page, "stars--big")


def test_one_past_its_time_shows_no_star(client: FlaskClient, records: Session) -> None:
    page = page_of(client, certified(records, issued_on=date(2021, 5, 4)).check_code)
    assert verdict(page) == "Đã hết hiệu lực"
    assert "04/05/2024" in page
    assert classed(page, "panel--bad")
    assert not classed(page, "stars")


@pytest.mark.parametrize(("why", "said"), [(EndedBy.REVOKED, "Đã thu hồi"), (EndedBy.WITHDRAWN, "Đã rút lại")])
def test_one_that_was_ended_says_when_and_why(client: FlaskClient, records: Session, why: EndedBy, said: str) -> None:
    issued = certified(records)
    issued.ended_on, issued.ended_by, issued.end_reason = date(2026, 11, 20), why, "Ngừng sản xuất"
    refresh_standings(records, [issued.product_id], TODAY)
    records.commit()
    page = page_of(client, issued.check_code)
    assert verdict(page) == said
    assert "20/11/2026" in page
    assert "Ngừng sản xuất" in page
    assert not classed(page, "stars")


def test_one_that_was_replaced_leads_to_the_one_in_force(client: FlaskClient, records: Session) -> None:
    old, new = certified(records), certified(records, issued_on=date(2026, 3, 1), stars=5, number="9/QĐ-BNNMT")
    page = page_of(client, old.check_code)
    assert verdict(page) == "Đã thay bằng quyết định sau"
    assert f"/x/{printed(new.check_code)}" in links(page)
    assert not classed(page, "stars")


def test_a_product_that_left_the_catalogue_is_named_and_not_linked(client: FlaskClient, records: Session) -> None:
    issued = certified(records)
    product = records.get_one(Product, issued.product_id)
    remove_product(records, product, reason="Trùng hồ sơ", at=now())
    records.commit()
    page = page_of(client, issued.check_code)
    assert "Trùng hồ sơ" in page
    assert not [link for link in links(page) if f"-{product.id}" in link]


def test_an_unknown_code_is_not_called_false(client: FlaskClient) -> None:
    page = page_of(client, printed(new_code()), status=404)
    assert verdict(page) == "Không tìm thấy"
    assert classed(page, "panel--none")
    assert "/vi/san-pham" in links(page)


@pytest.mark.parametrize("typed", ["K7M4", "K7M4-Q2RD", "K7M4-Q2RD5-1", "%3Cb%3E", "a/b/c", "ữ" * 300])
def test_what_cannot_be_a_code_says_so(client: FlaskClient, typed: str) -> None:
    assert verdict(page_of(client, typed, status=404)) == "Không tìm thấy"


@given(st.text(max_size=60))
def test_reading_a_code_never_fails(typed: str) -> None:
    found = read_code(typed)
    assert found is None or read_code(printed(found)) == found


def test_a_typed_code_leads_to_its_page(client: FlaskClient) -> None:
    assert client.get("/x/").status_code == 200
    assert client.get("/x/?code=+k7m4-q2rd5+").location == "/x/k7m4-q2rd5"


def test_the_language_is_the_visitors_and_can_be_switched(client: FlaskClient, records: Session) -> None:
    code = certified(records).check_code
    assert verdict(page_of(client, code, lang="en-GB")) == "In force"
    switch = next(link for link in links(page_of(client, code, lang="en-GB")) if "ngon-ngu/vi" in link)
    back = client.get(switch)
    assert back.location == f"/x/{code}"
    assert verdict(page_of(client, code, lang="en-GB")) == "Còn hiệu lực"


def test_the_page_is_light_and_has_no_script(client: FlaskClient, records: Session) -> None:
    response = client.get(f"/x/{certified(records).check_code}")
    assert len(response.get_data()) < BYTES_MAX
    assert b"<script" not in response.get_data()
    assert b"woff2" not in response.get_data()


def test_as_json_it_is_what_its_description_says(client: FlaskClient, records: Session) -> None:
    issued = certified(records)
    response = client.get(f"/api/v1/certificates/{printed(issued.check_code).lower()}")
    told = response.get_json()
    assert response.headers["Cache-Control"] == "no-store"
    assert CertificateCheck().validate(told) == {}
    assert (told["standing"], told["stars"], told["number"]) == ("in_force", 4, "12/QĐ-UBND")
    assert told["code"] == printed(issued.check_code)
    assert told["product"]["name"] == "Mắm cá mè vinh"


@pytest.mark.parametrize("code", ["K7M4-Q2RD0", "x", "%00"])
def test_as_json_an_unknown_one_is_a_problem(client: FlaskClient, code: str) -> None:
    response = client.get(f"/api/v1/certificates/{code}")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert response.get_json()["status"] == 404


def test_the_products_photo_is_shown_small_once_it_is_published(
    app: Flask, client: FlaskClient, records: Session
) -> None:
    issued, storage = certified(records), app.extensions[STORAGE]
    product, actor = issued.product, Actor(account(records, "an").id)
    noise = Image.effect_noise((900, 1800), 120).convert("RGB")
    drawn = prepare_image(storage, io.BytesIO(encoded(noise, "JPEG")))
    add_photo(records, actor, product, photo=drawn, now=now())
    records.commit()
    assert "/media/" not in page_of(client, issued.check_code)
    submit(records, actor, product, now=now(), today=TODAY)
    records.commit()
    page = page_of(client, issued.check_code)
    [address] = re.findall(r'src="(/media/[^"]+)" width="160"', page)
    picture = client.get(address).data
    assert len(picture) <= SMALL_BYTES
    assert len(zlib.compress(page.encode())) + len(picture) < BYTES_MAX
