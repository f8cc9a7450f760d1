"""The browser of the audit: what is asked, what each reader sees, whether the chain holds, the file."""

import csv
import io
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select, update

from foundation.audit.models import AuditEntry
from foundation.audit.queries import chain
from foundation.audit.rules import GENESIS, SYSTEM, Actor
from foundation.audit.services import record
from foundation.audit.tasks import seal
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from tests.admin.registry.conftest import COMMUNE, HANOI, OTHER, Enter, held_by, place
from tests.support.settling import settle

DESK = "/admin/nhat-ky"
AT = datetime(2026, 3, 1, 17, 30, tzinfo=timezone.utc)
"""Half past midnight of the second of March in Vietnam."""


def write(database: Database, verb: str, number: int, code: str | None = HANOI, **more: object) -> int:
    with database.unit_of_work() as session:
        place_id = place(session, code).id if code else None
        actor = more.pop("actor", SYSTEM)
        entry = record(session, actor, verb, number, place_id=place_id, **more)  # type: ignore[arg-type]
        entry.at = AT
        return entry.id


def seen(page: str, numbers: list[int]) -> list[int]:
    return [number for number in numbers if f'"{DESK}/{number}"' in page]


def test_a_reader_sees_what_lies_within_the_own_scope(reference_db: Database, enter: Enter) -> None:
    rows = [
        write(reference_db, "account:open", number, code) for number, code in enumerate((HANOI, COMMUNE, OTHER, None))
    ]
    readers = (
        (enter(Role.COMMUNE_OFFICER, "xa", COMMUNE), [rows[1]]),
        (enter(Role.PROVINCE_OFFICER, "tinh", HANOI), rows[:2]),
        (enter(Role.PROVINCE_OFFICER, "khac", OTHER), [rows[2]]),
        (enter(Role.SYSTEM_OPERATOR, "chu"), rows),
    )
    for desk, wanted in readers:
        assert seen(desk.get(DESK), rows) == wanted
        for number in rows:
            desk.get(f"{DESK}/{number}", status=200 if number in wanted else 404)
        told = list(csv.DictReader(io.StringIO(desk.get(f"{DESK}/tai-ve"))))
        assert [int(row["\ufeffid"]) for row in told if int(row["\ufeffid"]) in rows] == wanted
    enter(Role.PROVINCE_EDITOR, "bien", HANOI).get(DESK, status=403)


def test_what_is_asked_narrows_the_list_and_the_file(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.SYSTEM_OPERATOR, "chu")
    [mine] = held_by(reference_db, "chu@example.vn")
    rows = [
        write(reference_db, "account:open", 71, HANOI, actor=Actor(mine.account_id)),
        write(reference_db, "account:close", 72, COMMUNE, reason="=1+1"),
        write(reference_db, "consent:give", 71, OTHER, actor=Actor(999_999, mine.account_id)),
    ]
    for query, wanted in (
        ("", [0, 1, 2]),
        ("verb=account:", [0, 1]),
        ("verb=account:close", [1]),
        ("verb=king:crown", [0, 1, 2]),
        ("record=71", [0, 2]),
        ("record=71&verb=consent:", [2]),
        ("place=01", [0, 1]),
        ("place=Cao Bằng", [2]),
        ("person=chu@example.vn", [0, 2]),
        (f"person={mine.account_id}", [0, 2]),
        ("person=nobody@example.vn", []),
        ("since=2026-03-02&until=2026-03-02", [0, 1, 2]),
        ("until=2026-03-01", []),
        ("since=2026-03-03&until=2026-03-04", []),
        ("since=x&record=y&place=z", [0, 1, 2]),
    ):
        page = desk.get(f"{DESK}?{query}")
        assert seen(page, rows) == [rows[number] for number in wanted], query
        told = csv.DictReader(io.StringIO(desk.get(f"{DESK}/tai-ve?{query}")))
        assert [int(row["\ufeffid"]) for row in told if int(row["\ufeffid"]) in rows] == [rows[n] for n in wanted], (
            query
        )
    assert "gọi bằng mã số" in desk.get(f"{DESK}?record=y")
    desk.get(f"{DESK}?page=99", status=404)


