"""What somebody is asked to take on: told, answered on one page by that person alone, and heard of by whoever asked."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from admin.registry.tasks import LAPSE
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.services import issue_code
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.outbox.services import enqueue
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Offer, Role
from foundation.permissions.services import RoleSubject, Term, appoint
from tests.admin.registry.conftest import COMMUNE, Enter, again, held_by, place, say
from tests.admin.registry.test_appointments import DESK, GOOD, NEW, ending, lending
from tests.foundation.signin.conftest import OTHER, Browser, Browsers, account, age
from tests.support.databases import TODAY

AN = {"identifier": "an@example.vn", "name": ""}


@pytest.fixture
def an(reference_db: Database, browser: Browsers) -> Browser:
    """Somebody with an account who is signed in."""
    with reference_db.unit_of_work() as session:
        account(session)
    here = browser()
    here.sign_in()
    return here


def told(database: Database, email: str) -> list[str]:
    with database.reading() as session:
        asked = select(Notice.kind).join(Account, Account.id == Notice.account_id).filter(Account.email == email)
        return list(session.scalars(asked.order_by(Notice.id)))


def asked_of(database: Database, email: str = "an@example.vn") -> int:
    return held_by(database, email)[-1].id


def test_from_the_offer_to_the_yes(reference_db: Database, enter: Enter, an: Browser, keys: Keys) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    assert "chờ người được phân công đồng ý" not in desk.get(DESK)
    desk.post(NEW, GOOD | AN)
    number = asked_of(reference_db)
    assert "1 phân công đang chờ người được phân công đồng ý" in desk.get(DESK)
    assert f'{DESK}/{number}"' in desk.get(f"{DESK}?state=offered")
    assert f'{DESK}/{number}"' not in desk.get(f"{DESK}?state=in_force")
    assert "chờ đồng ý" in desk.get(f"{DESK}/{number}")
    assert "/cho-muon" not in desk.get(f"{DESK}/{number}")
    an.get("/tai-khoan/", status=302)  # signed out by the offer
    again(reference_db, keys, an, "an")
    page = f"/tai-khoan/phan-cong/{number}"
    mine = an.get("/tai-khoan/")
    assert "Phân công chờ bạn đồng ý" in mine
    assert f'href="{page}"' in mine
    an.get(DESK, status=403)
    shown = an.get(page)
    assert all(words in shown for words in ("cán bộ xã", "Phường Ba Đình", "12/QĐ-UBND", "Tôi đồng ý", "can"))
    say(an, number)
    assert an.get(page, status=302)  # an office: the sign-in anew asks for an app
    onward = an.client.get(f"{page}?answered=yes").location
    assert "Đã ghi nhận bạn đồng ý" in an.get(onward)
    assert "Đã ghi nhận bạn đồng ý" not in an.get(f"/tai-khoan/dang-nhap?next={page}")
    again(reference_db, keys, an, "an")
    assert an.client.get("/tai-khoan/").location.endswith("/ung-dung-xac-thuc")
    assert held_by(reference_db, "an@example.vn")[0].offer is Offer.ACCEPTED
    assert told(reference_db, "an@example.vn") == ["appointment.offered"]
    assert told(reference_db, "can@example.vn") == ["appointment.accepted"]
    assert "an đã đồng ý" in desk.get("/tai-khoan/thong-bao")
    assert "đồng ý ngày" in desk.get(f"{DESK}/{number}")


def test_a_no_is_heard_and_changes_nothing(reference_db: Database, enter: Enter, an: Browser, keys: Keys) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    desk.post(NEW, GOOD | AN)
    again(reference_db, keys, an, "an")
    number = asked_of(reference_db)
    say(an, number, "no")
    page = f"/tai-khoan/phan-cong/{number}"
    assert "Bạn đã không đồng ý" in an.get(page)
    assert "Bạn có đồng ý nhận" not in an.get(page)
    assert "Tôi đồng ý" not in an.get(page)
    late = an.post(page, {"answer": "yes"}, page="/tai-khoan/").get_data(as_text=True)
    assert "đã được trả lời hoặc đã rút lại" in late
    assert told(reference_db, "can@example.vn") == ["appointment.declined"]
    assert "không đồng ý" in desk.get(f"{DESK}/{number}")
    assert "/ket-thuc" not in desk.get(f"{DESK}/{number}")
    assert "Phân công chờ bạn đồng ý" not in an.get("/tai-khoan/")
    assert an.post(page, {"answer": "maybe"}, page="/tai-khoan/").status_code == 400


def test_nobody_answers_for_another(reference_db: Database, enter: Enter, an: Browser, keys: Keys) -> None:
    """Neither whoever gave it, nor anybody by the number, nor what was never asked."""
    desk, other = enter(Role.PROVINCE_OFFICER), enter(Role.COMMUNE_OFFICER, "xa", COMMUNE)
    desk.post(NEW, GOOD | AN)
    page = f"/tai-khoan/phan-cong/{asked_of(reference_db)}"
    for who in (desk, other):
        who.get(page, status=404)
        assert who.post(page, {"answer": "yes"}, page="/tai-khoan/").status_code == 404
    other.get(f"/tai-khoan/phan-cong/{held_by(reference_db, 'xa@example.vn')[0].id}", status=404)


def test_a_yes_asks_for_the_password_where_it_was_given_long_ago(
    reference_db: Database, enter: Enter, an: Browser, keys: Keys
) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    desk.post(NEW, GOOD | AN)
    again(reference_db, keys, an, "an")
    past = now() - timedelta(minutes=20)
    age(reference_db, AccountSession, opened_at=past, seen_at=past, proved_at=past)
    page = f"/tai-khoan/phan-cong/{asked_of(reference_db)}"
    assert 'name="password"' in an.get(page)
    assert "cần nhập lại mật khẩu" in an.post(page, {"answer": "yes"}).get_data(as_text=True)
    assert held_by(reference_db, "an@example.vn")[0].offer is Offer.OFFERED
    assert an.post(page, {"answer": "no"}).location == page


def test_a_yes_ends_what_others_hold_and_keeps_ones_own(
    reference_db: Database, enter: Enter, an: Browser, browser: Browsers, keys: Keys
) -> None:
    """A member of a producer, which is no office: the session that said yes goes on, one elsewhere does not."""
    desk = enter(Role.PROVINCE_OFFICER)
    desk.post(f"{DESK}/moi/advisory_team", GOOD | AN | {"ends_on": (TODAY + timedelta(days=9)).isoformat()})
    again(reference_db, keys, an, "an")
    elsewhere = browser()
    elsewhere.sign_in()
    elsewhere.get("/tai-khoan/")
    with reference_db.unit_of_work() as session:
        mine = session.scalars(select(Appointment).order_by(Appointment.id.desc())).first()
        assert mine
        mine.starts_on = TODAY + timedelta(days=1)  # an office to come: whoever said yes is no officer yet
    say(an, asked_of(reference_db))
    assert "có hiệu lực từ" in an.get(f"/tai-khoan/phan-cong/{asked_of(reference_db)}")
    elsewhere.get("/tai-khoan/", status=302)


def test_an_offer_is_withdrawn_before_the_answer(reference_db: Database, enter: Enter, an: Browser, keys: Keys) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    desk.post(NEW, GOOD | AN)
    again(reference_db, keys, an, "an")
    number = asked_of(reference_db)
    assert "Rút lại đề nghị" in desk.get(f"{DESK}/{number}")
    assert desk.post(f"{DESK}/{number}/ket-thuc", ending(), page=f"{DESK}/{number}").status_code == 302
    assert "Người đề nghị đã rút lại" in an.get(f"/tai-khoan/phan-cong/{number}")
    assert told(reference_db, "an@example.vn") == ["appointment.offered", "appointment.withdrawn"]
    desk.post(NEW, GOOD | AN)
    assert asked_of(reference_db) != number


def test_nobody_answers_in_time(app: Flask, reference_db: Database, enter: Enter, an: Browser, keys: Keys) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    desk.post(NEW, GOOD | AN)
    again(reference_db, keys, an, "an")
    number = asked_of(reference_db)
    with reference_db.unit_of_work() as session:
        session.execute(update(Appointment).filter_by(id=number).values(answer_by=TODAY - timedelta(days=1)))
        enqueue(session, LAPSE, {})
    assert "Đã quá hạn trả lời" in an.get(f"/tai-khoan/phan-cong/{number}")
    with app.app_context():
        Worker(reference_db, app.extensions[EXTENSION], name="w").drain()
    assert held_by(reference_db, "an@example.vn")[0].offer is Offer.LAPSED
    assert told(reference_db, "can@example.vn") == ["appointment.lapsed"]
    assert "quá hạn trả lời" in desk.get(f"{DESK}/{number}")


def test_an_officer_lends_to_nobody_behind_their_own_name(reference_db: Database, enter: Enter) -> None:
    """What others hold and one may give: not to oneself, and to a colleague only with their yes."""
    desk = enter(Role.PROVINCE_OFFICER)
    enter(Role.COMMUNE_OFFICER, "xa", COMMUNE)
    [held] = held_by(reference_db, "xa@example.vn")
    page = f"{DESK}/{held.id}"
    said = desk.post(f"{page}/cho-muon", lending("can@example.vn"), page=page).get_data(as_text=True)
    assert "tự phân công" in said
    assert len(held_by(reference_db, "can@example.vn")) == 1


def test_whoever_helped_with_an_account_is_out_when_it_becomes_an_office(
    reference_db: Database, enter: Enter, browser: Browsers, keys: Keys
) -> None:
    """The commune opened it, sits in it and holds a code; then the province appoints its person."""
    desk = enter(Role.PROVINCE_OFFICER)
    with reference_db.unit_of_work() as session:
        helper = session.scalars(select(Account).filter_by(email="can@example.vn")).one()
        mine = account(session, by=Actor(helper.id), place_id=place(session, COMMUNE).id)
        code = issue_code(session, Actor(helper.id), mine, keys=keys, now=now())
    sitting = browser()
    sitting.sign_in()
    sitting.get("/tai-khoan/")
    desk.post(NEW, GOOD | AN)
    sitting.get("/tai-khoan/", status=302)
    handed = {"identifier": "an@example.vn", "code": code, "password": OTHER}
    assert "chưa đúng" in browser().post("/tai-khoan/nhap-ma", handed).get_data(as_text=True)
    assert desk.post("/tai-khoan/cap-ma", {"identifier": "an@example.vn"}).status_code == 404


def test_nobody_makes_a_code_for_an_office_that_is_held(reference_db: Database, enter: Enter) -> None:
    """One that was given at once by the operator to somebody who has not confirmed the account."""
    desk = enter(Role.PROVINCE_OFFICER)
    with reference_db.unit_of_work() as session:
        mine, at = account(session, "0912345678", password=None), RoleSubject(place(session, COMMUNE))
        term = Term(TODAY + timedelta(days=9), decision="1/QĐ")
        held = appoint(session, SYSTEM, mine, role=Role.COMMUNE_OFFICER, term=term, held_for=at)
    page = f"{DESK}/{held.id}"
    assert f"{page}/ma" not in desk.get(page)
    assert "Bạn không cấp mã ở đây được" in desk.post(f"{page}/ma", page=page).get_data(as_text=True)
