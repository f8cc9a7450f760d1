"""Spreadsheets made by mistake or to do harm: no process of ours ends by them, and what can be read is read."""

import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from catalog.intake.reading import read_rows
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.sheets import letters
from foundation.tables.spreadsheet import xlsx_lines
from foundation.tables.workbook import sheet_messages
from foundation.tables.workbook_blanks import without
from foundation.tables.workbook_look import CELLS_MAX, COLUMNS_MAX, Extent, column_number, row_number
from tests.support.processes import ROOT, rounds

HEAD, TEA = ["name", "province", "star"], ["Chè", "Sơn La", 4]
SHEET = "xl/worksheets/sheet1.xml"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MB = 1024 * 1024
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
SHARED = (
    f'<Relationship Id="rId1" Type="{KINDS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{KINDS}/sharedStrings" Target="sharedStrings.xml"/>'
)


def book(folder: Path, *, far: tuple[int, int] | None = None, said: str = " ", second: bool = False) -> Path:
    """A list of one product, with something in a cell far away, in the same sheet or in one that is not read."""
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, TEA)
        there = made.add_worksheet() if second else sheet
        if far:
            there.write_string(far[0] - 1, far[1] - 1, said)
    return path


def raw(folder: Path, sheet: str, strings: str = "<si><t>Chè</t></si>", **parts: str) -> Path:
    """A spreadsheet of which a test writes the sheet's XML itself."""
    path = folder / "raw.xlsx"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    made: Mapping[str, str] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{KINDS}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "_rels/.rels": PACKAGE.format(
            f'<Relationship Id="rId1" Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/_rels/workbook.xml.rels": PACKAGE.format(SHARED),
        "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
        SHEET: f"<worksheet {main}>{sheet}</worksheet>",
        **parts,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in made.items():
            written.writestr(name, content)
    return path


def rows(path: Path) -> list[tuple[int, list[str]]]:
    """What the program of the process tells of the only sheet, read in ours."""
    told = [one for one in sheet_messages(path) if isinstance(one, tuple)]
    return [(number + 1, [str(cell) for cell in cells]) for number, cells in told]


def refused(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        list(read_rows(path))
    return caught.value


@pytest.mark.parametrize(
    ("far", "said"),
    [((LAST_ROW, LAST_COLUMN), " "), ((LAST_ROW, 1), "\t \n"), ((1, LAST_COLUMN), " "), ((150_000, 90), "\u00a0")],
)
def test_a_stray_blank_far_away_is_no_cell_of_the_list(tmp_path: Path, far: tuple[int, int], said: str) -> None:
    (found,) = read_rows(book(tmp_path, far=far, said=said))
    assert (found.number, found.cells) == (2, {"name": "Chè", "province": "Sơn La", "star": "4"})


def test_a_stray_blank_written_where_it_stands(tmp_path: Path) -> None:
    """As programs do that share no texts; cells that do not say where they stand follow the last one."""
    cells = [[f"<c t='str'><v>{one}</v></c>" for one in row] for row in (HEAD, TEA)]
    listed = "".join(f"<row>{''.join(row)}</row>" for row in cells)
    stray = f'<row r="{LAST_ROW}"><c r="XFD{LAST_ROW}" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
    (found,) = read_rows(raw(tmp_path, f"<dimension ref='A1:C2'/><sheetData>{listed}{stray}</sheetData>"))
    assert found.cells["name"] == "Chè"


def test_a_word_far_away_is_refused_by_its_address(tmp_path: Path) -> None:
    refusal = refused(book(tmp_path, far=(LAST_ROW, LAST_COLUMN), said="x"))
    assert (refusal.fault, refusal.row, refusal.column) == (Fault.FAR_CELL, LAST_ROW, "XFD")
    assert "row 1048576, column XFD: the cell lies far away" in refusal.sentence("list.xlsx")
    assert refused(book(tmp_path, far=(400_000, 9), said="x")).fault is Fault.FAR_CELL


def test_a_sheet_that_is_not_read_reaches_as_far_as_it_likes(tmp_path: Path) -> None:
    assert len(list(read_rows(book(tmp_path, far=(LAST_ROW, LAST_COLUMN), said="x", second=True)))) == 1


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "XFD1048576:A1", "A1:ZZZZZZZ99999999999", "", "A0"])
def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path, dimension: str) -> None:
    path = raw(tmp_path, f'<dimension ref="{dimension}"/><sheetData><row><c t="s"><v>0</v></c></row></sheetData>')
    try:
        assert [cells for _, cells in rows(path)] == [["Chè"]]
    except UnreadableFile as refusal:
        assert refusal.fault is Fault.BROKEN  # noqa: PT017 - one that is nonsense may be refused


