"""Certificates on record: extended while a renewal is pending, ended by a decision; who is told what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.check_code import printed
from catalog.certificates.ending_rules import Ending, Extension, Refusal, ending_refused, extension_refused, last_day
from catalog.certificates.endings import as_seen, certificates_found, end_certificate, extend_certificate
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
from foundation.permissions.rules import EVERYWHERE
from foundation.search.models import SearchChange
from foundation.workflow.rules import Refused
from tests.support.databases import TODAY
from tests.support.desk import listed

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
