"""Points of sale in Chromium: near a place, near a phone, on the map, by keyboard alone, and an operator’s tap."""

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.accounts.rules import Stage as Entered
from foundation.accounts.sessions import open_session
from foundation.audit.rules import SYSTEM
from foundation.config.settings import VIETNAM, Settings
from foundation.db.base import now
from foundation.permissions.services import RoleSubject, Term, appoint
from marketplace.outlets import context
from marketplace.outlets.models import Outlet, Stock
from marketplace.outlets.placing import Address
from marketplace.outlets.roles import OUTLET_OPERATOR
from marketplace.outlets.rules import Point, Precision
from marketplace.outlets.services import add_to_stock, set_hours
from tests.browser.conftest import Site
from tests.browser.site import DESKTOP, PHONE, served
from tests.browser.walking import check, fits, follow
from tests.catalog.products.records import product_of
from tests.foundation.signin.conftest import account
from tests.marketplace.outlets.conftest import opened
from tests.marketplace.outlets.test_finding import LATE
from tests.support.databases import TODAY, Stage, Templates
from tests.support.visitors import Side
from wsgi import create_app

pytestmark = pytest.mark.browser

HUE = Point(16.4637, 107.5909)
LEAF = (0x1B, 0x55, 0x2E)
MAP_BYTES = 100_000


@dataclass(frozen=True)
class Open:
    """A site with points of sale, the operator of one of them, and a product that another has."""

    site: Site
    token: str
    number: int
    product: int
    page: str
    app: Flask


