"""The pages the law asks for say what the rules say."""

import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from catalog.legal import labels
from catalog.reports.rules import WORKING_DAYS
from catalog.reports.rules import Kind as ReportKind
from foundation.config.operator import read_operator
from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from foundation.privacy.rules import DAYS
from tests.support.pages import CheckingClient, links, texts
from wsgi import HOUSE, create_app

OPERATOR = {
    "name": "Trung tâm Xúc tiến (thử)",
    "name_en": "Promotion Centre (test)",
    "address": "Số 1, phường Thử",
    "tax_id": "0100000000",
    "registration": "Thông báo số 1/TB-BCT",
    "email": "lienhe@ocop.example",
    "phone": "024 0000 0000",
}
PAGES = {
    "privacy": ("/vi/bao-ve-du-lieu-ca-nhan", "/en/privacy"),
    "complaints": ("/vi/khieu-nai", "/en/complaints"),
    "terms": ("/vi/dieu-khoan-su-dung", "/en/terms-of-use"),
    "contact": ("/vi/lien-he", "/en/contact"),
}


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # these pages ask no record


def with_operator(settings: Settings, database: Database, env: Env, **told: str) -> FlaskClient:
    changed = replace(settings, env=env, base_url="https://ocop.example", operator=read_operator(json.dumps(told)))
    app = create_app(changed, database)
    app.test_client_class = CheckingClient
    return app.test_client()


def test_every_page_leads_to_them_in_its_own_language(client: FlaskClient) -> None:
    for place, start in enumerate(("/vi/", "/en/")):
        home = links(client.get(start).text)
        for addresses in PAGES.values():
            assert addresses[place] in home
            assert client.get(addresses[place]).status_code == 200


def test_privacy_names_what_every_room_holds_and_every_period(client: FlaskClient) -> None:
    page = client.get("/en/privacy").text
    with client.application.test_request_context("/en/privacy"):
        held = [str(answer.words) for answer in HOUSE.answers]
        kept = [(str(rule.words), labels.duration_words(rule.lasts)) for rule in HOUSE.retention]
        asked = [f"{labels.request_words(kind)}{days} days" for kind, days in DAYS.items()]
    assert set(held) <= set(texts(page, "li"))
    rows = texts(page, "tr")
    assert [one for one, lasts in kept if f"{one}{lasts}" not in rows] == []
    assert [one for one in asked if one not in rows] == []
    # The eight things the law wants told, and what lies in the browser and how it changes.
    assert [heading.split(".")[0] for heading in texts(page, "h2") if heading[0].isdecimal()] == [
        str(number) for number in range(1, 11)
    ]


def test_privacy_asks_for_the_very_words_people_agree_to(client: FlaskClient) -> None:
    page = client.get("/vi/bao-ve-du-lieu-ca-nhan").text
    assert "Cho mọi người thấy cách liên lạc của tôi trên trang chủ thể" in page
    assert "Nhận thư về hội chợ" in page


def test_letters_in_a_folder_are_told_of_only_where_there_is_no_mail(
    client: FlaskClient, settings: Settings, catalogue_db: Database
) -> None:
    words = "Bản sao thư trong thư mục"
    assert words in client.get("/vi/bao-ve-du-lieu-ca-nhan").text
    sends = create_app(replace(settings, smtp_url="smtp://mail.example"), catalogue_db)
    assert words not in sends.test_client().get("/vi/bao-ve-du-lieu-ca-nhan").text


def test_deadlines_of_complaints_are_those_the_desk_works_by(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = texts(client.get("/vi/khieu-nai").text, "tr")
    assert [row for row in rows if "ngày làm việc" in row] == [
        "Hàng giả, sao giả: hạng sao, mã hoặc bao bì không đúng 3 ngày làm việc",
        "Sai sót trong hồ sơ: tên, địa bàn, nhóm, hạng sao, quyết định 5 ngày làm việc",
        "Khiếu nại về sản phẩm, chủ thể hoặc trang này 10 ngày làm việc",
    ]
    monkeypatch.setitem(WORKING_DAYS, ReportKind.FAKE, 4)
    assert "4 working days" in client.get("/en/complaints").text
    assert "/vi/phan-anh?loai=fake" in links(client.get("/vi/khieu-nai").text)


def test_the_operator_stands_at_the_foot_of_every_page(settings: Settings, catalogue_db: Database) -> None:
    client = with_operator(settings, catalogue_db, Env.PRODUCTION, **OPERATOR)
    for address in ("/en/", "/en/products", "/en/nowhere", "/x/", "/en/contact"):
        page = client.get(address, base_url="https://ocop.example", headers={"Accept-Language": "en"}).text
        for said in OPERATOR.values():
            assert said in page, (address, said)
    assert "Demonstration" not in page


def test_without_an_operator_a_demonstration_says_so_and_production_promises_none(
    client: FlaskClient, settings: Settings, catalogue_db: Database
) -> None:
    assert "Demonstration: nobody operates this site" in client.get("/en/").text
    live = create_app(replace(settings, env=Env.PRODUCTION, base_url="https://ocop.example"), catalogue_db)
    home = live.test_client().get("/en/", base_url="https://ocop.example").text
    assert "Demonstration" not in home
    contact = live.test_client().get("/en/contact", base_url="https://ocop.example").text
    assert "The operator has not stated its name" in contact
