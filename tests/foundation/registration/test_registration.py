"""Opening an account for oneself, by letter and by message, over HTTP."""

import dataclasses
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import close_account
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Env, Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from foundation.permissions.models import Appointment
from foundation.privacy.models import Consent
from foundation.privacy.rules import ConsentDoor, Purpose
from foundation.registration.models import Registration
from foundation.registration.rules import Intention
from foundation.registration.services import confirm_code, confirm_link, new_link, register
from foundation.signin.roles import BUYER
from foundation.workflow.rules import Refused
from tests.foundation.signin.conftest import PASSWORD, SET_PASSWORD, Browsers, account, age, letters
from tests.support.databases import TODAY
from tests.support.together import together
from wsgi import create_app

PAGE, CODE = "/tai-khoan/dang-ky", "/tai-khoan/dang-ky/ma"
VI = {"Accept-Language": "vi"}


def typed(who: str, **more: str) -> dict[str, str]:
    return {"name": "Lò Thị Bình", "identifier": who, "version-news": "1", "version-contact": "1", **more}


def count(database: Database, model: Any) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def link_in(letter: str) -> str:
    found = re.search(r"http://localhost:8000(/tai-khoan/dang-ky/[\w-]+)", letter)
    assert found
    return found[1]


@pytest.mark.usefixtures("serving")
def test_a_buyer_by_letter(app: Flask, reference_db: Database, browser: Browsers) -> None:
    here = browser()
    assert PAGE in here.get("/tai-khoan/dang-nhap")
    page = here.get(PAGE, headers=VI)
    assert page.count('type="checkbox"') == len(Purpose)
    assert not re.search(r'type="checkbox"[^>]*checked', page)
    here.post(PAGE, typed("Binh@Example.vn", purpose="news", wanted="buyer"), headers=VI)
    assert count(reference_db, Account) == 0
    [letter] = letters(app, reference_db)
    assert "To: binh@example.vn" in letter
    address = link_in(letter)
    here.get(address)
    assert "8 ký tự" in here.post(address, {"password": "ngắn"}, headers=VI).get_data(as_text=True)
    assert here.post(address, {"password": PASSWORD}).location == SET_PASSWORD
    assert "quá hạn" in here.post(address, {"password": PASSWORD}, headers=VI).get_data(as_text=True)
    assert here.sign_in("binh@example.vn").location == "/tai-khoan/"
    with reference_db.reading() as session:
        mine = session.scalars(select(Account)).one()
        assert (mine.name, mine.status, mine.language) == ("Lò Thị Bình", AccountStatus.ACTIVE, Lang.VI)
        held = session.scalars(select(Appointment)).one()
        assert (held.role, held.starts_on, held.account_id) == (BUYER, TODAY, mine.id)
        agreed = session.scalars(select(Consent)).one()
        assert (agreed.purpose, agreed.version, agreed.how) == (Purpose.NEWS, 1, ConsentDoor.REGISTRATION)
        assert session.scalar(select(func.count(AuditEntry.id)).filter_by(verb="account:register")) == 1
    assert count(reference_db, Registration) == 0


def test_a_producer_by_message_has_no_rights_yet(app: Flask, reference_db: Database, browser: Browsers) -> None:
    here = browser()
    here.post(PAGE, typed("0912 345 678", wanted="producer"), headers=VI)
    [message] = letters(app, reference_db)
    assert message.startswith("+84912345678\n")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", message)
    assert code
    fields = {"identifier": "0912345678", "code": code[0].lower(), "password": PASSWORD}
    assert "không đúng" in here.post(CODE, {**fields, "code": "AAAA"}, headers=VI).get_data(as_text=True)
    other = {**fields, "identifier": "0987654321"}
    assert "không đúng" in here.post(CODE, other, headers=VI).get_data(as_text=True)
    assert "dễ bị đoán" in here.post(CODE, {**fields, "password": "12345678"}, headers=VI).get_data(as_text=True)
    assert here.post(CODE, fields).location == SET_PASSWORD
    assert here.sign_in("0912345678").location == "/tai-khoan/"
    assert (count(reference_db, Appointment), count(reference_db, Consent)) == (0, 0)


def test_nobody_learns_who_has_an_account(app: Flask, reference_db: Database, browser: Browsers) -> None:
    with reference_db.unit_of_work() as session:
        account(session)
        gone = account(session, "gone")
        account(session, "0912345678")
        close_account(session, SYSTEM, gone, reason="x", now=now())
    here = browser()
    by_mail = [here.post(PAGE, typed(f"{who}@example.vn")) for who in ("an", "gone", "nobody")]
    assert len({(one.status_code, one.get_data()) for one in by_mail}) == 1
    by_phone = [here.post(PAGE, typed(who)) for who in ("0912345678", "0987654321")]
    assert len({(one.status_code, one.get_data()) for one in by_phone}) == 1
    sent = letters(app, reference_db)
    assert len(sent) == 4
    known = next(one for one in sent if "an@example.vn" in one)
    assert "đã có tài khoản" in known
    assert "/dang-ky/" not in known
    assert [one for one in sent if "+84912345678" in one and "đã có tài khoản" in one]
    assert count(reference_db, Account) == 3
    assert count(reference_db, Registration) == 2


