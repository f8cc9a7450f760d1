"""What offices keep of a point of sale: the sheet of an inspection with photos, public money; photos by an officer."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.services import prepare_image
from foundation.files.storage import Storage
from marketplace.outlets import inspecting
from marketplace.outlets.inspecting import Sheet
from marketplace.outlets.models import Inspection, InspectionPhoto, OutletPhoto
from marketplace.outlets.photo_rules import PHOTOS_MAX, PhotoState
from marketplace.outlets.rules import Criterion, Refusal
from tests.foundation.signin.conftest import Browser, hashed, keys
from tests.marketplace.outlets.conftest import opened
from tests.marketplace.outlets.test_services import refused
from tests.support.databases import TODAY
from tests.support.desk import app, enter
from tests.support.pictures import photo
from tests.support.visitors import _person

__all__ = ["app", "enter", "hashed", "keys"]

DIALECTS = ["sqlite"]
Enter = Callable[..., Browser]


def test_an_inspection_confirms_what_it_found_open(session: Session) -> None:
    made = opened(session, today=date(2026, 1, 1))
    officer = Actor(_person(session))
    with refused(Refusal.NO_REASON):
        inspecting.inspect(session, officer, made, Sheet(TODAY, is_fine=False), today=TODAY)
    with refused(Refusal.IN_FUTURE):
        inspecting.inspect(session, officer, made, Sheet(TODAY + timedelta(days=1), is_fine=True), today=TODAY)
    with refused(Refusal.NOT_FINE):
        wrong = Sheet(TODAY, is_fine=True, lines={Criterion.GOODS: True, Criterion.SIGN: False})
        inspecting.inspect(session, officer, made, wrong, today=TODAY)
    bad = Sheet(TODAY, is_fine=False, words="Biển hiệu sai mẫu", lines={Criterion.SIGN: False, Criterion.GOODS: True})
    kept = inspecting.inspect(session, officer, made, bad, today=TODAY)
    assert {one.criterion: one.is_met for one in kept.lines} == bad.lines
    assert made.confirmed_on == date(2026, 1, 1)
    inspecting.inspect(session, officer, made, Sheet(TODAY, is_fine=True), today=TODAY)
    assert made.confirmed_on == TODAY
    assert len(session.scalars(select(Inspection).filter_by(outlet_id=made.id)).all()) == 2


def test_public_money_is_a_sum_with_a_year_and_a_purpose(session: Session) -> None:
    """FORMS 7.7: support in đồng and year."""
    made, other = opened(session), opened(session, "Điểm khác")
    told: dict[str, Any] = {"purpose": "Kệ trưng bày", "basis": "1521/QĐ-UBND", "today": TODAY}
    first = inspecting.add_support(session, SYSTEM, made, year=2025, dong=50_000_000, **told)
    inspecting.add_support(session, SYSTEM, made, year=2026, dong=20_000_000, **told)
    for year, dong, why in (
        (TODAY.year + 1, 1, Refusal.IN_FUTURE),
        (1989, 1, Refusal.NO_SUM),
        (2025, 0, Refusal.NO_SUM),
    ):
        with session.no_autoflush, refused(why):
            inspecting.add_support(session, SYSTEM, made, year=year, dong=dong, **told)
    assert [one.year for one in inspecting.supports_of(session, made.id)] == [2026, 2025]
    inspecting.remove_support(session, SYSTEM, other, first.id)
    inspecting.remove_support(session, SYSTEM, made, first.id)
    inspecting.remove_support(session, SYSTEM, made, first.id)
    assert [one.dong for one in inspecting.supports_of(session, made.id)] == [20_000_000]


def test_photos_of_an_inspection_are_few_and_nobody_else_sees_them(session: Session, tmp_path: Any) -> None:
    made, storage = opened(session), Storage(None, tmp_path)
    sheet = inspecting.inspect(session, Actor(_person(session)), made, Sheet(TODAY, is_fine=True), today=TODAY)
    with refused(Refusal.NOT_THERE):
        sent = prepare_image(storage, io.BytesIO(photo(40, 30)))
        inspecting.add_evidence(session, SYSTEM, made, None, photo=sent)
    for number in range(PHOTOS_MAX + 1):
        sent = prepare_image(storage, io.BytesIO(photo(40 + number, 30)))
        if number < PHOTOS_MAX:
            assert not inspecting.add_evidence(session, SYSTEM, made, sheet, photo=sent).file.public
            continue
        with refused(Refusal.TOO_MANY_PHOTOS):
            inspecting.add_evidence(session, SYSTEM, made, sheet, photo=sent)
    first = sheet.photos[0]
    for _ in range(2):
        inspecting.remove_evidence(session, SYSTEM, made, sheet, first.id, now=now())
    session.expire_all()
    assert len(sheet.photos) == PHOTOS_MAX - 1
    assert session.get_one(StoredFile, first.file_id).discarded_at


def sent_photo(width: int = 60) -> tuple[io.BytesIO, str]:
    return io.BytesIO(photo(width, 40)), "a.jpg"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_officer_fills_in_the_sheet_and_keeps_its_photos(enter: Enter, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        number = opened(session).id
    officer, here = enter("tinh", place="01"), f"/admin/diem-ban/{number}"
    fields = {"inspect-inspected_on": TODAY.isoformat(), "inspect-is_fine": "yes", "inspect-sign": "not_met"}
    assert "có điều chưa đúng" in officer.post(f"{here}/kiem-tra", fields, page=here).text
    fields |= {"inspect-is_fine": "no", "inspect-note": "Biển cũ", "inspect-goods": "met"}
    officer.post(f"{here}/kiem-tra", fields, page=here)
    with catalogue_db.reading() as session:
        sheet = f"{here}/kiem-tra/{session.scalars(select(Inspection.id)).one()}"
    assert sheet in officer.get(here)
    seen = officer.get(sheet)
    assert ("3041/QĐ-BCT" in seen, "không đạt" in seen) == (True, True)
    assert "Tệp này không có gì" in officer.post(f"{sheet}/anh", {}, page=sheet).text
    paper: dict[str, Any] = {"photo": (io.BytesIO(b"%PDF-1.7"), "a.pdf")}
    assert 'role="alert"' in officer.post(f"{sheet}/anh", paper, page=sheet).text
    picture: dict[str, Any] = {"photo": sent_photo()}
    officer.post(f"{sheet}/anh", picture, page=sheet)
    with catalogue_db.reading() as session:
        photo_id = session.scalars(select(InspectionPhoto.id)).one()
    assert officer.client.get(f"{sheet}/anh/{photo_id}.webp").mimetype == "image/webp"
    officer.get(f"{sheet}/anh/999999.webp", status=404)
    officer.get(f"{here}/kiem-tra/999999", status=404)
    officer.post(f"{sheet}/anh/{photo_id}/xoa", page=sheet)
    officer.get(f"{sheet}/anh/{photo_id}.webp", status=404)
    money = f"{here}/ho-tro"
    assert 'href="#dong"' in officer.post(money, {"year": "2025", "purpose": "Kệ"}, page=money).text
    told = {"year": "2025", "dong": "50000000", "purpose": "Kệ trưng bày", "basis": "1521/QĐ-UBND"}
    assert "chưa tới" in officer.post(money, {**told, "year": "2090"}, page=money).text
    officer.post(money, told, page=money)
    assert "50.000.000" in officer.get(money)
    assert "50.000.000" in officer.get(here)
    officer.post(f"{money}/1/xoa", page=money)
    assert "50.000.000" not in officer.get(here)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_photos_an_officer_took_are_published_by_another(enter: Enter, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        outlet = opened(session)
        number, slug = outlet.id, outlet.slug
    officer, second = enter("tinh", place="01"), enter("hai", place="01")
    here, public = f"/admin/diem-ban/{number}/anh", f"/vi/diem-ban/{slug}-{number}"
    assert f'{here}"' in officer.get(f"/admin/diem-ban/{number}")
    assert "Tệp này không có gì" in officer.post(here, {}, page=here).text
    pictures: dict[str, Any] = {"photos": [sent_photo()]}
    officer.post(here, pictures, page=here)
    with catalogue_db.reading() as session:
        sent = session.scalars(select(OutletPhoto)).one()
        assert sent.state is PhotoState.WAITING
    officer.post(f"{here}/{sent.id}/dang", page=here)
    assert "/media/" not in officer.get(public)
    second.post(f"{here}/{sent.id}/dang", page=here)
    assert "/media/" in officer.get(public)
