"""The file to fill in with people to appoint, as the operator's command and the page read it."""

import csv
import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from admin.registry.reading import parse_rows, read_people
from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.db.database import Database
from foundation.permissions.bulk import COLUMNS, BadFileError, RowReport
from foundation.tables.writing import csv_writer, xlsx_writer
from tests.foundation.permissions.test_bulk import GOOD, count, rows, run
from tests.support.databases import TODAY


def read_rows(database: Database, path: Path) -> list[dict[str, str]]:
    with database.reading() as session:
        return [cells for _, cells in read_people(session, path.read_bytes(), TODAY)]


@pytest.mark.parametrize("name", ["Nguyá»…n VÄƒn An", "NguyÔn V¨n B×nh", "An\x00", "An\ufffd"])
def test_a_row_with_broken_text_is_told_and_opens_no_account(reference_db: Database, tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, [{**GOOD, "name": name}.get(column, "") for column in COLUMNS]])
    [told] = run(reference_db, read_rows(reference_db, path))
    assert (told.outcome, told.reasons) == ("rejected", ("text_damaged",))
    assert count(reference_db, Account) == 0


def test_what_nobody_sees_in_a_row_is_read_away(reference_db: Database, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    hidden = {"identifier": "\u202d0912 345 678\u202c", "name": "Gi\u200bàng A Páo", "place_code": "00004\u00a0"}
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, [{**GOOD, **hidden}.get(column, "") for column in COLUMNS]])
    assert [told.outcome for told in run(reference_db, read_rows(reference_db, path))] == ["created"]
    with reference_db.reading() as session:
        assert session.scalars(select(Account.name)).all() == ["Giàng A Páo"]


def test_a_file_is_read_or_refused_whole(reference_db: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, GOOD.keys())
        out.writeheader()
        out.writerow(GOOD)
    assert read_rows(reference_db, path) == rows({})
    path.write_text("identifier,name\n", encoding="utf-8")
    with pytest.raises(BadFileError, match="columns missing: decision, place_code, role, starts_on"):
        read_rows(reference_db, path)
    path.write_bytes(b"identifier,t\xff\xfe\x00\n")
    with pytest.raises(BadFileError, match="UTF-8"):
        read_rows(reference_db, path)


def test_a_cell_that_a_spreadsheet_would_compute_is_quoted() -> None:
    out = io.StringIO()
    csv_writer(out)(RowReport(2, "+84912345678", "rejected", ("a", "b")).cells())
    assert out.getvalue() == "2,'+84912345678,rejected,a b,,\r\n"
    line = ",".join(["'+84912345678", *list(GOOD.values())[1:]])
    [read] = parse_rows(f"{','.join(GOOD)}\n{line}\n".encode())
    assert read["identifier"] == "+84912345678"


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\x85", "\r\nBcc: x@example.vn", ", x@example.vn", "=?utf-8?q?a?="])
def test_an_address_that_is_none_is_refused_and_never_mended(mark: str) -> None:
    """Without the mark some of them would be somebody's."""
    out = io.StringIO()
    csv.writer(out).writerows([GOOD.keys(), [f"an{mark}@example.vn", *list(GOOD.values())[1:]]])
    [row] = parse_rows(out.getvalue().encode())
    assert read_identifier(row["identifier"]) is None


def test_the_command_reads_whatever_the_page_reads(app: Flask, reference_db: Database, tmp_path: Path) -> None:
    """A list of an office in XLSX: days as Vietnam writes them, the role in words."""
    path = tmp_path / "can-bo.xlsx"
    with xlsx_writer(path) as write:
        write(["STT", "Họ và tên", "Nhiệm vụ được giao", "Đơn vị công tác", "SĐT", "Từ ngày", "Số quyết định"])
        office = "UBND xã Đồng Văn, tỉnh Tuyên Quang"
        write([1, "Giàng A Páo", "Cán bộ OCOP cấp xã", office, "0912 345 678", "1/12/2026", "12/QĐ-UBND"])
    told = app.test_cli_runner().invoke(args=["appointments", "import", str(path), "--dry-run"])
    assert (told.exit_code, told.output) == (0, "(dry run): 1 created\n")
