"""Every door for lists reads them alike: the import, the desk for decisions, the appointments, the command."""

import json
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask

from admin.decisions.reading import as_text
from admin.decisions.reading import rows_of as decided
from admin.registry.reading import read_people
from catalog.intake.columns import PRODUCTS
from catalog.intake.reading import read_rows, rows_of
from foundation.db.database import Database
from foundation.places.gazetteer import gazetteer
from foundation.tables.understood import understand
from tests.admin.registry.conftest import COMMUNE
from tests.support.databases import TODAY
from tests.support.lists import seen_as

TITLES = ["ỦY BAN NHÂN DÂN TỈNH HÀ GIANG", "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 26/12/2023)"]
HEADS = ["STT", "Tên sản phẩm\n(ghi trên nhãn)", "Chủ thể OCOP", "Địa chỉ", "Kết quả phân hạng"]
ROWS: list[list[object]] = [
    [1, "Trà Shan tuyết", "HTX Tân Lập", "Thôn 1, xã Cao Bồ, huyện Vị Xuyên", "4 (bốn) sao"],
    [2, "Chè vàng", "", "", "★★★"],
]


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    path = tmp_path / "phu-luc.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cũ").write_row(0, 0, HEADS)
        book.worksheets()[0].hide()
        sheet = book.add_worksheet("DS")
        sheet.activate()
        for number, title in enumerate(TITLES):
            sheet.write(number, 0, title)
        sheet.write_row(3, 0, HEADS)
        sheet.write_row(4, 0, ["I", "SẢN PHẨM CÔNG NHẬN LẦN ĐẦU"])
        for number, row in enumerate(ROWS, start=5):
            sheet.write_row(number, 0, row)
        sheet.merge_range(5, 2, 6, 2, "HTX Tân Lập")
        sheet.merge_range(5, 3, 6, 3, "Thôn 1, xã Cao Bồ, huyện Vị Xuyên")
        sheet.write(7, 1, "Tổng cộng: 02 sản phẩm")
    return path


WANTED = [
    ("Trà Shan tuyết", "HTX Tân Lập", "Xã Cao Bồ", "Huyện Vị Xuyên", "4"),
    ("Chè vàng", "HTX Tân Lập", "Xã Cao Bồ", "Huyện Vị Xuyên", "3"),
]


def test_products_come_through_every_door_alike(app: Flask, untidy: Path) -> None:
    """The command line, the import in the browser, the desk of decisions: from a file, and from what was pasted."""
    cells = ("name", "producer", "commune", "district", "star")
    imported = list(read_rows(untidy))
    assert [tuple(row.cells[name] for name in cells) for row in imported] == WANTED
    assert {row.cells["decision_no"] for row in imported} == {"1234/QĐ-UBND"}
    seen = understand(untidy.read_bytes(), PRODUCTS)
    assert seen.found
    sent = list(rows_of(seen.book, seen.found, "Hà Giang"))
    assert [tuple(row.cells[name] for name in cells) for row in sent] == WANTED
    desk = decided(seen.found)
    assert [(row.name, row.producer, row.commune, row.district, row.stars) for row in desk] == WANTED
    with app.test_request_context():
        again = seen_as(as_text(desk), PRODUCTS).found
    assert again
    assert decided(again) == desk
    told = app.test_cli_runner().invoke(args=["tables", "read", str(untidy), "--json"])
    rows = json.loads(told.output)["rows"]
    fields = ("name", "producer", "commune", "district", "stars")
    assert [tuple(str(one[name]) for name in fields) for one in rows] == WANTED


def test_a_pdf_is_refused_by_name_and_the_command_says_so(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "quyet-dinh.xlsx"
    path.write_bytes(b"%PDF-1.7\n")
    told = app.test_cli_runner().invoke(args=["tables", "read", str(path), "--json"])
    assert told.exit_code == 1
    assert json.loads(told.stdout) == {"refused": "pdf"}
    assert "a PDF" in told.stderr


def test_officers_come_from_their_own_lists_and_from_the_file_to_fill_in(reference_db: Database) -> None:
    with reference_db.reading() as session:
        unit = gazetteer(session).by_code(COMMUNE, TODAY)
        assert unit is not None
        province = gazetteer(session).by_code(str(unit.province_code), TODAY)
        assert province is not None
        lines = [
            f"Danh sách cán bộ OCOP {province.full_name}",
            "STT\tHọ và tên\tNhiệm vụ được giao\tĐơn vị công tác\tSĐT\tTừ ngày",
            f"1\tGiàng A Páo\tCán bộ OCOP cấp xã\tUBND {unit.full_name}\t0912 345 678\t1/12/2026",
        ]
        [(row, told)] = read_people(session, "\n".join(lines).encode("utf-16"), TODAY)
        assert (row, told["identifier"], told["role"]) == (3, "0912345678", "commune_officer")
        assert (told["place_code"], told["starts_on"]) == (COMMUNE, "2026-12-01")
        own = "identifier;name;role;place_code;starts_on;decision\nan@example.vn;An;buyer;;1/12/2026;\n"
        [(row, told)] = read_people(session, own.encode("utf-16"), TODAY)
        assert (row, told["identifier"], told["starts_on"]) == (2, "an@example.vn", "2026-12-01")
