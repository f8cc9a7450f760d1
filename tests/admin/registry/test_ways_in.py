"""Whoever is appointed comes in by themselves: nobody who appoints sees a link or a code."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from admin.registry.services import coding
from catalog.producers.roles import PRODUCER_MEMBER
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.offers import accept
from foundation.permissions.queries import principal_of
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint, delegate, offer
from tests.admin.registry.conftest import HANOI, OTHER, Enter, held_by, place, say
from tests.admin.registry.test_appointments import DESK, GOOD, NEW, ending, notices_of
from tests.foundation.signin.conftest import PASSWORD, SET_PASSWORD, Browsers, account, letters
from tests.support.databases import TODAY

PHONE = {"identifier": "0912345678", "name": "Giàng A Páo"}
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
NO_CODE = "Bạn không cấp mã ở đây được"


def test_somebody_without_an_account_comes_in_by_a_letter_that_nobody_else_reads(
    app: Flask, reference_db: Database, enter: Enter, browser: Browsers
) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    assert "Phường Ba Đình (00004)" in desk.get(NEW)
    answer = desk.post(NEW, GOOD)
    [held] = held_by(reference_db, "xa@example.vn")
    assert answer.location == f"{DESK}/{held.id}"
    assert (held.role, held.decision, held.starts_on) == (Role.COMMUNE_OFFICER, "12/QĐ-UBND", TODAY)
    page = desk.get(answer.location)
    assert not CODE.search(page)
    assert "liên kết để chọn mật khẩu đã gửi" in page
    assert "Giàng A Páo" in desk.get(DESK)
    [letter] = letters(app, reference_db)
    assert "To: xa@example.vn" in letter
    link = re.search(r"/tai-khoan/mat-khau-moi/\S+", letter)
    assert link
    person = browser()
    assert person.post(link[0], {"password": PASSWORD}).location == SET_PASSWORD
    assert person.sign_in("xa@example.vn").location == "/tai-khoan/"
    say(person, held.id)
    assert person.sign_in("xa@example.vn").location.endswith("/ung-dung-xac-thuc")
    assert notices_of(reference_db, "xa@example.vn") == []


def test_a_letter_that_came_too_late_is_asked_for_once_more(
    app: Flask, reference_db: Database, enter: Enter, browser: Browsers
) -> None:
    enter(Role.PROVINCE_OFFICER).post(NEW, GOOD)
    letters(app, reference_db)
    person = browser()
    person.post("/tai-khoan/quen-mat-khau", {"identifier": "xa@example.vn"})
    first, second = (re.findall(r"/tai-khoan/mat-khau-moi/\S+", one)[0] for one in letters(app, reference_db))
    for link, status in ((first, 200), (second, 302)):
        assert person.post(link, {"password": PASSWORD}).status_code == status


def test_a_phone_gets_its_code_by_message_where_one_can_be_sent(
    app: Flask, reference_db: Database, enter: Enter, browser: Browsers
) -> None:
    enter(Role.PROVINCE_OFFICER).post(NEW, GOOD | PHONE)
    [told] = letters(app, reference_db)
    code = CODE.search(told)
    assert told.startswith("+84912345678")
    assert code
    typed = {**PHONE, "code": code[0], "password": PASSWORD}
    assert browser().post("/tai-khoan/nhap-ma", typed).location == SET_PASSWORD


def test_whoever_appoints_hands_over_no_code(reference_db: Database, enter: Enter, browser: Browsers) -> None:
    """Not by the page of the appointment, not withdrawn and offered anew, not by the help at the commune."""
    desk, colleague = enter(Role.PROVINCE_OFFICER), enter(Role.PROVINCE_OFFICER, "khac")
    first = desk.post(NEW, GOOD | PHONE).location
    assert not CODE.search(desk.get(first))
    for _ in range(2):
        assert f"{first}/ma" not in desk.get(first)
        assert NO_CODE in desk.post(f"{first}/ma", page="/tai-khoan/").get_data(as_text=True)
        desk.post(f"{first}/ket-thuc", ending(), page="/tai-khoan/")
    assert desk.post("/tai-khoan/cap-ma", {"identifier": PHONE["identifier"]}).status_code == 404
    again_ = desk.post(NEW, GOOD | PHONE).location
    assert NO_CODE in colleague.post(f"{first}/ma", page="/tai-khoan/").get_data(as_text=True)
    told = CODE.search(colleague.post(f"{again_}/ma", page=again_).get_data(as_text=True))
    assert told
    assert told[0] not in colleague.get(again_)
    typed = {**PHONE, "code": told[0], "password": PASSWORD}
    assert browser().post("/tai-khoan/nhap-ma", typed).location == SET_PASSWORD
    assert "chưa xác nhận" not in desk.get(again_)


def test_nobody_hands_over_a_code_in_the_stead_of_whoever_appointed(reference_db: Database, enter: Enter) -> None:
    """A colleague who stands in for them counts as them, and so do two who stand in for one third."""
    desk = enter(Role.PROVINCE_OFFICER)
    page = desk.post(NEW, GOOD | PHONE).location
    [mine] = held_by(reference_db, "can@example.vn")
    with reference_db.unit_of_work() as session:
        held, other, own = session.get_one(Appointment, mine.id), account(session, "binh"), account(session, "cuc")
        days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=7)}
        for to in (other, own):
            lent = delegate(session, SYSTEM, held, to=to, **days, reason="Nghỉ", today=TODAY)
            accept(session, to, lent, now=now(), today=TODAY)
        offered = session.scalars(select(Appointment).filter_by(role=Role.COMMUNE_OFFICER)).one()

        def may(person: Account) -> Actor | None:
            return coding(session, principal_of(session, person.id, TODAY), offered, TODAY)

        assert may(other) is None
        offered.granted_by_id, offered.granted_for_id = own.id, mine.account_id
        assert may(other) is None
        offered.granted_for_id = None
        assert may(other) == Actor(other.id, mine.account_id)
        term = Term(TODAY, decision="2/QĐ")
        appoint(session, SYSTEM, other, role=Role.PROVINCE_OFFICER, term=term, held_for=RoleSubject(held.place))
        offered.granted_by_id = mine.account_id
        assert may(other) == Actor(other.id)
    assert NO_CODE in desk.post(f"{page}/ma", page=page).get_data(as_text=True)


def test_whoever_handed_over_the_code_gives_no_office(reference_db: Database, enter: Enter, browser: Browsers) -> None:
    """They may have chosen the password themselves: opened at the commune first, appointed then."""
    desk, colleague = enter(Role.PROVINCE_OFFICER), enter(Role.PROVINCE_OFFICER, "khac")
    told = CODE.search(desk.post("/tai-khoan/mo-ho", PHONE).get_data(as_text=True))
    assert told
    browser().post("/tai-khoan/nhap-ma", {**PHONE, "code": told[0], "password": PASSWORD})
    assert "bằng mã do bạn trao" in desk.post(NEW, GOOD | PHONE).get_data(as_text=True)
    assert colleague.post(NEW, GOOD | PHONE).status_code == 302


def test_whoever_appointed_a_member_leaves_the_new_password_to_another(
    reference_db: Database, enter: Enter, keys: Keys
) -> None:
    desk, colleague = enter(Role.PROVINCE_OFFICER), enter(Role.PROVINCE_OFFICER, "khac")
    with reference_db.unit_of_work() as session:
        [mine] = session.scalars(select(Account).filter_by(email="can@example.vn"))
        held_for = RoleSubject(object_id=7, lies_in_id=place(session, HANOI).id)
        by = Actor(mine.id)
        to = account(session, PHONE["identifier"], by=by, place_id=held_for.lies_in_id)
        offer(session, by, to, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=held_for, today=TODAY)
    asked = {"identifier": PHONE["identifier"]}
    assert "cán bộ khác trao mã" in desk.post("/tai-khoan/cap-ma", asked).get_data(as_text=True)
    assert CODE.search(colleague.post("/tai-khoan/cap-ma", asked).get_data(as_text=True))


def test_a_code_opens_no_account_that_holds_more_than_its_maker_may_give(reference_db: Database, enter: Enter) -> None:
    """Else whoever may give one thing could take over what others gave."""
    desk, other = enter(Role.PROVINCE_OFFICER), enter(Role.PROVINCE_OFFICER, "khac", OTHER)
    colleague = enter(Role.PROVINCE_OFFICER, "binh")
    page = desk.post(NEW, GOOD | PHONE).location
    assert f"{page}/ma" in colleague.get(page)
    other.post(f"{DESK}/moi/province_editor", GOOD | PHONE | {"place": OTHER})
    assert f"{page}/ma" not in colleague.get(page)
    assert NO_CODE in colleague.post(f"{page}/ma", page=page).get_data(as_text=True)
    with reference_db.reading() as session:
        assert session.scalars(select(Account).filter_by(phone="+84912345678")).one().place_id is None
