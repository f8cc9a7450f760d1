"""Paying and being paid in Chromium: a code scanned and seen as paid, late money decided, others’ money unseen."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from demo.payments import load_payments
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.rules import Stage as Entered
from foundation.accounts.sessions import open_session
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.rules import Role
from marketplace.payments.doors import ORGANISER
from marketplace.payments.models import Charge, Payee, StatementLine
from marketplace.payments.rules import State
from marketplace.payments.vietqr import read_payload
from tests.browser.site import DESKTOP, PHONE, served
from tests.browser.walking import check, follow, keeps_its_columns
from tests.foundation.signin.conftest import officer
from tests.support.databases import TODAY, Stage, Templates
from wsgi import create_app

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Office:
    """A site with illustrative fees, an officer of the payee's province, and an organiser who is none of them."""

    address: str
    app: Flask
    database: Database
    tokens: dict[str, str]
    payee: int
    late: int = 0

    def work(self) -> None:
        """Do what waits for the worker."""
        worker = Worker(self.database, self.app.extensions[EXTENSION], name="test")
        while worker.run_once():
            pass

    def charge(self, state: State) -> Charge:
        """A charge in this state."""
        with self.database.reading() as session:
            return session.scalars(select(Charge).filter_by(state=state).order_by(Charge.id).limit(1)).one()


