"""Every page in a real browser: nothing overflows, nothing is hard to hit, nothing shuts anyone out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Site
from tests.browser.site import DESKTOP, PHONE, pages
from tests.browser.walking import WIDER, check, follow
from tests.support.processes import rounds

pytestmark = pytest.mark.browser

# Light Vietnamese and dark English show every colour and every text once; in `make prove` both on both widths.
CROSSED = [("vi", "light", DESKTOP), ("en", "dark", PHONE)]
LOOKS = [("vi", "light", PHONE), ("en", "dark", DESKTOP), *CROSSED[: rounds(0, 2)]]
IN_FORCE = re.compile(r"Còn hiệu lực \d+")

NAMES = [
    "home",
    "products",
    "found",
    "ranking",
    "product",
    "product-lapsed",
    "producer",
    "shortlist",
    "shortlist-empty",
    "producers",
    "provinces",
    "province",
    "groups",
    "group",
    "guides",
    "guide-stars",
    "guide-taking-part",
    "sheets",
    "sheet",
    "rules",
    "edition",
    "editions-compared",
    "announcements",
    "changes",
    "report",
    "open-data",
    "api",
    "privacy",
    "complaints",
    "terms",
    "contact",
    "nothing-found",
    "not-found",
]


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_every_page_can_be_used_by_everyone(
    visit: Open, site: Site, name: str, lang: str, scheme: str, width: int
) -> None:
    page = visit(pages(site.database)[name][lang], scheme=scheme, width=width)
    check(page)


def test_the_list_of_pages_is_whole(site: Site) -> None:
    assert set(pages(site.database)) == set(NAMES)


def test_by_keyboard_past_the_menu_to_the_content(visit: Open) -> None:
    page = visit("/vi/san-pham")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_filters_by_keyboard(visit: Open) -> None:
    page = visit("/vi/san-pham")
    page.get_by_role("checkbox", name=IN_FORCE).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham?*standing=in_force*")
    counted = page.locator("label.pick:has(:checked) .num").inner_text()
    expect(page.get_by_text(f"{counted} sản phẩm", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", name=IN_FORCE)).to_be_checked()


def test_on_a_phone_filters_open_over_the_list_and_close(visit: Open) -> None:
    page = visit("/vi/san-pham", width=PHONE)
    box = page.get_by_role("checkbox", name=IN_FORCE)
    expect(box).to_be_hidden()
    page.get_by_role("link", name="Bộ lọc").click()
    expect(box).to_be_visible()
    check(page)
    page.get_by_role("link", name="Đóng bộ lọc").click()
    expect(box).to_be_hidden()


def test_a_province_of_the_map_leads_to_its_page(visit: Open) -> None:
    page = visit("/vi/")
    follow(page.locator(".map a[href='/vi/tinh/lao-cai']"))
    expect(page.locator("h1")).to_have_text("Sản phẩm OCOP Lào Cai")


def test_the_keyboard_takes_the_list_and_not_the_map(visit: Open) -> None:
    page = visit("/vi/")
    page.locator("#provinces + a").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "/vi/tinh/an-giang")
    assert page.evaluate("() => !!document.activeElement.closest('.columns')")


def test_the_menu_of_a_phone_leads_to_the_list_and_the_other_language(visit: Open) -> None:
    page = visit("/vi/", width=PHONE)
    page.get_by_text("Mục lục").click()
    assert page.evaluate(WIDER) <= 0
    follow(page.locator(".menu").get_by_role("link", name="Tất cả sản phẩm"))
    page.wait_for_url("**/vi/san-pham")
    page.get_by_text("Mục lục").click()
    follow(page.locator(".menu").get_by_role("link", name="English"))
    page.wait_for_url("**/en/products")


def test_a_search_from_home_keeps_what_was_typed(visit: Open) -> None:
    page = visit("/vi/")
    page.locator("main input[type=search]").fill("mật ong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham?q=*")
    expect(page.locator("main input[type=search]")).to_have_value("mật ong")
    follow(page.locator(".card a").first)
    expect(page.locator("h1")).to_contain_text("ong")


def test_without_pictures_of_its_own_a_print_says_where_links_lead(visit: Open, site: Site) -> None:
    page = visit(pages(site.database)["product"]["vi"])
    page.emulate_media(media="print")
    link = page.locator("main a[href^=http]").first
    content = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert str(link.get_attribute("href")) in content
    expect(page.locator(".menu")).to_be_hidden()
