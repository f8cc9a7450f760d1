"""Saving, sharing and printing in a real browser; without JavaScript none of it is offered."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Site
from tests.browser.site import PHONE, pages
from tests.browser.walking import check, follow

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody's own browser, which keeps what is saved from page to page."""
    context = browser.new_context(viewport={"width": PHONE, "height": 780})
    yield context
    context.close()


def test_a_product_is_saved_compared_and_taken_off_again(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for name in ("product", "product-lapsed"):
        page.goto(site.address + pages(site.database)[name]["vi"])
        button = page.get_by_role("button", name="Lưu vào danh sách")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    check(page)
    link = page.get_by_role("link", name="Danh sách đã lưu (2)")
    follow(link)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("button", name="Lưu cả danh sách này")).to_be_hidden()
    check(page)
    follow(page.get_by_role("button", name="Bỏ").first)
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto(site.address + "/vi/da-luu")
    page.wait_for_url("**/vi/da-luu?ids=*")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert complaints == []


def test_a_list_that_was_sent_can_be_saved_as_ones_own(visitor: BrowserContext, site: Site) -> None:
    page = visitor.new_page()
    ids = [pages(site.database)[name]["vi"].rpartition("-")[2] for name in ("product", "product-lapsed")]
    page.goto(f"{site.address}/vi/da-luu?ids={','.join(ids)}")
    follow(page.get_by_role("button", name="Lưu cả danh sách này"))
    page.goto(f"{site.address}/vi/da-luu")
    page.wait_for_url(f"**/vi/da-luu?ids={','.join(ids)}")


def test_where_nothing_can_be_shared_the_address_is_copied(browser: Browser, site: Site) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    address = site.address + pages(site.database)["product"]["vi"]
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(address + "?utm_source=x")
    page.get_by_role("button", name="Chia sẻ").click()
    expect(page.get_by_role("status").filter(has_text="Đã sao chép địa chỉ.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    context.close()


def test_without_javascript_no_button_is_offered(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + pages(site.database)["product"]["vi"])
    expect(page.locator("main button")).to_have_count(3)
    for button in page.locator("main button").all():
        expect(button).to_be_hidden()
    page.goto(site.address + "/vi/da-luu")
    expect(page.get_by_text("Chưa lưu sản phẩm nào")).to_be_visible()
    context.close()
