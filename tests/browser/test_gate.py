"""The gate of a fair and an exhibitor's evening on a phone: by code and by camera, without a network, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.producers.roles import PRODUCER_MEMBER
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.permissions.services import RoleSubject, Term, appoint
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.day_models import BoothCheckin, BoothDay
from marketplace.booths.models import BoothFair
from marketplace.booths.plan_editing import Grid, draw
from marketplace.booths.planning import TypeInput, add_type, set_up
from marketplace.booths.registering_models import BoothRegistration, BoothStaff
from marketplace.booths.rules import RegistrationState
from marketplace.events.models import Event
from marketplace.events.roles import FAIR_ORGANISER
from marketplace.events.services import hold
from tests.browser.conftest import Site
from tests.browser.outlet_site import entered
from tests.browser.site import PHONE, served
from tests.browser.test_outlet_journeys import SCANNER
from tests.browser.walking import check, follow
from tests.foundation.signin.conftest import account
from tests.marketplace.booths.conftest import registered
from tests.marketplace.events.conftest import announced
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Gate:
    """A fair that is on today with two exhibitors, one of whom has no stars; who keeps its gate, and one of the two."""

    site: Site
    organiser: str
    exhibitor: str
    fair: int
    mine: int
    codes: tuple[str, str]


@pytest.fixture(scope="module")
def gate(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    data_dir: Path = tmp_path_factory.mktemp("gate")
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app = create_app(settings, database)
        with app.app_context(), database.unit_of_work() as session:
            told = _filled(session)
        with served(app) as address:
            yield Gate(Site(address, database, data_dir), *told)


def _filled(session: Session) -> tuple[str, str, int, int, tuple[str, str]]:
    # Check-ins are told by the clock of this machine, whatever day the site thinks it is.
    fair = set_up(session, SYSTEM, announced(session, starts_on=TODAY, lasts=60), Allocation.FIRST_COME)
    add_type(session, SYSTEM, fair, TypeInput("TC", "Gian tiêu chuẩn", "3 × 3 m", 0))
    draw(session, SYSTEM, fair, Grid(1, 4, "TC"), now=now())
    first, second = (_exhibitor(session, fair.event_id, number, stars) for number, stars in ((1, 4), (2, None)))
    keeper, seller = account(session, "cong"), account(session, "ban")
    held_for = RoleSubject(None, fair.event_id)
    appoint(session, SYSTEM, keeper, role=FAIR_ORGANISER, term=Term(TODAY), held_for=held_for)
    speaks_for = RoleSubject(None, first.producer_id)
    appoint(session, SYSTEM, seller, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=speaks_for)
    codes = (first.staff[0].code, second.staff[0].code)
    return entered(session, keeper), entered(session, seller), fair.event_id, first.id, codes


def _exhibitor(session: Session, event_id: int, number: int, stars: int | None) -> BoothRegistration:
    fair = session.get_one(BoothFair, event_id)
    made = registered(session, fair, number, stars=stars, state=RegistrationState.CONFIRMED, sent_at=now())
    code = f"{number}" * 20
    made.staff.append(BoothStaff(event_id=event_id, name=f"Người {number}", short=f"AB000{number}", code=code))
    session.flush()
    return made


def opened(browser: Browser, gate: Gate, token: str, address: str, *, camera: bool = False) -> Page:
    permissions = ["camera"] if camera else []
    context = browser.new_context(
        viewport={"width": PHONE, "height": 800},
        base_url=gate.site.address,
        locale="vi-VN",
        permissions=permissions,
    )
    context.add_cookies([{"name": "ocop_session", "value": token, "url": gate.site.address}])
    page = context.new_page()
    page.add_init_script(SCANNER)
    page.goto(address)
    page.wait_for_selector("html[data-queue=ready]")
    return page


def came(gate: Gate, *, others: bool) -> int:
    """Return how often the one exhibitor or the other was checked in."""
    wanted = select(func.count()).select_from(BoothCheckin)
    is_mine = BoothCheckin.registration_id == gate.mine
    with gate.site.database.reading() as session:
        return session.scalar(wanted.where(~is_mine if others else is_mine)) or 0


def test_the_gate_is_kept_without_a_network_and_catches_up(browser: Browser, gate: Gate) -> None:
    page = opened(browser, gate, gate.organiser, f"/ho-so/hoi-cho/{gate.fair}/diem-danh")
    page.wait_for_function("caches.open('ocop-queue-page').then((kept) => kept.match(location.href))")
    check(page)
    page.context.set_offline(True)
    page.reload()
    page.fill("[name=code]", "ab0002")
    page.press("[name=code]", "Enter")
    found = page.locator("[data-found]")
    expect(found).to_contain_text("HTX 2")
    expect(found).to_contain_text("Chè 2")
    expect(page.locator("[data-queue-said]")).to_contain_text("1 mục chờ gửi. Không có mạng.")
    page.fill("[name=code]", "ZZ9999")
    page.press("[name=code]", "Enter")
    expect(found).to_contain_text("ZZ9999: ")
    assert came(gate, others=True) == 0
    page.context.set_offline(False)
    expect(page.locator("[data-queue-said]")).to_contain_text("Không có gì chờ gửi")
    expect(page.locator("[data-queue-refused] li")).to_have_count(1)
    assert came(gate, others=True) == 1
    page.reload()
    expect(page.locator("tbody tr", has_text="HTX 2")).to_contain_text("có mặt từ")
    page.context.close()


def test_a_badge_is_scanned_with_the_camera_of_this_page_alone(browser: Browser, gate: Gate) -> None:
    page = opened(browser, gate, gate.organiser, f"/ho-so/hoi-cho/{gate.fair}/diem-danh", camera=True)
    badge = f"{gate.site.address}/ho-so/hoi-cho/{gate.fair}/diem-danh?ma={gate.codes[0]}"
    page.evaluate("(code) => { window.name = code; }", badge)
    page.click("#scan")
    expect(page.locator("[data-found]")).to_contain_text("HTX 1")
    expect(page.locator("[data-queue-said]")).to_contain_text("Không có gì chờ gửi")
    assert came(gate, others=False) == 1
    page.goto(f"/ho-so/hoi-cho/{gate.fair}")
    look = "() => navigator.mediaDevices.getUserMedia({video: true}).then(() => 'seen', (refused) => refused.name)"
    assert page.evaluate(look) == "NotAllowedError"
    page.context.close()


def test_an_exhibitor_tells_the_day_and_it_becomes_the_results(browser: Browser, gate: Gate) -> None:
    page = opened(browser, gate, gate.exhibitor, f"/ho-so/gian-hang/{gate.mine}/ket-qua")
    check(page)
    page.context.set_offline(True)
    page.fill("[name=sales_dong]", "5000000")
    page.fill("[name=visitors]", "80")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("[data-queue-said]")).to_contain_text("1 mục chờ gửi")
    page.context.set_offline(False)
    expect(page.locator("[data-queue-said]")).to_contain_text("Không có gì chờ gửi")
    page.context.close()
    with gate.site.database.unit_of_work() as session:
        (told,) = session.scalars(select(BoothDay)).all()
        assert (told.sales_dong, told.visitors) == (5_000_000, 80)
        event = session.get_one(Event, gate.fair)
        hold(session, SYSTEM, event, today=event.last_on)
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, base_url=gate.site.address, locale="vi-VN")
    context.add_cookies([{"name": "ocop_session", "value": gate.organiser, "url": gate.site.address}])
    report = context.new_page()
    report.goto(f"/ho-so/hoi-cho/{gate.fair}/bao-cao")
    check(report)
    follow(report.get_by_role("button", name="Dùng làm kết quả của hội chợ"))
    with gate.site.database.reading() as session:
        results = session.get_one(Event, gate.fair).results
        assert results is not None
        assert (results.sales_dong, results.visitors) == (5_000_000, None)
    context.close()
