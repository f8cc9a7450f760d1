import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog.intake.files import CELL_MAX, SourceRow, checked_rows
from catalog.intake.reading import read_list, read_rows
from foundation.i18n.hygiene import cleaned, damage_of
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.spreadsheet import xlsx_lines
from foundation.tables.writing import escaped

HEAD = "id,name,producer,province,star,year\n"


def refused(path: Path, **options: Any) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        list(read_rows(path, **options))
    return caught.value


def written(folder: Path, text: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def workbook(folder: Path, rows: Sequence[Sequence[object]], name: str = "list.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_a_csv_with_a_byte_order_mark_and_empty_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + HEAD + "1,Mật ong,HTX A,Sơn La,4,2023\n\n2,Chè,,Sơn La,,\n")
    rows = list(read_rows(path))
    assert [row.number for row in rows] == [2, 4]
    assert rows[0].cells["name"] == "Mật ong"


def test_a_quoted_line_break_keeps_the_row_number_a_person_sees(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + '1,"Mật\nong",A,Sơn La,4,2023\n2,Chè,,Sơn La,,\n')
    assert [row.number for row in read_rows(path)] == [3, 4]


def test_a_spreadsheet_gives_text_whatever_its_cells_are(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["name", "province", "star", "year", "source"], ["Chè", "Sơn La", 4, 2023.0, "x"]])
    assert list(read_rows(path)) == [
        SourceRow(2, {"name": "Chè", "province": "Sơn La", "star": "4", "year": "2023", "source": "x"})
    ]


def test_a_date_in_a_spreadsheet_is_iso(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "province", "decision_date"])
        sheet.write_row(1, 0, ["Chè", "Sơn La"])
        sheet.write_datetime(1, 2, date(2024, 3, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
    assert next(iter(read_rows(path))).cells["decision_date"] == "2024-03-05"


def test_guesses_and_answer_keys_are_never_read(tmp_path: Path) -> None:
    path = written(tmp_path, "name,province,producer_type,group_guess,lat\nChè,Sơn La,Hợp tác xã,Đồ uống,-1\n")
    assert next(iter(read_rows(path))).cells == {"name": "Chè", "province": "Sơn La"}


@pytest.mark.parametrize(
    ("raw", "fault", "row", "column"),
    [
        (b"", Fault.EMPTY, None, None),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Fault.IMAGE, None, None),
        (b"%PDF-1.7\n", Fault.PDF, None, None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Fault.NOT_A_LIST, None, None),
        (b"GIF89a\xff\xfe\n", Fault.IMAGE, None, None),
        (b"name,province\nA\x00B,C\n", Fault.NOT_A_LIST, 2, None),
        (b"name,provinse\n", Fault.WRONG_COLUMNS, 1, "province"),
        (b"name,province,price\n", Fault.WRONG_COLUMNS, 1, "price"),
        (b"name,province,name\n", Fault.WRONG_COLUMNS, 1, "name"),
        (b"name,province\nA,B,C\n", Fault.WRONG_COLUMNS, 2, None),
        (b'name,province\n"A,B\n', Fault.BROKEN, 2, None),
        ("name,province\nA,B\nCh\xe8,S\xf4ng\n".encode("latin-1"), Fault.WRONG_ENCODING, 3, None),
        ("name,province\n=1+1,Sơn La\n".encode(), Fault.FORMULA, 2, "name"),
        (b"name,province\nA,@SUM(A1)\n", Fault.FORMULA, 2, "province"),
        (b"name,province\nA,-2+3\n", Fault.FORMULA, 2, "province"),
        (b"name,province\nA\x07,B\n", Fault.CONTROL_CHARACTER, 2, "name"),
        (f"name,province\nA,{'B' * (CELL_MAX + 1)}\n".encode(), Fault.TOO_LARGE, 2, "province"),
        ("name,province\nÐường,Sơn La\n".encode(), Fault.WRONG_LETTER, 2, "name"),
        ("name,province\nCà phê,Ɖắk Lắk\n".encode(), Fault.WRONG_LETTER, 2, "province"),
        (unicodedata.normalize("NFD", "name,province\nChè,Sơn La\n").encode(), Fault.NOT_NFC, 2, "name"),
        ("name,province\nTrÃ  Shan tuyáº¿t,Hà Giang\n".encode(), Fault.DAMAGED_TEXT, 2, "name"),
        ("name,province\nChè,Hà Giang\nTrà sen�,Hà Giang\n".encode(), Fault.DAMAGED_TEXT, 3, "name"),
        ("name,province\nTrµ Shan tuyÕt,Hà Giang\n".encode(), Fault.DAMAGED_TEXT, 2, "name"),
        ("name,province\nMaät ong,Hà Giang\n".encode(), Fault.DAMAGED_TEXT, 2, "name"),
        ("name,province\n\u200b=1+1,Sơn La\n".encode(), Fault.FORMULA, 2, "name"),
    ],
)
def test_what_cannot_stand_is_refused_by_row_and_column(
    tmp_path: Path, raw: bytes, fault: Fault, row: int | None, column: str | None
) -> None:
    refusal = refused(written(tmp_path, raw))
    assert (refusal.fault, refusal.row, refusal.column) == (fault, row, column)
    sentence = refusal.sentence("list.csv")
    assert sentence.startswith("list.csv")
    assert sentence.endswith("Nothing was changed.")
    assert column is None or f"column {column}" in sentence


def test_the_end_of_a_file_of_dos_is_no_row(tmp_path: Path) -> None:
    assert len(list(read_rows(written(tmp_path, b"name,province\r\nMuoi,An Giang\r\n\x1a")))) == 1


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_list_as_spreadsheets_save_it_in_vietnam(tmp_path: Path, separator: str, encoding: str) -> None:
    text = HEAD.replace(",", separator) + separator.join(["1", "Chè", "HTX A", "Sơn La", "4", "2023"])
    (found,) = read_rows(written(tmp_path, text.encode(encoding)))
    assert found.cells == dict(zip(HEAD.strip().split(","), ["1", "Chè", "HTX A", "Sơn La", "4", "2023"], strict=True))


def test_a_list_as_a_province_publishes_it(tmp_path: Path) -> None:
    heads = ["STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Kết quả"]
    tea = [1, "Trà Shan tuyết", "HTX Tân Lập", "Thôn 1, xã Cao Bồ, huyện Vị Xuyên", "4 sao"]
    title = ["DANH SÁCH SẢN PHẨM OCOP TỈNH HÀ GIANG"]
    (found,) = read_rows(workbook(tmp_path, [title, heads, tea]))
    assert found.number == 3
    assert (found.cells["province"], found.cells["district"], found.cells["star"]) == (
        "Hà Giang",
        "Huyện Vị Xuyên",
        "4",
    )


def test_without_a_province_it_says_how_to_go_on(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["STT", "Mặt hàng lạ", "Chủ thể", "Vùng miền"], [1, "Chè", "HTX A", "Sơn La"]])
    named = {"Mặt hàng lạ": "name", "Vùng miền": "province"}
    assert "--map FILE" in refused(path).sentence("list.xlsx")
    (found,) = read_list(path, named=named).rows
    assert (found.cells["name"], found.cells["province"]) == ("Chè", "Sơn La")


