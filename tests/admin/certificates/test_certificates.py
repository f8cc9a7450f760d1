"""Certificates on the desk: each form is looked at once more before it counts; other provinces find nothing."""

from collections.abc import Callable
from datetime import date

from catalog.certificates.check_code import printed
from catalog.certificates.ending_rules import last_day
from catalog.certificates.models import Certificate
from foundation.db.database import Database
from tests.catalog.certificates.test_endings import (
    fact,
    issued,
)
from tests.foundation.signin.conftest import Browser
from tests.support.databases import TODAY
from tests.support.desk import OTHER

Enter = Callable[..., Browser]

FORM = {
    "by": "revoked",
    "ground": "mark",
    "level": "province",
    "authority": "UBND thành phố Cần Thơ",
    "number": "77/QĐ-UBND",
    "issued_on": "2026-11-20",
    "reason": "Dùng sai nhãn hiệu.",
}


def test_from_the_form_over_the_second_look_to_what_everybody_reads(enter: Enter, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        held = issued(session, date(2025, 6, 2))
    here = enter("chi")
    desk = f"/admin/xac-minh/giay-chung-nhan/{held.id}"
    assert printed(held.check_code) in here.get(desk)
    wrong = here.post(f"{desk}/ket-thuc", {**FORM, "level": "ministry", "ground": ""}).get_data(as_text=True)
    assert "một trong các căn cứ" in wrong
    assert "77/QĐ-UBND" in wrong
    look = here.post(f"{desk}/ket-thuc", FORM).get_data(as_text=True)
    assert "Xem lại lần nữa" in look
    assert "hu hồi ngày 20/11/2026" in look
    assert "Còn hiệu lực" in here.get(f"/x/{held.check_code}")
    here.post(f"{desk}/ket-thuc", {**FORM, "step": "lam", "seen": "/"})
    for page in (here.get(f"/x/{held.check_code}"), here.get(f"{desk}")):
        assert "Điều 8, điểm d" in page
        assert "77/QĐ-UBND" in page
    changes = here.get(f"/vi/san-pham/x-{held.product_id}", follow_redirects=True)
    assert "sử dụng sai nhãn hiệu" in changes
    late = here.post(f"{desk}/ket-thuc", {**FORM, "step": "lam", "seen": "/"}).get_data(as_text=True)
    assert "đã bị chấm dứt" in late


def test_an_extension_is_looked_at_twice(enter: Enter, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        held = issued(session)
    here, desk = enter("chi"), f"/admin/xac-minh/giay-chung-nhan/{held.id}"
    assert f'value="{last_day(fact(), TODAY):%Y-%m-%d}"' in here.get(f"{desk}/gia-han")
    form = {"lodged_on": "2026-09-01", "until": "2027-01-05", "reason": "Chờ kết quả."}
    late = here.post(f"{desk}/gia-han", {**form, "until": "2028-01-05"}).get_data(as_text=True)
    assert "tối đa 180 ngày" in late
    assert "05/01/2027" in here.post(f"{desk}/gia-han", form).get_data(as_text=True)
    here.post(f"{desk}/gia-han", {**form, "step": "lam", "seen": "/"})
    changes = here.get(f"/vi/san-pham/x-{held.product_id}/thay-doi", follow_redirects=True)
    assert "chờ phân hạng lại" in changes
    assert "05/01/2027" in here.get(f"/x/{held.check_code}")


def test_what_the_rules_in_force_issued_is_not_offered_an_extension(enter: Enter, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        held = issued(session, date(2026, 6, 2))
    here, desk = enter("chi"), f"/admin/xac-minh/giay-chung-nhan/{held.id}/gia-han"
    form = {"lodged_on": "2026-09-01", "until": "2029-07-05", "reason": "Chờ kết quả.", "step": "lam", "seen": "/"}
    sent = here.post(desk, form, page=desk.replace("gia-han", "ket-thuc")).get_data(as_text=True)
    for page in (here.get(desk), sent):
        assert "không có gia hạn" in page
        assert 'name="until"' not in page
    with catalogue_db.reading() as session:
        assert session.get_one(Certificate, held.id).extended_until is None


def test_another_provinces_officer_finds_nothing_of_it(enter: Enter, catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        held = issued(session)
    here, desk = enter("xa", OTHER), f"/admin/xac-minh/giay-chung-nhan/{held.id}"
    assert printed(held.check_code) not in here.get("/admin/xac-minh/giay-chung-nhan?q=" + held.check_code)
    for path in ("", "/gia-han", "/ket-thuc"):
        assert here.client.get(f"{desk}{path}").status_code == 404
    with catalogue_db.reading() as session:
        assert session.get_one(Certificate, held.id).ended_by is None
