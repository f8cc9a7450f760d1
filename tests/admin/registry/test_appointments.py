"""Officers appoint, end and lend: only what their own appointments let them, and with effect on the next request."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from foundation.accounts.keys import Keys
from foundation.accounts.models import AccountSession
from foundation.accounts.rules import RateLimit
from foundation.audit.models import AuditEntry
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.permissions.rules import Role
from foundation.signin import entry
from tests.admin.registry.conftest import COMMUNE, OTHER, OTHER_COMMUNE, Enter, again, held_by, say
from tests.foundation.signin.conftest import PASSWORD, Browsers, account, age
from tests.support.databases import TODAY

DESK = "/admin/bo-nhiem"
NEW = f"{DESK}/moi/commune_officer"
GOOD = {
    "identifier": "xa@example.vn",
    "name": "Giàng A Páo",
    "place": "Phường Ba Đình (00004)",
    "starts_on": TODAY.isoformat(),
    "decision": "12/QĐ-UBND",
}


def ending(**more: str) -> dict[str, str]:
    return {"end-on": TODAY.isoformat(), "end-reason": "Chuyển công tác", **more}


def lending(to: str = "binh@example.vn", **more: str) -> dict[str, str]:
    week = TODAY + timedelta(days=7)
    days = {"lend-starts_on": TODAY.isoformat(), "lend-ends_on": week.isoformat()}
    return {"lend-to": to, **days, "lend-reason": "Nghỉ phép", **more}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"decision": "x" * 201}, "quá dài"),
        ({"name": "\x00"}, "chưa có tài khoản"),
        ({"identifier": "\x00"}, "bị hỏng mã"),
        ({"place": "\x00"}, "bị hỏng mã"),
        ({"identifier": "12"}, "không phải thư điện tử"),
        ({"identifier": ""}, "Xin điền mục này"),
        ({"name": ""}, "chưa có tài khoản"),
        ({"place": "Xã Không Có"}, "Không có đơn vị này"),
        ({"place": OTHER_COMMUNE}, "Không có đơn vị này"),
        ({"place": "01"}, "Không có đơn vị này"),
        ({"starts_on": "hôm nay"}, "không phải ngày tháng"),
        ({"decision": " "}, "cần số quyết định"),
        ({"ends_on": TODAY.isoformat()}, "phải sau ngày bắt đầu"),
        ({"identifier": "can@example.vn"}, "Không ai tự phân công"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    reference_db: Database, enter: Enter, wrong: dict[str, str], words: str
) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    answer = desk.post(NEW, GOOD | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert words in page
    assert 'value="12/QĐ-UBND"' in page or "decision" in wrong
    assert held_by(reference_db, "xa@example.vn") == []


def test_a_name_that_several_places_have_is_answered_with_their_codes(enter: Enter) -> None:
    desk = enter(Role.MINISTRY_OFFICER)
    page = desk.post(f"{DESK}/moi/advisory_team", GOOD | {"place": "Tân Phú"}).get_data(as_text=True)
    assert re.search(r"Có nhiều đơn vị cùng tên: .*\(\d{5}\)", page)


def test_roles_above_and_places_beside_are_not_there(reference_db: Database, enter: Enter) -> None:
    commune = enter(Role.COMMUNE_OFFICER, place_code=COMMUNE)
    other = enter(Role.PROVINCE_OFFICER, "khac", OTHER)
    operator = enter(Role.SYSTEM_OPERATOR, "chu")
    offered = commune.get(f"{DESK}/moi")
    assert "producer_member" in offered
    assert "commune_officer" not in offered
    commune.get(NEW, status=404)
    operator.get(f"{DESK}/moi/council_member", status=404)
    operator.get(f"{DESK}/moi/king", status=404)
    [held] = held_by(reference_db, "can@example.vn")
    for desk, status in ((commune, 200), (other, 404), (operator, 200)):
        desk.get(f"{DESK}/{held.id}", status=status)
        assert (f"{DESK}/{held.id}" in desk.get(DESK)) == (status == 200)
    for act in ("ket-thuc", "cho-muon", "ma"):
        assert other.post(f"{DESK}/{held.id}/{act}", ending(), page="/tai-khoan/").status_code == 404


def test_whoever_holds_nothing_is_kept_out(reference_db: Database, browser: Browsers) -> None:
    with reference_db.unit_of_work() as session:
        account(session, "an")
    farmer = browser()
    farmer.sign_in()
    farmer.get(DESK, status=403)
    assert DESK not in farmer.get("/tai-khoan/")


def test_a_page_after_the_last_is_not_there(enter: Enter) -> None:
    enter(Role.SYSTEM_OPERATOR, "chu").get(f"{DESK}?page=99", status=404)


def test_an_end_bites_on_the_next_request_of_whoever_is_signed_in(reference_db: Database, enter: Enter) -> None:
    desk, commune = enter(Role.PROVINCE_OFFICER), enter(Role.COMMUNE_OFFICER, "xa", COMMUNE)
    [held] = held_by(reference_db, "xa@example.vn")
    assert "Phân công" in commune.get(DESK)
    page = f"{DESK}/{held.id}"
    assert desk.post(f"{page}/ket-thuc", ending(), page=page).location == page
    commune.get(DESK, status=403)
    assert "Chuyển công tác" in told_in_audit(reference_db, held.id)
    assert notices_of(reference_db, "xa@example.vn") == ["appointment.ended"]
    assert "đã kết thúc" in desk.get(page)
    assert "/ket-thuc" not in desk.get(page)
    assert (
        "đến ngày đó" in desk.post(f"{page}/ket-thuc", ending(), page="/tai-khoan/").get_data(as_text=True).casefold()
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"end-on": (TODAY - timedelta(days=1)).isoformat()}, "xin chọn hôm nay"),
        ({"end-on": ""}, "Xin điền mục này"),
        ({"end-reason": " "}, "Xin điền mục này"),
    ],
)
def test_an_end_has_a_reason_and_lies_not_in_the_past(
    reference_db: Database, enter: Enter, wrong: dict[str, str], words: str
) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    desk.post(NEW, GOOD)
    [held] = held_by(reference_db, "xa@example.vn")
    page = f"{DESK}/{held.id}"
    assert words in desk.post(f"{page}/ket-thuc", ending(**wrong), page=page).get_data(as_text=True)
    assert held_by(reference_db, "xa@example.vn")[0].ends_on is None


def test_nobody_ends_an_office_of_their_own(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.SYSTEM_OPERATOR)
    [held] = held_by(reference_db, "can@example.vn")
    page = f"{DESK}/{held.id}"
    assert "/ket-thuc" not in desk.get(page)
    said = desk.post(f"{page}/ket-thuc", ending(), page=page).get_data(as_text=True)
    assert "Không phân công nào của bạn" in said
    assert held_by(reference_db, "can@example.vn")[0].ends_on is None


def test_a_leave_is_covered_and_can_be_given_back(reference_db: Database, enter: Enter, keys: Keys) -> None:
    commune, colleague = enter(Role.COMMUNE_OFFICER, "xa", COMMUNE), enter(Role.COMMUNE_OFFICER, "binh", "00070")
    desk = enter(Role.PROVINCE_OFFICER)
    [held] = held_by(reference_db, "xa@example.vn")
    page = f"{DESK}/{held.id}"
    assert commune.post(f"{page}/cho-muon", lending("nobody@example.vn"), page=page).status_code == 200
    assert "tự phân công" in commune.post(f"{page}/cho-muon", lending("xa@example.vn"), page=page).get_data(
        as_text=True
    )
    assert commune.post(f"{page}/cho-muon", lending(), page=page).location == page
    own, lent = held_by(reference_db, "binh@example.vn")
    assert lent.delegated_from_id == held.id
    assert notices_of(reference_db, "binh@example.vn") == ["appointment.loan-offered"]
    assert f"{DESK}/{lent.id}" in commune.get(page)
    again(reference_db, keys, colleague, "binh")
    colleague.get(page, status=404)
    assert "làm thay xa" in colleague.get("/tai-khoan/")
    say(colleague, lent.id)
    assert notices_of(reference_db, "xa@example.vn") == ["appointment.accepted"]
    colleague.get(page)
    assert "Làm thay cho" in colleague.get(f"{DESK}/{lent.id}")
    assert "/cho-muon" not in desk.get(f"{DESK}/{lent.id}")
    end = f"{DESK}/{lent.id}/ket-thuc"
    assert colleague.post(end, ending(), page=f"{DESK}/{lent.id}").status_code == 302
    colleague.get(page, status=404)
    colleague.get(f"{DESK}/{own.id}")


def test_a_sensitive_act_asks_for_the_password_where_it_was_given_long_ago(
    reference_db: Database, enter: Enter
) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    past = now() - timedelta(minutes=20)
    age(reference_db, AccountSession, opened_at=past, seen_at=past, proved_at=past)
    assert 'name="password"' in desk.get(NEW)
    for password, words in (("", "cần nhập lại mật khẩu"), ("sai rồi nhé", "Mật khẩu hiện tại chưa đúng")):
        page = desk.post(NEW, GOOD | {"password": password}).get_data(as_text=True)
        assert words in page
        assert "Giàng A Páo" in page
    before = desk.cookie()
    assert "tài khoản" in desk.post(NEW, GOOD | {"password": PASSWORD, "name": ""}).get_data(as_text=True)
    assert desk.cookie() != before
    assert 'name="password"' not in desk.get(NEW)
    assert desk.post(NEW, GOOD).status_code == 302
    assert len(held_by(reference_db, "xa@example.vn")) == 1


def test_the_list_is_narrowed_by_role_state_place_and_person(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.SYSTEM_OPERATOR)
    enter(Role.COMMUNE_OFFICER, "xa", COMMUNE)
    enter(Role.PROVINCE_OFFICER, "tinh", OTHER)
    rows = {name: held_by(reference_db, f"{name}@example.vn")[0].id for name in ("can", "xa", "tinh")}
    for query, wanted in (
        ("", {"can", "xa", "tinh"}),
        ("role=commune_officer", {"xa"}),
        ("place=01", {"xa"}),
        ("place=Cao+Bằng", {"tinh"}),
        ("person=tinh@example.vn", {"tinh"}),
        ("person=xa", {"xa"}),
        ("state=ended", set()),
        ("state=in_force&role=king", {"can", "xa", "tinh"}),
        ("place=đâu+đó", {"can", "xa", "tinh"}),
        ("person=%00", {"can", "xa", "tinh"}),
    ):
        page = desk.get(f"{DESK}?{query}")
        assert {name for name, number in rows.items() if f'{DESK}/{number}"' in page} == wanted, query
    assert "Không có đơn vị này" in desk.get(f"{DESK}?place=đâu+đó")
    desk.get(f"{DESK}?page=2", status=404)


def told_in_audit(database: Database, appointment_id: int) -> str:
    with database.reading() as session:
        asked = select(AuditEntry.reason).filter_by(subject="appointment", subject_id=appointment_id)
        return " ".join(reason for reason in session.scalars(asked) if reason)


def notices_of(database: Database, email: str) -> list[str]:
    [number] = {held.account_id for held in held_by(database, email)}
    with database.reading() as session:
        return list(session.scalars(select(Notice.kind).filter_by(account_id=number).order_by(Notice.id)))


def test_who_has_an_account_is_not_found_out_for_everybody(
    reference_db: Database, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Appointing and lending tell whether there is an account; sixty times at once, here once."""
    monkeypatch.setattr(
        entry, "account_lookup_limits", lambda number: (RateLimit(f"asking:{number}", 1, timedelta(hours=1)),)
    )
    desk = enter(Role.PROVINCE_OFFICER)
    assert desk.post(NEW, {**GOOD, "name": ""}).status_code == 200
    assert "Xin chờ 60 phút" in desk.post(NEW, GOOD).get_data(as_text=True)
    assert held_by(reference_db, "xa@example.vn") == []
    [mine] = held_by(reference_db, "can@example.vn")
    lent = desk.post(f"{DESK}/{mine.id}/cho-muon", lending("can@example.vn"), page=f"{DESK}/{mine.id}")
    assert "Xin chờ 60 phút" in lent.get_data(as_text=True)
    assert len(held_by(reference_db, "can@example.vn")) == 1
