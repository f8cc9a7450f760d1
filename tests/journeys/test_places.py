"""A visitor's way by province, group and producer, on both databases."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.certificates.services import certify, decision, refresh_standings
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.storefront.slots import EXTENSION, Slots
from foundation.db.database import Database
from foundation.rooms.parts import Section
from tests.support.databases import TODAY
from tests.support.pages import classed, links, texts
from tests.support.queries import count_queries


def get(client: FlaskClient, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.get_data(as_text=True)


def test_the_home_page_leads_to_all_34_provinces_by_map_and_by_list(client: FlaskClient) -> None:
    page = get(client, "/vi/")
    found = [link for link in links(page) if re.match(r"/vi/tinh/[a-z-]+$", link)]
    assert len(set(found)) == 34
    mapped = re.findall(r'<a class="m\d" href="(/vi/tinh/[a-z-]+)" tabindex="-1">', page)
    assert len(mapped) == 34
    assert set(mapped) == set(found)
    assert "Quần đảo Hoàng Sa" in page
    assert "Quần đảo Trường Sa" in page
    for link in sorted(set(found))[::12]:
        assert texts(get(client, link), "h1")


def test_the_map_and_the_list_count_the_same_as_the_figures(client: FlaskClient) -> None:
    page = get(client, "/vi/")
    listed = next(text for text, _ in classed(page, "columns"))
    assert sum(int(number) for number in re.findall(r"\d+", listed)) == 878
    mapped = re.findall(r"<title>[^<]+: (\d+)</title><use", page)
    assert len(mapped) == 34
    assert sum(int(number) for number in mapped) == 878


def test_the_newest_decisions_say_that_a_source_names_them(client: FlaskClient) -> None:
    page = get(client, "/vi/")
    section = page.partition('id="decisions"')[2]
    assert "Quyết định 2361/QĐ-BNNMT" in section
    assert "1 sản phẩm 5 sao" in section
    assert "chưa có văn bản quyết định trong hồ sơ" in section


@pytest.mark.fresh_site
def test_a_decision_on_file_stands_first_with_its_day(client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        product = session.scalars(select(Product).where(Product.province_code == "15").limit(1)).one()
        issued = date(2026, 10, 5)
        act = decision(session, authority="UBND tỉnh Lào Cai", level="province", number="99/QĐ", issued_on=issued)
        certify(session, product.id, act, stars=4, edition="26/2026")
        refresh_standings(session, [product.id], TODAY)
    section = get(client, "/vi/").partition('id="decisions"')[2]
    first = section.partition("<li>")[2].partition("</li>")[0]
    assert "Quyết định 99/QĐ" in first
    assert "05/10/2026" in first
    assert "1 sản phẩm 4 sao" in first
    assert "chưa có văn bản" not in first


@pytest.mark.fresh_site
def test_demonstration_records_stay_out_of_figures(client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        session.execute(update(Product).where(Product.province_code == "15").values(is_demo=True))
        session.execute(update(Producer).where(Producer.province_code == "15").values(is_demo=True))
    assert "Tính từ 843 sản phẩm" in get(client, "/vi/")
    page = get(client, "/vi/tinh/lao-cai")
    assert texts(page, "dd")[:4] == ["0", "0", "0", "0"]
    assert "HTX Sơn Hòa" not in page


def test_a_provinces_figures_agree_with_the_list(client: FlaskClient) -> None:
    page = get(client, "/vi/tinh/lao-cai")
    assert texts(page, "h1") == ["Sản phẩm OCOP Lào Cai"]
    in_force, ending, lapsed, other = (int(text) for text in texts(page, "dd")[:4])
    total = client.get("/api/v1/products?province=15").get_json()["total"]
    assert in_force + ending + lapsed + other == total == 35
    found = client.get("/api/v1/products?province=15&standing=in_force").get_json()["total"]
    assert found == in_force
    assert "23/11/2026" in page


def test_a_provinces_table_counts_each_product_once(client: FlaskClient) -> None:
    page = get(client, "/en/provinces/lao-cai")
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [int(n) for n in re.findall(r'<td class="num"[^>]*>(\d+)</td>', body)]
    rows = [cells[start : start + 5] for start in range(0, len(cells), 5)]
    assert all(sum(row[:4]) == row[4] for row in rows)
    assert sum(row[4] for row in rows) == 35


def test_a_former_province_leads_to_todays_which_says_so(client: FlaskClient) -> None:
    moved = client.get("/vi/tinh/ha-giang")
    assert (moved.status_code, moved.location) == (301, "/vi/tinh/tuyen-quang?former=ha-giang")
    page = get(client, moved.location)
    assert "Tỉnh Hà Giang đã thuộc Tuyên Quang từ ngày 1/7/2025" in page
    assert '<link rel="canonical" href="http://localhost:8000/vi/tinh/tuyen-quang">' in page
    assert "đã thuộc Tuyên Quang" not in get(client, "/vi/tinh/tuyen-quang")


@pytest.mark.parametrize("former", ["lao-cai-truoc-2025", "nope", "tuyen-quang", "<script>"])
def test_a_page_says_only_of_its_own_former_provinces_that_they_led_there(client: FlaskClient, former: str) -> None:
    response = client.get("/vi/tinh/tuyen-quang", query_string={"former": former})
    assert "đây là trang của đơn vị hiện nay" not in response.get_data(as_text=True)


def test_names_of_both_eras_have_pages_of_their_own(client: FlaskClient) -> None:
    assert texts(get(client, "/vi/tinh/an-giang"), "h1") == ["Sản phẩm OCOP An Giang"]
    moved = client.get("/en/provinces/an-giang-truoc-2025")
    assert moved.location == "/en/provinces/an-giang?former=an-giang-truoc-2025"
    assert client.get("/vi/tinh/kien-giang").location == "/vi/tinh/an-giang?former=kien-giang"


def test_the_list_of_provinces_names_what_they_were(client: FlaskClient) -> None:
    page = get(client, "/vi/tinh")
    rows = texts(page, "tr")[1:]
    assert len(rows) == 34
    assert any(row.startswith("Lào Cai trước đây: Lào Cai, Yên Bái") for row in rows)
    assert sum(int(re.findall(r"(\d+) \d+$", row)[0]) for row in rows) == 878


@pytest.mark.parametrize(
    "address", ["/vi/tinh/khong-co", "/en/groups/nothing", "/vi/chu-the?page=99", "/vi/chu-the?page=x"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    get(client, address, status=404)


def test_from_a_sector_to_a_group_to_its_products(client: FlaskClient) -> None:
    page = get(client, "/vi/nhom")
    assert {"/vi/nhom/thuc-pham", "/vi/nhom/che", "/vi/nhom/ca-phe-ca-cao"} <= set(links(page))
    sector = get(client, "/vi/nhom/thuc-pham")
    assert "/vi/nhom/che" in links(sector)
    group = get(client, "/vi/nhom/che")
    assert "/vi/nhom/thuc-pham" in links(group)
    assert "/vi/san-pham?group=26-1-5" in links(group)
    assert "bộ số 11" in group
    total = client.get("/api/v1/products?group=26-1-5").get_json()["total"]
    assert f"{total} sản phẩm trong danh mục" in group


def test_every_group_has_a_page_and_says_when_it_has_no_product(client: FlaskClient) -> None:
    found = {link for link in links(get(client, "/en/groups")) if link.startswith("/en/groups/")}
    assert len(found) == 6 + 16
    pages = [get(client, link) for link in sorted(found)]
    assert any("No product of this group is on record yet" in page for page in pages)


def test_a_producer_is_found_by_name_and_narrowed(client: FlaskClient) -> None:
    page = get(client, "/vi/chu-the?q=su+anh")
    assert "Sử" in page
    assert "Anh</mark>" in page
    assert any(re.match(r"/vi/chu-the/.+-\d+$", link) for link in links(page))
    narrowed = get(client, "/vi/chu-the?province=15&producer_type=cooperative")
    assert '<option value="15" selected>' in narrowed
    assert "Không tìm thấy chủ thể nào" in get(client, "/vi/chu-the?q=zzzzzz")


def test_pages_of_producers_keep_the_question(client: FlaskClient) -> None:
    page = get(client, "/en/producers?producer_type=cooperative")
    assert "/en/producers?producer_type=cooperative&page=2" in links(page)
    last = get(client, "/en/producers?page=2")
    assert '<link rel="canonical" href="http://localhost:8000/en/producers?page=2">' in last


def test_producers_of_a_former_code_are_found_under_todays(client: FlaskClient, catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        wanted = session.scalar(select(func.count()).select_from(Producer).where(Producer.province_code == "15"))
    assert f"{wanted} chủ thể" in get(client, "/vi/chu-the?province=10")


def test_what_rooms_above_bring_stands_on_home_and_province_pages(app: Flask, client: FlaskClient) -> None:
    def load(_: Session, today: date, province: str | None) -> Any:
        return None if province == "01" else [today.isoformat(), province or "whole country"]

    app.extensions[EXTENSION] = Slots(sections=(Section("fair.html", load),))
    template = {"fair.html": "<section><h2>{{ data|join(' ') }}</h2></section>"}
    app.jinja_loader = ChoiceLoader([loader for loader in (app.jinja_loader, DictLoader(template)) if loader])
    assert "2026-11-23 whole country" in texts(get(client, "/vi/"), "h2")
    assert "2026-11-23 15" in texts(get(client, "/vi/tinh/lao-cai"), "h2")
    assert not any("2026-11-23" in text for text in texts(get(client, "/vi/tinh/ha-noi"), "h2"))


@pytest.mark.parametrize(
    ("address", "many"),
    [
        ("/vi/tinh", 1),
        ("/vi/tinh/lao-cai", 5),  # one of them for its points of sale, one for what happens there
        ("/vi/tinh/ha-giang", 1),
        ("/vi/nhom", 2),
        ("/vi/nhom/che", 2),
        ("/vi/chu-the", 2),
        ("/en/producers?q=su+anh", 2),
    ],
)
def test_query_counts_are_fixed(client: FlaskClient, catalogue_db: Database, address: str, many: int) -> None:
    client.get(address)  # the first page of a generation also works out its figures
    assert count_queries(catalogue_db, lambda: client.get(address)) == many


def test_figures_are_worked_out_once_for_a_generation(client: FlaskClient, catalogue_db: Database) -> None:
    client.get("/vi/tinh")
    assert count_queries(catalogue_db, lambda: client.get("/vi/tinh/hue")) == 5 + 5
    assert count_queries(catalogue_db, lambda: client.get("/vi/tinh/hue")) == 5
