"""The main menu in groups, and the page of a demonstration to which it starts: by keyboard, on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.site import PHONE
from tests.browser.walking import WIDER, check, follow

pytestmark = pytest.mark.browser


def test_a_title_opens_by_keyboard_and_leads_to_its_pages(visit: Open) -> None:
    page = visit("/vi/thong-bao")
    titled = page.locator(".head__nav summary").first
    expect(titled).to_have_text("Sản phẩm")
    expect(page.locator(".head__nav a[href='/vi/nhom']")).to_be_hidden()
    titled.focus()
    page.keyboard.press("Enter")
    check(page)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Tất cả sản phẩm")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi/nhom")
    expect(page.locator(".head__nav summary").first).to_have_class("here")


def test_on_a_phone_pages_stand_under_their_titles(visit: Open) -> None:
    page = visit("/vi/tinh", width=PHONE)
    page.get_by_text("Mục lục").click()
    assert page.evaluate(WIDER) <= 0
    group = page.locator(".menu li", has=page.locator(".menu__title", has_text="Sản phẩm"))
    expect(group.locator("a")).to_have_text(["Tất cả sản phẩm", "Nhóm sản phẩm", "Tỉnh, thành phố", "Chủ thể"])
    expect(group.locator("[aria-current=page]")).to_have_text("Tỉnh, thành phố")
    check(page)


def test_a_newcomer_is_led_from_the_start_to_what_can_be_tried(visit: Open) -> None:
    page = visit("/en/", width=PHONE)
    follow(page.locator("main a[href='/demo']"))
    page.wait_for_url("**/demo")
    assert page.evaluate(WIDER) <= 0
    check(page)
    follow(page.locator("main a[href='/admin/phan-anh']"))
    page.wait_for_url("**/tai-khoan/dang-nhap?next=**")
