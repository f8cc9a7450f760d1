"""Coming in over HTTP: what is told, what is not, and what an attack does to the owner."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from foundation.accounts.keys import Keys
from foundation.accounts.models import AccountSession, RateLimitState
from foundation.accounts.rules import SessionEnd
from foundation.accounts.services import close_account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from tests.foundation.signin.conftest import (
    PASSWORD,
    SIGN_IN,
    Browsers,
    account,
    age,
    code_now,
    officer,
)
from tests.support.listening import statements, writes
from tests.support.pages import texts
from tests.support.processes import ROUNDS

FLOOD = 10_000 if ROUNDS > 2 else 600


@pytest.fixture(autouse=True)
def _an(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session)


def test_in_with_address_and_password_and_out_again(browser: Browsers, reference_db: Database) -> None:
    here = browser()
    entered = here.sign_in(" AN@example.vn ")
    assert (entered.status_code, entered.location) == (302, "/tai-khoan/")
    page = here.get("/tai-khoan/")
    assert "an@example.vn" in page
    assert here.post("/tai-khoan/dang-xuat", page="/tai-khoan/").location == SIGN_IN
    assert here.cookie() is None
    here.get("/tai-khoan/", status=302)
    with reference_db.reading() as session:
        [ended] = session.scalars(select(AccountSession))
        assert ended.ended_by is SessionEnd.SIGNED_OUT


def test_in_with_a_phone_number_however_it_is_typed(browser: Browsers, reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session, "0912345678")
    assert browser().sign_in("84 912.345.678").status_code == 302


def test_who_does_not_exist_is_told_the_same_and_costs_the_same(
    browser: Browsers, hashed: list[str], reference_db: Database
) -> None:
    with reference_db.unit_of_work() as session:
        closed = account(session, "dong")
        close_account(session, SYSTEM, closed, reason="Theo đơn", now=now())
        account(session, "moi", password=None)
    told = set()
    for who in ("an@example.vn", "nobody@example.vn", "0987654321", "no address", "dong@example.vn", "moi@example.vn"):
        hashed.clear()
        answer = browser().sign_in(who, "một mật khẩu sai")
        said = [text for text in texts(answer.get_data(as_text=True), "p") if "chưa đúng" in text]
        told.add((answer.status_code, *said))
        assert len(hashed) == 1, who
    assert told == {(200, "Địa chỉ, số điện thoại hoặc mật khẩu chưa đúng.")}


@pytest.mark.parametrize(
    ("address", "more"),
    [
        (SIGN_IN, {"password": "một mật khẩu sai"}),
        ("/tai-khoan/quen-mat-khau", {}),
        ("/tai-khoan/nhap-ma", {"code": "AAAA-AAAA", "password": "một mật khẩu khác"}),
        ("/tai-khoan/dang-ky", {"name": "Lò Thị An"}),
    ],
)
def test_the_same_is_done_for_who_has_no_account(
    app: Flask, reference_db: Database, address: str, more: dict[str, str]
) -> None:
    """Whoever measures the time learns nothing: the same statements in the same order, and the same answer."""
    with reference_db.unit_of_work() as session:
        close_account(session, SYSTEM, account(session, "dong"), reason="Theo đơn", now=now())
        account(session, "moi", password=None)
    app.config["WTF_CSRF_ENABLED"] = False
    asked, told = set(), set()
    for who in ("an", "nobody", "dong", "moi"):
        with statements(reference_db) as heard:
            answer = app.test_client().post(address, data={"identifier": f"{who}@example.vn", **more})
        asked.add(tuple(one for one in heard if "SAVEPOINT" not in one))
        told.add((answer.status_code, re.sub(r' value="[^"]*"', "", answer.get_data(as_text=True))))  # as it was typed
    assert len(asked) == 1
    assert len(told) == 1


def test_a_session_is_new_whatever_the_browser_showed(browser: Browsers, reference_db: Database) -> None:
    """Session fixation: a planted cookie opens nothing and does not become a session."""
    here = browser()
    here.client.set_cookie("ocop_session", "planted")
    here.sign_in()
    first = here.cookie()
    assert first not in {None, "planted"}
    here.sign_in()
    assert here.cookie() != first
    with reference_db.reading() as session:
        assert [row.ended_by for row in session.scalars(select(AccountSession).order_by(AccountSession.id))] == [
            SessionEnd.REPLACED,
            None,
        ]


def test_no_form_is_taken_without_its_token(browser: Browsers, reference_db: Database) -> None:
    here = browser()
    here.get(SIGN_IN)
    refused = here.client.post(SIGN_IN, data={"identifier": "an@example.vn", "password": PASSWORD})
    assert refused.status_code == 400
    assert here.cookie() is None
    other = browser()
    other.sign_in()
    for address in ("/tai-khoan/dang-xuat", "/tai-khoan/ho-so", "/tai-khoan/phien", "/tai-khoan/doi-mat-khau"):
        assert other.client.post(address, data={"name": "x"}).status_code == 400


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_after_signing_in(browser: Browsers, target: str) -> None:
    here = browser()
    answer = here.post(SIGN_IN, {"identifier": "an@example.vn", "password": PASSWORD, "next": target})
    assert answer.location == "/tai-khoan/"
    assert here.client.get("/tai-khoan/ngon-ngu/en", query_string={"next": target}).location == "/tai-khoan/"


def test_back_to_where_one_wanted(browser: Browsers) -> None:
    here = browser()
    turned = here.client.get("/tai-khoan/phien")
    assert turned.location == f"{SIGN_IN}?next=/tai-khoan/phien"
    answer = here.post(SIGN_IN, {"identifier": "an@example.vn", "password": PASSWORD, "next": "/tai-khoan/phien"})
    assert answer.location == "/tai-khoan/phien"


def test_cookies_are_for_this_host_and_not_for_scripts(browser: Browsers) -> None:
    answer = browser().sign_in()
    for said in answer.headers.getlist("Set-Cookie"):
        if said.startswith(("ocop_session", "ocop_device")) and "Max-Age=0" not in said:
            assert "HttpOnly" in said
            assert "SameSite=Lax" in said
            assert "Path=/" in said
    assert answer.headers["Cache-Control"] == "no-store"


def test_public_pages_know_no_session_and_set_no_cookie(browser: Browsers) -> None:
    here = browser()
    here.sign_in()
    answer = here.client.get("/vi/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_flood_from_everywhere_reaches_the_hash_a_few_times_and_the_owner_comes_in(
    app: Flask, browser: Browsers, hashed: list[str], reference_db: Database
) -> None:
    """No two requests from one address, so that only the account's own lane is in the way."""
    owner = browser()
    owner.sign_in()
    owner.post("/tai-khoan/dang-xuat", page="/tai-khoan/")
    hashed.clear()
    attacker, refused = app.test_client(), 0
    app.config["WTF_CSRF_ENABLED"] = False  # an attacker asks for one token; what counts is how often it is tried
    for number in range(FLOOD):
        typed = {"identifier": "an@example.vn", "password": f"đoán {number}"}
        address = f"198.{18 + number // 62_500}.{number // 250 % 250}.{number % 250}"
        answer = FlaskClient.open(attacker, SIGN_IN, method="POST", data=typed, environ_base={"REMOTE_ADDR": address})
        refused += answer.status_code == 429
    assert len(hashed) <= 50
    assert refused == FLOOD - len(hashed)
    assert owner.sign_in(environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 302
    stranger = browser().sign_in(environ_base={"REMOTE_ADDR": "203.0.113.10"})
    assert stranger.status_code == 429
    assert "Xin chờ" in stranger.get_data(as_text=True)


def test_one_address_cannot_try_everybody(browser: Browsers, hashed: list[str]) -> None:
    codes = [browser().sign_in(f"p{number}@example.vn").status_code for number in range(35)]
    assert codes.count(429) == 5
    assert len(hashed) == 30


def test_who_knows_the_password_is_never_slowed_down(browser: Browsers, reference_db: Database) -> None:
    for _ in range(25):
        assert browser().sign_in().status_code == 302
    with reference_db.reading() as session:
        assert all(lane.spent_until <= now() + timedelta(minutes=7) for lane in session.scalars(select(RateLimitState)))


def test_a_refused_attempt_writes_nothing(browser: Browsers, reference_db: Database) -> None:
    here = browser()
    for number in range(21):
        here.sign_in(password="sai rồi nhé", environ_base={"REMOTE_ADDR": f"198.51.100.{number}"})
    with writes(reference_db) as written:
        assert here.sign_in(environ_base={"REMOTE_ADDR": "198.51.100.99"}).status_code == 429
    assert written == []


def test_an_officer_comes_in_with_the_app_and_no_code_twice(
    browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
    here = browser()
    half = here.sign_in("can@example.vn")
    assert half.location.startswith("/tai-khoan/ma-xac-nhan")
    before = here.cookie()
    here.get("/tai-khoan/", status=302)  # the password alone opens nothing
    assert here.cookie("ocop_device") is None
    wrong = here.post("/tai-khoan/ma-xac-nhan", {"code": "000000"})
    assert wrong.status_code == 200
    code = code_now(secret)
    assert here.post("/tai-khoan/ma-xac-nhan", {"code": code}).location == "/tai-khoan/"
    assert here.cookie() != before
    assert "cán bộ tỉnh" in here.get("/tai-khoan/")
    replay = browser()
    replay.sign_in("can@example.vn")
    again = replay.post("/tai-khoan/ma-xac-nhan", {"code": code})
    assert "đã dùng rồi" in again.get_data(as_text=True)
    replay.get("/tai-khoan/", status=302)


def test_codes_of_the_app_cannot_be_tried_out(browser: Browsers, reference_db: Database, keys: Keys) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
    here = browser()
    here.sign_in("can@example.vn")
    codes = [here.post("/tai-khoan/ma-xac-nhan", {"code": f"{n:06}"}).status_code for n in range(7)]
    assert codes == [200] * 5 + [429] * 2
    assert here.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)}).status_code == 429


def test_a_half_sign_in_is_soon_worth_nothing(browser: Browsers, reference_db: Database, keys: Keys) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
    here = browser()
    here.sign_in("can@example.vn")
    past = now() - timedelta(minutes=16)
    age(reference_db, AccountSession, opened_at=past, seen_at=past, proved_at=past)
    late = here.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)}, page=SIGN_IN)
    assert late.location == SIGN_IN


@pytest.mark.parametrize("path", ["/tai-khoan/ma-xac-nhan", "/tai-khoan/ung-dung-xac-thuc"])
def test_a_stranger_is_sent_to_the_sign_in(browser: Browsers, path: str) -> None:
    assert browser().client.get(path).location.startswith(SIGN_IN)
