"""A site with points of sale, for those who look at it in Chromium."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
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
from foundation.places.models import Place
from foundation.places.points import Point, Precision
from marketplace.outlets.roles import OUTLET_OPERATOR
from marketplace.outlets.services import add_to_stock, set_hours
from tests.browser.conftest import Site
from tests.browser.site import DESKTOP, served
from tests.catalog.products.records import product_of
from tests.foundation.signin.conftest import account
from tests.marketplace.outlets.conftest import opened
from tests.marketplace.outlets.test_finding import LATE
from tests.support.databases import TODAY, Stage, Templates
from tests.support.visitors import Side
from wsgi import create_app

HUE = Point(16.4637, 107.5909)


@dataclass(frozen=True)
class Open:
    """A site with points of sale, the operator of one of them, and a product that another has."""

    site: Site
    token: str
    number: int
    product: int
    page: str
    officer: str
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


def _filled(session: Session) -> tuple[str, int, int, str, str]:
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
    officer = account(session, "tinh")
    ha_noi = RoleSubject(session.query(Place).filter_by(valid_to=None, code="01").one())
    appoint(session, SYSTEM, officer, role=Role.PROVINCE_OFFICER, term=Term(TODAY, decision="1/QĐ"), held_for=ha_noi)
    page = f"/vi/diem-ban/{alone.slug}-{alone.id}"
    return entered(session, keeper), silk.id, product.id, page, entered(session, officer, is_staff=True)


def entered(session: Session, account: Account, *, is_staff: bool = False) -> str:
    """The token of somebody who has just signed in."""
    told = {"stage": Entered.FULL, "is_staff": is_staff, "address": "127.0.0.1", "device": "test", "now": now()}
    return open_session(session, account, **told)[1]  # type: ignore[arg-type]


def page_of(
    browser: Browser,
    shops: Open,
    width: int = DESKTOP,
    scheme: str = "light",
    *,
    sensors: tuple[str, ...] = (),
    token: str = "",
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=shops.site.address,
        locale="vi-VN",
        permissions=list(sensors),
        geolocation={"latitude": HUE.lat, "longitude": HUE.lon} if "geolocation" in sensors else None,
    )
    context.add_cookies([{"name": "ocop_session", "value": token or shops.token, "url": shops.site.address}])
    return context.new_page()
