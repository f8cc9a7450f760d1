"""An officer takes an untidy list in: corrects a column, settles three rows by search and comparison, undoes it all."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from foundation.accounts.keys import Keys
from foundation.tables.writing import xlsx_writer
from tests.browser.conftest import Site
from tests.browser.site import DESKTOP, PHONE
from tests.browser.test_accounts import LOCALES
from tests.browser.test_decisions import OFFICER, desk, own, secret, settle, signed_in
from tests.browser.walking import check, follow, send
from tests.support.desk import Listed, listed

__all__ = ["desk", "own", "secret"]
pytestmark = pytest.mark.browser

DESK = "/admin/xac-minh/nhap-danh-sach"


def looked_at(page: Page) -> None:
    """Every page holds on a phone and on a laptop."""
    for width, height in ((PHONE, 800), (DESKTOP, 900)):
        page.set_viewport_size({"width": width, "height": height})
        check(page)


def untidy(own: Site, path: Path) -> list[Listed]:
    """Write a list with a column nobody knows, three rows in doubt and a place misspelt; return records it may mean."""
    with own.database.reading() as session:
        known = [one for one in listed(session, 60) if one.commune]
    with xlsx_writer(path) as write:
        write(["UBND THÀNH PHỐ CẦN THƠ"])
        write(["TT", "Tên sản phẩm", "Người làm ra", "Địa chỉ", "Kết quả"])
        for number in (1, 2, 3):
            write([str(number), f"Bánh ngờ {number}", known[0].producer, "xã Không Đâu Có", "3 sao"])
        write(["4", "Bánh hoàn toàn mới", "HTX Hoàn Toàn Mới", "phường Ninh Kiềuu", "3 sao"])
    return known


def test_a_list_is_corrected_settled_taken_in_and_undone(
    browser: Browser, desk: Page, own: Site, secret: Keys, tmp_path: Path
) -> None:
    path = tmp_path / "danh-sach-2025.xlsx"
    known = untidy(own, path)
    desk.goto(DESK)
    looked_at(desk)
    desk.select_option("#place", label="Thành phố Cần Thơ")
    desk.set_input_files("#file", path)
    send(desk)
    looked_at(desk)
    desk.select_option("#col-2", "producer")
    follow(desk.get_by_role("button", name="Xem lại theo lựa chọn này"))
    expect(desk.locator("#col-2")).to_have_value("producer")
    follow(desk.get_by_role("button", name="Đúng rồi"))
    looked_at(desk)
    address = desk.url
    settle(own)

    # Another browser: what was begun is all there.
    context = browser.new_context(
        viewport={"width": DESKTOP, "height": 900}, locale=LOCALES["vi"], base_url=own.address
    )
    desk.context.close()
    desk = context.new_page()
    signed_in(desk, own, secret, OFFICER)
    desk.goto(address)
    looked_at(desk)
    follow(desk.get_by_role("link", name="Xem 3 dòng nghi ngờ"))
    looked_at(desk)
    for place in range(3):
        panel = desk.locator("section.panel").nth(place)
        panel.get_by_label("Tìm bản ghi").fill(known[place].name)
        follow(panel.get_by_role("button", name="Tìm"))
        panel = desk.locator("section.panel").nth(place)
        expect(panel.locator("details[open] caption")).to_contain_text(known[place].name)
        follow(panel.locator("details[open]").get_by_role("button", name="Chính là sản phẩm này"))
    expect(desk.locator("main")).to_contain_text("phường Ninh Kiềuu")
    desk.locator("select[name=at]").last.select_option(label="Phường Ninh Kiều")
    follow(desk.get_by_role("button", name="Ở đó").last)
    looked_at(desk)
    desk.goto(address)
    follow(desk.get_by_role("button", name="Nhập danh sách"))
    settle(own)
    desk.goto(address)
    looked_at(desk)
    expect(desk.locator("tbody")).to_contain_text("Bánh hoàn toàn mới")
    follow(desk.get_by_role("button", name="Hoàn tác toàn bộ"))
    settle(own)
    desk.goto(address)
    expect(desk.locator("main")).to_contain_text("Đã hoàn tác")
    looked_at(desk)
    context.close()
