"""Points of sale in Chromium: near a place, near a phone, on the map, by keyboard alone, and an operator’s tap."""

import io
import math

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from marketplace.outlets.models import Outlet
from tests.browser.outlet_site import HUE, Open, page_of, shops
from tests.browser.site import DESKTOP, PHONE
from tests.browser.walking import check, fits, follow
from tests.support.databases import TODAY

__all__ = ["shops"]
pytestmark = pytest.mark.browser

LEAF = (0x1B, 0x55, 0x2E)
MAP_BYTES = 100_000


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
