"""An officer turns forty claims of one decision into certificates from a pasted table; everybody sees gold stars."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from admin.decisions.models import DecisionEntry, DecisionLine
from catalog.certificates.models import Certificate
from catalog.products.models import Product
from demo.accounts import demo_password, load_accounts
from demo.illustrations import load_records, load_story
from foundation.accounts.keys import Keys
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.totp import step_at
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.files.storage import Storage
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.models import Place
from tests.browser.conftest import Site
from tests.browser.site import DESKTOP, PHONE, served
from tests.browser.test_accounts import LOCALES, code_of
from tests.browser.walking import check, follow, send
from tests.support.databases import TODAY, Stage, Templates
from tests.support.desk import PROVINCE, Listed, listed, table
from wsgi import create_app

pytestmark = pytest.mark.browser

ROWS = 40
NUMBER = "1204/QĐ-UBND"
OFFICER = "province.editor@demo.example"


@pytest.fixture(scope="module")
def own(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: forty certificates would change what other tests see."""
    data_dir: Path = tmp_path_factory.mktemp("verified")
    with templates.own("sqlite", Stage.CATALOGUE) as database:
        shutil.copytree(templates.index("sqlite"), data_dir / "search")
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        with served(create_app(settings, database)) as address:
            yield Site(address, database, data_dir)


@pytest.fixture(scope="module")
def secret(own: Site) -> Keys:
    """The site's own secret; its editor works for the province with forty products."""
    keys = Keys(Settings.from_env({"OCOP_DATA_DIR": str(own.data_dir)}).secret_key)
    with own.database.unit_of_work() as session:
        load_records(session, today=TODAY)
        load_accounts(session, keys=keys, now=now(), today=TODAY)
        editor = account_by_identifier(session, read_identifier(OFFICER))
        place = session.query(Place).filter_by(code=PROVINCE, valid_to=None, level="province").one()
        assert editor
        term = Term(TODAY, decision="2/QĐ")
        appoint(session, SYSTEM, editor, role=Role.PROVINCE_OFFICER, term=term, held_for=RoleSubject(place))
        load_story(session, Storage(None, own.data_dir / "files"), now=now(), today=TODAY)
    return keys


@pytest.fixture
def desk(browser: Browser, own: Site, secret: Keys) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": DESKTOP, "height": 900}, locale=LOCALES["vi"], base_url=own.address
    )
    page = context.new_page()
    signed_in(page, own, secret, OFFICER)
    yield page
    context.close()


def signed_in(page: Page, own: Site, secret: Keys, who: str) -> None:
    """An officer comes in."""
    page.goto("/tai-khoan/dang-nhap")
    page.fill("#identifier", who)
    page.fill("#password", demo_password(secret))
    send(page)
    page.fill("#code", code_of(own.database, secret, who, step_at(now())))
    send(page)


def settle(own: Site) -> None:
    """What the worker and the indexer would do within two seconds, without waiting for them."""
    settings = Settings.from_env({"OCOP_DATA_DIR": str(own.data_dir), "OCOP_TODAY": TODAY.isoformat()})
    app = create_app(settings, own.database)
    with app.app_context():
        parts = app.extensions[EXTENSION]
        Worker(own.database, parts, name="w").drain()
        for followed in parts.followers:
            while followed():
                pass


def rows_of(own: Site) -> list[Listed]:
    with own.database.reading() as session:
        return listed(session, ROWS)


def test_forty_claims_become_gold_stars_and_a_decision_ends_one(
    browser: Browser, desk: Page, own: Site, secret: Keys
) -> None:
    rows = rows_of(own)
    desk.goto("/admin/xac-minh/quyet-dinh")
    check(desk)
    follow(desk.get_by_role("link", name="Nhập quyết định"))
    check(desk)
    desk.select_option("#place", label="Thành phố Cần Thơ")
    desk.fill("#authority", "UBND thành phố Cần Thơ")
    desk.fill("#number", NUMBER)
    desk.fill("#issued_on", "2025-09-03")
    desk.fill("#table", table(rows))
    send(desk)
    for width, height in ((PHONE, 800), (DESKTOP, 900)):
        desk.set_viewport_size({"width": width, "height": height})
        check(desk)
    expect(desk.locator("#col-1")).to_have_value("name")
    follow(desk.get_by_role("button", name="Đúng rồi"))
    expect(desk.locator("tbody .state--ok")).to_have_count(ROWS)
    check(desk)
    desk.set_viewport_size({"width": PHONE, "height": 800})
    check(desk)
    desk.set_viewport_size({"width": DESKTOP, "height": 900})
    follow(desk.get_by_role("button", name="Ghi nhận giấy chứng nhận"))
    expect(desk.locator("tbody .stars")).to_have_count(ROWS)
    check(desk)
    settle(own)
    code = desk.locator("tbody td a[href^='/x/']").first
    address = code.get_attribute("href") or ""
    follow(desk.locator("tbody td a[href*='/san-pham/']").first)
    expect(desk.locator("main .stars--big:not(.stars--outline)").first).to_be_visible()
    desk.goto(address)
    expect(desk.locator(".panel--leaf .stars")).to_be_visible()
    desk.goto(f"/vi/san-pham?province={PROVINCE}&standing=in_force")
    expect(desk.locator(".cards .stars:not(.stars--outline)").first).to_be_visible()
    desk.goto(f"/vi/san-pham?q={rows[0].name}")
    expect(desk.locator(".card .stars:not(.stars--outline)").first).to_be_visible()
    elsewhere_nothing_of_it(browser, own, secret)
    desk.set_viewport_size({"width": PHONE, "height": 800})
    ended_after_a_second_look(desk, rows[0].name)
    desk.goto("/tai-khoan/ngon-ngu/en?next=/tai-khoan/")
    desk.emulate_media(color_scheme="dark")
    desk.set_viewport_size({"width": DESKTOP, "height": 900})
    ended_after_a_second_look(desk, rows[1].name)


