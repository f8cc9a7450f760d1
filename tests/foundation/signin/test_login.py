"""Flask-Login over our own sessions: it tells who comes and goes, stands at every door, and keeps nothing itself."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import flask_login
import pytest
from flask import Flask
from sqlalchemy import select

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.web.doors import EXTENSION as DOORS
from foundation.web.doors import PUBLIC
from tests.foundation.signin.conftest import PASSWORD, SIGN_IN, Browsers, account, age, code_now, officer
from tests.support.matrix import _filled
from tests.support.visitors import Record

TOLD = (
    "user_accessed",
    "user_loaded_from_request",
    "user_logged_in",
    "user_logged_out",
    "user_login_confirmed",
    "user_needs_refresh",
    "user_unauthorized",
)
LONG_AGO = timedelta(minutes=20)
APP = "/tai-khoan/ung-dung-xac-thuc"


@pytest.fixture(autouse=True)
def _an(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session)


@contextmanager
def heard(app: Flask, *names: str) -> Iterator[list[tuple[str, str | None]]]:
    """The library's signals of an application, with the account's number where a signal says whose it is."""
    found: list[tuple[str, str | None]] = []

    with ExitStack() as held:
        for name in names:

            def hear(_app: Flask, name: str = name, user: flask_login.UserMixin | None = None) -> None:
                found.append((name, user.get_id() if user else None))

            held.enter_context(getattr(flask_login, name).connected_to(hear, app))
        yield found


def number(database: Database, name: str) -> str:
    with database.reading() as session:
        return str(session.scalars(select(Account.id).filter_by(email=f"{name}@example.vn")).one())


def test_its_signals_tell_who_comes_proves_it_again_and_goes(
    app: Flask, browser: Browsers, reference_db: Database
) -> None:
    here, an = browser(), number(reference_db, "an")
    with heard(app, *TOLD[2:]) as found:
        here.get("/tai-khoan/", status=302)
        here.sign_in()
        age(reference_db, AccountSession, opened_at=now() - LONG_AGO, proved_at=now() - LONG_AGO)
        assert here.post("/tai-khoan/ma-khoi-phuc", page=APP).location == f"/tai-khoan/xac-nhan?next={APP}"
        here.post("/tai-khoan/xac-nhan", {"password": PASSWORD})
        here.post("/tai-khoan/dang-xuat", page="/tai-khoan/")
    assert found == [
        ("user_unauthorized", None),
        ("user_logged_in", an),
        ("user_needs_refresh", None),
        ("user_login_confirmed", None),
        ("user_logged_out", an),
    ]


def test_whoever_owes_a_second_factor_is_not_in(
    app: Flask, browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
    here = browser()
    with heard(app, "user_logged_in") as found:
        here.sign_in("can@example.vn")
        assert not found
        here.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    assert found == [("user_logged_in", number(reference_db, "can"))]


def test_setting_up_the_app_that_was_owed_is_coming_in(
    app: Flask, browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        officer(session, keys, Role.PROVINCE_OFFICER)
    age(reference_db, Account, totp_salt=None, totp_confirmed_at=None)
    here = browser()
    with heard(app, "user_logged_in") as found:
        here.sign_in("can@example.vn")
        here.post(f"{APP}/bat-dau", page=APP)
        with reference_db.reading() as session:
            can = session.scalars(select(Account).filter_by(email="can@example.vn")).one()
            secret = keys.totp_secret(can.id, can.totp_salt or "")
        assert not found
        here.post(APP, {"code": code_now(secret)})
    assert found == [("user_logged_in", number(reference_db, "can"))]
    here.get("/tai-khoan/")


def test_a_browser_keeps_our_cookies_and_none_of_the_librarys(
    browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
    here = browser()
    here.sign_in("can@example.vn")
    here.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    here.post("/tai-khoan/xac-nhan", {"password": PASSWORD})
    here.get("/tai-khoan/")
    assert {cookie.key for cookie in (here.client._cookies or {}).values()} == {"ocop_session", "ocop_device"}


def test_cookies_the_library_would_believe_open_nothing_and_keep_nobody_out(
    app: Flask, browser: Browsers, reference_db: Database
) -> None:
    """Signed with the site's own secret, as if it had leaked, or planted from a neighbouring host."""
    an = number(reference_db, "an")
    with app.app_context():
        remembered = flask_login.encode_cookie(an)
    for planted in (remembered, "nonsense"):
        stranger = browser()
        stranger.client.set_cookie("remember_token", planted)
        with stranger.client.session_transaction() as cookie:
            cookie.update(_user_id=an, _fresh=True, _remember="set")
        turned = stranger.client.get("/tai-khoan/")
        assert turned.location == f"{SIGN_IN}?next=/tai-khoan/"
        assert "remember_token" not in " ".join(turned.headers.getlist("Set-Cookie"))
        own = browser()
        own.sign_in()
        own.client.set_cookie("remember_token", planted)
        assert "an@example.vn" in own.get("/tai-khoan/")


def test_every_door_but_the_public_ones_turns_strangers_away_by_it(app: Flask, browser: Browsers) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    here, doors = browser(), app.extensions[DOORS]
    closed = [rule for rule in app.url_map.iter_rules() if doors[rule.endpoint] != PUBLIC]
    assert len(closed) > 100
    for rule in closed:
        for method in (rule.methods or set()) & {"GET", "POST"}:
            with heard(app, "user_accessed", "user_unauthorized") as found:
                answer = here.client.open(_filled(rule, Record()), method=method)
            assert answer.location.startswith(SIGN_IN), rule
            assert found == [("user_accessed", None), ("user_unauthorized", None)], rule


@pytest.mark.parametrize("address", ["/tai-khoan/", "/tai-khoan/phien", "/tai-khoan/xac-nhan", APP])
def test_behind_a_door_its_current_user_is_the_account_of_our_session(
    app: Flask, browser: Browsers, reference_db: Database, address: str
) -> None:
    """Looked up once, however often it is asked."""
    here = browser()
    here.sign_in()
    with heard(app, "user_accessed", "user_loaded_from_request") as found, here.client:
        here.get(address)
        user = flask_login.current_user
        assert (user.is_authenticated, user.is_anonymous) == (True, False)
        assert user.session.account.email == "an@example.vn"
    assert found == [("user_accessed", None), ("user_loaded_from_request", number(reference_db, "an"))]


def test_the_same_request_goes_on_with_the_session_as_it_is_after_the_password(
    app: Flask, browser: Browsers, reference_db: Database
) -> None:
    here = browser()
    here.sign_in()
    age(reference_db, AccountSession, opened_at=now() - LONG_AGO, proved_at=now() - LONG_AGO)
    with here.client:
        here.post("/tai-khoan/xac-nhan", {"password": PASSWORD})
        assert now() - flask_login.current_user.session.proved_at < LONG_AGO
