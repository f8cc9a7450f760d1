"""Reading a pasted table, and what keeps one of its rows from a certificate."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from admin.decisions.reading import as_text, rows_of
from admin.decisions.rules import Fault, Refusal, date_refused, faults_of, read_stars
from catalog.intake.columns import PRODUCTS
from catalog.intake.matching import CELL_MAX, RowInput
from foundation.tables.faults import UnreadableFile
from tests.support.lists import seen_as

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("4", 4), ("4 sao", 4), ("04", 4), ("04 sao", 4), ("4 (bốn) sao", 4), ("Đạt 4 sao", 4), ("OCOP 4 sao", 4),
        ("Hạng 3 sao", 3), ("****", 4), ("★★★", 3), ("Bốn sao", 4), ("Năm", 5),
        ("4 sao cấp tỉnh", 4), ("", None), ("sao", None), ("6", None), ("4,5", None),
    ],
)  # fmt: skip
def test_stars_are_read_as_people_write_them(text: str, stars: int | None) -> None:
    assert read_stars(text) == stars


def read(text: str) -> list[RowInput]:
    """The rows of a pasted table as they are first understood."""
    seen = seen_as(text, PRODUCTS)
    return rows_of(seen.found) if seen.found else []


def test_columns_are_found_by_their_heads_in_any_order() -> None:
    pasted = "STT\tHạng sao\tTên sản phẩm\tChủ thể\tGhi chú\tXã\n1\t4 sao\tTrà mãng cầu\tHTX A\tx\tXã Đông\n"
    assert read(pasted) == [RowInput("Trà mãng cầu", "HTX A", "Xã Đông", "4")]


def test_without_heads_the_order_is_known_and_numbers_and_stars_are_seen() -> None:
    pasted = "1\tTrà mãng cầu\tHTX A\tXã Đông\t4\n2\tKhô cá\tHTX B\tXã Tây\t3\n"
    assert read(pasted)[1] == RowInput("Khô cá", "HTX B", "Xã Tây", "3")
    assert read("Trà\tHTX A\t4")[0] == RowInput("Trà", "HTX A", "", "4")
    assert read("Trà mãng cầu") == [RowInput("Trà mãng cầu")]


def test_lines_of_a_csv_are_read_too() -> None:
    assert read('Tên sản phẩm;Chủ thể;Sao\n"Trà; xanh";HTX A;3')[0] == RowInput("Trà; xanh", "HTX A", "", "3")
    assert read("name,producer,stars\nTrà,HTX A,3")[0] == RowInput("Trà", "HTX A", "", "3")


def test_the_district_of_an_address_is_kept() -> None:
    pasted = "Tên sản phẩm\tChủ thể\tĐịa chỉ\tSao\nTrà\tHTX A\tThôn 1, xã Cao Bồ, huyện Vị Xuyên\t4 sao"
    assert read(pasted) == [RowInput("Trà", "HTX A", "Xã Cao Bồ", "4", "Huyện Vị Xuyên")]


def test_what_goes_out_as_text_is_read_back(app: Flask) -> None:
    rows = [RowInput("Trà", "HTX A", "Xã Cao Bồ", "4", "Huyện Vị Xuyên"), RowInput("Mật ong", "HTX B", "", "3")]
    with app.test_request_context():
        assert read(as_text(rows)) == rows


@given(st.text())
def test_no_text_breaks_the_table(text: str) -> None:
    try:
        rows = read(text)
    except UnreadableFile:
        return
    for row in rows:
        assert max(map(len, (row.name, row.producer, row.commune, row.district, row.stars))) <= CELL_MAX


@pytest.mark.parametrize(
    ("stars", "level", "on", "fault"),
    [
        ("4", "province", TODAY, None),
        ("5", "province", TODAY, Fault.STARS_NOT_OF_LEVEL),
        ("5", "ministry", TODAY, None),
        ("4", "ministry", TODAY, Fault.STARS_NOT_OF_LEVEL),
        ("3", "district", date(2025, 6, 30), None),
        ("4", "district", date(2025, 6, 30), Fault.STARS_NOT_OF_LEVEL),
        ("3", "district", date(2025, 7, 1), Fault.STARS_NOT_OF_LEVEL),
        ("3", "district", date(2022, 7, 1), Fault.STARS_NOT_OF_LEVEL),
        ("3", "province", date(2024, 7, 1), None),
        ("2", "province", TODAY, Fault.STARS_TOO_FEW),
        ("", "province", TODAY, Fault.STARS_MISSING),
    ],
)
def test_only_who_may_give_them_on_that_day_gives_stars(stars: str, level: str, on: date, fault: Fault | None) -> None:
    assert faults_of(RowInput("Trà", stars=stars), level, on) == ((fault,) if fault else ())


def test_a_decision_is_neither_of_tomorrow_nor_older_than_the_programme() -> None:
    assert date_refused(TODAY, TODAY) is None
    assert date_refused(date(2026, 11, 24), TODAY) is Refusal.IN_THE_FUTURE
    assert date_refused(date(2018, 5, 6), TODAY) is Refusal.BEFORE_OCOP


@pytest.mark.parametrize("name", ["TrÃ  Shan tuyáº¿t", "Trà sen\ufffd", "Trµ Shan tuyÕt", "Trà\x00"])
def test_a_row_with_broken_text_is_told(name: str) -> None:
    assert Fault.TEXT_DAMAGED in faults_of(RowInput(name, stars="4"), "province", TODAY)


def test_a_pasted_table_is_clean() -> None:
    assert read("\ufeffTên sản phẩm\u200b\tChủ thể\nTr\u00adà\tHTX\u00a0Ɖông") == [RowInput("Trà", "HTX Đông")]
