"""A product's page and the shortlist, on both databases."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.products.services import remove_product
from catalog.storefront.slots import EXTENSION, Slots
from foundation.db.base import now
from foundation.db.database import Database
from foundation.rooms.parts import Slot
from tests.support.pages import classed, links, texts
from tests.support.queries import count_queries

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def shown(catalogue_db: Database) -> Product:
    with catalogue_db.reading() as session:
        return session.scalars(select(Product).where(Product.name == "Mắm cá mè vinh")).one()


def get(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.get_data(as_text=True)


def path(product: Product) -> str:
    return f"/vi/san-pham/{product.slug}-{product.id}"


def test_programs_are_told_of_the_product(client: FlaskClient, shown: Product) -> None:
    found = DATA.search(get(client, path(shown)))
    assert found
    data = json.loads(found[1])
    assert (data["@type"], data["name"]) == ("Product", "Mắm cá mè vinh")
    assert data["url"] == f"http://localhost:8000{path(shown)}"
    assert data["manufacturer"]["url"].startswith("http://localhost:8000/vi/chu-the/")


def test_no_name_can_end_the_data_and_begin_a_script(
    client: FlaskClient, catalogue_db: Database, shown: Product
) -> None:
    with catalogue_db.unit_of_work() as session:
        session.get_one(Product, shown.id).name = "</script><script src=//evil></script>"
    found = DATA.search(get(client, path(shown)))
    assert found
    assert json.loads(found[1])["name"] == "</script><script src=//evil></script>"


def test_networks_are_told_title_and_standing(client: FlaskClient, shown: Product) -> None:
    page = get(client, path(shown))
    assert '<meta property="og:title" content="Mắm cá mè vinh">' in page
    told = re.search(r'og:description" content="([^"]+)"', page)
    assert told
    assert "đã quá 36 tháng" in told[1]


def test_a_product_leads_to_its_province_and_its_group(client: FlaskClient, shown: Product) -> None:
    assert {"/vi/tinh/an-giang", "/vi/nhom/gia-vi"} <= set(links(get(client, path(shown))))


def test_beside_a_product_stand_others_of_its_group_from_other_producers(
    client: FlaskClient, catalogue_db: Database, shown: Product
) -> None:
    beside = get(client, path(shown)).partition("Sản phẩm tương tự")[2]
    ids = [int(number) for number in re.findall(r'href="/vi/san-pham/[a-z0-9-]+-(\d+)"', beside)]
    assert len(ids) == 4
    with catalogue_db.reading() as session:
        others = [session.get_one(Product, number) for number in ids]
    assert shown.id not in ids
    assert shown.producer_id not in {other.producer_id for other in others}
    assert {other.group_id for other in others} == {shown.group_id}
    assert others[0].province_code == shown.province_code


@pytest.mark.fresh_site
def test_without_an_index_the_page_shows_the_rest(client: FlaskClient, app: Flask, shown: Product) -> None:
    for file in sorted((app.config["OCOP_SETTINGS"].data_dir / "search").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    page = get(client, path(shown))
    assert texts(page, "h1") == ["Mắm cá mè vinh"]
    assert "Sản phẩm tương tự" not in page


def offers(_: Session, ids: Collection[int], today: date) -> Mapping[int, Any]:
    """What a room above might bring: one product has an offer."""
    return {number: f"{today:%d/%m}" for number in ids if number == min(ids)}


def test_what_rooms_above_bring_stands_on_the_page_and_on_cards(
    app: Flask, client: FlaskClient, catalogue_db: Database, shown: Product
) -> None:
    slot = Slot("offer.html", offers, flag=lambda data: f"Nhận hỏi mua từ {data}")
    app.extensions[EXTENSION] = Slots(products=(slot,))
    template = {"offer.html": "<h2>Chào hàng {{ data }}</h2>"}
    app.jinja_loader = ChoiceLoader([loader for loader in (app.jinja_loader, DictLoader(template)) if loader])
    assert "Chào hàng 23/11" in texts(get(client, path(shown)), "h2")
    listed = classed(get(client, "/vi/san-pham"), "card__ask")
    assert [text for text, _ in listed] == ["Nhận hỏi mua từ 23/11"]


def test_a_shortlist_shows_its_products_in_order_and_says_what_is_gone(
    client: FlaskClient, catalogue_db: Database, shown: Product
) -> None:
    with catalogue_db.unit_of_work() as session:
        kept, gone = session.scalars(select(Product).where(Product.id != shown.id).order_by(Product.id).limit(2))
        remove_product(session, gone, reason="Ngừng sản xuất.", at=now())
        ids, first = f"{kept.id},{shown.id},{gone.id},{kept.id}", kept.name
    page = get(client, f"/vi/da-luu?ids={ids}")
    assert texts(page, "th")[5:] == [first, "Mắm cá mè vinh"]
    assert "1 sản phẩm không còn trong danh mục" in page
    assert f"/vi/da-luu?ids={kept.id},{shown.id}" in page.replace("%2C", ",")
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("ids", ["", "x", "0", "-1", "9" * 40, "1,,2,x;3", "１", ",".join(map(str, range(1, 400)))])
def test_any_shortlist_is_answered(client: FlaskClient, ids: str) -> None:
    response = client.get("/en/shortlist", query_string={"ids": ids})
    assert response.status_code == 200
    assert len(texts(response.get_data(as_text=True), "tr")) <= 51


def test_query_counts_are_fixed(client: FlaskClient, catalogue_db: Database, shown: Product) -> None:
    get(client, path(shown))
    # The product and what there is of it, places and groups, claims, its producer's others with those beside it,
    # where it can be bought, and at which fairs it is shown.
    # Certificates, the producer's words and notes are asked for where there are any.
    assert count_queries(catalogue_db, lambda: client.get(path(shown))) == 6
    assert count_queries(catalogue_db, lambda: client.get("/vi/da-luu?ids=1,2,3")) == 2
    assert count_queries(catalogue_db, lambda: client.get("/vi/da-luu")) == 1
