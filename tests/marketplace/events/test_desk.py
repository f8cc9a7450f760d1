"""From a draft to results, by a commune, an organiser and the officers of a province."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.queries import read_identifier
from foundation.accounts.services import open_account
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.addresses import Address
from foundation.privacy.models import Consent
from marketplace.events.models import Event, EventInterest, Filing
from marketplace.events.roles import FAIR_ORGANISER
from marketplace.events.rules import State
from tests.foundation.signin.conftest import PASSWORD, Browser, hashed, keys
from tests.marketplace.events.conftest import announced, drafted
from tests.support.databases import TODAY
from tests.support.desk import app, enter
from tests.support.pictures import photo

__all__ = ["app", "enter", "hashed", "keys"]

DIALECTS = ["sqlite"]
DESK = "/admin/su-kien"
FIRST = (TODAY + timedelta(days=40)).isoformat()
CAN_THO = {"kind": "fair", "name": "Hội chợ OCOP Ninh Kiều 2027", "starts_on": FIRST, "province": "Cần Thơ"}
CAN_THO |= {"organiser": "Sở Công Thương", "entry_is_free": "free"}

CHOSEN: Any = {"province": ["19", "999"], "group": "26-1"}

Enter = Callable[..., Browser]


def said(browser: Browser, address: str, fields: dict[str, Any] | None = None, page: str | None = None) -> str:
    """Send a form; what the page says then."""
    return browser.post(address, fields, page=page).get_data(as_text=True)


def only(database: Database) -> Event:
    with database.reading() as session:
        return session.scalars(select(Event)).one()


@pytest.fixture
def editor(enter: Enter) -> Browser:
    return enter("soan", role=Role.PROVINCE_EDITOR)


@pytest.fixture
def officer(enter: Enter) -> Browser:
    return enter("tinh")


@pytest.fixture
def organiser(app: Flask, catalogue_db: Database) -> tuple[Browser, int]:
    """An organiser with a fair that is a draft yet."""
    with catalogue_db.unit_of_work() as session:
        event = drafted(session, address=Address(province="Cần Thơ"))
        browser = organises(app, session, event)
        number = event.id
    browser.sign_in("chi@example.vn")
    return browser, number


def organises(app: Flask, session: Session, event: Event) -> Browser:
    identifier = read_identifier("chi@example.vn")
    assert identifier
    account = open_account(session, SYSTEM, identifier, name="Chị Ba", now=now(), password=PASSWORD)
    appoint(session, SYSTEM, account, role=FAIR_ORGANISER, term=Term(TODAY), held_for=RoleSubject(None, event.id))
    return Browser(app.test_client())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_from_a_draft_to_results(editor: Browser, officer: Browser, catalogue_db: Database) -> None:
    """An editor writes; an officer sends back, publishes, moves, says that it was held, publishes what came of it."""
    assert "Tên</a>" not in said(editor, f"{DESK}/moi", CAN_THO, page=f"{DESK}/moi")
    number = only(catalogue_db).id
    at = f"{DESK}/{number}"
    said(editor, f"{at}/gui", page=at)
    assert "Bạn đã tham gia soạn" not in officer.get(at)
    assert "Hãy xem lại" not in editor.get(at)
    assert "Còn thiếu gì" in officer.get(at)
    assert 'href="#return-remark"' in said(officer, f"{at}/tra-lai", {"return-remark": ""}, page=at)
    said(officer, f"{at}/tra-lai", {"return-remark": "Thiếu giờ mở cửa"}, page=at)
    assert "Thiếu giờ mở cửa" in editor.get(at)
    hours = CAN_THO | {"opens": "08:00", "closes": "21:00"}
    said(editor, f"{at}/sua", hours, page=f"{at}/sua")
    said(editor, f"{at}/gui", page=at)
    said(officer, f"{at}/duyet", {"revision": "1"}, page=at)
    assert only(catalogue_db).state is State.SUBMITTED
    said(officer, f"{at}/duyet", {"revision": str(only(catalogue_db).revision)}, page=at)
    shown = only(catalogue_db)
    assert (shown.state, shown.opens) == (State.PUBLISHED, 480)
    page = officer.get(f"/vi/hoi-cho/{shown.slug}-{number}")
    assert "08:00–21:00" in page
    first = TODAY.isoformat()
    said(officer, f"{at}/doi-ngay", {"days-starts_on": first, "days-ends_on": first}, page=at)
    said(officer, f"{at}/da-dien-ra", page=at)
    assert only(catalogue_db).state is State.HELD
    said(
        editor,
        f"{at}/ket-qua",
        {"visitors": "1200", "mou": "3", "agreements": "2", "contracts": "1"},
        page=f"{at}/ket-qua",
    )
    said(officer, f"{at}/ket-qua/cong-bo", page=at)
    page = officer.get(f"/vi/hoi-cho/{shown.slug}-{number}")
    assert "Biên bản ghi nhớ" in page
    assert "Thỏa thuận" in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nobody_publishes_their_own(officer: Browser, catalogue_db: Database) -> None:
    said(officer, f"{DESK}/moi", CAN_THO, page=f"{DESK}/moi")
    at = f"{DESK}/{only(catalogue_db).id}"
    said(officer, f"{at}/gui", page=at)
    assert "cán bộ khác sẽ đăng" in officer.get(at)
    assert "cán bộ khác sẽ đăng" in said(
        officer, f"{at}/duyet", {"revision": str(only(catalogue_db).revision)}, page=at
    )
    assert only(catalogue_db).state is State.SUBMITTED


@pytest.mark.parametrize("dialect", DIALECTS)
def test_only_who_may_publish_is_shown_the_buttons(enter: Enter, officer: Browser, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        number = announced(session, address=Address(province="Cần Thơ")).id
    at, editor = f"{DESK}/{number}", enter("soan", role=Role.PROVINCE_EDITOR)
    for button in (f"{at}/hoan", f"{at}/huy", f"{at}/doi-ngay"):
        assert button in officer.get(at)
        assert button not in editor.get(at)
    assert f"{at}/sua" not in editor.get(at)
    assert editor.post(f"{at}/huy", {"why-reason": "x"}, page=f"{at}/tinh").status_code == 403
    answer = editor.post(f"{at}/sua", CAN_THO, page=f"{at}/tinh")
    assert answer.status_code == 404


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_province_that_is_not_known_does_not_come(organiser: tuple[Browser, int]) -> None:
    browser, number = organiser
    at = f"/ho-so/su-kien/{number}/tinh"
    assert "Không rõ tỉnh nào" in said(browser, at, {"province": "xx", "target": "3"}, page=at)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_office_organises_in_another_province_whose_officer_publishes(enter: Enter, catalogue_db: Database) -> None:
    """A week of Cần Thơ's goods in Hà Nội: Cần Thơ prepares and moves it, Hà Nội says that it is announced there."""
    own, host = enter("tinh"), enter("hanoi", place="01")
    own.post(f"{DESK}/moi", CAN_THO | {"province": "Hà Nội"})
    made = only(catalogue_db)
    at = f"{DESK}/{made.id}"
    assert (made.province_code, made.office_place_id is not None) == ("01", True)
    assert "Cần Thơ" in own.get(at)
    assert at in own.get(DESK)
    said(own, f"{at}/gui", page=at)
    revision = {"revision": str(only(catalogue_db).revision)}
    page = own.get(at)
    assert f"{at}/duyet" not in page
    assert own.post(f"{at}/duyet", revision, page=f"{at}/tinh").status_code == 404
    said(host, f"{at}/duyet", revision, page=at)
    assert only(catalogue_db).state is State.PUBLISHED
    said(own, f"{at}/hoan", {"why-reason": "Bão"}, page=at)
    assert only(catalogue_db).state is State.POSTPONED


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_is_moved_out_of_ones_reach(editor: Browser, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        at = f"{DESK}/{drafted(session, address=Address(province='Cần Thơ')).id}"
    page = said(editor, f"{at}/sua", CAN_THO | {"province": "Hà Nội"}, page=f"{at}/sua")
    assert "Địa bàn này không" in page or "không thuộc" in page
    assert only(catalogue_db).province_code == "92"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_was_typed_wrong_is_said_beside_its_field(editor: Browser) -> None:
    wrong = CAN_THO | {"ends_on": TODAY.isoformat(), "opens": "21:00", "closes": "08:00", "phone": "12"}
    wrong |= {"point": "here", "register_until": "2030-01-01", "name": ""}
    page = said(editor, f"{DESK}/moi", wrong, page=f"{DESK}/moi")
    for field in ("name", "ends_on", "closes", "phone", "point", "register_until"):
        assert f'href="#{field}"' in page, field


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_organiser_writes_on_and_hands_in(organiser: tuple[Browser, int], catalogue_db: Database) -> None:
    browser, number = organiser
    own = f"/ho-so/su-kien/{number}"
    assert f'href="{own}"' in browser.get("/ho-so/su-kien")
    day = only(catalogue_db).starts_on.isoformat()
    said(
        browser, f"{own}/chuong-trinh", {"day": day, "starts": "09:00", "title": "Khai mạc"}, page=f"{own}/chuong-trinh"
    )
    assert "Khai mạc" in browser.get(f"{own}/chuong-trinh")
    page = said(browser, f"{own}/chuong-trinh", {"day": "2030-01-01", "title": "Sau"}, page=f"{own}/chuong-trinh")
    assert "nằm ngoài" in page
    said(browser, f"{own}/tinh", {"province": "19", "target": "10", "registered": "4"}, page=f"{own}/tinh")
    assert "Thái Nguyên" in browser.get(f"{own}/tinh")
    assert "Không rõ tỉnh nào" in said(browser, f"{own}/tinh", {"province": "999"}, page=f"{own}/tinh")
    said(browser, f"{own}/tinh/19/bo", page=f"{own}/tinh")
    with catalogue_db.reading() as session:
        item = session.get_one(Event, number).programme[0].id
    said(browser, f"{own}/chuong-trinh/{item}/bo", page=f"{own}/chuong-trinh")
    said(browser, f"{own}/gui", page=own)
    assert only(catalogue_db).state is State.SUBMITTED
    assert browser.get(f"{own}/huong-dan".replace(f"/{number}", ""))
    assert browser.post(f"{DESK}/{number}/duyet", {"revision": "1"}, page=f"{own}/tinh").status_code == 403


@pytest.mark.parametrize("dialect", DIALECTS)
def test_files_and_photos(organiser: tuple[Browser, int], catalogue_db: Database) -> None:
    browser, number = organiser
    own = f"/ho-so/su-kien/{number}"
    paper = {"file-file": (io.BytesIO(b"%PDF-1.4 x"), "moi.pdf"), "file-label": "Giấy mời"}
    said(browser, f"{own}/tep", paper, page=f"{own}/tep")
    seen = {"photo-file": (io.BytesIO(photo()), "a.jpg"), "photo-label": "Khu gian hàng"}
    said(browser, f"{own}/anh", seen, page=f"{own}/tep")
    page = browser.get(f"{own}/tep")
    assert "Giấy mời" in page
    assert 'alt="Khu gian hàng"' in page
    with catalogue_db.reading() as session:
        event = session.get_one(Event, number)
        paper_id, photo_id = event.documents[0].id, event.photos[0].id
    assert browser.client.get(f"{own}/tep/{paper_id}").data == b"%PDF-1.4 x"
    assert browser.client.get(f"{own}/tep/999").status_code == 404
    wrong = {"file-file": (io.BytesIO(b"nonsense"), "x.exe"), "file-label": "Tệp"}
    assert 'href="#file-file"' in said(browser, f"{own}/tep", wrong, page=f"{own}/tep")
    assert 'href="#photo-file"' in said(browser, f"{own}/anh", {"photo-label": "Ảnh"}, page=f"{own}/tep")
    said(browser, f"{own}/tep/{paper_id}/bo", page=f"{own}/tep")
    said(browser, f"{own}/anh/{photo_id}/bo", page=f"{own}/tep")
    page = browser.get(f"{own}/tep")
    assert "Giấy mời</a>" not in page
    assert "Khu gian hàng" not in page


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_registration_is_a_checklist_with_its_clocks(
    organiser: tuple[Browser, int], catalogue_db: Database
) -> None:
    browser, number = organiser
    at = f"/ho-so/su-kien/{number}/dang-ky"
    with catalogue_db.unit_of_work() as session:
        event = session.get_one(Event, number)
        event.starts_on, event.ends_on = TODAY + timedelta(days=40), None
        event.last_on = event.starts_on
    assert "Còn 10 ngày để đăng ký." in browser.get(at)
    said(browser, at, {"done-lodged": TODAY.isoformat(), "number-lodged": "12/ĐK", "done-proven": "soon"}, page=at)
    with catalogue_db.reading() as session:
        (kept,) = session.scalars(select(Filing))
        assert (kept.step, kept.done_on, kept.number) == ("lodged", TODAY, "12/ĐK")
    assert "trả lời chậm nhất" in browser.get(at)
    with catalogue_db.unit_of_work() as session:
        event = session.get_one(Event, number)
        event.starts_on = event.last_on = TODAY + timedelta(days=3)
        session.query(Filing).delete()
    assert "Hạn đăng ký đã qua" in browser.get(at)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_postponed_one_says_so_to_everybody_and_its_writers_hear(
    organiser: tuple[Browser, int], officer: Browser, catalogue_db: Database
) -> None:
    browser, number = organiser
    said(browser, f"/ho-so/su-kien/{number}/gui", page=f"/ho-so/su-kien/{number}")
    at = f"{DESK}/{number}"
    said(officer, f"{at}/duyet", {"revision": str(only(catalogue_db).revision)}, page=at)
    assert 'href="#why-reason"' in said(officer, f"{at}/hoan", {"why-reason": ""}, page=at)
    said(officer, f"{at}/hoan", {"why-reason": "Bão số 13"}, page=at)
    found = only(catalogue_db)
    page = officer.get(f"/en/fairs/{found.slug}-{number}")
    assert "Bão số 13" in page
    assert "Postponed" in page
    said(officer, f"{at}/huy", {"why-reason": "Hết kinh phí"}, page=at)
    with catalogue_db.reading() as session:
        kinds = set(session.scalars(select(Notice.kind)))
    assert {"event.waits", "event.published", "event.postponed", "event.cancelled"} <= kinds
    listed = browser.get("/tai-khoan/thong-bao")
    assert "Một sự kiện bị hủy" in listed
    assert "Một sự kiện bị hoãn" in listed
    assert "Sự kiện của bạn đã được đăng" in listed


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_draft_is_given_up_and_the_desk_searches(officer: Browser, catalogue_db: Database) -> None:
    said(officer, f"{DESK}/moi", CAN_THO, page=f"{DESK}/moi")
    at = f"{DESK}/{only(catalogue_db).id}"
    assert at in officer.get(f"{DESK}?q=ninh+kieu")
    assert at not in officer.get(f"{DESK}?q=sapa")
    assert at in officer.get(f"{DESK}?state=draft")
    assert at not in officer.get(f"{DESK}?state=held")
    said(officer, f"{at}/bo", page=at)
    assert at not in officer.get(DESK)
    officer.get(at, status=404)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_somebody_chooses_what_to_hear_of(organiser: tuple[Browser, int], catalogue_db: Database) -> None:
    browser, _ = organiser
    page = browser.get("/tai-khoan/hoi-cho")
    assert "chưa nhận tin hội chợ" in page
    assert "Nhận thư về hội chợ" in browser.get("/tai-khoan/rieng-tu")
    browser.post("/tai-khoan/hoi-cho", CHOSEN, page="/tai-khoan/hoi-cho")
    with catalogue_db.reading() as session:
        kept = session.scalars(select(EventInterest)).one()
        assert (kept.provinces, kept.groups) == (["19"], ["26-1"])
        assert session.scalars(select(Consent)).all() == []
    assert "Đã lưu" in browser.get("/tai-khoan/hoi-cho?saved=1")
