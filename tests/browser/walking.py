"""Walking through pages as a visitor: following links, sending forms, and looking that nobody is shut out."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.support.processes import rounds

TARGET = 44
"""The least height of what a finger is to hit, in CSS pixels."""

WIDER = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
SMALL = """(least) => [...document.querySelectorAll(
    'button, select, input:not([type=checkbox]):not([type=radio]):not([type=hidden]), summary, a')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && getComputedStyle(e).display !== 'inline'
             && !e.closest('.sr, .skip') && e.getBoundingClientRect().height < least)
  .map(e => e.outerHTML.slice(0, 120))"""


STICKING_OUT = """() => [...document.querySelectorAll('main dd, main td')]
  .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
SPREAD = """() => [...document.querySelectorAll('main .stack td[data-l]')]
  .filter(e => getComputedStyle(e).display === 'flex'
            && [...e.childNodes].filter(n => n.nodeType === 1 || n.textContent.trim()).length > 1)
  .map(e => e.outerHTML.slice(0, 120))"""


def keeps_its_columns(page: Page) -> None:
    """No value is wider than its column, and a cell that is a line on a phone holds one thing beside its label."""
    assert page.evaluate(STICKING_OUT) == [], page.url
    assert page.evaluate(SPREAD) == [], page.url


def fits(page: Page) -> None:
    """Nothing of the page at hand is wider than the screen or too small to hit."""
    assert page.evaluate(WIDER) <= 0, f"wider than the screen: {page.url}"
    assert page.evaluate(SMALL, TARGET) == [], page.url


def check_in(lang: str, page: Page) -> None:
    """The same of pages that a test walks through in both languages, and in English that they shut nobody out.

    What shuts out lies in a page's structure and colours, which have no language; `make prove` looks at both.
    """
    (check if lang == "en" or rounds(0, 1) else fits)(page)


def check(page: Page) -> None:
    """Nothing of the page at hand is wider than the screen, too small to hit or shuts anyone out."""
    fits(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def follow(target: Locator) -> None:
    """Click what leads to another page, and wait for that page: what a slow machine shows before is the old one."""
    with target.page.expect_navigation():
        target.click()


def send(page: Page) -> None:
    """Send the first form of the page's content and wait for the answer."""
    follow(page.locator("main form .btn[type=submit]").first)