@pytest.fixture(scope="module")
def office(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data_dir: Path = tmp_path_factory.mktemp("fees")
    with templates.own("sqlite", Stage.REFERENCE) as database:
        settings = Settings.from_env({"OCOP_DATA_DIR": str(data_dir), "OCOP_TODAY": TODAY.isoformat()})
        app, keys = create_app(settings, database), Keys(settings.secret_key)
        with app.app_context(), database.unit_of_work() as session:
            load_payments(session, keys=keys, today=TODAY)
            tokens = {}
            for name, role in (("can", Role.PROVINCE_OFFICER), ("binh", ORGANISER)):
                officer(session, keys, role, name, "19")
                own = session.scalars(select(Account).filter_by(email=f"{name}@example.vn")).one()
                told = {"stage": Entered.FULL, "is_staff": role is not ORGANISER, "address": "127.0.0.1"}
                _, tokens[name] = open_session(session, own, **told, device="test", now=now())  # type: ignore[arg-type]
            payee = session.scalars(select(Payee.id)).one()
        with served(app) as address:
            found = Office(address, app, database, tokens, payee)
            found.work()
            yield replace(found, late=found.charge(State.PAID_LATE).id)


def page_of(
    browser: Browser,
    office: Office,
    who: str | None = None,
    width: int = PHONE,
    lang: str = "vi",
    scheme: str = "light",
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=office.address,
        locale="vi-VN" if lang == "vi" else "en-GB",
        permissions=["clipboard-read", "clipboard-write"],
    )
    if who:
        context.add_cookies([{"name": "ocop_session", "value": office.tokens[who], "url": office.address}])
    return context.new_page()


@pytest.mark.parametrize(("width", "scheme", "lang"), [(PHONE, "light", "vi"), (DESKTOP, "dark", "en")])
def test_everyone_can_use_them(browser: Browser, office: Office, width: int, scheme: str, lang: str) -> None:
    page = page_of(browser, office, "can", width, lang, scheme)
    page.goto(f"/tai-khoan?lang={lang}")
    own = f"/ho-so/thu-tien/{office.payee}"
    with office.database.reading() as session:
        line = session.scalars(select(StatementLine).order_by(StatementLine.id.desc()).limit(1)).one()
        late = session.get_one(Charge, office.late)
    charges = [office.charge(State.OPEN), office.charge(State.PAID), late]
    public = [f"/vi/thanh-toan/{one.key}" if lang == "vi" else f"/en/payments/{one.key}" for one in charges]
    tail = "bien-nhan" if lang == "vi" else "receipt"
    desk = (
        "",
        "/cai-dat",
        "/sao-ke",
        f"/sao-ke/{line.statement_id}",
        f"/dong/{line.id}",
        f"/khoan/{late.id}",
        "/bao-cao",
    )
    pages = [*public, f"{public[1]}/{tail}", *(own + one for one in desk), "/ho-so/thu-tien", "/ho-so/thu-tien/moi"]
    for address in (*pages, "/ho-so/thu-tien/huong-dan", "/ho-so/thanh-toan", "/demo/ngan-hang"):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        check(page)
        if address == own:
            keeps_its_columns(page)
    page.context.close()


def test_a_code_is_scanned_paid_and_seen_as_paid(browser: Browser, office: Office) -> None:
    page, charge = page_of(browser, office), office.charge(State.OPEN)
    page.goto(f"/vi/thanh-toan/{charge.key}")
    picture = Image.open(io.BytesIO(page.locator(".pay__code").screenshot())).convert("L")
    (code,) = zxingcpp.read_barcodes(picture)
    told = read_payload(code.text)
    assert (told["amount"], told["text"]) == (str(charge.amount_dong), charge.reference)
    page.locator(".pay__line button").nth(1).click()
    expect(page.locator(".pay__line button").nth(1)).to_have_text("Đã chép")
    assert page.evaluate("navigator.clipboard.readText()") == charge.reference
    page.goto("/demo/ngan-hang")
    with page.expect_download() as given:
        page.locator(f"section:has-text('{charge.reference}') button[value=file]").click()
    desk = page_of(browser, office, "can")
    desk.goto(f"/ho-so/thu-tien/{office.payee}/sao-ke")
    desk.set_input_files(
        "#file", {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": given.value.path().read_bytes()}
    )
    follow(desk.locator("main form .btn[type=submit]").first)
    expect(desk.locator("main")).to_contain_text("1 dòng sắp được ghi sổ")
    office.work()
    desk.reload()
    expect(desk.locator("main")).to_contain_text("đã ghi sổ")
    page.goto(f"/vi/thanh-toan/{charge.key}")
    expect(page.locator(".state--ok")).to_have_text("đã nộp")
    follow(page.get_by_role("link", name="Biên nhận"))
    expect(page.locator("h1")).to_contain_text(charge.reference)
    desk.context.close()
    page.context.close()


def test_late_money_is_found_and_decided_at_the_desk(browser: Browser, office: Office) -> None:
    desk, late = page_of(browser, office, "can", DESKTOP), office.charge(State.PAID_LATE)
    desk.goto(f"/ho-so/thu-tien/{office.payee}")
    follow(desk.get_by_role("link", name=late.title).first)
    desk.fill("#reason", "Còn gian trống")
    follow(desk.get_by_role("button", name="là đã nộp đủ"))
    office.work()
    desk.reload()
    expect(desk.locator(".state--ok").first).to_have_text("đã nộp")
    desk.context.close()


def test_another_organiser_sees_none_of_it(browser: Browser, office: Office) -> None:
    other = page_of(browser, office, "binh")
    other.goto("/ho-so/thu-tien")
    expect(other.locator("main")).to_contain_text("Chưa khai tài khoản nào")
    charge = office.charge(State.OPEN)
    for path in ("", "/sao-ke", "/bao-cao.csv", f"/khoan/{charge.id}"):
        answer = other.goto(f"/ho-so/thu-tien/{office.payee}{path}")
        assert answer
        assert answer.status == 404
    other.context.close()


def test_a_newcomer_pays_at_once_from_the_page_of_what_can_be_tried(browser: Browser, office: Office) -> None:
    page = page_of(browser, office)
    page.goto("/demo/ngan-hang")
    follow(page.get_by_role("button", name="Tạo thêm một khoản phí"))
    follow(page.locator("button[value=right]").first)
    office.work()
    page.reload()
    expect(page.locator(".state--ok")).to_have_text("đã nộp")
    page.context.close()
