"""A producer on a phone: finds its record, claims it, adds photos and words; an officer at a desk in between."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.accounts.keys import Keys
from foundation.permissions.rules import Role
from tests.browser.conftest import Site
from tests.browser.conftest import own_site as site
from tests.browser.site import DESKTOP, PHONE
from tests.browser.test_accounts import LOCALES, keys
from tests.browser.walking import check, follow, send
from tests.foundation.signin.conftest import PASSWORD, account, code_now, officer
from tests.support.pictures import photo

__all__ = ["keys", "site"]
pytestmark = pytest.mark.browser

PROVINCE, ELSEWHERE = "19", "04"
STORY = "Nương chè trăm tuổi, hái tay mỗi sáng"


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": PHONE, "height": 780}, locale="vi-VN", base_url=site.address)
    yield context.new_page()
    context.close()


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three as a phone takes them: wider than what is sent."""
    made = [tmp_path / f"{number}.jpg" for number in range(3)]
    for number, path in enumerate(made):
        path.write_bytes(photo(2400 + number, 1800))
    return made


def unclaimed(session: Session, number: int) -> Producer:
    """A producer of the province with a product; tests take different ones."""
    asked = (
        select(Producer).join(Product, Product.producer_id == Producer.id).filter(Producer.province_code == PROVINCE)
    )
    return session.scalars(asked.order_by(Producer.id).distinct().offset(number)).first() or pytest.fail("none")


def sign_in(page: Page, name: str) -> None:
    page.goto("/tai-khoan/dang-nhap")
    page.fill("#identifier", f"{name}@example.vn")
    page.fill("#password", PASSWORD)
    send(page)


def at_desk(browser: Browser, site: Site, keys: Keys, name: str, place_code: str, lang: str = "en") -> Page:
    with site.database.unit_of_work() as session:
        secret = officer(session, keys, Role.PROVINCE_OFFICER, name, place_code)
    context = browser.new_context(
        viewport={"width": DESKTOP, "height": 800}, locale=LOCALES[lang], base_url=site.address
    )
    page = context.new_page()
    sign_in(page, name)
    page.fill("#code", code_now(secret))
    send(page)
    page.goto(f"/tai-khoan/ngon-ngu/{lang}?next=/tai-khoan/")
    return page


def claimed(phone: Page, site: Site, name: str, number: int) -> Producer:
    """Somebody opens the record of their enterprise from its public page and claims it."""
    with site.database.unit_of_work() as session:
        account(session, name)
        maker = unclaimed(session, number)
    phone.goto(f"/vi/chu-the/{maker.slug}-{maker.id}")
    check(phone)
    follow(phone.locator(f"a[href='/ho-so/nhan/{maker.id}']"))
    phone.fill("#identifier", f"{name}@example.vn")
    phone.fill("#password", PASSWORD)
    send(phone)
    expect(phone).to_have_url(re.compile(f"/ho-so/nhan/{maker.id}$"))
    check(phone)
    phone.check("input[value=head]")
    phone.fill("#words", "Tôi là chủ nhiệm từ năm 2021")
    send(phone)
    check(phone)
    return maker


def accepted(desk: Page, maker: Producer) -> str:
    """The officer lets them speak for the producer; the address of the claim."""
    desk.goto("/admin/dai-dien")
    check(desk)
    follow(desk.get_by_role("link", name=maker.name).first)
    check(desk)
    address = desk.url
    follow(desk.locator("form[action$='/nhan'] .btn"))
    check(desk)
    return address


def told(phone: Page, maker: Producer, photos: list[Path]) -> int:
    """The producer adds photos, the story and the packaging, reads it all and publishes it; the product's number."""
    phone.goto("/ho-so/")
    for link in (f"a[href='/ho-so/{maker.id}']", "main h3 a", "main ol.rows a"):
        check(phone)
        follow(phone.locator(link).first)
    check(phone)
    phone.set_input_files("#photos", photos)
    send(phone)
    expect(phone.locator(".photos img")).to_have_count(3)
    check(phone)
    follow(phone.locator("main .flow > .acts a.btn").first)
    check(phone)
    phone.fill("#story", STORY)
    expect(phone.locator("[data-status]")).to_have_text("Đã lưu nháp.")
    send(phone)
    check(phone)
    phone.fill("#packaging", "Hộp 100 g")
    send(phone)
    product = int(phone.url.split("/")[-2])
    for path in ("gia", "nguon-cung", "chung-nhan", "tieng-anh", "xem-lai"):
        phone.goto(f"/ho-so/san-pham/{product}/{path}")
        check(phone)
    expect(phone.locator("main")).to_contain_text(STORY)
    send(phone)
    check(phone)
    return product


def test_from_the_public_page_to_photos_everybody_sees(
    browser: Browser, site: Site, keys: Keys, phone: Page, photos: list[Path]
) -> None:
    maker = claimed(phone, site, "sen", 0)
    desk, elsewhere = (
        at_desk(browser, site, keys, name, place) for name, place in (("gan", PROVINCE), ("xa", ELSEWHERE))
    )
    elsewhere.goto("/admin/dai-dien")
    assert maker.name not in elsewhere.locator("main").inner_text()
    refused = elsewhere.goto(accepted(desk, maker))
    assert refused
    assert refused.status == 404
    sign_in(phone, "sen")  # what was open ended with the appointment
    product = told(phone, maker, photos)
    with site.database.reading() as session:
        shown = session.get_one(Product, product)
    phone.goto(f"/vi/san-pham/{shown.slug}-{shown.id}")
    check(phone)
    expect(phone.locator(".product__pic img")).to_have_count(3)
    assert phone.locator(".product__pic img").first.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    desk.goto(f"/en/products/{shown.slug}-{shown.id}")
    check(desk)
    expect(desk.locator("#told")).to_be_visible()
    desk.goto(f"/en/producers/{maker.slug}-{maker.id}")
    check(desk)
    expect(desk.locator(".card__art img").first).to_have_attribute("width", "320")
    for page in (desk, elsewhere):
        page.context.close()


def test_photos_outlive_a_broken_connection(
    browser: Browser, site: Site, keys: Keys, phone: Page, photos: list[Path]
) -> None:
    maker = claimed(phone, site, "que", 1)
    desk = at_desk(browser, site, keys, "ganh", PROVINCE)
    accepted(desk, maker)
    desk.context.close()
    sign_in(phone, "que")
    phone.goto(f"/ho-so/{maker.id}")
    product = (phone.locator("main h3 a").first.get_attribute("href") or "").rpartition("/")[2]
    phone.goto(f"/ho-so/san-pham/{product}/anh")
    phone.set_input_files("#photos", photos)
    tries = iter(("continue_", "abort", "continue_", "continue_", "continue_"))
    phone.route("**/anh", lambda route: getattr(route, next(tries))())
    phone.locator("form[data-photos] [type=submit]").click()
    expect(phone.locator("[data-status]")).to_contain_text("Mất kết nối giữa chừng")
    follow(phone.locator("form[data-photos] [type=submit]"))
    expect(phone.locator(".photos img")).to_have_count(3)
    phone.goto(f"/ho-so/san-pham/{product}/cau-chuyen")
    phone.route("**/cau-chuyen", lambda route: route.abort("internetdisconnected"))
    phone.fill("#story", STORY)
    expect(phone.locator("[data-status]")).to_contain_text("Mất kết nối")
    phone.unroute("**/cau-chuyen")
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-status]")).to_have_text("Đã lưu nháp.")
