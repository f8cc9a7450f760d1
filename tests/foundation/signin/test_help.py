"""Officers who open accounts for others and hand codes out."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from foundation.accounts.keys import Keys
from foundation.accounts.services import close_account
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.permissions.services import Term, appoint
from tests.foundation.signin.conftest import (
    OTHER,
    PASSWORD,
    SET_PASSWORD,
    Browsers,
    account,
    code_now,
    commune_code,
    letters,
    officer,
)
from tests.support.databases import TODAY


@pytest.fixture(autouse=True)
def _an(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session)


def test_help_at_the_commune_from_the_account_to_the_first_sign_in(
    browser: Browsers, app: Flask, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.COMMUNE_OFFICER, place_code=commune_code(session))
    desk = browser()
    desk.sign_in("can@example.vn")
    desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    farmer = {"name": "Giàng A Páo", "identifier": "0912 345 678"}
    shown = desk.post("/tai-khoan/mo-ho", farmer).get_data(as_text=True)
    code = re.search(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>", shown)
    assert code
    assert "Đã có tài khoản" in desk.post("/tai-khoan/mo-ho", farmer).get_data(as_text=True)
    assert "không phải" in desk.post("/tai-khoan/mo-ho", {**farmer, "identifier": "1"}).get_data(as_text=True)
    phone = browser()
    typed = {"identifier": "0912345678", "code": code[1].lower(), "password": PASSWORD}
    assert phone.post("/tai-khoan/nhap-ma", {**typed, "code": "AAAA-AAAA"}).status_code == 200
    assert phone.post("/tai-khoan/nhap-ma", {**typed, "password": "12345678"}).status_code == 200
    assert phone.post("/tai-khoan/nhap-ma", typed).location == SET_PASSWORD
    assert phone.sign_in("0912345678").location == "/tai-khoan/"
    again = desk.post("/tai-khoan/cap-ma", {"identifier": "0912345678"}).get_data(as_text=True)
    fresh = re.search(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>", again)
    assert fresh
    assert phone.post("/tai-khoan/nhap-ma", {**typed, "code": fresh[1], "password": OTHER}).status_code == 302
    phone.post("/tai-khoan/quen-mat-khau", {"identifier": "0912345678"})
    assert "+84912345678" in letters(app, reference_db)[0]


def test_handed_codes_cannot_be_tried_out(browser: Browsers) -> None:
    here = browser()
    typed = {"identifier": "an@example.vn", "password": OTHER}
    codes = [here.post("/tai-khoan/nhap-ma", {**typed, "code": f"AAAA-AAA{n}"}).status_code for n in range(6)]
    assert codes == [200] * 5 + [429]


def test_no_officer_hands_out_codes_for_other_places_or_for_officers(
    browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
        officer(session, keys, Role.PROVINCE_OFFICER, "khac", "04")
        opener = session.scalars(select(Appointment)).first()
        assert opener
        account(session, "0912345678", by=Actor(opener.account_id), place_id=opener.place_id)
    desk = browser()
    desk.sign_in("can@example.vn")
    desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    for who in ("an@example.vn", "khac@example.vn", "can@example.vn", "nobody@example.vn"):
        assert desk.post("/tai-khoan/cap-ma", {"identifier": who}).status_code == 404
    assert desk.post("/tai-khoan/cap-ma", {"identifier": "0912345678"}).status_code == 200


def test_no_code_is_handed_out_for_a_closed_account(browser: Browsers, reference_db: Database, keys: Keys) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
        opener = session.scalars(select(Appointment)).one()
        closed = account(session, "dong", by=Actor(opener.account_id), place_id=opener.place_id)
        close_account(session, SYSTEM, closed, reason="Theo đơn", now=now())
    desk = browser()
    desk.sign_in("can@example.vn")
    desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    assert desk.post("/tai-khoan/cap-ma", {"identifier": "dong@example.vn"}).status_code == 404


@pytest.mark.parametrize(("starts", "ends", "answer"), [(0, None, 404), (30, None, 404), (-30, 1, 404), (-30, 0, 200)])
def test_nobody_whose_office_has_not_ended_gets_a_code(
    browser: Browsers, reference_db: Database, keys: Keys, starts: int, ends: int | None, answer: int
) -> None:
    """Of today or to come; the account was opened here, so that only the office keeps the code back."""
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
        opener = session.scalars(select(Appointment)).one()
        mine = account(session, "0912345678", by=Actor(opener.account_id), place_id=opener.place_id)
        days = [TODAY + timedelta(days=one) if one is not None else None for one in (starts, ends)]
        appoint(session, SYSTEM, mine, role=Role.MINISTRY_OFFICER, term=Term(days[0] or TODAY, days[1], "1/QĐ"))
    desk = browser()
    desk.sign_in("can@example.vn")
    desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    assert desk.post("/tai-khoan/cap-ma", {"identifier": "0912345678"}).status_code == answer
