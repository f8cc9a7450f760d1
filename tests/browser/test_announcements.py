"""Announcements and their desk in the system's Chromium: on a phone and a desk, light and dark, open to everyone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.announcements.services import AnnouncementText, correct, save
from foundation.accounts.models import Account
from foundation.accounts.rules import Stage as Entered
from foundation.accounts.sessions import open_session
from foundation.audit.rules import SYSTEM, Actor
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.models import Place
from tests.browser.conftest import Site
from tests.browser.site import DESKTOP, PHONE, served
from tests.browser.walking import check
from tests.catalog.announcements.records import approve_and_publish, published, published_results, submitted, written
from tests.catalog.products.records import product_of
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY, Stage, Templates
from tests.support.visitors import Side
from wsgi import create_app

pytestmark = pytest.mark.browser

LONG = AnnouncementText(
    "Kế hoạch tổ chức đánh giá, phân hạng sản phẩm OCOP đợt hai và các hoạt động xúc tiến thương mại năm 2026",
    "Kính gửi các chủ thể.\n\nHồ sơ gồm:\n1. Phiếu đăng ký\n2. Giới thiệu bộ máy\n\n- Nhận hồ sơ tại xã\n- Xem "
    "https://ocop.gov.vn/mot-dia-chi-rat-dai/khong-co-dau-cach-nao-de-xuong-dong/het-ca-chieu-ngang-man-hinh",
    "Plan of the second round of 2026",
    "To all producers.\n\n- Hand the dossier in at the commune",
)


@dataclass(frozen=True)
class Announced:
    """A site with announcements, and somebody who works on their desk."""

    site: Site
    token: str
    public: dict[str, str]
    desk: tuple[str, ...]


def _officer(session: Session, place: Place) -> tuple[Account, str]:
    made = account(session, "canbo")
    appoint(
        session,
        SYSTEM,
        made,
        role=Role.PROVINCE_OFFICER,
        term=Term(TODAY, decision="1/QĐ"),
        held_for=RoleSubject(place),
    )
    told = {"stage": Entered.FULL, "is_staff": True, "address": "127.0.0.1", "device": "test", "now": now()}
    return made, open_session(session, made, **told)[1]  # type: ignore[arg-type]


def announce(session: Session, place: Place) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Public, corrected, scheduled, waiting and begun; the officer's key, public addresses, addresses of the desk."""
    officer, token = _officer(session, place)
    colleague, at = Actor(account(session, "dongnghiep").id), now() - timedelta(days=1)
    results, _file = published_results(session, product_of(session, Side(0, place.id, 5)).id)
    plan = published(session, place, at=at)
    fixed = correct(session, Actor(officer.id), plan.announcement_id, reason="Sai ngày nhận hồ sơ", now=at)
    save(session, Actor(officer.id), plan.announcement_id, LONG, revision=fixed.revision, now=at)
    approve_and_publish(session, Actor(officer.id), colleague, plan.announcement_id, at=at)
    waiting = written(session, colleague, place, LONG, at=at).announcement_id
    submitted(session, colleague, waiting, at=at)
    begun = written(session, Actor(officer.id), place, LONG, at=at).announcement_id
    addresses = {"results": f"ke-hoach-ocop-nam-2026-{results}", "plan": f"{fixed.slug}-{plan.announcement_id}"}
    desk = ("", "/moi", f"/{waiting}", f"/{begun}", f"/{begun}/sua", f"/{plan.announcement_id}")
    return token, addresses, tuple(f"/admin/thong-bao{one}" for one in desk)


@pytest.fixture(scope="module")
def announced(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Announced]:
    data_dir: Path = tmp_path_factory.mktemp("announced")
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app = create_app(settings, database)
        with app.app_context():
            told = fill(database)
        with served(app) as address:
            yield Announced(Site(address, database, data_dir), *told)


def fill(database: Database) -> tuple[str, dict[str, str], tuple[str, ...]]:
    with database.unit_of_work() as session:
        place = session.scalars(select(Place).filter_by(code="92", valid_to=None, level="province")).one()
        return announce(session, place)


def opened(browser: Browser, announced: Announced, scheme: str, width: int) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=announced.site.address,
        locale="vi-VN",
    )
    context.add_cookies([{"name": "ocop_session", "value": announced.token, "url": announced.site.address}])
    return context.new_page()


@pytest.mark.parametrize(("lang", "scheme", "width"), [("vi", "light", PHONE), ("en", "dark", DESKTOP)])
def test_what_is_announced_can_be_read_by_everyone(
    browser: Browser, announced: Announced, lang: str, scheme: str, width: int
) -> None:
    page = opened(browser, announced, scheme, width)
    root, former = {"vi": ("/vi/thong-bao", "dinh-chinh"), "en": ("/en/announcements", "corrections")}[lang]
    results, plan = (f"{root}/{announced.public[name]}" for name in ("results", "plan"))
    for address in (root, results, plan, f"{plan}/{former}"):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        check(page)
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", PHONE), ("dark", DESKTOP)])
def test_the_desk_can_be_used_by_everyone(browser: Browser, announced: Announced, scheme: str, width: int) -> None:
    page = opened(browser, announced, scheme, width)
    for address in announced.desk:
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        check(page)
    page.context.close()
