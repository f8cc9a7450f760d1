"""Paying and being paid over HTTP: the page of a charge, a statement, the desk, and what others do not see."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.bank import IllustrativeBank
from demo.payments import FEE
from foundation.accounts.models import Account
from foundation.db.database import Database
from foundation.files.rules import FileRefused, Reason
from foundation.notices.models import Notice
from foundation.outbox.worker import EXTENSION, Worker
from foundation.permissions.rules import Role
from foundation.places.models import Place, PlaceLevel
from foundation.web.qr import png
from marketplace.payments import views_statements
from marketplace.payments.doors import ORGANISER
from marketplace.payments.models import Charge, Payee, StatementLine
from marketplace.payments.provider import VIETQR
from marketplace.payments.rules import Direction, State
from marketplace.payments.statement_rules import LineState
from tests.catalog.announcements.conftest import app, enter
from tests.foundation.signin.conftest import Browser, hashed, keys
from tests.marketplace.payments.conftest import charge_to, payload_of
from tests.support.databases import TODAY

__all__ = ["app", "enter", "hashed", "keys"]

DESK = "/ho-so/thu-tien"
ACCOUNT = {"name": "Ban tổ chức", "contact": "0208 123", "bank_bin": "970436", "bank_account": "0123456789"}

Enter = Callable[..., Browser]


@pytest.fixture
def officer(enter: Enter) -> Browser:
    return enter("can", "19")


@pytest.fixture
def payee(officer: Browser, reference_db: Database) -> Payee:
    with reference_db.reading() as session:
        place = session.query(Place).filter_by(level=PlaceLevel.PROVINCE, code="19", valid_to=None).one()
    answer = officer.post(f"{DESK}/moi", {**ACCOUNT, "owner": f"place:{place.id}"})
    assert answer.status_code == 302
    with reference_db.reading() as session:
        return session.scalars(select(Payee)).one()


def changed(database: Database, payee: Payee, act: Callable[[Session, Payee], Any]) -> Any:
    with database.unit_of_work() as session:
        return act(session, session.get_one(Payee, payee.id))


def work(app: Flask, database: Database) -> None:
    worker = Worker(database, app.extensions[EXTENSION], name="test")
    with app.app_context():
        while worker.run_once():
            pass


def send(browser: Browser, payee: Payee, content: bytes, name: str = "sao-ke.csv") -> str:
    fields: dict[str, Any] = {"file": (io.BytesIO(content), name)}
    return browser.post(f"{DESK}/{payee.id}/sao-ke", fields, follow_redirects=True).get_data(as_text=True)


@pytest.mark.parametrize("lang", ["vi/thanh-toan", "en/payments"])
def test_whoever_has_the_address_sees_what_to_pay_and_then_a_receipt(
    app: Flask, officer: Browser, payee: Payee, reference_db: Database, lang: str
) -> None:
    charge = changed(reference_db, payee, lambda session, held: charge_to(session, held, kind=FEE))
    stranger, page = Browser(app.test_client()), f"/{lang}/{charge.key}"
    shown = stranger.get(page)
    for told in ("500.000" if lang.startswith("vi") else "500,000", charge.reference, "0123456789", "Ngoại Thương"):
        assert told.lower() in shown.lower()
    kept = stranger.client.get(page).headers
    assert (kept["Cache-Control"], kept["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert stranger.client.get(f"/thanh-toan/{charge.key}/ma.svg").mimetype == "image/svg+xml"
    stranger.get(f"{page}/{'bien-nhan' if lang.startswith('vi') else 'receipt'}", status=404)
    stranger.get(page[:-1], status=404)
    stranger.get(page[:-4] + "0000", status=404)
    bank = IllustrativeBank()
    with reference_db.reading() as session:
        bank.pay(payload_of(session.get_one(Charge, charge.id)), by="HTX", day=TODAY)
    assert "500" in send(officer, payee, bank.statement(payee.bank_key))
    work(app, reference_db)
    receipt = stranger.get(f"{page}/{'bien-nhan' if lang.startswith('vi') else 'receipt'}")
    assert charge.reference in receipt
    stranger.get(f"/thanh-toan/{charge.key}/ma.svg", status=404)
    assert "500" in stranger.get(page)


def test_the_code_of_the_page_is_read_as_what_is_to_be_paid(payee: Payee, reference_db: Database) -> None:
    charge = changed(reference_db, payee, charge_to)
    with reference_db.reading() as session:
        told = VIETQR.instructions(session.get_one(Charge, charge.id))
    assert told
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png(told.payload, scale=4))).convert("L"))
    assert found.text == told.payload


def test_what_is_suggested_is_booked_by_a_person_and_the_rest_set_aside(
    app: Flask, officer: Browser, payee: Payee, reference_db: Database
) -> None:
    charge = changed(reference_db, payee, charge_to)
    bank = IllustrativeBank()
    bank.move(payee.bank_key, Direction.IN, 500_000, f"nop {charge.reference[:-3]}{charge.reference[-2:]}", TODAY)
    bank.move(payee.bank_key, Direction.IN, 3, "lai", TODAY)
    send(officer, payee, bank.statement(payee.bank_key))
    work(app, reference_db)
    with reference_db.reading() as session:
        slip, other = session.scalars(select(StatementLine).order_by(StatementLine.id)).all()
    line = f"{DESK}/{payee.id}/dong/{slip.id}"
    assert charge.reference in officer.get(line)
    assert "2 việc cần quyết định" in officer.get(DESK)
    assert "field--bad" in officer.post(f"{line}/ghi", {"parts": ""}, page=line).get_data(as_text=True)
    assert "field--bad" in officer.post(f"{line}/ghi", {"parts": "x"}, page=line).get_data(as_text=True)
    wrong = {"parts": f"{charge.reference}: 5"}
    assert "chưa bằng" in officer.post(f"{line}/ghi", wrong, page=line).get_data(as_text=True)
    assert officer.post(f"{line}/ghi", {"parts": charge.reference}, page=line).status_code == 302
    away = f"{DESK}/{payee.id}/dong/{other.id}"
    assert officer.post(f"{away}/khong-phai", page=away).status_code == 302
    assert officer.post(f"{away}/xem-lai", page=away).status_code == 302
    with reference_db.reading() as session:
        assert session.get_one(Charge, charge.id).state is State.PAID
        assert session.get_one(StatementLine, other.id).state is LineState.DESK
    statement = officer.get(f"{DESK}/{payee.id}/sao-ke/{slip.statement_id}")
    assert "đã ghi sổ" in statement
    officer.get(f"{DESK}/{payee.id}/sao-ke/{slip.statement_id + 99}", status=404)
    assert charge.reference in officer.get(line)


def test_late_money_stands_on_the_desk_with_a_clock_and_is_decided(
    app: Flask, officer: Browser, payee: Payee, reference_db: Database
) -> None:
    charge = changed(reference_db, payee, charge_to)
    with reference_db.reading() as session:
        payload = payload_of(session.get_one(Charge, charge.id))

    def end(session: Session, _payee: Payee) -> None:
        held = session.get_one(Charge, charge.id)
        held.due_on, held.release_on = TODAY - timedelta(days=5), TODAY - timedelta(days=4)

    changed(reference_db, payee, end)
    bank = IllustrativeBank()
    bank.pay(payload, by="HTX", day=TODAY)
    send(officer, payee, bank.statement(payee.bank_key))
    work(app, reference_db)
    assert "về muộn" in officer.get(f"{DESK}/{payee.id}")
    page = f"{DESK}/{payee.id}/khoan/{charge.id}"
    assert "quyết định trước" in officer.get(page)
    assert "field--bad" in officer.post(f"{page}/nhan", {"reason": ""}, page=page).get_data(as_text=True)
    assert "không còn làm được" in officer.post(f"{page}/huy", {"reason": "x"}, page=page).get_data(as_text=True)
    assert officer.post(f"{page}/nhan", {"reason": "Còn chỗ"}, page=page).status_code == 302
    with reference_db.reading() as session:
        held = session.get_one(Charge, charge.id)
        assert (held.state, held.note, held.attention) == (State.PAID, "Còn chỗ", None)


def test_decisions_of_the_desk(officer: Browser, payee: Payee, reference_db: Database) -> None:
    charge = changed(reference_db, payee, charge_to)
    page = f"{DESK}/{payee.id}/khoan/{charge.id}"
    for verb in ("nhan", "tra-lai", "xep-lai"):
        assert "note--bad" in officer.post(f"{page}/{verb}", {"reason": "x"}, page=page).get_data(as_text=True)
    assert officer.post(f"{page}/huy", {"reason": "x"}, page=page).status_code == 302
    assert "đã hủy" in officer.get(f"{DESK}/{payee.id}?state=cancelled&q={charge.reference}")
    assert charge.reference not in officer.get(f"{DESK}/{payee.id}?q=khong+co&state=x")


def test_the_account_is_changed_by_whoever_proves_who_they_are_and_keys_are_never_shown(
    officer: Browser, payee: Payee, reference_db: Database
) -> None:
    page = f"{DESK}/{payee.id}/cai-dat"
    keys_ = {"stripe_key": "sk_test_abc", "stripe_webhook": "whsec_abc"}
    half = officer.post(page, {**ACCOUNT, "stripe_key": "sk_test_abc"}).get_data(as_text=True)
    assert "cả hai khóa" in half
    assert "sk_test_abc" not in half
    assert "field--bad" in officer.post(page, {**ACCOUNT, "bank_bin": ""}).get_data(as_text=True)
    assert "không có dấu cách" in officer.post(page, {**ACCOUNT, "bank_account": "1 2"}).get_data(as_text=True)
    assert officer.post(page, {**ACCOUNT, **keys_}).status_code == 302
    shown = officer.get(page)
    assert "sk_test_abc" not in shown
    assert "Đã có khóa Stripe" in shown
    with reference_db.reading() as session:
        held = session.get_one(Payee, payee.id)
        assert held.stripe_key
        assert "sk_test" not in held.stripe_key


def test_an_organiser_has_an_account_of_their_own_and_no_other_organiser_sees_it(
    enter: Enter, reference_db: Database, officer: Browser, payee: Payee
) -> None:
    one, two = enter("an", role=ORGANISER), enter("binh", role=ORGANISER)
    with reference_db.reading() as session:
        me = session.scalars(select(Account.id).filter_by(email="an@example.vn")).one()
        other = session.scalars(select(Account.id).filter_by(email="binh@example.vn")).one()
    mine = {**ACCOUNT, "bank_account": "555"}
    assert "field--bad" in one.post(f"{DESK}/moi", {**mine, "owner": f"account:{other}"}).get_data(as_text=True)
    taken = {**ACCOUNT, "owner": f"account:{me}"}
    assert "đã thuộc bên thu khác" in one.post(f"{DESK}/moi", taken).get_data(as_text=True)
    made = one.post(f"{DESK}/moi", {**mine, "owner": f"account:{me}"})
    assert made.status_code == 302
    one.get(made.location)
    assert made.location not in two.get(DESK)
    for path in ("", "/cai-dat", "/sao-ke", "/bao-cao", "/bao-cao.csv"):
        two.get(f"{made.location}{path}", status=404)
        officer.get(f"{made.location}{path}", status=404)
        two.get(f"{DESK}/{payee.id}{path}", status=404)


def test_a_payer_with_an_account_finds_what_to_pay_and_is_told(
    app: Flask, officer: Browser, enter: Enter, payee: Payee, reference_db: Database
) -> None:
    payer = enter("chi", role=Role.PROVINCE_EDITOR)
    assert "Chưa có khoản nào" in payer.get("/ho-so/thanh-toan")

    def ask(session: Session, held: Payee) -> Charge:
        made = charge_to(session, held)
        made.payer_account_id = session.scalars(select(Account.id).filter_by(email="chi@example.vn")).one()
        return made

    charge = changed(reference_db, payee, ask)
    assert charge.title in payer.get("/ho-so/thanh-toan")
    bank = IllustrativeBank()
    with reference_db.reading() as session:
        bank.pay(payload_of(session.get_one(Charge, charge.id)), by="HTX", day=TODAY)
        bank.pay(payload_of(session.get_one(Charge, charge.id)), by="HTX", day=TODAY)
    send(officer, payee, bank.statement(payee.bank_key))
    work(app, reference_db)
    with reference_db.reading() as session:
        # What the test pays for is known to no room: the money is there, the thing is gone.
        assert session.get_one(Charge, charge.id).state is State.PAID_UNPLACED
        assert session.scalars(select(Notice)).all() == []
    page = f"{DESK}/{payee.id}/khoan/{charge.id}"
    assert officer.post(f"{page}/xep-lai", {"reason": "sang A2"}, page=page).status_code == 302
    work(app, reference_db)
    with reference_db.reading() as session:
        (told,) = session.scalars(select(Notice)).all()
        assert told.kind == "payment.received"
    assert charge.title in payer.get("/ho-so/thanh-toan")


def test_a_report_adds_up_and_leaves_as_a_file(officer: Browser, payee: Payee, reference_db: Database) -> None:
    changed(reference_db, payee, lambda session, held: [charge_to(session, held, number) for number in (1, 2)])
    report = officer.get(f"{DESK}/{payee.id}/bao-cao?since=2026-01-01&until=2026-12-31")
    assert "1.000.000" in report
    assert "1.000.000" not in officer.get(f"{DESK}/{payee.id}/bao-cao?since=2027-01-01")
    assert "500000" in officer.get(f"{DESK}/{payee.id}/bao-cao.csv")


def test_files_that_are_no_statements_are_refused_in_words(officer: Browser, payee: Payee) -> None:
    assert "Hãy chọn tệp" in send(officer, payee, b"", "")
    assert "Không thấy tiêu đề" in send(officer, payee, b"a,b\n1,2\n")
    assert "PDF" in send(officer, payee, b"%PDF-1.7")
    other = IllustrativeBank()
    other.move("970436:99999999", Direction.IN, 5, "x", TODAY)
    assert "tài khoản khác" in send(officer, payee, other.statement("970436:99999999"))
    damaged = other.statement("970436:99999999").replace(b"99999999", b"0123456789").replace(b",5,", b",x,", 1)
    assert "không đọc được" in send(officer, payee, damaged)
    officer.get(f"{DESK}/{payee.id}/sao-ke/999999", status=404)


def test_whoever_sends_too_many_files_waits(officer: Browser, payee: Payee, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: object) -> None:
        raise FileRefused(Reason.QUOTA)

    monkeypatch.setattr(views_statements, "count_upload", full)
    assert "field--bad" in send(officer, payee, b"x")


def test_the_guide_names_the_banks(officer: Browser, payee: Payee) -> None:
    guide = officer.get(f"{DESK}/huong-dan")
    assert "Techcombank" in guide
    assert "phỏng đoán" in guide
