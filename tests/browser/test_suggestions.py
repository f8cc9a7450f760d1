"""The search box in a real browser: suggestions by keyboard and by touch, and none without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Open, Site
from tests.browser.site import DESKTOP, PHONE, pages
from tests.browser.walking import TARGET, check, follow

pytestmark = pytest.mark.browser

OPTIONS = "[role=listbox] [role=option]"


def box(page: Page) -> Locator:
    """The search box, which suggests."""
    return page.get_by_role("combobox", name="Tìm sản phẩm")


def suggest(page: Page, typed: str = "mật o") -> Locator:
    """Write into the box, at once so that nothing is asked twice, and wait for suggestions; gives these."""
    field = page.locator("input[name=q]")
    field.click()
    page.keyboard.insert_text(typed)
    expect(field).to_have_attribute("aria-expanded", "true")
    return page.locator(OPTIONS)


def chosen(page: Page) -> str | None:
    """The id a screen reader is told is chosen."""
    return page.locator("input[name=q]").get_attribute("aria-activedescendant")


def test_the_box_says_what_it_is_and_what_it_controls(visit: Open) -> None:
    page = visit("/vi/san-pham")
    field = box(page)
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-expanded", "false")
    controlled = page.locator(f"#{field.get_attribute('aria-controls')}")
    expect(controlled).to_be_hidden()
    expect(controlled).to_have_attribute("role", "listbox")
    suggest(page)
    expect(page.get_by_role("listbox", name="Gợi ý")).to_be_visible()
    assert controlled.get_by_role("option").count() == page.locator(OPTIONS).count() > 2


def test_arrows_choose_and_tell_what_is_chosen(visit: Open) -> None:
    page = visit("/vi/san-pham")
    options = suggest(page)
    count = options.count()
    assert chosen(page) is None
    seen = []
    for _ in range(count):
        page.keyboard.press("ArrowDown")
        seen.append(chosen(page))
        expect(page.locator(f"{OPTIONS}[aria-selected=true]")).to_have_attribute("id", seen[-1] or "")
    assert seen == [option.get_attribute("id") for option in options.all()]
    page.keyboard.press("ArrowDown")  # past the last, back in the box
    assert chosen(page) is None
    page.keyboard.press("ArrowUp")
    assert chosen(page) == seen[-1]
    expect(page.locator("input[name=q]")).to_have_value("mật o")
    expect(page.locator("input[name=q]")).to_be_focused()


def test_enter_opens_what_is_chosen(visit: Open) -> None:
    page = visit("/vi/san-pham")
    first = suggest(page).first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/vi/san-pham/.+-\d+$"))
    expect(page.locator("h1")).to_have_text(first)


def test_a_province_leads_to_its_list(visit: Open) -> None:
    page = visit("/vi/")
    suggest(page, "tuyên q")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi/san-pham?province=08")
    expect(page.locator(".chip--on")).to_contain_text("Tuyên Quang")


def test_escape_closes_and_typing_on_opens_again(visit: Open) -> None:
    page = visit("/vi/san-pham")
    suggest(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    expect(page.locator("input[name=q]")).to_have_attribute("aria-expanded", "false")
    assert chosen(page) is None
    expect(page.locator("input[name=q]")).to_have_value("mật o")
    page.keyboard.type("n")
    expect(page.locator("[role=listbox]")).to_be_visible()


def test_enter_without_a_choice_searches(visit: Open) -> None:
    page = visit("/vi/san-pham")
    suggest(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham?*q=m%E1%BA%ADt+o*")
    expect(page.locator("h1")).to_contain_text("mật o")


def test_leaving_the_box_closes_and_nothing_typed_suggests_nothing(visit: Open) -> None:
    page = visit("/vi/san-pham")
    suggest(page)
    page.keyboard.press("Tab")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.locator("input[name=q]").fill("zzzzqq")
    page.wait_for_timeout(400)
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.locator("input[name=q]").fill("")
    expect(page.locator("[role=listbox]")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "scheme", "width"), [("/vi/san-pham", "light", PHONE), ("/en/products", "dark", DESKTOP)]
)
def test_the_open_list_can_be_used_by_everyone(visit: Open, address: str, scheme: str, width: int) -> None:
    page = visit(address, scheme=scheme, width=width)
    options = suggest(page)
    page.keyboard.press("ArrowDown")
    assert min(option.bounding_box()["height"] for option in options.all()) >= TARGET  # type: ignore[index]
    check(page)


def test_a_touch_opens_a_suggestion(visit: Open) -> None:
    page = visit("/vi/", width=PHONE)
    suggest(page).nth(1).click()
    page.wait_for_url(re.compile(r"/vi/san-pham/.+-\d+$"))


@pytest.mark.parametrize("name", ["home", "products", "product", "producer", "not-found"])
def test_every_page_has_one_box_that_suggests_and_searches(visit: Open, site: Site, name: str) -> None:
    page = visit(pages(site.database)[name]["vi"])
    expect(page.get_by_role("search")).to_have_count(1)
    page.locator("input[name=q]").fill("")  # a page that is not there suggests the words of its address
    suggest(page, "trà")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi/san-pham?*q=tr%C3%A0*")
    expect(page.locator("mark").first).to_be_visible()


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, base_url=site.address)
    yield context.new_page()
    context.close()


def test_without_javascript_the_box_is_an_ordinary_form(plain: Page) -> None:
    for address in ("/vi/", "/vi/san-pham", "/vi/khong-co"):
        plain.goto(address)
        expect(plain.get_by_role("combobox", name="Tìm sản phẩm")).to_have_count(0)
        field = plain.get_by_role("searchbox", name="Tìm sản phẩm")
        field.fill("mật ong 4 sao")
        field.press("Enter")
        plain.wait_for_url("**/vi/san-pham?*q=m%E1%BA%ADt+ong+4+sao*")
        expect(plain.locator(".chip--on")).to_have_count(1)
        follow(plain.locator(".chip--on"))
        expect(plain.locator(".chip--on")).to_have_count(0)


def test_what_was_put_right_leads_on(visit: Open) -> None:
    page = visit("/vi/san-pham?q=mat onh 4 sao")
    follow(page.get_by_role("link", name="mat ong 4 sao", exact=True))
    page.wait_for_url("**/vi/san-pham?q=mat+ong+4+sao")
    expect(page.locator("input[name=q]")).to_have_value("mat ong 4 sao")
    follow(page.locator(".chip--on"))
    page.wait_for_url("**/vi/san-pham?q=mat+ong")
