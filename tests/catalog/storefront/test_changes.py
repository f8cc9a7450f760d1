"""The public history of a product and of a producer: what, when and why, for anybody, in both languages."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.certificates.models import Certificate
from catalog.certificates.rules import EndedBy
from catalog.certificates.services import certify, decision
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.products.services import remove_product
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.db.base import now
from foundation.db.database import Database
from tests.journeys.test_catalogue import get, shown
from tests.support.databases import TODAY
from tests.support.pages import links, texts

__all__ = ["shown"]


def address(shown: Product, lang: str = "vi") -> str:
    words = {"vi": ("san-pham", "thay-doi"), "en": ("products", "changes")}[lang]
    return f"/{lang}/{words[0]}/{shown.slug}-{shown.id}/{words[1]}"


def test_a_record_nobody_changed_says_when_it_came(client: FlaskClient, shown: Product) -> None:
    page = get(client, address(shown))
    assert texts(page, "h2")[0] == "Đưa vào danh mục"
    assert "ocop-products" in page
    assert texts(get(client, address(shown, "en")), "h2")[0] == "Added to the catalogue"


def test_it_is_reached_from_the_record_and_leads_back(
    client: FlaskClient, catalogue_db: Database, shown: Product
) -> None:
    product = f"/vi/san-pham/{shown.slug}-{shown.id}"
    assert address(shown) in links(get(client, product))
    assert product in links(get(client, address(shown)))
    assert address(shown, "en") in links(get(client, address(shown)))
    with catalogue_db.reading() as session:
        made_by = session.get_one(Producer, shown.producer_id)
    producer = f"/vi/chu-the/{made_by.slug}-{made_by.id}"
    assert f"{producer}/thay-doi" in links(get(client, producer))
    assert texts(get(client, f"{producer}/thay-doi"), "h2")[0] == "Đưa vào danh mục"


def test_what_changed_is_told_with_its_reason_and_without_whoever_did_it(
    client: FlaskClient, catalogue_db: Database, shown: Product
) -> None:
    with catalogue_db.unit_of_work() as session:
        source = decision(session, authority="UBND tỉnh", level="province", number="12/QĐ-UBND", issued_on=TODAY)
        issued = certify(session, shown.id, source, stars=4, edition="26/2026")
        issued.ended_on, issued.ended_by, issued.end_reason = TODAY, EndedBy.REVOKED, "Vi phạm"
        ended = {"ended_by": EndedBy.REVOKED, "ended_on": TODAY, "secret": "giấu"}
        record(session, Actor(4711), "certificate:end", issued.id, after=ended, reason="Vi phạm nhãn", is_public=True)
        change = {"name": "Tên cũ", "place": "04", "group": "không có", "seller": None}
        record(
            session, Actor(4711), "product:restate", shown.id, before=change, after={"name": "Tên mới"}, is_public=True
        )
        record(session, Actor(4711), "product:hide", shown.id, reason="Việc nội bộ")
        record(session, Actor(4711), "product:polish", shown.id, is_public=True)
    page = get(client, address(shown))
    for words in (
        "Vi phạm nhãn",
        "thu hồi",
        "12/QĐ-UBND",
        "4 sao",
        "23/11/2026",
        "<del>Tên cũ</del> → Tên mới",
        "Tỉnh Cao Bằng",
        "Có thay đổi",
        "Ghi nhận giấy chứng nhận",
    ):
        assert words in page, words
    for hidden in ("4711", "giấu", "Việc nội bộ", "secret"):
        assert hidden not in page
    english = get(client, address(shown, "en"))
    assert "revocation" in english
    assert "4 stars" in english


def test_a_product_that_was_taken_out_says_why(client: FlaskClient, catalogue_db: Database, shown: Product) -> None:
    with catalogue_db.unit_of_work() as session:
        remove_product(session, session.get_one(Product, shown.id), reason="Chủ thể ngừng sản xuất.", at=now())
    page = get(client, address(shown))
    assert texts(page, "h2")[0] == "Đưa ra khỏi danh mục"
    assert "Chủ thể ngừng sản xuất." in page
    assert f"/vi/san-pham/{shown.slug}-{shown.id}" not in links(page)


@pytest.mark.parametrize("kind", ["san-pham", "chu-the"])
def test_what_is_not_there_and_what_has_moved(client: FlaskClient, shown: Product, kind: str) -> None:
    get(client, f"/vi/{kind}/x-987654321/thay-doi", status=404)
    number = shown.id if kind == "san-pham" else shown.producer_id
    moved = client.get(f"/vi/{kind}/x-{number}/thay-doi")
    assert moved.status_code == 301
    get(client, moved.location)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_certificates_of_before_are_told_from_the_record(
    client: FlaskClient, catalogue_db: Database, shown: Product
) -> None:
    with catalogue_db.unit_of_work() as session:
        source = decision(session, authority="Bộ", level="ministry", number="9", issued_on=TODAY)
        certify(session, shown.id, source, stars=5, edition="26/2026")
        assert session.scalar(select(Certificate.id))
    assert "5 sao" in get(client, address(shown))