def elsewhere_nothing_of_it(browser: Browser, own: Site, secret: Keys) -> None:
    """The demonstration's own province officer works for another province."""
    context = browser.new_context(viewport={"width": DESKTOP, "height": 900}, base_url=own.address)
    page = context.new_page()
    signed_in(page, own, secret, "province.officer@demo.example")
    with own.database.reading() as session:
        entry = session.query(DecisionEntry).filter_by(number=NUMBER).one()
        held = session.query(Certificate).join(DecisionLine).filter_by(entry_id=entry.id).first()
        assert held
    for path in (f"quyet-dinh/{entry.id}", f"giay-chung-nhan/{held.id}", f"giay-chung-nhan/{held.id}/ket-thuc"):
        answer = page.goto(f"/admin/xac-minh/{path}")
        assert answer
        assert answer.status == 404, path
    page.goto("/admin/xac-minh/quyet-dinh")
    expect(page.locator("main")).not_to_contain_text(NUMBER)
    page.goto(f"/admin/xac-minh/giay-chung-nhan?q={held.check_code}")
    expect(page.locator("tbody a")).to_have_count(0)
    context.close()


def ended_after_a_second_look(desk: Page, name: str) -> None:
    """A certificate is found, its two ways are looked at, and a decision ends it."""
    desk.goto(f"/admin/xac-minh/giay-chung-nhan?q={name}")
    check(desk)
    follow(desk.locator("tbody th a").first)
    check(desk)
    here, address = desk.url, desk.locator("main a[href^='/x/']").first.get_attribute("href") or ""
    desk.goto(f"{here}/gia-han")
    check(desk)
    desk.goto(f"{here}/ket-thuc")
    desk.select_option("#ground", "stopped")
    desk.fill("#authority", "UBND thành phố Cần Thơ")
    desk.fill("#number", "9/QĐ-UBND")
    desk.fill("#issued_on", "2026-11-20")
    desk.fill("#reason", "Chủ thể ngừng sản xuất.")
    send(desk)
    expect(desk.locator("#look")).to_be_visible()
    check(desk)
    follow(desk.locator("button[name=step]"))
    check(desk)
    desk.goto(address)
    expect(desk.locator(".panel--bad")).to_contain_text("9/QĐ-UBND")
    check(desk)


@pytest.mark.parametrize(("scheme", "width"), [("light", PHONE), ("dark", DESKTOP)])
@pytest.mark.parametrize(
    "address",
    [
        "/vi/phan-anh?loai=fake&trang=/vi/",
        "/en/report",
        "/x/",
    ],
)
def test_public_pages_are_open_to_everyone(browser: Browser, own: Site, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=own.address,
    )
    page = context.new_page()
    page.goto(address)
    check(page)
    context.close()


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize(("lang", "scheme", "width"), [("vi", "light", PHONE), ("en", "dark", DESKTOP)])
def test_illustrations_are_marked_and_open_to_everyone(
    browser: Browser, own: Site, lang: str, scheme: str, width: int
) -> None:
    settle(own)
    with own.database.reading() as session:
        asked = select(Certificate).join(Product).where(Product.is_demo, Product.cover_sha256.is_not(None))
        held = session.scalars(asked.where(Certificate.ended_by.is_(None)).limit(1)).one()
        number, name, code = held.product_id, held.product.slug, held.check_code
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=LOCALES[lang],
        base_url=own.address,
    )
    page, products = context.new_page(), {"vi": "san-pham", "en": "products"}[lang]
    for address in (f"/{lang}/{products}?q=nuong suong", f"/{lang}/{products}/{name}-{number}", f"/x/{code}"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text({"vi": "Minh hoạ", "en": "Illustration"}[lang])
        check(page)
    context.close()


def test_the_other_desks_are_open_to_everyone(browser: Browser, own: Site, secret: Keys) -> None:
    """Signed in as whoever prints labels without a second factor, and the officer's remaining pages."""
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale=LOCALES["en"], base_url=own.address)
    page = context.new_page()
    page.goto("/tai-khoan/dang-nhap")
    page.fill("#identifier", "producer.member@demo.example")
    page.fill("#password", demo_password(secret))
    send(page)
    page.goto("/ho-so/tem-nhan")
    check(page)
    follow(page.locator(".rows a").first)
    check(page)
    follow(page.locator("a[href*='/to-in']").first)
    check(page)
    context.close()
