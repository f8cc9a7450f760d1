"""The way back in after a theft, over HTTP; and that a thief who reads the mail does not find one."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.services import issue_link, reset_with_link
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.signin.entry import Origin, enter, prove_password
from foundation.workflow.rules import Refused
from tests.foundation.signin.conftest import (
    OTHER,
    PASSWORD,
    SET_PASSWORD,
    SIGN_IN,
    Browser,
    Browsers,
    account,
    code_now,
    letters,
    officer,
)
from tests.support.databases import TODAY

APP, SECOND, DESK = "/tai-khoan/ung-dung-xac-thuc", "/tai-khoan/ma-xac-nhan", "/tai-khoan/mo-ho"
WHO = "can@example.vn"


@pytest.fixture
def secret(reference_db: Database, keys: Keys) -> str:
    with reference_db.unit_of_work() as session:
        return officer(session, keys, Role.PROVINCE_OFFICER)


def reset_by_mail(here: Browser, app: Flask, database: Database) -> None:
    here.post("/tai-khoan/quen-mat-khau", {"identifier": WHO})
    link = re.findall(r"/tai-khoan/mat-khau-moi/[\w-]+", "\n".join(letters(app, database)))[-1]
    assert here.post(link, {"password": OTHER}).location == SET_PASSWORD


def shown_secret(here: Browser) -> str:
    found = re.search(r"<code>([A-Z2-7]{32})</code>", here.get(APP))
    assert found
    return found[1]


def test_the_office_opens_when_a_new_app_is_set_up(
    browser: Browsers, app: Flask, reference_db: Database, secret: str
) -> None:
    here, thief = browser(), browser()
    thief.sign_in(WHO)
    thief.post(SECOND, {"code": code_now(secret, later=-1)})
    thief.get(DESK)
    reset_by_mail(here, app, reference_db)
    thief.get(DESK, status=302)
    assert here.sign_in(WHO, OTHER).location.startswith(SECOND)
    assert here.client.get(APP).location.startswith(SIGN_IN)
    assert here.post(SECOND, {"code": code_now(secret)}).location == APP
    assert here.cookie("ocop_device")  # since the letter's link
    for page in (DESK, "/tai-khoan/"):
        assert here.client.get(page).location == APP
    assert "Mật khẩu của quý vị đã được đặt lại" in here.get(APP)
    new = shown_secret(here)
    assert new != secret
    assert here.client.get(f"{APP}/qr.svg").status_code == 200
    assert here.post(APP, {"code": code_now(secret, later=1)}).status_code == 200
    here.get(DESK, status=302)
    codes = here.post(APP, {"code": code_now(new)}).get_data(as_text=True)
    assert len(re.findall(r"<code>[0-9A-Z]{5}-[0-9A-Z]{5}</code>", codes)) == 10
    here.get(DESK)
    late = browser()
    late.sign_in(WHO, OTHER)
    assert late.post(SECOND, {"code": code_now(secret, later=1)}).status_code == 200
    assert late.post(SECOND, {"code": code_now(new, later=1)}).location == "/tai-khoan/"


def test_a_thief_who_reads_the_mail_finds_no_way_to_an_app_of_their_own(
    browser: Browsers, app: Flask, reference_db: Database, secret: str
) -> None:
    thief = browser()
    reset_by_mail(thief, app, reference_db)
    assert thief.sign_in(WHO, OTHER).location.startswith(SECOND)
    assert thief.client.get(APP).location.startswith(SIGN_IN)
    assert thief.client.get(f"{APP}/qr.svg").location.startswith(SIGN_IN)
    assert thief.post(f"{APP}/bat-dau", page=SECOND).location.startswith(SIGN_IN)
    assert thief.post(APP, {"code": code_now(secret)}, page=SECOND).location.startswith(SIGN_IN)
    with reference_db.reading() as session:
        assert session.scalars(select(Account).filter_by(email=WHO)).one().has_second_factor


def test_no_number_of_resets_brings_more_guesses_at_the_app(
    browser: Browsers, app: Flask, reference_db: Database, secret: str
) -> None:
    """Each makes the browser known, for the password only."""
    thief, tried = browser(), []
    for _ in range(3):
        reset_by_mail(thief, app, reference_db)
        thief.sign_in(WHO, OTHER)
        tried += [thief.post(SECOND, {"code": f"{n:06}"}).status_code for n in range(4)]
    assert tried == [200] * 5 + [429] * 7
    assert secret


def test_whoever_fears_a_thief_signs_in_anew_and_sets_up_another_app(browser: Browsers, secret: str) -> None:
    here = browser()
    here.sign_in(WHO)
    here.post(SECOND, {"code": code_now(secret, later=-1)})
    change = {"current": PASSWORD, "password": OTHER, "stolen": "y"}
    assert here.post("/tai-khoan/doi-mat-khau", change).status_code == 302
    here.get("/tai-khoan/", status=302)
    here.sign_in(WHO, OTHER)
    assert here.post(SECOND, {"code": code_now(secret)}).location == APP
    assert shown_secret(here) != secret


def test_a_password_that_is_changed_while_it_is_looked_at_opens_no_session(reference_db: Database, keys: Keys) -> None:
    came = Origin("203.0.113.7", "x", None)
    with reference_db.unit_of_work() as session:
        mine = account(session)
    proof = prove_password(reference_db, "an@example.vn", PASSWORD, came, keys=keys, now=now())
    assert proof.account
    with reference_db.unit_of_work() as session:
        link = issue_link(session, SYSTEM, session.get_one(Account, mine.id), now=now())
        reset_with_link(session, token=link, password=OTHER, now=now())
    for password in (PASSWORD, OTHER):
        typed = {"before": None, "now": now() + timedelta(seconds=1), "today": TODAY}
        with reference_db.unit_of_work() as session:
            if password == OTHER:  # hashed anew meanwhile, it is still the password
                enter(session, proof, password, came, **typed)  # type: ignore[arg-type]
            else:
                with pytest.raises(Refused, match="secret"):
                    enter(session, proof, password, came, **typed)  # type: ignore[arg-type]
