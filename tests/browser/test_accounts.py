"""A farmer's first sign-in on a phone and an officer's with the app, in both languages, open to everyone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.accounts import demo_password, load_accounts
from foundation.accounts.keys import Keys
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.totp import code_at, step_at
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from tests.browser.conftest import Site
from tests.browser.conftest import own_site as site
from tests.browser.site import DESKTOP, PHONE
from tests.browser.walking import check_in, follow, send
from tests.support.databases import TODAY

__all__ = ["site"]
pytestmark = pytest.mark.browser

OFFICERS = {"vi": "commune.officer@demo.example", "en": "province.officer@demo.example"}
"""One for each language: no code of an app is good twice."""

LOCALES = {"vi": "vi-VN", "en": "en-GB"}


@pytest.fixture(scope="module")
def keys(site: Site) -> Keys:
    """The site's own secret; its demo accounts are there."""
    held = Keys(Settings.from_env({"OCOP_DATA_DIR": str(site.data_dir)}).secret_key)
    with site.database.unit_of_work() as session:
        load_accounts(session, keys=held, now=now(), today=TODAY)
    return held


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": PHONE, "height": 780}, locale="vi-VN", base_url=site.address)
    yield context.new_page()
    context.close()


def code_of(database: Database, keys: Keys, email: str, step: int) -> str:
    """The code of an app. A code counts once: whoever comes twice within half a minute waits, which no test does."""
    with database.unit_of_work() as session:
        account = account_by_identifier(session, read_identifier(email))
        assert account
        assert account.totp_salt
        account.totp_last_step = None
    return code_at(keys.totp_secret(account.id, account.totp_salt), step)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_from_the_commune_desk_to_a_farmers_phone(
    browser: Browser, site: Site, keys: Keys, phone: Page, lang: str
) -> None:
    context = browser.new_context(
        viewport={"width": DESKTOP, "height": 800}, locale=LOCALES[lang], base_url=site.address
    )
    desk = context.new_page()
    desk.goto(f"/tai-khoan/ngon-ngu/{lang}?next=/tai-khoan/dang-nhap")
    check_in(lang, desk)
    desk.fill("#identifier", OFFICERS[lang])
    desk.fill("#password", demo_password(keys))
    send(desk)
    check_in(lang, desk)
    desk.fill("#code", code_of(site.database, keys, OFFICERS[lang], step_at(now())))
    send(desk)
    expect(desk.locator("h1")).to_have_text("Tài khoản")
    check_in(lang, desk)
    desk.goto(f"/tai-khoan/ngon-ngu/{lang}?next=/tai-khoan/mo-ho")
    expect(desk.locator("html")).to_have_attribute("lang", lang)
    number = {"vi": "0912 345 678", "en": "0987 654 321"}[lang]
    desk.fill("#name", "Giàng A Páo")
    desk.fill("#identifier", number)
    send(desk)
    check_in(lang, desk)
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", desk.locator(".note").inner_text())
    assert code
    context.close()

    phone.goto("/tai-khoan/")
    check_in(lang, phone)
    follow(phone.locator("main a[href$='/nhap-ma']"))
    check_in(lang, phone)
    phone.fill("#identifier", number.replace(" ", ""))
    phone.fill("#code", code[0].lower())
    phone.fill("#password", "12345678")
    send(phone)
    expect(phone.get_by_role("alert")).to_contain_text("dễ bị đoán")
    check_in(lang, phone)
    phone.fill("#password", "mưa chiều bên bến sông")
    send(phone)
    phone.fill("#identifier", number)
    phone.fill("#password", "mưa chiều bên bến sông")
    send(phone)
    expect(phone.locator("h1")).to_have_text("Tài khoản")
    check_in(lang, phone)
    for path in ("ho-so", "doi-mat-khau", "phien", "ung-dung-xac-thuc", "xac-nhan"):
        phone.goto(f"/tai-khoan/{path}")
        check_in(lang, phone)
