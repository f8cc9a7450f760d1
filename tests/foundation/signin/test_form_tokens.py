"""To whom the token of a form belongs, and what its cookie is called."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from tests.foundation.signin.conftest import PASSWORD, SIGN_IN, Browser, Browsers, account
from wsgi import create_app

PROFILE, SITE = "/tai-khoan/ho-so", "https://ocop.example"
TYPED = {"name": "Lò Bình", "language": "vi", "province": ""}


@pytest.fixture(autouse=True)
def _people(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session)
        account(session, "binh")


def token_of(here: Browser, page: str = PROFILE) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', here.get(page))
    assert found
    return found[1]


def sent(here: Browser, token: str, address: str = PROFILE) -> int:
    return here.client.post(address, data={**TYPED, "csrf_token": token}).status_code


def test_a_token_from_before_the_sign_in_is_worth_nothing_after_it(browser: Browsers) -> None:
    here = browser()
    before = token_of(here, SIGN_IN)
    kept = here.client.get_cookie("session")
    here.client.post(SIGN_IN, data={"identifier": "an@example.vn", "password": PASSWORD, "csrf_token": before})
    here.get("/tai-khoan/")
    assert here.cookie("session") is None
    assert kept
    here.client.set_cookie("session", kept.value)  # as whoever planted it would
    assert sent(here, before) == 400
    assert sent(here, token_of(here)) == 302


def test_a_token_is_good_in_the_session_it_was_made_for_and_in_no_other(browser: Browsers) -> None:
    mine, again, yours = browser(), browser(), browser()
    mine.sign_in()
    again.sign_in()
    yours.sign_in("binh@example.vn")
    token = token_of(mine)
    assert [sent(one, token) for one in (yours, again, browser(), mine)] == [400, 400, 400, 302]
    assert mine.cookie("session") is None  # the account's session is enough
    mine.post("/tai-khoan/dang-xuat", page="/tai-khoan/")
    mine.sign_in()
    assert sent(mine, token) == 400


def test_a_form_that_was_open_while_the_password_was_proved_is_still_taken(browser: Browsers) -> None:
    here = browser()
    here.sign_in()
    token, before = token_of(here), here.cookie()
    here.post("/tai-khoan/xac-nhan", {"password": PASSWORD})
    assert here.cookie() != before
    assert sent(here, token) == 302


def test_a_token_that_is_no_longer_good_says_why(browser: Browsers) -> None:
    here = browser()
    answer = here.client.post(SIGN_IN, data={"csrf_token": "x"})
    assert answer.status_code == 400
    assert "đăng nhập hoặc đăng xuất" in answer.get_data(as_text=True)


@pytest.fixture
def secure(settings: Settings, reference_db: Database) -> Flask:
    return create_app(replace(settings, env=Env.PRODUCTION, base_url=SITE), reference_db)


def test_over_https_every_cookie_that_opens_something_is_this_hosts_own(secure: Flask) -> None:
    client = secure.test_client()
    asked = {"base_url": SITE, "headers": {"Referer": f"{SITE}/"}}
    shown = client.get(SIGN_IN, **asked)
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown.get_data(as_text=True))
    assert token
    typed = {"identifier": "an@example.vn", "password": PASSWORD, "csrf_token": token[1]}
    entered = client.post(SIGN_IN, data=typed, **asked)
    assert entered.location == "/tai-khoan/"
    given = [*shown.headers.getlist("Set-Cookie"), *entered.headers.getlist("Set-Cookie")]
    names = {said.split("=")[0] for said in given if "Max-Age=0" not in said}
    assert names == {"__Host-session", "__Host-ocop_session", "__Host-ocop_device"}
    for said in given:
        if said.startswith("__Host-"):
            assert {"Secure", "Path=/", "HttpOnly"} <= set(said.split("; ")), said
            assert "Domain" not in said


def test_who_reads_gets_no_cookie(browser: Browsers) -> None:
    for path in ("/vi/", "/en/", "/vi/san-pham", "/vi/chu-the", "/vi/tinh", "/api/v1/products"):
        answer = browser().client.get(path)
        assert "Set-Cookie" not in answer.headers, path
