"""A form whose session ended while it was filled in loses nothing that was typed."""

import re
from html import unescape

import pytest
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from foundation.accounts.models import Account, AccountSession
from foundation.db.database import Database
from foundation.web import resending
from tests.foundation.signin.conftest import PASSWORD, Browser, Browsers, account, app, browser, hashed, keys

__all__ = ["app", "browser", "hashed", "keys"]

PROFILE = "/tai-khoan/ho-so"
TYPED = {"name": 'Lò "Bình"', "language": "en", "province": "01", "password": "Mật khẩu rất dài"}
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _person(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session)


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def lost(here: Browser, database: Database, **headers: str) -> TestResponse:
    """Send a form whose session ended meanwhile."""
    here.sign_in()
    token = token_of(here.get(PROFILE))
    with database.unit_of_work() as session:
        session.execute(delete(AccountSession))
    return here.client.post(PROFILE, data={**TYPED, "csrf_token": token}, headers=headers)


def kept_in(page: str) -> dict[str, str]:
    return {name: unescape(text) for name, text in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)}


def named(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Account.name)).one()


def test_what_was_typed_is_sent_again_after_signing_in(browser: Browsers, reference_db: Database) -> None:
    here = browser()
    answer = lost(here, reference_db, **HERE)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'action="{PROFILE}"' in page
    assert 'href="/tai-khoan/dang-nhap" target="_blank"' in page
    assert TYPED["password"] not in page
    again = kept_in(page)
    assert again.items() >= {(name, TYPED[name]) for name in ("name", "language", "province")}
    here.sign_in()
    page = here.client.post(PROFILE, data=again, headers=HERE).get_data(as_text=True)  # the token is a stranger's
    assert named(reference_db) == "an"
    assert "Quý vị đã đăng nhập: hãy gửi lại một lần nữa" in page
    assert "_blank" not in page
    assert here.client.post(PROFILE, data=kept_in(page), headers=HERE).status_code == 302
    assert named(reference_db) == TYPED["name"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ocop.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_not_made_ours(
    browser: Browsers, reference_db: Database, headers: dict[str, str]
) -> None:
    page = lost(browser(), reference_db, **headers).get_data(as_text=True)
    assert "Lò" not in page
    assert "Hãy quay lại" in page


def test_an_old_browser_says_where_a_form_comes_from(browser: Browsers, reference_db: Database) -> None:
    page = lost(browser(), reference_db, Origin="http://localhost").get_data(as_text=True)
    assert kept_in(page)["name"] == TYPED["name"]


def test_more_than_any_form_holds_is_not_kept(
    browser: Browsers, reference_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resending, "KEPT_MAX", 20)
    assert "Lò" not in lost(browser(), reference_db, **HERE).get_data(as_text=True)


@pytest.mark.parametrize("name", ["password", "current", "again-password", "code", "end-code"])
def test_secrets_are_typed_anew(browser: Browsers, name: str) -> None:
    answer = browser().client.post("/tai-khoan/dang-nhap", data={name: PASSWORD, "identifier": "an"}, headers=HERE)
    page = answer.get_data(as_text=True)
    assert PASSWORD not in page
    assert kept_in(page)["identifier"] == "an"
