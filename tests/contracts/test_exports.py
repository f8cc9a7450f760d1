"""Every table for a spreadsheet leaves by one writer, and no cell of it is a formula."""

import ast
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import update

from catalog.intake.export import export_file
from catalog.intake.reading import read_rows
from catalog.products.models import Product
from foundation.db.database import Database
from foundation.tables.writing import MARK, csv_writer, escaped, unescaped, write_file, xlsx_writer
from tests.contracts.test_tree import OURS, ROOT, TREES, imported

WRITER = "foundation/tables/writing.py"

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "'=1", '=HYPERLINK("x")']


def of_csv(path: Path) -> Iterator[str]:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "csv":
            yield node.attr


def test_nothing_else_writes_a_table() -> None:
    writers = {str(path.relative_to(ROOT)) for path in OURS if {"writer", "DictWriter"} & set(of_csv(path))}
    assert writers == {WRITER}
    for path in OURS:
        assert not [node for node in ast.walk(TREES[path]) if isinstance(node, ast.ImportFrom) and node.module == "csv"]


def test_cells_of_a_workbook_are_escaped_texts() -> None:
    libraries = {"xlsxwriter", "openpyxl", "pandas"}
    assert [str(path.relative_to(ROOT)) for path in OURS if libraries & set(imported(path))] == [WRITER]
    calls = [node for node in ast.walk(TREES[ROOT / WRITER]) if isinstance(node, ast.Call)]
    attributes = [(node, node.func) for node in calls if isinstance(node.func, ast.Attribute)]
    written = {ast.unparse(node): node for node, at in attributes if ast.unparse(at).startswith("sheet.write")}
    assert {ast.unparse(node.func) for node in written.values()} == {"sheet.write_string"}
    assert [ast.unparse(node.args[2]) for node in written.values()] == ["escaped(said)"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_gets_a_quote_in_front(cell: str) -> None:
    assert escaped(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Chè", "'tis", "a=b", "1-2", "100%", "(-1)", "'"])
def test_anything_else_stays(cell: str) -> None:
    assert escaped(cell) == cell


@given(st.one_of(st.text(), st.text("'=+-@ \t\r\nx")))
@example("''=1")
def test_what_was_escaped_is_read_back(cell: str) -> None:
    assert unescaped(escaped(cell)) == cell


def test_numbers_and_days_stay_what_they_are() -> None:
    out = io.StringIO()
    csv_writer(out)((-5, -1.5, Decimal("-2.50"), date(2026, 11, 23), None, "-5"))
    assert out.getvalue() == "-5,-1.5,-2.50,2026-11-23,,'-5\r\n"


def test_codes_and_days_are_texts_that_no_spreadsheet_rewrites(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows = [("01-02", "26-1-3", "01", date(2026, 11, 23), 4, None, "Chè " * 40)]
    assert write_file(path, ["a", "b", "c", "d", "e", "f", "g"], rows) == 1
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.value for cell in cells][:6] == ["01-02", "26-1-3", "01", "2026-11-23", "4", None]
    assert {(cell.data_type, cell.number_format) for cell in cells if cell.value} == {("s", "@")}
    assert sheet.freeze_panes == "A2"
    assert [sheet.column_dimensions[one].width > 8 for one in "ABDG"] == [True] * 4
    assert sheet.column_dimensions["G"].width < 62


def test_one_content_is_one_workbook(tmp_path: Path) -> None:
    made = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in made:
        with xlsx_writer(path) as write:
            write(["Chè"])
    assert made[0].read_bytes() == made[1].read_bytes()


def test_a_csv_says_that_it_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_file(path, ["tên"], [["Chè"]])
    assert path.read_text(encoding="utf-8") == f"{MARK}tên\nChè\n"


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_catalogue_comes_back_from_its_own_export(catalogue_db: Database, tmp_path: Path, ending: str) -> None:
    names = ["=1+1", "+84 trà", "-5 độ", "- nông sản", "@nhà", "＝1", "'=1", "'tis"]
    with catalogue_db.unit_of_work() as session:
        for number, name in enumerate(names, start=1):
            session.execute(update(Product).where(Product.id == number).values(name=name))
    path = tmp_path / f"out.{ending}"
    with catalogue_db.reading() as session:
        export_file(session, path)
    assert [row.cells["name"] for row in read_rows(path)][: len(names)] == names
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert sheet["B2"].value == "'=1+1"