@pytest.mark.parametrize("address", ["ZZZZZZZ1", "A99999999999", "A1048577", "XFE1", "A0", "1", "A", "Đ1", "a1", "A1A"])
def test_a_cell_that_no_sheet_has_is_refused(tmp_path: Path, address: str) -> None:
    path = raw(tmp_path, f'<sheetData><row r="1"><c r="{address}" t="s"><v>0</v></c></row></sheetData>')
    with pytest.raises(UnreadableFile) as refusal:
        list(rows(path))
    assert refusal.value.fault is Fault.BROKEN


BOMBS = {
    "one text in a million cells": (
        "<sheetData>" + ("<row>" + '<c t="s"><v>0</v></c>' * 10 + "</row>") * 3_000 + "</sheetData>",
        f"<si><t>{'x' * 32_000}</t></si>",
        Fault.TOO_LARGE,
    ),
    "elements within elements": (
        "<a>" * rounds(500_000, 6_000_000),
        "",
        Fault.TOO_LARGE if rounds(0, 1) else Fault.BROKEN,
    ),
    "a tag without an end": (f'<sheetData><row><c t="{"x" * 30 * MB}"/></row></sheetData>', "", Fault.BROKEN),
    "many columns": (
        f"<sheetData><row>{'<c><v>1</v></c>' * (COLUMNS_MAX + 1)}</row></sheetData>",
        "",
        Fault.TOO_MANY_COLUMNS,
    ),
    "far apart": (
        "<sheetData>"
        + "".join(f'<row r="{n}"><c r="{"ALL" if n % 2 else "A"}{n}"><v>1</v></c></row>' for n in range(1, 20_000))
        + "</sheetData>",
        "",
        Fault.FAR_CELL,
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_and_our_process_does_not_grow(tmp_path: Path, bomb: str) -> None:
    sheet, strings, fault = BOMBS[bomb]
    path = raw(tmp_path, sheet, strings)
    assert path.stat().st_size < MB
    before = psutil.Process().memory_info().rss
    assert refused(path).fault is fault
    assert psutil.Process().memory_info().rss - before < 40 * MB


def test_merged_cells_without_number_cost_nothing(tmp_path: Path) -> None:
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 200_000
    path = raw(tmp_path, f'<sheetData><row><c t="s"><v>0</v></c></row></sheetData><mergeCells>{merged}</mergeCells>')
    assert len(list(xlsx_lines(path))) == 1


def test_what_the_library_does_not_survive_is_a_refusal(tmp_path: Path) -> None:
    """A date too far away ends it with an error that no handler of errors sees."""
    path = book(tmp_path)
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name).decode() for name in parts.namelist()}
    content[SHEET] = re.sub(r'<c r="C2"><v>4</v></c>', '<c r="C2" s="0"><v>-1e308</v></c>', content[SHEET])
    content["xl/styles.xml"] = content["xl/styles.xml"].replace('numFmtId="0"', 'numFmtId="14"')
    with zipfile.ZipFile(path, "w") as parts:
        for name, said in content.items():
            parts.writestr(name, said)
    assert refused(path).fault is Fault.BROKEN


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_other_kinds_of_spreadsheets_are_not_opened(tmp_path: Path, part: str) -> None:
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(part, '<table:table-cell table:number-columns-repeated="1048576"/>')
    assert refused(path).fault is Fault.NOT_A_LIST


