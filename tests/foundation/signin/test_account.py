"""One's own account over HTTP."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.totp import code_at, step_at
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.permissions.services import Term, appoint
from foundation.places.models import Place, PlaceLevel
from foundation.signin.roles import BUYER
from tests.foundation.signin.conftest import (
    OTHER,
    PASSWORD,
    SET_PASSWORD,
    Browsers,
    account,
    age,
    code_now,
    commune_code,
    letters,
    officer,
)
from tests.support.databases import TODAY
from tests.support.pages import links

APP = "/tai-khoan/ung-dung-xac-thuc"
DESKS = {
    Role.COMMUNE_OFFICER: {"/tai-khoan/mo-ho", "/tai-khoan/cap-ma"},
    Role.PROVINCE_EDITOR: {"/admin/rieng-tu"},
}


@pytest.fixture(autouse=True)
def _an(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session)


def kept(database: Database, email: str = "an@example.vn") -> Account:
    with database.reading() as session:
        return session.scalars(select(Account).filter_by(email=email)).one()


def test_name_and_language_are_kept_and_nothing_else(browser: Browsers, reference_db: Database) -> None:
    """Mass assignment: fields the form does not have change nothing."""
    here = browser()
    here.sign_in()
    extra = {"status": "closed", "email": "x@example.vn", "is_demo": "1", "id": "99", "password_hash": "x"}
    answer = here.post("/tai-khoan/ho-so", {"name": "Lò An", "language": "en", "province": "", **extra})
    assert answer.location == "/tai-khoan/"
    found = kept(reference_db)
    assert (found.name, found.language, found.status.value, found.is_demo) == ("Lò An", Lang.EN, "active", False)
    assert "My account" in here.get("/tai-khoan/")
    assert here.post("/tai-khoan/ho-so", {"name": "x", "language": "fr"}).status_code == 200


def test_a_province_is_named_or_not_and_gives_its_officers_nothing_but_requests(
    browser: Browsers, reference_db: Database, keys: Keys
) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
    here = browser()
    here.sign_in()
    named = {"name": "Lò An", "language": "vi", "province": "01"}
    assert here.post("/tai-khoan/ho-so", {**named, "province": "999"}).status_code == 200
    assert kept(reference_db).place_id is None
    here.post("/tai-khoan/ho-so", named)
    with reference_db.reading() as session:
        place = session.get_one(Place, kept(reference_db).place_id)
        assert (place.level, place.code, place.valid_to) == (PlaceLevel.PROVINCE, "01", None)
    assert re.search(r'<option selected value="01">', here.get("/tai-khoan/ho-so"))
    desk = browser()
    desk.sign_in("can@example.vn")
    desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    assert desk.post("/tai-khoan/cap-ma", {"identifier": "an@example.vn"}).status_code == 404
    here.post("/tai-khoan/ho-so", {**named, "province": ""})
    assert kept(reference_db).place_id is None


def test_the_commune_an_account_was_opened_in_stays_while_it_lies_in_the_province(
    browser: Browsers, reference_db: Database
) -> None:
    with reference_db.unit_of_work() as session:
        commune = session.scalars(select(Place.id).filter_by(code=commune_code(session), valid_to=None)).one()
        session.execute(update(Account).values(place_id=commune))
    here = browser()
    here.sign_in()
    named = {"name": "Lò An", "language": "vi", "province": "01"}
    here.post("/tai-khoan/ho-so", named)
    assert kept(reference_db).place_id == commune
    here.post("/tai-khoan/ho-so", {**named, "province": "04"})
    assert kept(reference_db).place_id != commune
    with reference_db.reading() as session:
        verbs = select(AuditEntry.verb).filter_by(verb="account:change-province")
        assert len(session.scalars(verbs).all()) == 1


def test_the_language_is_the_browsers_choice_or_the_accounts(browser: Browsers) -> None:
    here = browser()
    page = here.get("/tai-khoan/dang-nhap", headers={"Accept-Language": "vi"})
    assert 'href="/tai-khoan/ngon-ngu/en?next=/tai-khoan/dang-nhap"' in page
    here.client.get("/tai-khoan/ngon-ngu/en?next=/tai-khoan/dang-nhap")
    assert "Sign in" in here.get("/tai-khoan/dang-nhap", headers={"Accept-Language": "vi"})
    here.client.get("/tai-khoan/ngon-ngu/xx")
    here.sign_in()
    assert "Tài khoản" in here.get("/tai-khoan/", headers={"Accept-Language": "en"})


def test_a_new_password_needs_the_present_one_and_ends_every_other_session(
    browser: Browsers, reference_db: Database
) -> None:
    here, elsewhere = browser(), browser()
    here.sign_in()
    elsewhere.sign_in()
    change = "/tai-khoan/doi-mat-khau"
    wrong = here.post(change, {"current": OTHER, "password": OTHER})
    assert "chưa đúng" in wrong.get_data(as_text=True)
    common = here.post(change, {"current": PASSWORD, "password": "matkhau123"})
    assert "dễ bị đoán" in common.get_data(as_text=True)
    before = here.cookie()
    assert here.post(change, {"current": PASSWORD, "password": OTHER}).location == "/tai-khoan/"
    assert here.cookie() != before
    here.get("/tai-khoan/")
    elsewhere.get("/tai-khoan/", status=302)
    assert browser().sign_in(password=OTHER).status_code == 302


def test_sessions_are_listed_and_ended_one_by_one_or_all(browser: Browsers, reference_db: Database) -> None:
    here, phone, tablet = browser(), browser(), browser()
    here.sign_in()
    phone.sign_in(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari/537.36"})
    tablet.sign_in()
    page = here.get("/tai-khoan/phien")
    assert "Chrome, Android" in page
    assert "thiết bị này" in page
    numbers = re.findall(r"/tai-khoan/phien/(\d+)", page)
    assert len(numbers) == 2
    with reference_db.reading() as session:
        of_phone = session.scalars(select(AccountSession.id).filter_by(device="Chrome, Android")).one()
    here.post(f"/tai-khoan/phien/{of_phone}", page="/tai-khoan/phien")
    phone.get("/tai-khoan/", status=302)
    tablet.get("/tai-khoan/")
    here.post("/tai-khoan/phien", page="/tai-khoan/phien")
    tablet.get("/tai-khoan/", status=302)
    here.get("/tai-khoan/")


def test_somebody_elses_session_is_not_there(browser: Browsers, reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        account(session, "binh")
    mine, yours = browser(), browser()
    mine.sign_in()
    yours.sign_in("binh@example.vn")
    with reference_db.reading() as session:
        number = session.scalars(select(AccountSession.id).order_by(AccountSession.id.desc()).limit(1)).one()
    for wanted in (number, 10**9):
        assert mine.post(f"/tai-khoan/phien/{wanted}", page="/tai-khoan/").status_code == 404
    yours.get("/tai-khoan/")


def test_use_is_noted_every_few_minutes_and_keeps_the_session(browser: Browsers, reference_db: Database) -> None:
    here = browser()
    here.sign_in()
    seen = now() - timedelta(minutes=4)
    age(reference_db, AccountSession, opened_at=seen, seen_at=seen, proved_at=seen)
    here.get("/tai-khoan/")
    with reference_db.reading() as session:
        assert session.scalars(select(AccountSession.seen_at)).one() == seen
    age(reference_db, AccountSession, opened_at=seen - timedelta(days=1), seen_at=seen - timedelta(minutes=2))
    here.get("/tai-khoan/")
    with reference_db.reading() as session:
        assert session.scalars(select(AccountSession.seen_at)).one() > seen


def test_an_officer_sets_up_the_app_before_anything_else(browser: Browsers, reference_db: Database, keys: Keys) -> None:
    with reference_db.unit_of_work() as session:
        officer(session, keys, Role.COMMUNE_OFFICER, place_code=commune_code(session))
    age(reference_db, Account, totp_salt=None, totp_confirmed_at=None, totp_last_step=None)
    here = browser()
    assert here.sign_in("can@example.vn").location == APP
    assert here.client.get("/tai-khoan/").location == APP
    assert here.client.get("/tai-khoan/mo-ho").location == APP
    assert "cần xác thực hai lớp" in here.get(APP)
    here.client.get(f"{APP}/qr.svg")
    here.post(f"{APP}/bat-dau", page=APP)
    page = here.get(APP)
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    picture = here.client.get(f"{APP}/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert here.post(APP, {"code": "123"}).status_code == 200
    done = here.post(APP, {"code": code_now(secret[1])})
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done.get_data(as_text=True))
    assert len(codes) == 10
    here.get("/tai-khoan/")
    here.get("/tai-khoan/mo-ho")
    assert here.client.get(f"{APP}/qr.svg").status_code == 404  # the secret is never shown again
    assert here.post(f"{APP}/tat", page=APP).status_code == 403
    lost = browser()
    lost.sign_in("can@example.vn")
    assert lost.post("/tai-khoan/ma-xac-nhan", {"code": codes[0]}).location == "/tai-khoan/"


def test_a_sensitive_act_asks_for_the_password_again(browser: Browsers, reference_db: Database, keys: Keys) -> None:
    here = browser()
    here.sign_in()
    here.post(f"{APP}/bat-dau", page=APP)
    salt = kept(reference_db).totp_salt
    assert salt
    secret = keys.totp_secret(kept(reference_db).id, salt)
    here.post(APP, {"code": code_at(secret, step_at(now()))})
    age(reference_db, AccountSession, opened_at=now() - timedelta(hours=1), proved_at=now() - timedelta(minutes=20))
    for act in (f"{APP}/tat", "/tai-khoan/ma-khoi-phuc"):
        assert here.post(act, page=APP).location == f"/tai-khoan/xac-nhan?next={APP}"
    before = here.cookie()
    wrong = here.post("/tai-khoan/xac-nhan", {"password": OTHER, "next": APP})
    assert wrong.status_code == 200
    assert here.post("/tai-khoan/xac-nhan", {"password": PASSWORD, "next": APP}).location == APP
    assert here.cookie() != before
    assert "khôi phục" in here.post("/tai-khoan/ma-khoi-phuc", page=APP).get_data(as_text=True)
    assert here.post(f"{APP}/tat", page=APP).location == "/tai-khoan/"
    assert not kept(reference_db).has_second_factor


def test_a_forgotten_password_comes_by_mail_and_whoever_has_no_account_is_told_the_same(
    browser: Browsers, app: Flask, reference_db: Database
) -> None:
    here = browser()
    told = {
        here.post("/tai-khoan/quen-mat-khau", {"identifier": who}).get_data(as_text=True)
        for who in ("an@example.vn", "nobody@example.vn", "an@example.vn")
    }
    assert len(told) == 1
    [letter] = letters(app, reference_db)
    assert "To: an@example.vn" in letter
    link = re.search(r"http://localhost:8000(/tai-khoan/mat-khau-moi/[\w-]+)", letter)
    assert link
    address = link[1]
    here.get(address)
    short = here.post(address, {"password": "ngắn"})
    assert "8 ký tự" in short.get_data(as_text=True)
    assert here.post(address, {"password": OTHER}).location == SET_PASSWORD
    assert "Đã đặt mật khẩu" in here.get(SET_PASSWORD)
    assert "Đã đặt mật khẩu" not in here.get("/tai-khoan/dang-nhap")
    assert "quá hạn" in here.post(address, {"password": PASSWORD}).get_data(as_text=True)
    assert here.sign_in(password=OTHER).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("an@example.vn\r\nBcc: x@example.vn", "không phải thư điện tử"),
        ("an@example.vn\x00", "bị hỏng mã"),
        ("=?utf-8?q?an?=@example.vn", "không phải thư điện tử"),
        ("an", "không phải thư điện tử"),
    ],
)
def test_what_is_no_address_is_said_beside_its_field(
    browser: Browsers, app: Flask, reference_db: Database, typed: str, words: str
) -> None:
    told = browser().post("/tai-khoan/quen-mat-khau", {"identifier": typed}).get_data(as_text=True)
    assert words in told
    assert letters(app, reference_db) == []


def test_asking_again_and_again_sends_few_letters(browser: Browsers, app: Flask, reference_db: Database) -> None:
    here = browser()
    for _ in range(12):
        here.post("/tai-khoan/quen-mat-khau", {"identifier": "an@example.vn"})
        letters(app, reference_db)
    assert len(letters(app, reference_db)) == 5


def test_ones_page_leads_only_where_one_may_go(browser: Browsers, reference_db: Database, keys: Keys) -> None:
    with reference_db.unit_of_work() as session:
        commune = commune_code(session)
        at = {BUYER: "", Role.COMMUNE_OFFICER: commune, Role.PROVINCE_EDITOR: "01"}
        secrets = {role: officer(session, keys, role, role[:3], code) for role, code in at.items()}
    for role, wanted in {BUYER: set(), **DESKS}.items():
        here = browser()
        here.sign_in(f"{role[:3]}@example.vn")
        here.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secrets[role])})
        assert set(links(here.get("/tai-khoan/"))) & set().union(*DESKS.values()) == wanted


def test_without_an_app_there_are_no_recovery_codes(browser: Browsers) -> None:
    here = browser()
    here.sign_in()
    assert here.post("/tai-khoan/ma-khoi-phuc", page=APP).status_code == 404


def test_an_ended_appointment_bites_on_the_next_request(browser: Browsers, reference_db: Database, keys: Keys) -> None:
    with reference_db.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER)
    desk = browser()
    desk.sign_in("can@example.vn")
    desk.post("/tai-khoan/ma-xac-nhan", {"code": code_now(secret)})
    desk.get("/tai-khoan/mo-ho")
    age(reference_db, Appointment, ends_on=TODAY)
    desk.get("/tai-khoan/mo-ho", status=403)
    desk.get("/tai-khoan/")


def test_a_letters_link_leads_to_this_site_whatever_host_was_asked(
    browser: Browsers, app: Flask, reference_db: Database
) -> None:
    here = browser()
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    here.post("/tai-khoan/quen-mat-khau", {"identifier": "an@example.vn"}, headers=evil)
    [letter] = letters(app, reference_db)
    assert "evil.example" not in letter
    assert "http://localhost:8000/tai-khoan/" in letter


def test_whoever_is_appointed_to_an_office_signs_in_anew_and_sets_up_the_app(
    browser: Browsers, reference_db: Database
) -> None:
    here = browser()
    here.sign_in()
    here.get("/tai-khoan/")
    with reference_db.unit_of_work() as session:
        mine = session.scalars(select(Account).filter_by(email="an@example.vn")).one()
        appoint(session, SYSTEM, mine, role=Role.MINISTRY_OFFICER, term=Term(TODAY, decision="1/QĐ"))
    assert here.client.get("/tai-khoan/").location.startswith("/tai-khoan/dang-nhap")
    assert here.sign_in().location == APP