def test_a_cell_of_the_file_is_never_a_formula(reference_db: Database, enter: Enter) -> None:
    number = write(reference_db, "account:close", 72, reason="=HYPERLINK(0)", before={"status": "active"})
    desk = enter(Role.SYSTEM_OPERATOR, "chu")
    rows = csv.DictReader(io.StringIO(desk.get(f"{DESK}/tai-ve?verb=account:close")))
    [row] = [row for row in rows if row["\ufeffid"] == str(number)]
    assert (row["reason"], row["before"], row["place_code"]) == ("'=HYPERLINK(0)", '{"status": "active"}', HANOI)
    assert row["at"] == AT.isoformat()


def test_one_entry_says_before_and_after_in_words(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.SYSTEM_OPERATOR, "chu")
    [held] = held_by(reference_db, "chu@example.vn")
    with reference_db.reading() as session:
        hanoi = place(session, HANOI).id
    number = write(
        reference_db,
        "appointment:grant",
        held.id,
        actor=Actor(held.account_id, 999_999),
        before={"ends_on": None, "staff": True},
        after={
            "account": held.account_id,
            "role": Role.COMMUNE_OFFICER,
            "scope": f"place-{hanoi}",
            "ends_on": AT.date(),
        },
        reason="Theo quyết định",
    )
    page = desk.get(f"{DESK}/{number}")
    for words in (
        "phân công",
        "02/03/2026 00:30",
        "chu, thay tài khoản 999999",
        "cán bộ xã",
        "Thành phố Hà Nội",
        "01/03/2026",
        "Theo quyết định",
        "không ghi",
        "có",
        f"/admin/bo-nhiem/{held.id}",
    ):
        assert words in page, words
    desk.get("/tai-khoan/ngon-ngu/en", status=302)
    assert "2 March 2026 00:30" in desk.get(f"{DESK}/{number}")


@pytest.mark.parametrize("dialect", ["sqlite"])  # what is sealed must be committed
def test_the_page_says_whether_the_chain_holds(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.SYSTEM_OPERATOR, "chu")
    seal(reference_db)
    assert "Chuỗi còn nguyên vẹn" in desk.get(DESK)
    with reference_db.unit_of_work() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)).one()
        session.execute(update(AuditEntry).filter_by(id=last.id).values(subject_id=12345))
    assert "không còn nguyên vẹn" in desk.get(DESK)


def test_a_sealer_that_stands_still_is_said(reference_db: Database, enter: Enter) -> None:
    desk = enter(Role.SYSTEM_OPERATOR, "chu")
    write(reference_db, "account:open", 1)
    assert "tiến trình nền không chạy" in desk.get(DESK)


def test_the_end_of_a_chain_is_checked_without_its_beginning(own_reference_db: Database) -> None:
    with own_reference_db.reading() as session:
        assert (chain(session, now()).position, chain(session, now()).digest) == (0, GENESIS)
    for number in range(6):
        write(own_reference_db, "account:open", number)
    settle(own_reference_db)
    seal(own_reference_db)
    with own_reference_db.unit_of_work() as session:
        whole = chain(session, now(), checked=3)
        assert (whole.position, whole.waiting, whole.faults) == (6, 0, ())
        session.execute(update(AuditEntry).filter_by(position=2).values(subject_id=99))
        assert chain(session, now(), checked=3).faults == ()
        assert len(chain(session, now(), checked=5).faults) == 1
        session.execute(update(AuditEntry).filter_by(position=5).values(reason="x"))
        assert len(chain(session, now(), checked=3).faults) == 1
        waiting = chain(session, now() + timedelta(days=1))
        assert not waiting.is_late
