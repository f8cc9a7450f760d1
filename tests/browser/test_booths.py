"""Booths in Chromium: a producer's phone, an organiser's approval, a waiting list that moves up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.permissions.services import RoleSubject, Term, appoint
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.plan_rules import filled
from marketplace.booths.planning import TypeInput, add_type, save_plan, set_up
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import RegistrationState
from marketplace.events.roles import FAIR_ORGANISER
from tests.browser.conftest import Site
from tests.browser.site import DESKTOP, PHONE, served
from tests.browser.test_events import token_of
from tests.browser.walking import check, follow
from tests.foundation.signin.conftest import account
from tests.marketplace.booths.conftest import producer
from tests.marketplace.events.conftest import announced
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app

pytestmark = pytest.mark.browser

FAIR = "Hội chợ OCOP một gian"


@dataclass(frozen=True)
class Fair:
    """A site with a fair of one booth, its organiser, and two producers' members."""

    site: Site
    tokens: dict[str, str]
    event_id: int
    page: str


@pytest.fixture(scope="module")
def fair(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fair]:
    data_dir: Path = tmp_path_factory.mktemp("booths")
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app = create_app(settings, database)
        with app.app_context(), database.unit_of_work() as session:
            told = _filled(session)
        with served(app) as address:
            yield Fair(Site(address, database, data_dir), *told)


def _filled(session: Session) -> tuple[dict[str, str], int, str]:
    event = announced(session, FAIR, starts_on=now().date() + timedelta(days=30))
    made = set_up(session, SYSTEM, event, Allocation.FIRST_COME)
    add_type(session, SYSTEM, made, TypeInput("TC", "Gian tiêu chuẩn", "3 × 3 m", 0))
    save_plan(session, SYSTEM, made, filled(1, 1, "TC"), now=now())
    tokens = {}
    keeper = account(session, "chi")
    appoint(session, SYSTEM, keeper, role=FAIR_ORGANISER, term=Term(TODAY), held_for=RoleSubject(None, event.id))
    tokens["organiser"] = token_of(session, keeper, is_staff=False)
    for number, name in enumerate(("na", "tu"), start=1):
        who, owner = account(session, name), producer(session, number)
        of = RoleSubject(None, owner.id)
        appoint(session, SYSTEM, who, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=of)
        tokens[name] = token_of(session, who, is_staff=False)
    return tokens, event.id, f"/vi/hoi-cho/{event.slug}-{event.id}"


def page_of(browser: Browser, fair: Fair, who: str, width: int = PHONE) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=fair.site.address, locale="vi-VN")
    context.add_cookies([{"name": "ocop_session", "value": fair.tokens[who], "url": fair.site.address}])
    return context.new_page()


def registration(fair: Fair, number: int) -> BoothRegistration:
    with fair.site.database.reading() as session:
        wanted = select(BoothRegistration).join(Producer, Producer.id == BoothRegistration.producer_id)
        return session.scalars(wanted.where(Producer.name == f"HTX {number}")).one()


def button(page: Page, address: str) -> None:
    follow(page.locator(f"form[action$='{address}'] button"))


def register(page: Page, fair: Fair, label: Path, *, looks: bool) -> None:
    """From the fair's page to a sent registration."""

    def look() -> None:
        if looks:
            check(page)

    page.goto(fair.page)
    follow(page.locator("a[href*='/ho-so/gian-hang/moi/']"))
    look()
    follow(page.locator("main form button[type=submit]"))
    look()
    follow(page.locator("main a.btn--wide").first)
    look()
    follow(page.locator("main form button[type=submit]"))
    look()
    page.locator("input[name=products]").first.check()
    follow(page.locator("main form button[type=submit]"))
    page.set_input_files("input[type=file]", label)
    follow(page.locator("form:has(input[type=file]) button"))
    look()
    follow(page.locator("a.btn", has_text="Tiếp tục"))
    look()
    follow(page.locator("main form button[type=submit]"))
    page.fill("input[name=name]", "Nguyễn Thị Na")
    follow(page.locator("form:has(input[name=name]) button"))
    look()
    follow(page.locator("a.btn", has_text="Tiếp tục"))
    page.fill("[name=contact_phone]", "0912345678")
    look()
    follow(page.locator("main form button[type=submit]"))
    look()
    button(page, "/gui")


def test_an_organiser_opens_a_fair_and_a_waiting_list_moves_up(browser: Browser, fair: Fair, tmp_path: Path) -> None:
    label = tmp_path / "nhan.pdf"
    label.write_bytes(b"%PDF-1.4 x")
    desk = page_of(browser, fair, "organiser", DESKTOP)
    desk.goto(f"/ho-so/hoi-cho/{fair.event_id}")
    check(desk)
    desk.fill("[name=opens_at]", f"{datetime.now() - timedelta(days=1):%Y-%m-%dT%H:%M}")
    button(desk, "/mo")
    expect(desk.locator("h1")).to_have_text(FAIR)
    first = page_of(browser, fair, "na")
    register(first, fair, label, looks=True)
    assert registration(fair, 1).state is RegistrationState.SENT
    second = page_of(browser, fair, "tu")
    register(second, fair, label, looks=False)
    expect(second.get_by_text("số thứ tự 1")).to_be_visible()
    desk.goto(f"/ho-so/hoi-cho/{fair.event_id}/dang-ky")
    check(desk)
    follow(desk.get_by_role("link", name="HTX 1", exact=True))
    check(desk)
    button(desk, "/duyet")
    assert registration(fair, 1).state is RegistrationState.CONFIRMED
    first.goto(f"/ho-so/gian-hang/{registration(fair, 1).id}")
    check(first)
    first.locator("main summary").click()
    button(first, "/rut")
    second.reload()
    check(second)
    button(second, "/nhan")
    expect(second.get_by_text("A01")).to_be_visible()
    desk.goto(f"/ho-so/hoi-cho/{fair.event_id}/dang-ky/{registration(fair, 2).id}")
    button(desk, "/duyet")
    assert registration(fair, 2).state is RegistrationState.CONFIRMED
    second.goto(fair.page)
    expect(second.get_by_role("link", name="HTX 2")).to_be_visible()
    check(second)


def test_pages_of_preparing_shut_nobody_out(browser: Browser, fair: Fair) -> None:
    desk = page_of(browser, fair, "organiser", PHONE)
    for address in ("", "/cai-dat", "/loai", "/tieu-chi"):
        desk.goto(f"/ho-so/hoi-cho/{fair.event_id}{address}")
        expect(desk.locator("h1")).to_be_visible()
        check(desk)
