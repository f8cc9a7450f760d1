"""Lists in the shape of real ones, with what a person finds in them; names of people and their numbers are invented."""

import json
from pathlib import Path
from typing import Any

import pytest

from admin.registry.columns import OFFICERS
from catalog.intake.columns import LISTS
from foundation.tables.reading import read_book
from foundation.tables.understanding import ReadingChoices, parse_table
from marketplace.outlets.columns import OUTLETS

FOLDER = Path(__file__).parent / "lists"
UNDERSTOOD: dict[str, dict[str, Any]] = json.loads((FOLDER / "understood.json").read_text(encoding="utf-8"))
ALL = (*LISTS, OUTLETS, OFFICERS)


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_list_is_understood(name: str) -> None:
    assert parse_table(read_book(FOLDER / name), ALL).as_facts() == UNDERSTOOD[name]


def test_every_sheet_can_be_asked_for() -> None:
    book = read_book(FOLDER / "08-moi-huyen-mot-trang.xlsx")
    found = parse_table(book, ALL, ReadingChoices(sheet="H. Chợ Đồn"))
    assert [said["district"] for _, said in found.rows] == ["Huyện Chợ Đồn", "Huyện Chợ Đồn"]
    assert found.sheets == ["TP. Bắc Kạn", "H. Chợ Đồn", "H. Pác Nặm"]


def test_a_person_may_say_what_a_column_is_and_where_the_heads_are() -> None:
    book = read_book(FOLDER / "01-phu-luc-quyet-dinh.xlsx")
    found = parse_table(book, ALL, ReadingChoices(head_row=8, columns={"Địa chỉ": "note"}))
    assert found.head_rows == [8]
    assert found.rows[0][1]["note"] == "Xã Sơn Trung, huyện Hương Sơn"
    assert "commune" not in found.rows[0][1]


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_no_telephone_number_of_a_maker_is_given_out(name: str) -> None:
    told = UNDERSTOOD[name]
    assert told["list"] == "officers" or "0900" not in json.dumps(told["rows"]).replace(" ", "").replace(".", "")
