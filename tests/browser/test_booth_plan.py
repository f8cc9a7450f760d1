"""The plan of a fair in Chromium: drawn with the keyboard alone, looked at by everybody, the same as its table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.permissions.services import RoleSubject, Term, appoint
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.models import BoothFair
from marketplace.booths.plan_editing import Grid, draw
from marketplace.booths.planning import TypeInput, add_type, open_booking, plan_of, set_up
from marketplace.events.roles import FAIR_ORGANISER
from tests.browser.conftest import Site
from tests.browser.outlet_site import entered
from tests.browser.site import DESKTOP, PHONE, served
from tests.browser.walking import check, fits, follow
from tests.foundation.signin.conftest import account
from tests.marketplace.events.conftest import announced
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Fairs:
    """A site with a fair that has no plan yet, a small and one of 500 booths, and the session of their organiser."""

    site: Site
    organiser: str
    mine: int
    small: int
    large: int


@pytest.fixture(scope="module")
def fairs(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fairs]:
    data_dir: Path = tmp_path_factory.mktemp("plans")
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app = create_app(settings, database)
        with app.app_context(), database.unit_of_work() as session:
            told = _filled(session)
        with served(app) as address:
            yield Fairs(Site(address, database, data_dir), *told)


def _filled(session: Session) -> tuple[str, int, int, int]:
    mine = announced(session, "Hội chợ xuân", starts_on=TODAY + timedelta(days=30)).id
    small, large = (_prepared(session, name) for name in ("Hội chợ nhỏ", "Hội chợ lớn"))
    add_type(session, SYSTEM, small, TypeInput("TC", "Gian tiêu chuẩn", "3 × 3 m", 0))
    draw(session, SYSTEM, small, Grid(2, 3, "TC"), now=now())
    for code, name in (("TC", "Gian tiêu chuẩn"), ("GOC", "Gian góc")):
        add_type(session, SYSTEM, large, TypeInput(code, name, "3 × 3 m", 0, "1 bàn, 2 ghế"))
    draw(session, SYSTEM, large, Grid(29, 27, "TC", aisles="3,6,9,12,15,18,21,24,27", ways="14,27"), now=now())
    open_booking(session, SYSTEM, large, now() - timedelta(days=1), now() + timedelta(days=9))
    keeper = account(session, "bantochuc")
    for number in (mine, small.event_id):
        held_for = RoleSubject(None, number)
        appoint(session, SYSTEM, keeper, role=FAIR_ORGANISER, term=Term(TODAY), held_for=held_for)
    return entered(session, keeper), mine, small.event_id, large.event_id


def _prepared(session: Session, name: str) -> BoothFair:
    event = announced(session, name, starts_on=TODAY + timedelta(days=30))
    return set_up(session, SYSTEM, event, Allocation.FIRST_COME)


def opened(browser: Browser, fairs: Fairs, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=fairs.site.address, locale="vi-VN")
    context.add_cookies([{"name": "ocop_session", "value": fairs.organiser, "url": fairs.site.address}])
    return context.new_page()


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until the field of this name has the focus."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name ?? ''") == name:
            return
    raise AssertionError(name)


def type_into(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        tab_to(page, name.replace("__", "-"))
        page.keyboard.press("Control+a")
        page.keyboard.type(text)


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_organiser_draws_a_fair_of_sixty_booths_with_the_keyboard_alone(browser: Browser, fairs: Fairs) -> None:
    page = opened(browser, fairs, DESKTOP)
    page.goto(f"/ho-so/hoi-cho/{fairs.mine}")
    tab_to(page, "allocation")
    page.keyboard.press("Tab")
    enter(page)
    type_into(page, code="TC", name="Gian tiêu chuẩn", size="3 × 3 m", price_dong="0")
    enter(page)
    page.goto(f"/ho-so/hoi-cho/{fairs.mine}/so-do")
    check(page)
    type_into(page, grid__rows="7", grid__columns="13")
    tab_to(page, "grid-aisles")
    page.keyboard.type("3, 6")
    tab_to(page, "grid-ways")
    page.keyboard.type("7")
    enter(page)
    expect(page.locator(".lead")).to_contain_text("60 gian, 7 × 13")
    type_into(page, named="A01-A02, B01-B02")
    tab_to(page, "step")
    page.keyboard.press("ArrowDown")
    enter(page)
    expect(page.locator(".lead")).to_contain_text("57 gian")
    tab_to(page, "booth")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "booth")
    assert page.locator(".plan .chosen text").all_text_contents() == ["A01"]
    check(page)
    with fairs.site.database.reading() as session:
        plan = plan_of(session, session.get_one(BoothFair, fairs.mine))
    assert (len(plan.blocks), plan.block("A01").height, plan.block("A01").width) == (57, 2, 2)
    page.context.close()


def test_a_plan_is_drawn_and_refused_without_script(browser: Browser, fairs: Fairs) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=fairs.site.address, locale="vi-VN")
    context.add_cookies([{"name": "ocop_session", "value": fairs.organiser, "url": fairs.site.address}])
    page = context.new_page()
    page.goto(f"/ho-so/hoi-cho/{fairs.small}/so-do")
    page.check("input[name=booth][value=A01]")
    page.check("input[name=booth][value=B02]")
    page.check("input[name=step][value=merge]")
    follow(page.get_by_role("button", name="Thực hiện"))
    expect(page.get_by_role("alert")).to_contain_text("hình chữ nhật")
    assert page.is_checked("input[name=booth][value=A01]")
    context.close()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_plan_of_five_hundred_booths_is_seen_and_read(browser: Browser, fairs: Fairs, width: int) -> None:
    page = opened(browser, fairs, width)
    page.goto(f"/vi/hoi-cho/so-do/{fairs.large}")
    (check if width == PHONE else fits)(page)
    labels = page.locator(".plan text").all_text_contents()
    assert labels == [one.strip() for one in page.locator("tbody th").all_inner_texts()]
    assert len(labels) == 500
    page.click(".plan a:has-text('A02')")
    chosen = page.locator("input[name=booth]:checked")
    assert (chosen.count(), page.locator(".plan .chosen text").text_content()) == (1, "A02")
    with page.expect_request(f"**/ho-so/gian-hang/moi/{fairs.large}?booth={chosen.input_value()}"):
        page.get_by_role("button", name="Đăng ký với gian đã chọn").click()
    page.context.close()
