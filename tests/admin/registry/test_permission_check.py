"""Why somebody may, and why not: in words, and no more than the reader may see."""

from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from tests.admin.registry.conftest import COMMUNE, HANOI, OTHER, Enter, held_by, place
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY

WHY = "/admin/bo-nhiem/vi-sao"


def test_an_officer_is_told_by_what_somebody_may_and_what_would_be_needed(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    enter(Role.COMMUNE_OFFICER, "xa", COMMUNE)
    [held] = held_by(reference_db, "xa@example.vn")
    assert f"{WHY}/{held.account_id}" in desk.get(f"/admin/bo-nhiem/{held.id}")
    page = desk.get(f"{WHY}/{held.account_id}")
    assert "cán bộ xã, Phường Ba Đình, Thành phố Hà Nội" in page
    assert "quyết định 1/QĐ" in page
    assert "không giữ vai trò nào" in page
    assert "biên tập viên tỉnh" in page
    elsewhere = desk.get(f"{WHY}/{held.account_id}?place=Cao Bằng")
    assert "không phải ở địa bàn này" in elsewhere
    assert "quyết định 1/QĐ" not in elsewhere
    assert "Không có đơn vị này" in desk.get(f"{WHY}/{held.account_id}?place=đâu đó")


def test_what_lies_outside_the_readers_scope_is_said_without_its_name(reference_db: Database, enter: Enter) -> None:
    desk, other = enter(Role.PROVINCE_OFFICER), enter(Role.PROVINCE_OFFICER, "khac", OTHER)
    with reference_db.unit_of_work() as session:
        an, binh = account(session, "an"), account(session, "binh")
        for code in (HANOI, OTHER):
            term = Term(TODAY, decision=f"{code}/QĐ-UBND")
            appoint(
                session, SYSTEM, an, role=Role.PROVINCE_EDITOR, term=term, held_for=RoleSubject(place(session, code))
            )
        appoint(
            session,
            SYSTEM,
            binh,
            role=Role.PROVINCE_EDITOR,
            term=Term(TODAY, decision="9"),
            held_for=RoleSubject(place(session, OTHER)),
        )
    page = desk.get(f"{WHY}/{an.id}")
    assert "01/QĐ-UBND" in page
    assert "04/QĐ-UBND" not in page
    assert "ngoài phạm vi của bạn" in page
    desk.get(f"{WHY}/{binh.id}", status=404)
    other.get(f"{WHY}/{binh.id}")
    desk.get(f"{WHY}/987654", status=404)


def test_an_account_that_is_not_confirmed_may_nothing_yet(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    with reference_db.unit_of_work() as session:
        an: Account = account(session, "an", password=None)
        term = Term(TODAY, decision="1/QĐ")
        appoint(session, SYSTEM, an, role=Role.PROVINCE_EDITOR, term=term, held_for=RoleSubject(place(session, HANOI)))
    page = desk.get(f"{WHY}/{an.id}")
    assert "tài khoản phải được xác nhận" in page
    assert "state--ok" not in page
