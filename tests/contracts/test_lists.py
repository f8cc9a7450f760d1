"""Every desk that takes a list reads it by the one reader, shows it before taking it in, has a file to fill in."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask

from foundation.i18n.languages import Lang
from foundation.tables import understanding
from foundation.tables.schema import Schema
from foundation.tables.sheets import Book
from foundation.tables.understanding import ParsedTable, ReadingChoices
from tests.foundation.signin.conftest import Browser
from tests.support.desk import app, enter, hashed, keys

__all__ = ["app", "enter", "hashed", "keys"]

DECISION = {"level": "province", "authority": "UBND", "number": "1/QĐ-UBND", "issued_on": "2025-09-03"}


@dataclass(frozen=True, slots=True)
class ListDoor:
    """Where a list of a kind is sent: the address, its field for a file, a list, and what it is understood as."""

    address: str
    kind: str
    text: str
    columns: tuple[str, ...]
    file: str = "file"


PRODUCTS = "DANH SÁCH\nTên sản phẩm;Chủ thể OCOP;Kết quả phân hạng;Cột lạ\nTrà;HTX A;4 sao;x\nTổng cộng: 1;;;\n"
AS_PRODUCTS = ("name", "producer", "stars", "other")
DOORS = (
    ListDoor("/admin/xac-minh/nhap-danh-sach", "products", PRODUCTS, AS_PRODUCTS),
    ListDoor("/admin/xac-minh/quyet-dinh/moi", "products", PRODUCTS, AS_PRODUCTS, "table_file"),
    ListDoor(
        "/admin/bo-nhiem/danh-sach",
        "officers",
        "DANH SÁCH\nHọ và tên;Nhiệm vụ được giao;Đơn vị công tác;Cột lạ\nLò Thị Bình;Cán bộ xã;Xã A;x\n",
        ("name", "role", "place", "other"),
    ),
    ListDoor(
        "/admin/diem-ban/nhap",
        "outlets",
        "DANH SÁCH\nTên điểm bán;Loại hình;Địa chỉ;Cột lạ\nSiêu thị A;Cửa hàng;Phường Ninh Kiều;x\n",
        ("name", "type", "address", "other"),
    ),
)


def sent(browser: Browser, door: ListDoor, raw: bytes) -> str:
    """What is answered to a file under a spreadsheet's name: the page it leads to, or the one that refuses it."""
    page = browser.get(door.address)
    place = re.search(r'name="place".*?<option (?:selected )?value="(\d+)"', page, re.DOTALL)
    form = {**DECISION, **({"place": place[1]} if place else {}), door.file: (io.BytesIO(raw), "danh-sach.xlsx")}
    answer = browser.post(door.address, form)  # type: ignore[arg-type]
    return browser.get(str(answer.location)) if answer.location else answer.get_data(as_text=True)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_door_shows_what_the_one_reader_understood(
    enter: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, asked, read = enter("can"), list[str](), understanding.parse_table

    def noted(book: Book, schemas: Sequence[Schema], choices: ReadingChoices | None = None) -> ParsedTable:
        asked.append(schemas[0].name)
        return read(book, schemas, choices)

    monkeypatch.setattr("foundation.tables.understood.parse_table", noted)
    for door in DOORS:
        page = sent(browser, door, door.text.encode("utf-16"))
        assert set(asked) == {door.kind}, door.address
        chosen = re.findall(r'<select id="col-\d+".*?<option value="([^"]+)" selected', page, re.DOTALL)
        assert tuple(chosen) == door.columns, door.address
        assert 'name="head_row"' in page
        assert "Cột lạ" in page
        asked.clear()


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_door_refuses_by_name_and_offers_a_file_to_fill_in(app: Flask, enter: Callable[..., Browser]) -> None:
    browser = enter("can")
    for door in DOORS:
        for raw in (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + b"0" * 50):
            assert "Tệp PDF hoặc ảnh không có bảng" in sent(browser, door, raw), door.address
        page = browser.get(door.address)
        for lang in Lang:
            (link,) = re.findall(rf'href="([^"]*danh-sach={door.kind}[^"]*ngon-ngu={lang}[^"]*)"', page)
            assert browser.client.get(link.replace("&amp;", "&")).data.startswith(b"PK")
    urls = app.url_map.iter_rules()
    assert {one.rule for one in urls if one.endpoint.endswith(".columns")} == {
        "/admin/xac-minh/quyet-dinh/bang/<int:draft_id>",
        "/admin/bo-nhiem/danh-sach/cot/<int:draft_id>",
        "/admin/diem-ban/nhap/<int:draft_id>",
    }
