"""A province officer's morning: appointing by hand and from a list, ending, lending; the audit; the public history."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.config.settings import Settings
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.rules import Role
from foundation.places.models import Place, PlaceLevel
from tests.browser.conftest import Open, Site
from tests.browser.conftest import own_site as site
from tests.browser.site import DESKTOP, PHONE, pages
from tests.browser.test_accounts import LOCALES, keys
from tests.browser.walking import check_in, follow, send
from tests.foundation.signin.conftest import PASSWORD, code_now, officer
from tests.support.databases import TODAY
from wsgi import create_app

__all__ = ["keys", "site"]
pytestmark = pytest.mark.browser

DESK = "/admin/bo-nhiem"
PROVINCE = "19"
SIZES = {"vi": DESKTOP, "en": PHONE}
WEEK = TODAY + timedelta(days=7)

Enter = Callable[[str, Role, str], Page]


@pytest.fixture(params=["vi", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def enter(browser: Browser, site: Site, keys: Keys, lang: str) -> Iterator[Enter]:
    """Sign in as an officer of one's own, in a browser of one's own; each language has its people."""
    opened = []

    def come(name: str, role: Role, code: str) -> Page:
        with site.database.unit_of_work() as session:
            secret = officer(session, keys, role, f"{name}{lang}", code)
        context = browser.new_context(
            viewport={"width": SIZES[lang], "height": 800}, locale=LOCALES[lang], base_url=site.address
        )
        opened.append(context)
        page = context.new_page()
        page.goto("/tai-khoan/dang-nhap")
        page.fill("#identifier", f"{name}{lang}@example.vn")
        page.fill("#password", PASSWORD)
        send(page)
        page.fill("#code", code_now(secret))
        send(page)
        page.goto(f"/tai-khoan/ngon-ngu/{lang}?next=/tai-khoan/")
        return page

    yield come
    for context in opened:
        context.close()


def come_again(site: Site, page: Page, keys: Keys, name: str) -> None:
    """Sign in once more: to be asked to stand in for somebody ends what was open."""
    with site.database.unit_of_work() as session:
        account = session.scalars(select(Account).filter_by(email=f"{name}@example.vn")).one()
        account.totp_last_step = None
        secret = keys.totp_secret(account.id, account.totp_salt or "")
    page.goto("/tai-khoan/")
    page.fill("#identifier", f"{name}@example.vn")
    page.fill("#password", PASSWORD)
    send(page)
    page.fill("#code", code_now(secret))
    send(page)


def communes(site: Site) -> list[str]:
    with site.database.reading() as session:
        asked = select(Place.code).filter_by(province_code=PROVINCE, level=PlaceLevel.COMMUNE, valid_to=None)
        return list(session.scalars(asked.order_by(Place.code).limit(4)))


def work(site: Site) -> None:
    settings = Settings.from_env({"OCOP_DATA_DIR": str(site.data_dir), "OCOP_TODAY": TODAY.isoformat()})
    app = create_app(settings, site.database)
    with app.app_context():
        Worker(site.database, app.extensions[EXTENSION], name="w").drain()


def test_appointing_by_hand(site: Site, enter: Enter, lang: str) -> None:
    desk, code = enter("tay", Role.PROVINCE_OFFICER, PROVINCE), communes(site)[0]
    follow(desk.locator(f"main a[href='{DESK}']"))
    check_in(lang, desk)
    follow(desk.locator(f"main a[href='{DESK}/moi']"))
    check_in(lang, desk)
    follow(desk.locator("a[href$='/commune_officer']"))
    check_in(lang, desk)
    offered = desk.locator("#places option").evaluate_all("(all) => all.map(one => one.value)")
    desk.fill("#identifier", f"xa-moi-{lang}@example.vn")
    desk.fill("#name", "Hoàng Thị Mỷ")
    desk.fill("#place", next(one for one in offered if code in one))
    send(desk)
    check_in(lang, desk)
    expect(desk.get_by_role("alert")).to_be_visible()
    desk.fill("#decision", "12/QĐ-UBND")
    send(desk)
    # The way in goes to the person's own address; whoever appoints sees none.
    expect(desk.locator("main a[href*='/vi-sao/']")).to_be_visible()
    expect(desk.locator(".note code")).to_have_count(0)
    check_in(lang, desk)
    follow(desk.locator("main a[href*='/vi-sao/']"))
    check_in(lang, desk)
    desk.goto(f"{DESK}?person=xa-moi-{lang}@example.vn")
    expect(desk.locator("tbody tr")).to_have_count(1)
    check_in(lang, desk)


def test_appointing_from_a_list(site: Site, enter: Enter, lang: str) -> None:
    desk, codes = enter("bang", Role.PROVINCE_OFFICER, PROVINCE), communes(site)
    head = "identifier,name,role,place_code,starts_on,decision\n"
    rows = [
        f"ds{number}{lang}@example.vn,Người {number},commune_officer,{code},{TODAY},1/QĐ"
        for number, code in enumerate(codes)
    ]
    file = (head + "\n".join([*rows, f"sai{lang}@example.vn,Sai,commune_officer,00004,{TODAY},1/QĐ"])).encode()
    desk.goto(f"{DESK}/danh-sach")
    check_in(lang, desk)
    desk.set_input_files("#file", {"name": "xa.csv", "mimeType": "text/csv", "buffer": file})
    send(desk)
    check_in(lang, desk)
    follow(desk.locator("button[value=take]"))
    check_in(lang, desk)
    work(site)
    follow(desk.get_by_role("status").locator("a"))
    expect(desk.locator("tbody .tag--bad")).to_have_count(1)
    check_in(lang, desk)
    send(desk)
    work(site)
    follow(desk.get_by_role("status").locator("a"))
    expect(desk.locator("tbody tr a")).to_have_count(len(codes))
    check_in(lang, desk)
    with desk.expect_download() as told:
        desk.locator("main form .btn[type=submit]").click()
    # Letters bring the ways in; the sender's file has its heads and nobody's code.
    assert len(told.value.path().read_text(encoding="utf-8").splitlines()) == 1


def test_ending_bites_at_once_and_a_leave_is_covered(site: Site, enter: Enter, keys: Keys, lang: str) -> None:
    here, there, *_ = communes(site)
    desk = enter("het", Role.PROVINCE_OFFICER, PROVINCE)
    leaving, colleague = enter("nghi", Role.COMMUNE_OFFICER, here), enter("thay", Role.COMMUNE_OFFICER, there)
    leaving.goto(f"{DESK}?person=nghi{lang}@example.vn")
    follow(leaving.locator("tbody a").first)
    page = leaving.url
    check_in(lang, leaving)
    leaving.locator("details", has=leaving.locator("#lend-to")).locator("summary").click()
    check_in(lang, leaving)
    leaving.fill("#lend-to", f"thay{lang}@example.vn")
    leaving.fill("#lend-ends_on", WEEK.isoformat())
    leaving.fill("#lend-reason", "Nghỉ phép năm")
    follow(leaving.locator("form[action$='/cho-muon'] .btn"))
    expect(leaving.locator("main")).to_contain_text(f"thay{lang}")
    check_in(lang, leaving)
    come_again(site, colleague, keys, f"thay{lang}")
    check_in(lang, colleague)
    follow(colleague.get_by_role("status").locator("a"))
    check_in(lang, colleague)
    follow(colleague.locator("button[value=yes]"))
    check_in(lang, colleague)
    colleague.goto(page)
    expect(colleague.locator("h1")).to_contain_text(f"nghi{lang}")
    desk.goto(page)
    desk.locator("details", has=desk.locator("#end-on")).locator("summary").click()
    desk.fill("#end-reason", "Chuyển công tác")
    follow(desk.locator("form[action$='/ket-thuc'] .btn"))
    check_in(lang, desk)
    leaving.goto(DESK)
    expect(leaving.locator("h1")).to_have_text(
        {"vi": "Bạn chưa được phép mở trang này", "en": "You may not open this page"}[lang]
    )
    colleague.goto(page)
    expect(colleague.locator("main .num").first).to_have_text("404")


def test_reading_the_audit(enter: Enter, lang: str) -> None:
    desk = enter("doc", Role.SYSTEM_OPERATOR, PROVINCE)
    desk.goto("/admin/nhat-ky")
    check_in(lang, desk)
    desk.select_option("#verb", "appointment:grant")
    send(desk)
    check_in(lang, desk)
    links = desk.locator("tbody a")
    links.first.focus()
    for key, row in (("ArrowDown", 1), ("j", 2), ("k", 1), ("ArrowUp", 0), ("ArrowUp", 0)):
        desk.keyboard.press(key)
        expect(links.nth(row)).to_be_focused()
    follow(links.first)
    check_in(lang, desk)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_public_history(visit: Open, site: Site, lang: str, width: int) -> None:
    found = pages(site.database)
    words = {"vi": "thay-doi", "en": "changes"}[lang]
    for kind in ("product", "producer"):
        check_in(lang, visit(f"{found[kind][lang]}/{words}", width=width))
