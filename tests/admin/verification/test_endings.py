"""Certificates on record: extended while a renewal is pending, ended by a decision; who is told what."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.verification.ending_rules import (
    Ending,
    Extension,
    Refusal,
    ending_refused,
    extension_refused,
    last_day,
)
from admin.verification.endings import (
    as_seen,
    certificates_found,
    end_certificate,
    extend_certificate,
)
from catalog.certificates.check_code import printed
from catalog.certificates.models import Certificate, ProductStanding
from catalog.certificates.queries import check_certificates
from catalog.certificates.rules import (
    CertificateFact,
    EndedBy,
    StandingCode,
    standing,
)
from catalog.certificates.services import certify, decision, refresh_standings
from catalog.regulations.rules import months_after
from foundation.audit.models import AuditEntry
from foundation.audit.rules import Actor
from foundation.db.database import Database
from foundation.permissions.rules import EVERYWHERE
from foundation.search.models import SearchChange
from foundation.workflow.rules import Refused
from tests.admin.verification.conftest import OTHER, listed
from tests.foundation.signin.conftest import Browser
from tests.support.databases import TODAY

Enter = Callable[..., Browser]

EXTENSION_DAYS = 180
OVER = months_after(TODAY, -36) - timedelta(days=40)
"""Issued then, a certificate is over since forty days."""


def fact(issued_on: date = OVER, stars: int = 4, **more: object) -> CertificateFact:
    return CertificateFact(stars, "1/QĐ-UBND", issued_on, months_after(issued_on, 36), **more)  # type: ignore[arg-type]


def extension(days: int = EXTENSION_DAYS, lodged: int = -30) -> Extension:
    ends = fact().valid_until
    return Extension(ends + timedelta(days=lodged), ends + timedelta(days=days), "Chờ kết quả.")


def ending(**more: object) -> Ending:
    given = {
        "by": EndedBy.REVOKED,
        "ground": "mark",
        "authority": "UBND thành phố Cần Thơ",
        "level": "province",
        "number": "77/QĐ-UBND",
        "issued_on": TODAY - timedelta(days=3),
        "reason": "Dùng sai nhãn hiệu.",
    }
    return Ending(**{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "asked", "why"),
    [
        (fact(), extension(), None),
        (fact(), extension(EXTENSION_DAYS + 1), Refusal.TOO_LONG),
        (fact(), extension(0), Refusal.TOO_SHORT),
        (fact(), extension(39), Refusal.TOO_SHORT),
        (fact(), extension(lodged=1), Refusal.LODGED_AFTER_EXPIRY),
        (fact(), extension(lodged=60), Refusal.LODGED_LATER),
        (fact(date(2026, 5, 22)), extension(), Refusal.NOT_TRANSITIONAL),
        (fact(date(2023, 2, 1)), extension(), Refusal.OVER),
        (fact(ended_by=EndedBy.WITHDRAWN, ended_on=TODAY), extension(), Refusal.ENDED),
    ],
)
def test_what_can_be_extended(held: CertificateFact, asked: Extension, why: Refusal | None) -> None:
    assert extension_refused(held, asked, TODAY) is why


@given(issued=st.dates(date(2023, 1, 1), date(2026, 8, 1)), lodged=st.integers(-400, 400), days=st.integers(-400, 400))
def test_whatever_is_extended_is_pending_and_never_more_than_180_days(issued: date, lodged: int, days: int) -> None:
    held = fact(issued)
    asked = Extension(held.valid_until + timedelta(days=lodged), held.valid_until + timedelta(days=days), "x")
    if extension_refused(held, asked, TODAY) is None:
        then = fact(issued, extended_until=asked.until)
        most = last_day(held, TODAY)
        assert most
        assert held.valid_until < asked.until <= most
        assert standing([then], [], max(TODAY, held.valid_until + timedelta(days=1))).code is StandingCode.EXTENDED


@pytest.mark.parametrize(
    ("stars", "more", "why"),
    [
        (4, {}, None),
        (4, {"by": EndedBy.WITHDRAWN, "ground": None}, None),
        (5, {"level": "ministry"}, None),
        (5, {}, Refusal.WRONG_LEVEL),
        (3, {"level": "ministry"}, Refusal.WRONG_LEVEL),
        (3, {"level": "district"}, Refusal.WRONG_LEVEL),
        (4, {"ground": None}, Refusal.NO_GROUND),
        (4, {"by": EndedBy.WITHDRAWN}, Refusal.NO_GROUND),
        (4, {"issued_on": TODAY + timedelta(days=1)}, Refusal.IN_THE_FUTURE),
        (4, {"issued_on": OVER - timedelta(days=1)}, Refusal.BEFORE_ISSUE),
    ],
)
def test_what_can_be_ended(stars: int, more: dict[str, object], why: Refusal | None) -> None:
    assert ending_refused(fact(stars=stars), ending(**more), TODAY) is why
    assert ending_refused(fact(stars=stars, ended_by=EndedBy.SUPERSEDED), ending(**more), TODAY) is Refusal.ENDED


def issued(session: Session, issued_on: date = OVER, stars: int = 4) -> Certificate:
    """A certificate of the first product of the province."""
    product = listed(session, 1)[0].id
    source = decision(session, authority="UBND", level="province", number="5/QĐ-UBND", issued_on=issued_on)
    made = certify(session, product, source, stars=stars, edition="148")
    refresh_standings(session, [product], TODAY)
    session.flush()
    return made


def now_said(session: Session, certificate: Certificate) -> StandingCode:
    return session.scalars(select(ProductStanding.code).filter_by(product_id=certificate.product_id)).one()


def noted(session: Session, certificate: Certificate, verb: str) -> AuditEntry:
    return session.scalars(select(AuditEntry).filter_by(verb=verb, subject_id=certificate.id, is_public=True)).one()


def test_an_extension_changes_what_everybody_reads_in_the_same_transaction(records: Session, actor: Actor) -> None:
    held = issued(records)
    assert now_said(records, held) is StandingCode.LAPSED
    assert held in certificates_found(records, EVERYWHERE, "", TODAY)
    before = records.scalars(select(SearchChange.id)).all()
    extend_certificate(records, actor, held.id, extension(), seen=as_seen(held), today=TODAY)
    assert now_said(records, held) is StandingCode.EXTENDED
    assert len(records.scalars(select(SearchChange.id)).all()) > len(before)
    assert noted(records, held, "certificate:extend").reason == "Chờ kết quả."
    assert list(check_certificates(records, TODAY)) == []


def test_a_revocation_names_its_ground_and_its_decision(records: Session, actor: Actor) -> None:
    held = issued(records, date(2025, 6, 2))
    end_certificate(records, actor, held.id, ending(), seen=as_seen(held), today=TODAY)
    assert now_said(records, held) is StandingCode.REVOKED
    assert (held.end_ground, held.ended_on, held.end_reason) == (
        "mark",
        TODAY - timedelta(days=3),
        "Dùng sai nhãn hiệu.",
    )
    assert held.end_decision
    assert held.end_decision.number == "77/QĐ-UBND"
    assert noted(records, held, "certificate:end").after["ground"] == "mark"
    assert list(check_certificates(records, TODAY)) == []


def test_of_two_officers_the_second_is_told(records: Session, actor: Actor) -> None:
    held = issued(records)
    seen = as_seen(held)
    extend_certificate(records, actor, held.id, extension(), seen=seen, today=TODAY)
    with pytest.raises(Refused) as changed:
        end_certificate(records, actor, held.id, ending(), seen=seen, today=TODAY)
    assert changed.value.reason is Refusal.CHANGED_MEANWHILE
    end_certificate(records, actor, held.id, ending(), seen=as_seen(held), today=TODAY)
    with pytest.raises(Refused) as ended:
        extend_certificate(records, actor, held.id, extension(), seen=as_seen(held), today=TODAY)
    assert ended.value.reason is Refusal.ENDED


def test_certificates_are_found_by_code_and_by_name(records: Session) -> None:
    held, name = issued(records, date(2025, 6, 2)), listed(records, 1)[0].name
    for words in (printed(held.check_code).lower(), name):
        assert held in certificates_found(records, EVERYWHERE, words, TODAY)
    assert held not in certificates_found(records, EVERYWHERE, "", TODAY)  # it runs on for years


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
