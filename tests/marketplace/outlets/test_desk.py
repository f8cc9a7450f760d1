"""From a draft to a public page, by officers; and an operator who keeps it up from a phone."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.intake.files import SourceRow
from catalog.products.models import Product
from foundation.accounts.queries import read_identifier
from foundation.accounts.services import open_account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.points import Precision
from marketplace.outlets.columns import read_kind
from marketplace.outlets.lists import COLUMNS, Doubt, Outcome, import_rows
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import hours_of
from marketplace.outlets.roles import OUTLET_OPERATOR
from marketplace.outlets.rules import OutletKind, State
from marketplace.outlets.tasks import ask_operators
from tests.foundation.signin.conftest import PASSWORD, Browser, hashed, keys
from tests.marketplace.outlets.conftest import opened
from tests.support.databases import TODAY
from tests.support.desk import app, enter
from tests.support.lists import go_on

__all__ = ["app", "enter", "hashed", "keys"]

DIALECTS = ["sqlite"]
DESK = "/admin/diem-ban"
CAN_THO = {"kind": "shop", "name": "Cửa hàng OCOP Ninh Kiều", "province": "Cần Thơ", "district": "Ninh Kiều"}
CAN_THO |= {"precision": "street", "setting": ""}

Enter = Callable[..., Browser]


def said(browser: Browser, address: str, fields: dict[str, str] | None = None, page: str | None = None) -> str:
    """Send a form; what the page says then."""
    return browser.post(address, fields, page=page).get_data(as_text=True)


def sent(browser: Browser, content: bytes) -> str:
    """Take a list in, its columns as they were understood; what the page says then."""
    fields: dict[str, Any] = {"file": (io.BytesIO(content), "ds.csv")}
    answer = browser.post(f"{DESK}/nhap", fields)
    if answer.status_code == 302:
        answer = go_on(browser, str(answer.location))
    return answer.get_data(as_text=True)


def only(database: Database, **of: object) -> Outlet:
    with database.reading() as session:
        return session.scalars(select(Outlet).filter_by(**of)).one()


@pytest.fixture
def officer(enter: Enter) -> Browser:
    return enter("tinh")


@pytest.fixture
def keeper(app: Flask, catalogue_db: Database) -> tuple[Browser, int]:
    """An operator with a point of sale."""
    with catalogue_db.unit_of_work() as session:
        outlet = opened(session)
        identifier = read_identifier("chi@example.vn")
        assert identifier
        account = open_account(session, SYSTEM, identifier, name="Chị Ba", now=now(), password=PASSWORD)
        term = Term(TODAY)
        appoint(session, SYSTEM, account, role=OUTLET_OPERATOR, term=term, held_for=RoleSubject(None, outlet.id))
        number = outlet.id
    browser = Browser(app.test_client())
    browser.sign_in("chi@example.vn")
    return browser, number


@pytest.mark.parametrize("dialect", DIALECTS)
def test_from_a_draft_to_a_page_that_closes(officer: Browser, catalogue_db: Database) -> None:
    assert officer.post(f"{DESK}/moi", CAN_THO).status_code == 302
    made = only(catalogue_db, name=CAN_THO["name"])
    here, page = f"{DESK}/{made.id}", f"/vi/diem-ban/{made.slug}-{made.id}"
    assert made.state is State.DRAFT
    assert "chờ phê duyệt" in officer.get(DESK)
    assert officer.client.get(page).status_code == 404
    officer.post(f"{here}/duyet", {"seen": "y"}, page=here)
    assert "Đã xác nhận" in officer.get(page)
    seen = {"inspect-inspected_on": "2026-11-01", "inspect-is_fine": "no"}
    assert "Xin ghi rõ lý do" in said(officer, f"{here}/kiem-tra", {**seen, "inspect-note": ""}, here)
    said(officer, f"{here}/kiem-tra", {**seen, "inspect-note": "Biển sai"}, here)
    assert "Biển sai" in officer.get(here)
    assert "không phải số điện thoại" in said(officer, f"{here}/sua", {**CAN_THO, "phone": "123", "turnover_dong": "5"})
    officer.post(
        f"{here}/sua", {**CAN_THO, "phone": "0912 345 678", "turnover_dong": "987654321", "turnover_year": "2025"}
    )
    assert "tel:+84912345678" in officer.get(page)
    assert "987" not in officer.get(page), "turnover is for offices"
    officer.post(f"{here}/dong", {"close-closed_on": "2026-11-01", "close-reason": "Hết hạn thuê"}, page=here)
    assert "Hết hạn thuê" in officer.get(page)
    officer.post(f"{here}/mo-lai", page=here)
    assert only(catalogue_db, id=made.id).state is State.APPROVED


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_is_put_or_moved_out_of_ones_charge(officer: Browser, catalogue_db: Database) -> None:
    abroad = {**CAN_THO, "province": "Hà Nội", "district": ""}
    assert "không thuộc địa bàn" in said(officer, f"{DESK}/moi", abroad)
    officer.post(f"{DESK}/moi", CAN_THO)
    made = only(catalogue_db, name=CAN_THO["name"])
    assert "không thuộc địa bàn" in said(officer, f"{DESK}/{made.id}/sua", abroad)
    assert only(catalogue_db, id=made.id).province_code == "92"
    with catalogue_db.unit_of_work() as session:
        other = opened(session).id
    assert officer.client.get(f"{DESK}/{other}").status_code == 404
    assert officer.post(f"{DESK}/{other}/xac-nhan", page=f"{DESK}/moi").status_code == 404


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_point_is_set_by_hand_and_said_to_be_exact(officer: Browser, catalogue_db: Database) -> None:
    """MARKET 3.2.3: typed as any map writes it; without one the middle of the district is said to be that."""
    officer.post(f"{DESK}/moi", CAN_THO)
    made = only(catalogue_db, name=CAN_THO["name"])
    here = f"{DESK}/{made.id}"
    assert "tâm huyện cũ" in officer.get(here)
    assert "Ghi vĩ độ, dấu phẩy, kinh độ" in said(officer, f"{here}/sua", {**CAN_THO, "point": "10,034 105,787"})
    officer.post(f"{here}/sua", {**CAN_THO, "point": "10.0341, 105.7875", "precision": "point"})
    assert "10.0341, 105.7875" in officer.get(here)
    assert "<dd>đúng vị trí" in officer.get(here)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_only_who_may_approve_is_shown_the_button(officer: Browser, enter: Enter, catalogue_db: Database) -> None:
    editor = enter("bientap", role=Role.PROVINCE_EDITOR)
    officer.post(f"{DESK}/moi", CAN_THO)
    here = f"{DESK}/{only(catalogue_db, name=CAN_THO['name']).id}"
    assert f"{here}/duyet" in officer.get(here)
    assert CAN_THO["name"] in (seen := editor.get(here))
    assert f"{here}/duyet" not in seen


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_list_comes_in_with_an_honest_report_and_goes_out_again(officer: Browser, catalogue_db: Database) -> None:
    lines = [
        "name,type,address,commune,district,province,province_new,opened,operator,lat,lon,geo_precision,source",
        "Siêu thị A,shop,1 Lê Lợi,,Ninh Kiều,Cần Thơ,Cần Thơ,2022,HTX A,,,,x",
        "Siêu thị A,shop,,,Ninh Kiều,Cần Thơ,Cần Thơ,,,,,,x",
        "Siêu thị B,shop,,,,Hà Nội,Hà Nội,,,,,,x",
        "Siêu thị C,market,,,,Cần Thơ,,,,,,,x",
        "Siêu thị D,shop,,Xã Không Có,,Cần Thơ,,hôm qua,,,,,x",
    ]
    page = sent(officer, "\n".join(lines).encode())
    assert page.count("chờ phê duyệt") >= 2
    for words in ("bị lặp", "không thuộc địa bàn", "loại không phải", "chỉ giữ phần chắc chắn", "ngày khai trương"):
        assert words in page, words
    told = officer.client.get(f"{DESK}/xuat.csv").get_data(as_text=True)
    again = sent(officer, told.encode())
    assert again.count("không có gì mới") == 2
    assert "Không tìm thấy dòng nào" in sent(officer, b"a;b")
    assert "Tệp PDF hoặc ảnh không có bảng" in sent(officer, b"%PDF-1.7")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_operator_confirms_in_one_tap(keeper: tuple[Browser, int], catalogue_db: Database) -> None:
    browser, number = keeper
    here = f"/ho-so/diem-ban/{number}"
    with catalogue_db.unit_of_work() as session:
        session.get_one(Outlet, number).confirmed_on = None
    assert "Vẫn mở" in browser.get(here)
    assert f'href="{here}"' in browser.get("/ho-so/diem-ban")
    browser.post(f"{here}/van-mo", page=here)
    assert only(catalogue_db, id=number).confirmed_on == TODAY
    browser.get(f"{here}/gio")
    browser.post(
        f"{here}/gio", {"d0": "7h30-11h30, 13h-17h", "d5": "18-2", "on_holidays": "closed", "days": "6/2/2027: nghỉ"}
    )
    hours = hours_of(only_with_hours(catalogue_db, number))
    assert hours.weekly == ((0, (450, 690)), (0, (780, 1020)), (5, (1080, 1560)))
    assert "07:30–11:30" in browser.get(f"{here}/gio")
    assert "Xin ghi như sau" in said(browser, f"{here}/gio", {"d0": "sáng"})
    assert "Cập nhật điểm bán của bạn" in browser.get("/ho-so/diem-ban/huong-dan")


def only_with_hours(database: Database, number: int) -> Outlet:
    with database.reading() as session:
        found = session.get_one(Outlet, number)
        assert found.weekly
        assert found.exceptions
        return found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_operator_adds_products_by_name_address_or_number(
    keeper: tuple[Browser, int], catalogue_db: Database
) -> None:
    browser, number = keeper
    here = f"/ho-so/diem-ban/{number}/hang"
    with catalogue_db.reading() as session:
        first, second = session.scalars(select(Product).order_by(Product.id).limit(2)).all()
    page = browser.client.get(here)
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    browser.get(here)
    browser.post(here, {"product": str(first.id)})
    browser.post(here, {"product": f"https://ocop.vn/vi/san-pham/{second.slug}-{second.id}"})
    page_now = browser.get(here)
    assert first.name in page_now
    assert second.name in page_now
    assert "Sản phẩm nào?" in said(browser, here, {"product": first.name})
    assert "Không tìm thấy sản phẩm này" in said(browser, here, {"product": "zzzz"})
    browser.post(f"{here}/bo", {"product": str(first.id)}, page=here)
    assert f'san-pham/{first.slug}-{first.id}"' not in browser.get(here)
    assert browser.client.get("/ho-so/diem-ban/99999").status_code == 404


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_operator_is_asked_once_when_nobody_confirmed_it(
    keeper: tuple[Browser, int], catalogue_db: Database
) -> None:
    with catalogue_db.unit_of_work() as session:
        session.get_one(Outlet, keeper[1]).confirmed_on = None
        assert ask_operators(session, TODAY) == 1
        assert ask_operators(session, TODAY) == 0
        assert len(session.scalars(select(Notice).filter_by(kind="outlet.stale")).all()) == 1
    assert "còn mở không" in keeper[0].get("/tai-khoan/thong-bao")


def test_a_list_twice_changes_nothing(session: Session) -> None:
    row = {"name": "Trung tâm A", "type": "center", "province": "Bến Tre", "district": "", "opened": "2022-10"}
    assert COLUMNS.required <= row.keys()
    rows = [SourceRow(2, row), SourceRow(3, {**row, "name": ""})]
    first, nameless = import_rows(session, SYSTEM, rows)
    assert (first.outcome, first.doubts) == (Outcome.CREATED, ())
    assert (nameless.outcome, nameless.doubts) == (Outcome.REJECTED, (Doubt.NO_NAME,))
    assert import_rows(session, SYSTEM, rows[:1])[0].outcome is Outcome.UNCHANGED
    changed = [SourceRow(2, {**row, "operator": "HTX B", "lat": "0", "lon": "0", "geo_precision": "point"})]
    assert import_rows(session, SYSTEM, changed)[0].doubts == (Doubt.POINT_ABROAD,)
    named = [SourceRow(2, {**row, "operator": "HTX B", "phone": "x", "lat": "a", "lon": "b"})]
    found = import_rows(session, SYSTEM, named)[0]
    assert (found.outcome, set(found.doubts)) == (Outcome.UPDATED, {Doubt.PHONE_UNREAD, Doubt.POINT_UNREAD})


def test_a_list_that_says_less_makes_nothing_coarser(session: Session) -> None:
    """Kinds are read by their words; what is known of the place, the point and the operator stays."""
    whole = {"name": "Siêu thị Thử", "type": "Cửa hàng OCOP", "province": "Cần Thơ", "district": "Ninh Kiều"}
    whole |= {"address": "1 Lê Lợi", "operator": "HTX A", "lat": "10.0341", "lon": "105.7875", "geo_precision": "point"}
    (made,) = import_rows(session, SYSTEM, [SourceRow(2, whole)])
    silent = {"name": "Siêu thị Thử", "type": "shop", "province": "Cần Thơ"}
    assert import_rows(session, SYSTEM, [SourceRow(2, silent)])[0].outcome is Outcome.UNCHANGED
    kept = session.get_one(Outlet, made.outlet_id)
    assert (kept.address, kept.district_text, kept.operator) == ("1 Lê Lợi", "Ninh Kiều", "HTX A")
    assert (kept.lat, kept.precision) == (10.0341, Precision.POINT)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Trung tâm OCOP", OutletKind.CENTRE),
        ("Điểm giới thiệu và bán", OutletKind.POINT),
        ("Gian hàng trực tuyến", OutletKind.ONLINE),
        ("Siêu thị mini", OutletKind.SHOP),
        ("shop", OutletKind.SHOP),
        ("market", None),
        ("", None),
    ],
)
def test_a_kind_is_told_by_its_words(words: str, kind: OutletKind | None) -> None:
    assert read_kind(words) is kind
