"""Narrow screens, large text, paper, the keyboard alone: nothing sideways, nothing cut, nothing out of reach."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Site
from tests.browser.site import pages
from tests.browser.walking import WIDER

pytestmark = pytest.mark.browser

NARROW = 320
"""What 1280 px are at 400 %, as WCAG 1.4.10 asks."""

ZOOMED = 640
"""Half a desk's screen, where text alone is made twice as large (WCAG 1.4.4)."""

MAIN = (
    "home",
    "products",
    "product",
    "province",
    "producers",
    "guide-stars",
    "open-data",
    "api",
    "privacy",
    "complaints",
)

TWICE = "() => { document.documentElement.style.fontSize = '200%'; }"
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.sr, svg, .woven, [aria-hidden=true]'))
  .filter(e => {
    const style = getComputedStyle(e);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY) && style.clipPath === 'none';
    return hides && e.textContent.trim() && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  })
  .map(e => e.outerHTML.slice(0, 120))"""
PAST = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.sr, .skip, svg, .woven, .scroll'))
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", MAIN)
def test_nothing_is_sideways_or_cut(visit: Open, site: Site, name: str) -> None:
    address = pages(site.database)[name]["vi"]
    for width, larger in ((NARROW, False), (ZOOMED, True)):
        page = visit(address, width=width)
        if larger:
            page.evaluate(TWICE)
        at = f"{address} at {width} px{', text twice as large' if larger else ''}"
        assert page.evaluate(WIDER) <= 0, at
        assert page.evaluate(PAST) == [], at
        assert page.evaluate(CUT) == [], at


def test_by_keyboard_from_home_to_a_filtered_product(visit: Open) -> None:
    page = visit("/vi/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main input[type=search]").first).to_be_focused()
    page.keyboard.type("chè")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham?q=*")
    page.locator("input[name=standing][value=in_force]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**standing=in_force*")
    page.locator("#sort").focus()
    while not page.evaluate("() => !!document.activeElement.closest('.card a')"):
        assert page.evaluate("() => document.activeElement !== document.body"), "no product is reached"
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham/*-*")
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("name", ["products", "product", "shortlist", "privacy"])
def test_on_paper_what_cannot_be_pressed_is_gone_and_the_rest_is_whole(visit: Open, site: Site, name: str) -> None:
    page = visit(pages(site.database)[name]["vi"], width=794)  # A4 at 96 dpi
    page.emulate_media(media="print")
    assert page.evaluate(WIDER) <= 0
    for gone in (".head nav", ".menu", ".search", ".facets", ".sort", ".pages", ".foot nav ul"):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".foot__legal")).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