@pytest.fixture(scope="module")
def shops(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    data_dir: Path = tmp_path_factory.mktemp("shops")
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app = create_app(settings, database)
        with app.app_context(), database.unit_of_work() as session:
            told = _filled(session)
        with served(app) as address:
            yield Open(Site(address, database, data_dir), *told, app)


def _filled(session: Session) -> tuple[str, int, int, str]:
    silk = opened(session, phone="+84912345678")
    set_hours(session, SYSTEM, silk, LATE, today=TODAY)
    silk.confirmed_on = None
    for number in range(12):
        opened(session, f"Điểm OCOP Hà Nội {number}", address=Address("", "Xã Bắc Sơn", "Sóc Sơn", "Hà Nội"))
    hue = Address("1 Lê Lợi", "", "Thành phố Huế", "Thừa Thiên Huế")
    alone = opened(session, "Cửa hàng OCOP Huế", address=hue, point=HUE, precision=Precision.POINT)
    assert silk.place_id
    product = product_of(session, Side(0, silk.place_id, 7))
    add_to_stock(session, SYSTEM, alone, product, today=TODAY)
    keeper: Account = account(session, "chi")
    held_for = RoleSubject(None, silk.id)
    appoint(session, SYSTEM, keeper, role=OUTLET_OPERATOR, term=Term(TODAY), held_for=held_for)
    told = {"stage": Entered.FULL, "is_staff": False, "address": "127.0.0.1", "device": "test", "now": now()}
    token = open_session(session, keeper, **told)[1]  # type: ignore[arg-type]
    return token, silk.id, product.id, f"/vi/diem-ban/{alone.slug}-{alone.id}"


def page_of(
    browser: Browser, shops: Open, width: int = DESKTOP, scheme: str = "light", *, sensors: tuple[str, ...] = ()
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=shops.site.address,
        locale="vi-VN",
        permissions=list(sensors),
        geolocation={"latitude": HUE.lat, "longitude": HUE.lon} if "geolocation" in sensors else None,
    )
    context.add_cookies([{"name": "ocop_session", "value": shops.token, "url": shops.site.address}])
    return context.new_page()


def show_map(page: Page) -> None:
    page.goto("/vi/diem-ban")
    page.click("#show-map")
    page.wait_for_selector("#map[data-view] .pin")


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_everyone_can_use_them(browser: Browser, shops: Open, width: int, scheme: str) -> None:
    page = page_of(browser, shops, width, scheme)
    own = f"/ho-so/diem-ban/{shops.number}"
    for address in ("/vi/diem-ban?q=ha+dong", shops.page, "/vi/diem-ban/tinh/hue", own, f"{own}/gio", f"{own}/hang"):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        check(page)
    show_map(page)
    check(page)
    page.context.close()


def test_the_map_says_nothing_wrong_and_weighs_little(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto("/vi/diem-ban")
    weights: list[int] = []
    strangers: list[str] = []
    page.on("request", lambda request: strangers.append(request.url) if _is_strange(request.url, shops) else None)
    page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    page.click("#show-map")
    page.wait_for_selector("#map[data-view] .cluster")
    assert told == []
    assert not strangers, "no other server is asked, for places neither"
    assert sum(weights) <= MAP_BYTES
    names = page.eval_on_selector_all("#map [role=button][aria-label]", "all => all.map(one => one.ariaLabel)")
    assert any("điểm bán, phóng to" in name for name in names)
    assert "Cửa hàng OCOP Huế" in names
    assert page.locator("#map [title='Cửa hàng OCOP Huế']").count() == 1
    assert "Leaflet" not in page.inner_text("#map")
    page.context.close()


def _is_strange(url: str, shops: Open) -> bool:
    return not url.startswith((shops.site.address, "data:"))


def test_the_tip_of_a_pin_stands_on_its_point(browser: Browser, shops: Open) -> None:
    """openfoodnetwork#13070: the middle of a picture is not its tip."""
    page = page_of(browser, shops)
    show_map(page)
    box = page.locator("#map").bounding_box()
    view = page.get_attribute("#map", "data-view")
    assert box
    assert view
    zoom, lat, lon = (float(part) for part in view.split(","))
    east, south = _pixels(HUE.lat, HUE.lon, zoom), _pixels(lat, lon, zoom)
    x, y = (box["x"] + box["width"] / 2 + east[0] - south[0], box["y"] + box["height"] / 2 + east[1] - south[1])
    page.evaluate("(y) => window.scrollTo(0, y - 300)", y)
    up = page.evaluate("window.scrollY")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    assert _is_leaf(picture, x, y - up - 4)
    assert not _is_leaf(picture, x, y - up + 4)
    assert not _is_leaf(picture, x + 10, y - up - 3)
    page.context.close()


def _pixels(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    """Web Mercator."""
    size = 256 * 2**zoom
    up = math.asinh(math.tan(math.radians(lat))) / math.pi
    return (lon + 180) / 360 * size, (1 - up) / 2 * size


def _is_leaf(picture: Image.Image, x: float, y: float) -> bool:
    red, green, blue = picture.getpixel((round(x), round(y)))  # type: ignore[misc]
    return green > red + 25 and green > blue + 15 and green < 140


def test_the_keyboard_alone_goes_from_a_place_to_a_pin_to_its_page(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops)
    page.goto("/vi/diem-ban")
    page.focus("#q")
    page.keyboard.type("ha dong")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.inner_text("#results ol li:first-child h2") == "Điểm OCOP làng lụa"
    show_map(page)
    page.focus("#map [aria-label='Cửa hàng OCOP Huế']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup a[href^='/vi/diem-ban/']")
    assert page.locator("li.here h2").inner_text() == "Cửa hàng OCOP Huế"
    page.focus(".leaflet-popup a[href^='/vi/diem-ban/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(shops.page)
    page.context.close()


def test_without_the_map_the_list_is_whole(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops)
    page.route("**/leaflet*", lambda route: route.abort())
    page.goto("/vi/diem-ban")
    page.click("#show-map")
    page.wait_for_selector("#map[role=status]")
    assert "Không tải được bản đồ" in page.inner_text("#map")
    assert page.locator("#results ol li").count() == 14
    page.context.close()


def test_a_tap_asks_the_phone_and_leaves_no_trace(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops, PHONE, sensors=("geolocation",))
    page.add_init_script(
        "const ask = Geolocation.prototype.getCurrentPosition; window.asked = 0;"
        "Geolocation.prototype.getCurrentPosition = function (...how) { asked += 1; ask.apply(this, how); };"
    )
    page.goto("/vi/diem-ban")
    assert page.evaluate("asked") == 0, "nobody waits for a question they did not ask for"
    page.click("#near-me")
    page.wait_for_selector("#results ol li:first-child:has-text('Cửa hàng OCOP Huế')")
    assert page.evaluate("asked") == 1
    fits(page)
    assert page.url.endswith("/vi/diem-ban")
    page.context.close()


def test_whoever_does_not_say_where_they_are_is_told_to_type(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops)
    page.goto("/vi/diem-ban")
    page.click("#near-me")
    page.wait_for_selector("#results [role=status]:has-text('gõ tên một nơi')")
    page.context.close()


def test_the_nearest_that_has_a_product_from_a_commune_without_marks(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops, PHONE)
    page.goto(f"/vi/diem-ban?product={shops.product}")
    page.fill("#q", "phuong van phuc ha dong")
    follow(page.locator("main form .btn[type=submit]").first)
    assert page.locator("#results ol li h2").all_inner_texts() == ["Cửa hàng OCOP Huế"]
    assert "khoảng" in page.inner_text("#results ol li")
    page.context.close()


def test_an_operator_confirms_from_a_phone_in_one_tap(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops, PHONE)
    page.goto(f"/ho-so/diem-ban/{shops.number}")
    assert "Chưa ai xác nhận" in page.inner_text("main")
    follow(page.locator("main form .btn[type=submit]").first)
    assert "Đã xác nhận 23/11/2026" in page.inner_text("main")
    with shops.site.database.reading() as session:
        assert session.get_one(Outlet, shops.number).confirmed_on == TODAY
    page.context.close()


SCANNER = """
  // As the browser of a phone answers (Shape Detection API): nothing while the picture shows no code, then the code.
  window.BarcodeDetector = class {
    constructor({ formats }) {
      if (!formats.includes("qr_code")) throw new TypeError("no such format");
      this.looked = 0;
    }
    async detect(source) {
      if (!(source instanceof HTMLVideoElement)) throw new TypeError("no picture");
      if (source.readyState < 2 || !source.srcObject.active) throw new DOMException("", "InvalidStateError");
      this.looked += 1;
      return this.looked < 3 ? [] : [{ format: "qr_code", rawValue: window.name, boundingBox: new DOMRectReadOnly() }];
    }
  };
"""


def test_an_operator_scans_a_code_with_the_camera_of_this_page_alone(browser: Browser, shops: Open) -> None:
    """DESIGN 9.10: the stock page may look through the camera, the operator’s other pages may not."""
    page = page_of(browser, shops, PHONE, sensors=("camera",))
    own = f"/ho-so/diem-ban/{shops.number}"
    page.add_init_script(SCANNER)
    page.goto(own)
    look = "() => navigator.mediaDevices.getUserMedia({video: true}).then(() => 'seen', (refused) => refused.name)"
    assert page.evaluate(look) == "NotAllowedError"
    page.goto(f"{own}/hang")
    page.evaluate("(code) => { window.name = code; }", f"{shops.site.address}/vi/san-pham/x-{shops.product}")
    with page.expect_navigation():
        page.click("#scan")
    page.wait_for_selector("main ul.rows li")
    with shops.site.database.reading() as session:
        assert session.get(Stock, (shops.number, shops.product))
    follow(page.locator("main ul.rows li .btn"))
    page.wait_for_selector("main:not(:has(ul.rows li))")
    page.context.close()


def test_whoever_keeps_the_camera_shut_types_the_code(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops, PHONE)
    page.add_init_script(SCANNER)
    page.goto(f"/ho-so/diem-ban/{shops.number}/hang")
    page.click("#scan")
    page.wait_for_selector("#by-code [role=status]:has-text('Máy ảnh không mở được')")
    page.context.close()


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-25 23:30", True),
        ("2026-11-26 01:15", True),
        ("2026-11-26 01:45", False),
        ("2027-02-06 20:00", False),
        ("2027-02-12 20:00", True),
    ],
)
def test_open_now_late_at_night_and_on_tet(
    browser: Browser, shops: Open, monkeypatch: pytest.MonkeyPatch, moment: str, is_open: bool
) -> None:
    """At 23:30, past midnight by the opening of the day before, closed again, on Tết and after it."""
    at = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)
    monkeypatch.setattr(context, "now", lambda: at)
    monkeypatch.setitem(shops.app.jinja_env.globals, "today", at.date)
    page = page_of(browser, shops, PHONE)
    page.goto("/vi/diem-ban")
    page.click("a[href='#filters']")
    page.check("[name=open_at]")
    follow(page.locator("main form .btn[type=submit]").first)
    assert page.locator("#results ol li h2").all_inner_texts() == (["Điểm OCOP làng lụa"] if is_open else [])
    page.goto("/vi/diem-ban?q=lua")
    said = page.inner_text("#results ol li:has-text('làng lụa')")
    assert ("Đang mở cửa" in said, "Đang đóng cửa" in said) == (is_open, not is_open)
    page.context.close()


def test_an_address_of_before_july_2025_finds_its_place_and_the_other_way(browser: Browser, shops: Open) -> None:
    """A district that is no more and the commune of today lead to the same shop, which says both."""
    page = page_of(browser, shops, PHONE)
    for typed in ("soc son", "xa bac son, soc son", "xã Trung Giã"):
        page.goto("/vi/diem-ban")
        page.fill("#q", typed)
        follow(page.locator("main form .btn[type=submit]").first)
        first = page.locator("#results ol li").first
        assert re.search(r"Điểm OCOP Hà Nội \d+", first.locator("h2").inner_text()), typed
        assert "Xã Trung Giã" in first.inner_text(), typed
    follow(first.locator("h2 a"))
    told = page.inner_text("aside")
    assert "Xã Trung Giã" in told
    assert "Sóc Sơn" in told
    page.context.close()


def test_on_a_phone_the_list_begins_on_the_first_screen(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops, PHONE)
    page.goto("/vi/diem-ban?kind=shop")
    assert not page.is_visible("#kind")
    assert "1" in page.inner_text("a[href='#filters']"), "how many filters are in use"
    first = page.locator("#results").bounding_box()
    assert first
    assert first["y"] < 800
    page.click("a[href='#filters']")
    assert page.is_visible("#kind")
    fits(page)
    page.context.close()