def test_repair_mends_decomposed_text_and_the_icelandic_letter(tmp_path: Path) -> None:
    path = written(tmp_path, "name,province\nÐường,Sơn La\n" + unicodedata.normalize("NFD", "Chè,Sơn La\n"))
    assert [row.cells["name"] for row in read_rows(path, repair=True)] == ["Đường", "Chè"]


def test_repair_mends_every_letter_that_looks_like_d(tmp_path: Path) -> None:
    path = written(tmp_path, "name,province\nCà phê,Ɖắk Lắk\nɖậu,Sơn La\n")
    assert [list(row.cells.values()) for row in read_rows(path, repair=True)] == [
        ["Cà phê", "Đắk Lắk"],
        ["đậu", "Sơn La"],
    ]


def test_what_nobody_sees_is_read_away(tmp_path: Path) -> None:
    """Zero-width, soft hyphens, marks of the order of bytes, odd blanks: in the names of columns and in every cell."""
    path = written(tmp_path, "\ufeffname,\ufeffprovince\u200b\nTr\u00adà tuy\u200bết,H\u200bà\u00a0Giang\u202c\n")
    assert [row.cells for row in read_rows(path)] == [{"name": "Trà tuyết", "province": "Hà Giang"}]


def test_a_file_called_xlsx_that_is_none(tmp_path: Path) -> None:
    assert list(read_rows(written(tmp_path, HEAD, "list.xlsx"))) == []


def test_a_zip_that_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("readme.txt", "hello")
    assert refused(path).fault is Fault.NOT_A_LIST


def test_a_damaged_spreadsheet(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["name", "province"], ["Chè", "Sơn La"]])
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    assert refused(path).fault is Fault.BROKEN


def test_of_a_formula_the_saved_result_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "province"])
        sheet.write(1, 0, "Chè")
        sheet.write_formula(1, 1, '=CONCATENATE("Sơn"," La")', None, "Sơn La")
    assert next(iter(read_rows(path))).cells == {"name": "Chè", "province": "Sơn La"}


def test_entities_in_a_spreadsheet_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>')
    assert refused(path).fault is Fault.BROKEN


def grown(act: Callable[[], object]) -> float:
    """Megabytes the process grew by."""
    process = psutil.Process()
    before = process.memory_info().rss
    act()
    return float(process.memory_info().rss - before) / 1024 / 1024


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<x/>")
        with parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(b"0" * 1024 * 1024)
    assert path.stat().st_size < 200_000
    assert grown(lambda: refused(path)) < 20
    assert refused(path).fault is Fault.TOO_LARGE


def test_a_hundred_megabytes_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.write(b"name,province\n")
        for _ in range(100):
            file.write(b"A" * 1024 * 1024)
    assert grown(lambda: refused(path)) < 20
    refusal = refused(path)
    assert (refusal.fault, refusal.row) == (Fault.TOO_LARGE, 2)


cells = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
    .filter(lambda text: damage_of(text) is None)
    .map(cleaned)
    .filter(lambda text: damage_of(text) is None)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(cells.filter(lambda text: bool(text.strip())), min_size=1, max_size=5))
@example(["'=1", "''-x", "- nông sản", "＝1", " =1", "'tis", "-5"])
def test_what_the_export_escapes_the_import_reads_back(tmp_path: Path, names: list[str]) -> None:
    path = workbook(tmp_path, [["name", "province"], *[[escaped(name), "x"] for name in names]])
    assert [row.cells["name"] for row in checked_rows(xlsx_lines(path), repair=False)] == names