def test_registering_again_and_again_sends_few_letters(app: Flask, reference_db: Database, browser: Browsers) -> None:
    here = browser()
    for _ in range(12):
        assert here.post(PAGE, typed("binh@example.vn")).status_code == 200
        letters(app, reference_db)
    sent = letters(app, reference_db)
    assert len(sent) == 5
    assert here.post(link_in(sent[0]), {"password": PASSWORD}).status_code == 200  # a later one took its place
    assert here.post(link_in(sent[-1]), {"password": PASSWORD}).status_code == 302


def test_codes_cannot_be_tried_out(app: Flask, reference_db: Database, browser: Browsers) -> None:
    here = browser()
    here.post(PAGE, typed("0912345678"))
    fields = {"identifier": "0912345678", "password": PASSWORD}
    assert [here.post(CODE, {**fields, "code": f"AAAA-AAA{n}"}).status_code for n in range(6)] == [200] * 5 + [429]


def test_an_old_link_and_an_account_opened_meanwhile(app: Flask, reference_db: Database, browser: Browsers) -> None:
    here = browser()
    here.post(PAGE, typed("binh@example.vn"))
    here.post(PAGE, typed("cuc@example.vn"))
    first, second = (link_in(letter) for letter in letters(app, reference_db))
    with reference_db.unit_of_work() as session:
        account(session, "binh")
    assert here.post(first, {"password": PASSWORD}).status_code == 200
    past = now() - timedelta(days=2)
    age(reference_db, Registration, asked_at=past, expires_at=past + timedelta(days=1))
    assert here.post(second, {"password": PASSWORD}).status_code == 200
    assert count(reference_db, Account) == 1


@pytest.mark.parametrize("who", ["", "1", "an@", "+1 212 555 0100"])
def test_what_cannot_be_reached_is_refused(reference_db: Database, browser: Browsers, who: str) -> None:
    assert browser().post(PAGE, typed(who)).status_code == 200
    assert count(reference_db, Registration) == 0


@pytest.mark.usefixtures("serving")
def test_only_what_was_read_is_agreed_to(app: Flask, reference_db: Database, browser: Browsers) -> None:
    here = browser()
    extra = {"role": "system_operator", "status": "active", "is_demo": "1", "place_id": "1"}
    here.post(PAGE, typed("binh@example.vn", purpose="news", **{"version-news": "9"}, **extra))
    here.post(link_in(letters(app, reference_db)[0]), {"password": PASSWORD})
    with reference_db.reading() as session:
        mine = session.scalars(select(Account)).one()
        assert (mine.is_demo, mine.place_id) == (False, None)
        assert [row.role for row in session.scalars(select(Appointment))] == [BUYER]
    assert count(reference_db, Consent) == 0


def test_without_messages_a_phone_is_sent_to_the_commune(settings: Settings, reference_db: Database) -> None:
    real = dataclasses.replace(settings, env=Env.PRODUCTION, base_url="https://ocop.example")
    client = create_app(real, reference_db).test_client()
    asked = {"base_url": "https://ocop.example", "headers": {**VI, "Referer": "https://ocop.example/"}}
    page = client.get(PAGE, **asked).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    answer = client.post(PAGE, data={**typed("0912345678"), "csrf_token": token[1]}, **asked)
    assert "chưa gửi được tin nhắn" in answer.get_data(as_text=True)
    assert count(reference_db, Registration) == 0


def test_a_code_without_registration_opens_nothing(reference_db: Database, keys: Keys) -> None:
    with reference_db.unit_of_work() as session, pytest.raises(Refused, match="secret"):
        confirm_code(
            session, Identifier(phone="+84912345678"), code="A", password=PASSWORD, keys=keys, now=now(), today=TODAY
        )


def test_a_link_shown_by_many_at_once_opens_one_account(own_reference_db: Database) -> None:
    with own_reference_db.unit_of_work() as session:
        told: dict[str, Any] = {"name": "Bình", "language": Lang.VI, "wanted": Intention.BUYER, "ticked": ()}
        register(session, Identifier(email="binh@example.vn"), **told, now=now())
        link = new_link(session, session.scalars(select(Registration)).one())

    def confirm(session: Session) -> int:
        return confirm_link(session, token=link, password=PASSWORD, now=now(), today=TODAY).id

    assert len(together(own_reference_db, confirm, Refused)) == 1
    assert (count(own_reference_db, Account), count(own_reference_db, Registration)) == (1, 0)


def test_registering_many_times_at_once_leaves_one_that_waits(own_reference_db: Database) -> None:
    def ask(session: Session) -> None:
        told: dict[str, Any] = {"name": "Bình", "language": Lang.VI, "wanted": Intention.BUYER, "ticked": ()}
        register(session, Identifier(email="binh@example.vn"), **told, now=now())

    for _ in range(2):
        together(own_reference_db, ask)
    assert count(own_reference_db, Registration) == 1
