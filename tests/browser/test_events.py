"""Fairs in Chromium: an organiser's phone, two officers, "next month", a postponement, results, the keyboard alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.accounts.rules import Stage as Entered
from foundation.accounts.sessions import open_session
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.addresses import Address
from foundation.places.models import Place, PlaceLevel
from foundation.places.points import MapPoint, Point, Precision
from marketplace.events.details import ProgrammeInput, add_item, set_province
from marketplace.events.models import Event
from marketplace.events.roles import FAIR_ORGANISER
from marketplace.events.rules import EventKind, State
from tests.browser.conftest import Site
from tests.browser.site import DESKTOP, PHONE, served
from tests.browser.walking import check, fits, follow, keeps_its_columns
from tests.foundation.signin.conftest import account
from tests.marketplace.events.conftest import BAC_KAN, announced, drafted
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app

pytestmark = pytest.mark.browser

DECEMBER = TODAY.replace(month=12, day=12)
NEW_YEAR = TODAY + timedelta(days=60)


@dataclass(frozen=True)
class Open:
    """A site with events, and the sessions of an organiser and of two officers."""

    site: Site
    organiser: str
    officer: str
    second: str
    mine: int
    tea: str


@pytest.fixture(scope="module")
def fairs(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    data_dir: Path = tmp_path_factory.mktemp("fairs")
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app = create_app(settings, database)
        with app.app_context(), database.unit_of_work() as session:
            told = _filled(session)
        with served(app) as address:
            yield Open(Site(address, database, data_dir), *told)


def _filled(session: Session) -> tuple[str, str, str, int, str]:
    tea = announced(session, "Tuần hàng trà Bắc Kạn", kind=EventKind.WEEK, address=BAC_KAN, starts_on=DECEMBER)
    add_item(session, SYSTEM, tea, ProgrammeInput(DECEMBER, "Khai mạc", 540, "Sân khấu"))
    set_province(session, SYSTEM, tea, "01", target=10, registered=4)
    hue = Address("1 Lê Lợi", "", "Thành phố Huế", "Thừa Thiên Huế")
    announced(session, "Lễ hội Huế", starts_on=NEW_YEAR, address=hue, point=MapPoint(Point(16.4637, 107.5909)))
    where = {"address": Address(province="Thái Nguyên"), "point": MapPoint(Point(21.4579, 105.8490), Precision.STREET)}
    mine = drafted(session, "Hội chợ miền chè", starts_on=NEW_YEAR, lasts=2, **where)
    keeper = account(session, "chi")
    of = RoleSubject(None, mine.id)
    appoint(session, SYSTEM, keeper, role=FAIR_ORGANISER, term=Term(TODAY), held_for=of)
    tokens = [token_of(session, keeper, is_staff=False)]
    for name in ("binh", "cuc"):
        province = select(Place).filter_by(code="19", level=PlaceLevel.PROVINCE, valid_to=None)
        who, of = account(session, name), RoleSubject(session.scalars(province).one())
        term = Term(TODAY, decision="1/QĐ")
        appoint(session, SYSTEM, who, role=Role.PROVINCE_OFFICER, term=term, held_for=of)
        tokens.append(token_of(session, who, is_staff=True))
    return tokens[0], tokens[1], tokens[2], mine.id, f"/vi/hoi-cho/{tea.slug}-{tea.id}"


def token_of(session: Session, who: Account, *, is_staff: bool) -> str:
    told = {"stage": Entered.FULL, "is_staff": is_staff, "address": "127.0.0.1", "device": "test", "now": now()}
    return open_session(session, who, **told)[1]  # type: ignore[arg-type]


def page_of(
    browser: Browser, fairs: Open, width: int = DESKTOP, token: str = "", scheme: str = "light", lang: str = "vi"
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=fairs.site.address,
        locale="vi-VN" if lang == "vi" else "en-GB",
    )
    if token:
        context.add_cookies([{"name": "ocop_session", "value": token, "url": fairs.site.address}])
    return context.new_page()


def state_of(fairs: Open) -> State:
    with fairs.site.database.reading() as session:
        return session.get_one(Event, fairs.mine).state


@pytest.mark.parametrize(("width", "scheme", "lang"), [(PHONE, "light", "vi"), (DESKTOP, "dark", "en")])
def test_everyone_can_use_them(browser: Browser, fairs: Open, width: int, scheme: str, lang: str) -> None:
    page = page_of(browser, fairs, width, fairs.organiser, scheme, lang)
    own = f"/ho-so/su-kien/{fairs.mine}"
    works = (own, *(f"{own}/{part}" for part in ("chuong-trinh", "tinh", "tep", "dang-ky")), "/tai-khoan/hoi-cho")
    public = ("/vi/hoi-cho?q=thang+sau", "/en/fairs/calendar?month=2026-12", fairs.tea, "/vi/hoi-cho/tinh/thai-nguyen")
    for address in (*public, *works, "/ho-so/su-kien/huong-dan"):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        check(page)
        keeps_its_columns(page)
    page.context.close()


def test_the_desk_is_for_everyone_too(browser: Browser, fairs: Open) -> None:
    page = page_of(browser, fairs, PHONE, fairs.officer)
    for path in ("", "/moi", f"/{fairs.mine}", f"/{fairs.mine}/sua", f"/{fairs.mine}/dang-ky", "/huong-dan"):
        answer = page.goto(f"/admin/su-kien{path}")
        assert answer
        assert answer.status == 200, path
        check(page)
        keeps_its_columns(page)
    page.context.close()


def test_from_a_phone_to_results(browser: Browser, fairs: Open) -> None:
    """An organiser writes, an officer sends back and publishes, it is postponed, moved, held, and its results told."""
    _write_and_hand_in(browser, fairs)
    officer = page_of(browser, fairs, DESKTOP, fairs.officer)
    desk = f"/admin/su-kien/{fairs.mine}"
    officer.goto(desk)
    officer.fill("#return-remark", "Thiếu giờ mở cửa")
    follow(officer.get_by_role("button", name="Trả lại"))
    _write_and_hand_in(browser, fairs, remark="Thiếu giờ mở cửa")
    officer.goto(desk)
    follow(officer.locator("form[action$=duyet] .btn"))
    assert state_of(fairs) is State.PUBLISHED
    officer.fill("#why-reason", "Bão số 13")
    follow(officer.get_by_role("button", name="Hoãn, chưa có ngày mới"))
    reader = page_of(browser, fairs, PHONE)
    reader.goto("/vi/hoi-cho?q=mien+che")
    follow(reader.locator("#results ol a").first)
    assert "Bão số 13" in reader.inner_text("main")
    check(reader)
    officer.fill("#days-starts_on", TODAY.isoformat())
    officer.fill("#days-ends_on", TODAY.isoformat())
    follow(officer.get_by_role("button", name="Dời sang các ngày này"))
    follow(officer.get_by_role("button", name="Đã diễn ra"))
    officer.goto(f"{desk}/ket-qua")
    for field, number in (("visitors", "1200"), ("mou", "12"), ("agreements", "5"), ("contracts", "2")):
        officer.fill(f"#{field}", number)
    follow(officer.locator("main form .btn[type=submit]"))
    second = page_of(browser, fairs, DESKTOP, fairs.second)
    second.goto(desk)
    check(second)
    follow(second.get_by_role("button", name="Công bố kết quả"))
    reader.reload()
    told = reader.inner_text("section[aria-labelledby=results]")
    for line in ("Biên bản ghi nhớ", "Thỏa thuận", "Hợp đồng"):
        assert line in told
    check(reader)
    for page in (officer, second, reader):
        page.context.close()


def _write_and_hand_in(browser: Browser, fairs: Open, remark: str = "") -> None:
    page = page_of(browser, fairs, PHONE, fairs.organiser)
    page.goto(f"/ho-so/su-kien/{fairs.mine}")
    assert remark in page.inner_text("main")
    follow(page.get_by_role("link", name="Tên, ngày, nơi, đơn vị tổ chức"))
    page.fill("#organiser", "Trung tâm Xúc tiến thương mại")
    page.fill("#opens", "08:00")
    page.fill("#closes", "21:00")
    fits(page)
    follow(page.locator("main form .btn[type=submit]"))
    follow(page.get_by_role("button", name="Gửi duyệt"))
    assert state_of(fairs) is State.SUBMITTED
    page.context.close()


def test_next_month_in_a_province_of_before_by_keyboard_alone(browser: Browser, fairs: Open) -> None:
    page = page_of(browser, fairs)
    page.goto("/vi/hoi-cho")
    page.focus("#q")
    page.keyboard.type("tháng sau ở bắc kạn")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("#results ol h2").all_inner_texts() == ["Tuần hàng trà Bắc Kạn"]
    page.focus("#results ol a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(fairs.tea)
    assert "Sân khấu" in page.inner_text("main")
    page.context.close()


def test_a_day_of_the_calendar_leads_to_what_happens(browser: Browser, fairs: Open) -> None:
    page = page_of(browser, fairs, PHONE)
    page.goto("/vi/hoi-cho/lich?month=2026-12")
    page.locator("a.month__day").first.click()
    assert page.url.endswith("#d-2026-12-12")
    assert not page.locator(".month td li").first.is_visible()
    page.set_viewport_size({"width": DESKTOP, "height": 800})
    follow(page.locator(".month td li a").first)
    assert page.url.endswith(fairs.tea)
    page.context.close()


def test_the_map_is_drawn_when_it_is_asked_for(browser: Browser, fairs: Open) -> None:
    page = page_of(browser, fairs)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto("/vi/hoi-cho")
    page.click("#show-map")
    page.wait_for_selector("#map[data-view] .pin")
    page.focus("#map [aria-label='Lễ hội Huế']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup a[href^='/vi/hoi-cho/']")
    assert page.locator("li.here h2").inner_text() == "Lễ hội Huế"
    assert told == []
    check(page)
    page.context.close()
