"""What strangers type slows strangers: the owner comes in beside them, with every secret that is typed."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, RateLimitState
from foundation.accounts.queries import read_identifier
from foundation.accounts.second_factor import new_recovery_codes
from foundation.accounts.services import issue_code, open_account
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from tests.foundation.signin.conftest import (
    OTHER,
    PASSWORD,
    SET_PASSWORD,
    Browser,
    Browsers,
    code_now,
    commune_code,
    officer,
)

SECOND, HANDED, AGAIN = "/tai-khoan/ma-xac-nhan", "/tai-khoan/nhap-ma", "/tai-khoan/xac-nhan"
OWNERS: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}


def elsewhere(number: int) -> dict[str, Any]:
    return {"environ_base": {"REMOTE_ADDR": f"198.51.100.{number}"}}


@pytest.fixture
def secret(reference_db: Database, keys: Keys) -> str:
    """What the app of the officer shares with the site, who has never come in by a browser."""
    with reference_db.unit_of_work() as session:
        return officer(session, keys, Role.PROVINCE_OFFICER)


def tries(thief: Browser, number: int, times: int, address: str = SECOND) -> list[int]:
    """Wrong codes of somebody who has the password."""
    if address == SECOND:
        thief.sign_in("can@example.vn", **elsewhere(number))
    return [thief.post(address, {"code": f"{n:06}"}, **elsewhere(number)).status_code for n in range(times)]


def test_wrong_codes_from_elsewhere_do_not_shut_the_owner_out(browser: Browsers, secret: str) -> None:
    assert tries(browser(), 1, 7) == [200] * 5 + [429] * 2
    here = browser()
    here.sign_in("can@example.vn", **OWNERS)
    assert here.post(SECOND, {"code": code_now(secret)}, **OWNERS).location == "/tai-khoan/"


def test_the_owner_of_a_known_browser_comes_in_while_everybody_tries(browser: Browsers, secret: str) -> None:
    here = browser()
    here.sign_in("can@example.vn", **OWNERS)
    here.post(SECOND, {"code": code_now(secret)}, **OWNERS)
    here.post("/tai-khoan/dang-xuat", page="/tai-khoan/", **OWNERS)
    thief = browser()
    tried = [code for number in range(1, 13) for code in tries(thief, number, 2)]
    assert (tried.count(200), tried[-4:]) == (20, [429] * 4)
    here.sign_in("can@example.vn", **elsewhere(99))
    assert here.post(SECOND, {"code": code_now(secret, later=1)}, **elsewhere(99)).location == "/tai-khoan/"


def test_a_recovery_code_comes_in_where_every_lane_of_the_app_is_full(
    browser: Browsers, reference_db: Database, keys: Keys, secret: str
) -> None:
    with reference_db.unit_of_work() as session:
        mine = session.scalars(select(Account).filter_by(email="can@example.vn")).one()
        code = new_recovery_codes(session, Actor(mine.id), mine, keys=keys)[0]
    thief = browser()
    for number in range(1, 6):
        tries(thief, number, 5)
    here = browser()
    here.sign_in("can@example.vn", **OWNERS)
    refused = here.post(SECOND, {"code": code_now(secret)}, **OWNERS)
    assert refused.status_code == 429
    assert "mã khôi phục" in refused.get_data(as_text=True)
    assert here.post(SECOND, {"code": code}, **OWNERS).location == "/tai-khoan/"


def test_a_code_that_was_handed_over_is_good_while_strangers_guess(
    browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        phone = read_identifier("0912345678")
        assert phone
        code = issue_code(
            session, SYSTEM, open_account(session, SYSTEM, phone, name="Páo", now=now()), keys=keys, now=now()
        )
    typed, stranger = {"identifier": "0912345678", "password": PASSWORD}, browser()
    for number in range(1, 5):
        sent = [stranger.post(HANDED, {**typed, "code": f"ZZZZ-ZZ{n:02}"}, **elsewhere(number)) for n in range(6)]
        assert [answer.status_code for answer in sent] == [200] * 5 + [429]
    assert browser().post(HANDED, {**typed, "code": code}, **OWNERS).location == SET_PASSWORD
    with reference_db.reading() as session:
        keys_kept = list(session.scalars(select(RateLimitState.key)))
    assert not [key for key in keys_kept if "912345678" in key or code[:2] in key.split(":")]


def test_wrong_passwords_in_one_session_do_not_stop_another(browser: Browsers, secret: str) -> None:
    here, stolen = browser(), browser()
    for number, one in ((1, here), (2, stolen)):
        one.sign_in("can@example.vn", **elsewhere(number))
        one.post(SECOND, {"code": code_now(secret, later=number - 1)}, **elsewhere(number))
    asked = [stolen.post(AGAIN, {"password": OTHER}, **elsewhere(2)).status_code for _ in range(6)]
    assert asked == [200] * 5 + [429]
    assert here.post(AGAIN, {"password": PASSWORD}, **elsewhere(1)).location == "/tai-khoan/"


def test_one_stranger_alone_does_not_shut_the_owner_out_of_a_new_network(browser: Browsers, secret: str) -> None:
    stranger = browser()
    codes = [stranger.sign_in("can@example.vn", OTHER, **elsewhere(1)).status_code for _ in range(25)]
    assert codes == [200] * 10 + [429] * 15
    assert browser().sign_in("can@example.vn", **OWNERS).location.startswith(SECOND)
    assert secret


def test_officers_see_who_has_an_account_but_not_of_everybody(
    browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.COMMUNE_OFFICER, "xa", commune_code(session))
    desk = browser()
    desk.sign_in("xa@example.vn")
    desk.post(SECOND, {"code": code_now(secret)})
    page = desk.get("/tai-khoan/mo-ho")
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
    codes = []
    for number in range(62):
        typed = {"name": "x", "identifier": "xa@example.vn", "csrf_token": token}
        address = ("/tai-khoan/mo-ho", "/tai-khoan/cap-ma")[number % 2]
        codes.append(desk.client.post(address, data=typed).status_code)
    assert codes == [200, 404] * 30 + [429] * 2