def test_whatever_is_changed_in_a_spreadsheet_it_is_read_or_refused(tmp_path: Path) -> None:
    """Each in a process apart: an abort of the library would end ours. In `make prove` many."""
    drawn, whole = random.Random(20261123), book(tmp_path)
    with zipfile.ZipFile(whole) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        content = {name: parts.read(name) for name in parts.namelist()}
    for _ in range(rounds(8, 300)):
        name = drawn.choice([SHEET, SHEET, "xl/sharedStrings.xml", *names])
        path = tmp_path / "changed.xlsx"
        with zipfile.ZipFile(path, "w") as parts:
            for one, said in content.items():
                parts.writestr(one, _changed(said, drawn) if one == name else said)
        try:
            list(xlsx_lines(path))
        except UnreadableFile as refusal:
            assert refusal.fault in Fault  # noqa: PT017 - reading it is as right


def _changed(said: bytes, drawn: random.Random) -> bytes:
    made = bytearray(said)
    for _ in range(drawn.randint(1, 3)):
        at = drawn.randrange(len(made))
        made[at : at + drawn.choice([0, 1, 20])] = drawn.choice([b"", b"-1", b"99999999999", b"<", b'"', b"\xff", b":"])
    return bytes(made)


def test_a_list_is_read_whole_and_a_reader_who_has_enough_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for number in range(3000):
            sheet.write_row(number, 0, [f"Chè {number}", number, number / 2])
    found = list(xlsx_lines(path))
    assert found == list(rows(path))
    assert found[2999] == (3000, ["Chè 2999", "2999", "1499.5"])
    begun = xlsx_lines(path)
    next(begun)
    begun.close()
    assert not [one for one in psutil.Process().children() if "foundation.tables.workbook" in one.cmdline()]


def test_the_import_ends_with_a_sentence(tmp_path: Path) -> None:
    """As an operator meets it; the library's abort used to end the program without a word."""
    path = book(tmp_path, far=(LAST_ROW, LAST_COLUMN), said="x")
    code = (
        f"from catalog.intake.reading import read_rows; from pathlib import Path; list(read_rows(Path({str(path)!r})))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "UnreadableFile" in ended.stderr


@given(st.integers(1, LAST_COLUMN))
def test_a_columns_name_leads_back_to_it(column: int) -> None:
    assert column_number(letters(column)) == column


@pytest.mark.parametrize("said", ["", "0", "01", "-1", "1048577", "٣", "9" * 30])
def test_a_row_that_no_sheet_has(said: str) -> None:
    with pytest.raises(UnreadableFile):
        row_number(said)


@given(st.lists(st.tuples(st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN)), min_size=1))
def test_a_rectangle_holds_its_cells(cells: list[tuple[int, int]]) -> None:
    reach = Extent()
    for one in cells:
        reach.add(*one)
    numbers, columns = zip(*cells, strict=True)
    assert (reach.top, reach.bottom) == (min(numbers), max(numbers))
    assert (reach.left, reach.right) == (min(columns), max(columns))
    if reach.far:
        assert reach.far in cells
    else:
        assert (reach.bottom - reach.top + 1) * (reach.right - reach.left + 1) <= CELLS_MAX


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=10))
def test_stretches_are_left_out(content: bytes, edges: list[int]) -> None:
    places = sorted({min(edge, len(content)) for edge in edges})
    spans = list(zip(places[::2], places[1::2], strict=False))
    kept = bytes(byte for at, byte in enumerate(content) if not any(a <= at < b for a, b in spans))
    assert without(content, spans) == kept
