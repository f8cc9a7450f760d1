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
        (b"", "ít nhất một người"),
        (b"identifier,name\n", "Thiếu các cột: decision, place_code, role, starts_on"),
        (file_of(), "ít nhất một người"),
        ("identifier,tên\n".encode("utf-16"), "không phải tệp CSV"),
        (b'identifier,"na\x00me\n', "Thiếu các cột"),
        (file_of(*[{}] * 4), "tối đa 3 dòng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    reference_db: Database, enter: Enter, monkeypatch: pytest.MonkeyPatch, raw: bytes, words: str
) -> None:
    monkeypatch.setattr("admin.registry.lists.ROWS_MAX", 3)
    monkeypatch.setattr("admin.registry.labels.ROWS_MAX", 3)
    desk = enter(Role.PROVINCE_OFFICER)
    sent = desk.post(DESK, {"file": (io.BytesIO(raw), "xa.csv")})  # type: ignore[dict-item]
    assert sent.status_code == 200
    assert words in sent.get_data(as_text=True)


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
        kept = send_list(session, an, name="xa.csv", raw=raw, now=now())
        for count in (2, 4, 5, 5):
            take_next(session, kept, keys=keys, now=now(), today=TODAY)
            assert len(kept.reports) == count
        assert kept.state is ListState.CHECKED
        assert {one["row"] for one in kept.reports} == {2, 3, 4, 5, 6}
        assert {tuple(one["reasons"]) for one in kept.reports} == {("may_not_give",)}


def test_lists_are_dropped_after_their_time(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        kept = send_list(session, account(session, "an"), name="", raw=file_of({}), now=now())
        assert kept.name == "csv"
        assert delete_old_lists(session, now() - timedelta(days=30)) == 0
        assert delete_old_lists(session, now() + timedelta(seconds=1)) == 1
        assert session.scalars(select(AppointmentList)).all() == []


@pytest.mark.parametrize("wrong", [{"state": ListState.DONE}, {"finished_at": now()}, {"name": ""}])
def test_states_that_cannot_be_are_refused(reference_db: Database, wrong: dict[str, object]) -> None:
    with reference_db.unit_of_work() as session:
        send_list(session, account(session, "an"), name="xa.csv", raw=file_of({}), now=now())
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(AppointmentList).values(**wrong))
