"""Journeys to a point of sale and behind its counter: late at night, on Tết, by camera, from an old address."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Browser

from foundation.config.settings import VIETNAM
from marketplace.outlets import context
from marketplace.outlets.models import Stock
from tests.browser.outlet_site import Open, page_of, shops
from tests.browser.site import PHONE
from tests.browser.walking import check, fits, follow, keeps_its_columns

__all__ = ["shops"]
pytestmark = pytest.mark.browser

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
    assert page.locator("main [role=alert]").count() == 0
    with shops.site.database.unit_of_work() as session:
        session.delete(session.get_one(Stock, (shops.number, shops.product)))
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


DESK_PAGES = ("", "/moi", "/nhap", "/huong-dan", "/{0}", "/{0}/sua", "/{0}/anh", "/{0}/ho-tro")


def test_the_officers_desk_fits_a_phone(browser: Browser, shops: Open) -> None:
    page = page_of(browser, shops, PHONE, token=shops.officer)
    for path in DESK_PAGES:
        answer = page.goto("/admin/diem-ban" + path.format(shops.number))
        assert answer
        assert answer.status == 200, path
        check(page)
        keeps_its_columns(page)
    page.goto("/admin/diem-ban/nhap")
    listed = "Tên điểm bán;Loại hình;Ở đâu\nSiêu thị Thử;Cửa hàng;Xã Trung Giã\n".encode()
    page.set_input_files("#file", {"name": "diem-ban.csv", "mimeType": "text/csv", "buffer": listed})
    follow(page.get_by_role("button", name="Gửi và xem"))
    check(page)
    page.select_option("#col-2", "commune")
    follow(page.locator("button[value=take]"))
    assert "chờ phê duyệt" in page.inner_text("main")
    check(page)
    page.context.close()
