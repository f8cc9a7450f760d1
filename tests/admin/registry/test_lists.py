"""A list is looked at before anything is kept, taken in piece by piece, and its codes are told once."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from admin.registry import lists
from admin.registry.lists import delete_old_lists, send_list, take_next
from admin.registry.models import AppointmentList
from admin.registry.reading import read_people
from admin.registry.rules import ListState
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.bulk import COLUMNS
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.permissions.services import end_appointment
from tests.admin.registry.conftest import COMMUNE, OTHER_COMMUNE, Enter, held_by
from tests.foundation.signin.conftest import PASSWORD, Browser, Browsers, account
from tests.support.databases import TODAY
from tests.support.lists import columns_of, go_on
from tests.support.pages import classed, texts

DESK = "/admin/bo-nhiem/danh-sach"
GOOD = {
    "identifier": "0912 345 678",
    "name": "Giàng A Páo",
    "role": "commune_officer",
    "place_code": COMMUNE,
    "starts_on": TODAY.isoformat(),
    "decision": "12/QĐ-UBND",
}


def file_of(*changes: dict[str, str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(GOOD | change for change in changes)
    return out.getvalue().encode("utf-8-sig")


def send(desk: Browser, raw: bytes, name: str = "xa.csv") -> str:
    answer = desk.post(DESK, {"file": (io.BytesIO(raw), name)})  # type: ignore[dict-item]
    assert answer.status_code == 302, answer.get_data(as_text=True)
    answer = go_on(desk, str(answer.location))
    assert answer.status_code == 302, classed(answer.get_data(as_text=True), "note--bad")
    return str(answer.location)


def work(app: Flask, database: Database) -> None:
    with app.app_context():
        Worker(database, app.extensions[EXTENSION], name="w").drain()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_from_a_file_to_officers_who_confirm_their_accounts(
    app: Flask, reference_db: Database, enter: Enter, browser: Browsers
) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    wrong = {"identifier": "b@example.vn", "place_code": OTHER_COMMUNE}
    page = send(desk, file_of({}, wrong, {"identifier": "", "name": ""}, delimiter=";"))
    assert "Đang kiểm tra" in desk.get(page)
    work(app, reference_db)
    checked = desk.get(page)
    assert "Sẽ đề nghị phân công 1 người" in checked
    assert "không được phân công vai trò này" in checked
    assert held_by(reference_db, "b@example.vn") == []
    with reference_db.reading() as session:
        assert session.scalar(select(Account.id).filter_by(phone="+84912345678")) is None
    assert desk.post(f"{page}/chay", page=page).location == page
    desk.post(f"{page}/chay", page="/tai-khoan/")
    work(app, reference_db)
    assert "Đã gửi đề nghị phân công đến 1 người" in desk.get(page)
    assert "Danh sách phân công của bạn" in desk.get("/tai-khoan/thong-bao")
    rows = table(desk.get(f"{page}/bao-cao"))
    assert [(row["row"], row["outcome"], row["reasons"]) for row in rows] == [
        ("2", "created", ""),
        ("3", "rejected", "may_not_give"),
    ]
    assert "code" not in rows[0]
    assert table(desk.post(f"{page}/ma", page=page).get_data(as_text=True)) == []
    colleague = enter(Role.PROVINCE_OFFICER, "khac")
    same = send(colleague, file_of({}))
    work(app, reference_db)
    assert table(colleague.post(f"{same}/ma", page="/tai-khoan/").get_data(as_text=True)) == []
    colleague.post(f"{same}/chay", page=same)
    work(app, reference_db)
    first, second = (table(colleague.post(f"{same}/ma", page=same).get_data(as_text=True)) for _ in range(2))
    assert [(row["row"], row["name"]) for row in second] == [("2", "Giàng A Páo")]
    person = browser()
    for code, status in ((first[0]["code"], 200), (second[0]["code"], 302)):
        handed = {"identifier": "0912345678", "code": code, "password": PASSWORD}
        assert person.post("/tai-khoan/nhap-ma", handed).status_code == status
    assert table(colleague.post(f"{same}/ma", page=same).get_data(as_text=True)) == []


def test_the_same_list_again_says_what_is_held_already(app: Flask, reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    for said in ("Sẽ đề nghị phân công 1 người", "1 dòng đã có từ trước"):
        page = send(desk, file_of({}))
        work(app, reference_db)
        assert said in desk.get(page)
        desk.post(f"{page}/chay", page="/tai-khoan/")
        work(app, reference_db)
    with reference_db.reading() as session:
        rows = session.scalars(select(Appointment).filter_by(role=Role.COMMUNE_OFFICER)).all()
    assert len(rows) == 1


def test_a_spreadsheet_that_took_zeros_away_is_understood(app: Flask, reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    page = send(desk, file_of({"place_code": "4", "identifier": "912345678"}))
    work(app, reference_db)
    assert "Sẽ đề nghị phân công 1 người" in desk.get(page)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "Tệp này trống"),
        (b"%PDF-1.7\n", "Tệp PDF hoặc ảnh không có bảng"),
        (b"\xff\xd8\xff\xe0" + b"0" * 50, "Tệp PDF hoặc ảnh không có bảng"),
        (b"PK\x03\x04broken", "Không đọc được tệp này"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(enter: Enter, raw: bytes, words: str) -> None:
    sent = enter(Role.PROVINCE_OFFICER).post(DESK, {"file": (io.BytesIO(raw), "xa.csv")})  # type: ignore[dict-item]
    assert sent.status_code == 200
    assert words in sent.get_data(as_text=True)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"identifier,name\n", "Không tìm thấy dòng nào"),
        (file_of(), "Không tìm thấy dòng nào"),
        (file_of(*[{}] * 4), "tối đa 3 dòng"),
    ],
)
def test_a_list_that_holds_nobody_or_too_many_is_not_taken_on(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, raw: bytes, words: str
) -> None:
    monkeypatch.setattr("admin.registry.lists.ROWS_MAX", 3)
    monkeypatch.setattr("admin.registry.labels.ROWS_MAX", 3)
    desk = enter(Role.PROVINCE_OFFICER)
    at = str(desk.post(DESK, {"file": (io.BytesIO(raw), "xa.csv")}).location)  # type: ignore[dict-item]
    assert words in go_on(desk, at).get_data(as_text=True)
    assert at in desk.get(DESK)


def test_a_column_that_was_corrected_is_known_in_the_offices_next_file(
    app: Flask, reference_db: Database, enter: Enter
) -> None:
    """Whoever closes the browser finds the list again; a colleague of the office profits from what was said."""
    lines = (
        "Ai,Vai trò,Máy,Ở đâu,Từ ngày,Số QĐ",
        f"Giàng A Páo,Cán bộ OCOP cấp xã,0912345678,{COMMUNE},1/12/2026,12/QĐ-UBND",
    )
    raw = "\n".join(lines).encode()
    desk = enter(Role.PROVINCE_OFFICER)
    at = str(desk.post(DESK, {"file": (io.BytesIO(raw), "xa.csv")}).location)  # type: ignore[dict-item]
    said = {"head_row": "1", "step": "look"}
    desk.post(at, {**columns_of(desk.get(at)), **said}, page=at)
    assert columns_of(desk.get(at))["col-0"] == "other"
    corrected = {"col-0": "name", "col-2": "phone", "col-3": "place_code"}
    desk.post(at, {**columns_of(desk.get(at)), **corrected, "step": "look"}, page=at)
    assert at in desk.get(DESK)
    page = str(go_on(desk, at).location)
    work(app, reference_db)
    checked = desk.get(page)
    assert "Sẽ đề nghị phân công 1 người" in checked, texts(checked, "td")
    desk.get(at, status=404)
    again = str(desk.post(DESK, {"file": (io.BytesIO(raw), "xa2.csv")}).location)  # type: ignore[dict-item]
    assert columns_of(desk.get(again))["col-2"] == "phone"
    assert desk.post(again, {"step": "drop"}, page=again).location == DESK
    assert again not in desk.get(DESK)


def test_the_file_to_fill_in_names_every_commune_of_ones_own(enter: Enter) -> None:
    rows = table(enter(Role.PROVINCE_OFFICER).get(f"{DESK}/mau"))
    assert len(rows) == 126
    assert rows[0]["role"] == "commune_officer"
    assert COMMUNE in {row["place_code"] for row in rows}
    assert {row["starts_on"] for row in rows} == {TODAY.isoformat()}


def test_others_lists_are_not_there(app: Flask, reference_db: Database, enter: Enter) -> None:
    desk, other = enter(Role.PROVINCE_OFFICER), enter(Role.PROVINCE_OFFICER, "khac")
    page = send(desk, file_of({}))
    work(app, reference_db)
    assert page in desk.get(DESK)
    assert page not in other.get(DESK)
    other.get(page, status=404)
    other.get(f"{page}/bao-cao", status=404)
    for act in ("chay", "ma"):
        assert other.post(f"{page}/{act}", page="/tai-khoan/").status_code == 404


def test_rights_that_ended_meanwhile_take_nothing_in(app: Flask, reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.PROVINCE_OFFICER)
    page = send(desk, file_of({}))
    work(app, reference_db)
    desk.post(f"{page}/chay", page=page)
    [mine] = held_by(reference_db, "can@example.vn")
    with reference_db.unit_of_work() as session:
        end_appointment(
            session, SYSTEM, session.get_one(Appointment, mine.id), on=TODAY, today=TODAY, reason="Nghỉ hưu"
        )
    work(app, reference_db)
    with reference_db.reading() as session:
        [kept] = session.scalars(select(AppointmentList))
        assert [one["reasons"] for one in kept.reports] == [["may_not_give"]]


def test_a_list_goes_on_where_it_stopped(reference_db: Database, monkeypatch: pytest.MonkeyPatch, keys: Keys) -> None:
    monkeypatch.setattr(lists, "CHUNK", 2)
    with reference_db.unit_of_work() as session:
        an = account(session, "an")
        raw = file_of(*({"identifier": f"x{number}@example.vn"} for number in range(5)))
        kept = send_list(session, an, name="xa.csv", rows=read_people(session, raw, TODAY), now=now())
        for count in (2, 4, 5, 5):
            take_next(session, kept, keys=keys, now=now(), today=TODAY)
            assert len(kept.reports) == count
        assert kept.state is ListState.CHECKED
        assert {one["row"] for one in kept.reports} == {2, 3, 4, 5, 6}
        assert {tuple(one["reasons"]) for one in kept.reports} == {("may_not_give",)}


def test_lists_are_dropped_after_their_time(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        send_list(session, account(session, "an"), name="xa.csv", rows=[(2, GOOD)], now=now())
        assert delete_old_lists(session, now() - timedelta(days=30)) == 0
        assert delete_old_lists(session, now() + timedelta(seconds=1)) == 1
        assert session.scalars(select(AppointmentList)).all() == []


@pytest.mark.parametrize("wrong", [{"state": ListState.DONE}, {"finished_at": now()}, {"name": ""}])
def test_states_that_cannot_be_are_refused(reference_db: Database, wrong: dict[str, object]) -> None:
    with reference_db.unit_of_work() as session:
        send_list(session, account(session, "an"), name="xa.csv", rows=[(2, GOOD)], now=now())
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(AppointmentList).values(**wrong))
