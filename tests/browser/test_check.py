"""The certificate check on a stranger's phone: light, without a script, in every look."""

import io
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import Browser, Response, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.rules import EndedBy
from catalog.certificates.services import certify, decision, refresh_standings
from catalog.products.models import Product
from catalog.profiles.services import add_photo, submit
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.files.services import prepare_image
from foundation.files.storage import Storage
from tests.browser.conftest import Site
from tests.browser.conftest import own_site as site
from tests.browser.site import DESKTOP, PHONE
from tests.browser.walking import check, send
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY
from tests.support.pictures import encoded

__all__ = ["site"]
pytestmark = pytest.mark.browser

BYTES_MAX = 30_000
"""Everything a first visit fetches, headers too."""
LOOKS = [("vi-VN", "light", PHONE), ("en-GB", "dark", DESKTOP)]


@pytest.fixture(scope="module")
def codes(site: Site) -> dict[str, str]:
    """The codes of one certificate in force and of one revoked."""
    with site.database.unit_of_work() as session:
        names = select(Product.id).where(Product.producer_id.is_not(None)).order_by(Product.id.desc())
        ids = list(session.scalars(names.limit(2)))
        source = decision(
            session,
            authority="UBND tỉnh",
            level="province",
            number="77/QĐ-UBND",
            issued_on=date(2025, 6, 2),
        )
        good, bad = (certify(session, number, source, stars=4, edition="148") for number in ids)
        bad.ended_on, bad.ended_by, bad.end_reason = date(2026, 8, 12), EndedBy.REVOKED, "Ngừng sản xuất"
        refresh_standings(session, ids, TODAY)
        _photographed(session, site, good.product)
        return {"good": good.check_code, "bad": bad.check_code, "none": "K7M4Q2RD5"}


def _photographed(session: Session, site: Site, product: Product) -> None:
    """The heaviest photo there can be: nothing in it is like its neighbour."""
    actor, storage = Actor(account(session, "anh").id), Storage(None, site.data_dir / "files")
    noise = Image.effect_noise((1200, 2400), 120).convert("RGB")
    drawn = prepare_image(storage, io.BytesIO(encoded(noise, "JPEG")))
    add_photo(session, actor, product, photo=drawn, now=now())
    submit(session, actor, product, now=now(), today=TODAY)


@pytest.mark.parametrize(("locale", "scheme", "width"), LOOKS)
@pytest.mark.parametrize("which", ["good", "bad", "none"])
def test_every_answer_can_be_read_by_everyone(
    browser: Browser, site: Site, codes: dict[str, str], which: str, locale: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale=locale,
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=site.address,
    )
    page = context.new_page()
    page.goto(f"/x/{codes[which]}")
    check(page)
    context.close()


def weight(response: Response) -> int:
    sizes = response.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_all_that_is_fetched_is_light(browser: Browser, site: Site, codes: dict[str, str]) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, base_url=site.address)
    page, fetched = context.new_page(), list[Response]()

    def note(response: Response) -> None:
        fetched.append(response)

    page.on("response", note)
    page.goto(f"/x/{codes['good']}", wait_until="networkidle")
    sizes = {response.url: weight(response) for response in fetched}
    assert sum(sizes.values()) < BYTES_MAX, sizes
    assert len(sizes) > 1
    assert not [url for url in sizes if url.endswith((".js", ".woff2"))]
    assert [url for url in sizes if "/media/" in url]
    context.close()


def test_a_code_is_typed(browser: Browser, site: Site, codes: dict[str, str]) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, base_url=site.address)
    page = context.new_page()
    page.goto("/x/")
    check(page)
    page.fill("#code", codes["good"].lower())
    send(page)
    expect(page.locator(".panel--leaf")).to_be_visible()
    context.close()
