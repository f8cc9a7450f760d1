"""Registering, agreeing, asking and deleting in a real browser: on a phone in Vietnamese, on a desk in English."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.accounts import demo_password
from foundation.accounts.keys import Keys
from foundation.accounts.queries import Identifier
from foundation.accounts.services import open_account
from foundation.accounts.totp import step_at
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.outbox.worker import EXTENSION, Worker
from foundation.privacy.rules import Kind
from foundation.privacy.services import lodge
from tests.browser.conftest import Site
from tests.browser.conftest import own_site as site
from tests.browser.site import DESKTOP, PHONE
from tests.browser.test_accounts import LOCALES, code_of, keys
from tests.browser.walking import check, check_in, follow, send
from tests.support.databases import TODAY
from wsgi import create_app

__all__ = ["keys", "site"]
pytestmark = pytest.mark.browser

PASSWORD = "mưa chiều bên bến sông"
SIZES = {"vi": PHONE, "en": DESKTOP}
MINE = ("", "/du-lieu", "/yeu-cau", "/xoa")


@pytest.fixture(params=["vi", "en"])
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    lang = str(request.param)
    context = browser.new_context(
        viewport={"width": SIZES[lang], "height": 800}, locale=LOCALES[lang], base_url=site.address
    )
    opened = context.new_page()
    opened.goto(f"/tai-khoan/ngon-ngu/{lang}?next=/tai-khoan/dang-ky")
    yield opened
    context.close()


def link_of(site: Site, address: str) -> str:
    """What the letter to an address says, once the worker has sent it."""
    settings = Settings.from_env({"OCOP_DATA_DIR": str(site.data_dir), "OCOP_TODAY": TODAY.isoformat()})
    app = create_app(settings, site.database)
    with app.app_context():
        Worker(site.database, app.extensions[EXTENSION], name="w").drain()
    paths = sorted((site.data_dir / "mail").glob("*.eml"), reverse=True)
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in paths]
    link = re.search(r"/tai-khoan/dang-ky/[\w-]+", next(one for one in letters if one["To"] == address).get_content())
    assert link
    return link[0]


def test_from_registering_to_deleting(page: Page, site: Site, keys: Keys) -> None:
    lang = page.locator("html").get_attribute("lang") or ""
    check_in(lang, page)
    assert page.locator("[type=checkbox][value=contact]").count() == 0  # nothing is asked that no room serves
    page.fill("#name", "Lò Thị Bình")
    page.fill("#identifier", f"binh-{lang}@example.vn")
    send(page)
    check_in(lang, page)
    page.goto(link_of(site, f"binh-{lang}@example.vn"))
    check_in(lang, page)
    page.fill("#password", PASSWORD)
    send(page)
    page.fill("#identifier", f"binh-{lang}@example.vn")
    page.fill("#password", PASSWORD)
    send(page)
    for path in MINE:
        page.goto(f"/tai-khoan/rieng-tu{path}")
        check_in(lang, page)
    page.goto("/tai-khoan/rieng-tu/yeu-cau")
    page.fill("#text", "Cho tôi biết những gì đang lưu")
    send(page)
    check_in(lang, page)
    page.goto("/tai-khoan/rieng-tu/xoa")
    follow(page.locator("main form .btn--warn"))
    expect(page.get_by_role("status")).to_contain_text({"vi": "30/11/2026", "en": "30 November 2026"}[lang])
    check_in(lang, page)
    page.goto("/tai-khoan/rieng-tu")
    check_in(lang, page)


def test_the_desk(browser: Browser, site: Site, keys: Keys) -> None:
    with site.database.unit_of_work() as session:
        mine = open_account(
            session, SYSTEM, Identifier(email="cuc@example.vn"), name="Cúc", now=now(), password=PASSWORD
        )
        asked = lodge(session, SYSTEM, mine, kind=Kind.OBJECT, text="Xin thôi gửi thư", now=now(), today=TODAY)
    context = browser.new_context(
        viewport={"width": DESKTOP, "height": 800}, locale=LOCALES["en"], base_url=site.address
    )
    desk = context.new_page()
    desk.goto("/tai-khoan/dang-nhap")
    desk.fill("#identifier", "system.operator@demo.example")
    desk.fill("#password", demo_password(keys))
    send(desk)
    desk.fill("#code", code_of(site.database, keys, "system.operator@demo.example", step_at(now())))
    send(desk)
    desk.goto("/tai-khoan/ngon-ngu/en?next=/admin/rieng-tu")
    check(desk)
    follow(desk.locator(f"tbody a[href$='/{asked.id}']"))
    check(desk)
    desk.locator("details summary").last.click()
    check(desk)
    desk.fill("#answer", "Đã thôi")
    follow(desk.locator("form[action$='/xong'] .btn").first)
    expect(desk.locator("main")).to_contain_text("Đã thôi")
    check(desk)
    context.close()
