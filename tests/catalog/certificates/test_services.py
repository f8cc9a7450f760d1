from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.certificates.check_code import read_code
from catalog.certificates.models import Certificate, ProductStanding
from catalog.certificates.queries import check_certificates
from catalog.certificates.rules import EndedBy, StandingCode
from catalog.certificates.services import certify, decision, refresh_due, refresh_standings
from catalog.products.models import Product
from foundation.db.database import Database

EDITION = "148"
TODAY = date(2026, 11, 23)


@pytest.fixture
def session(catalogue_db: Database) -> Iterator[Session]:
    with catalogue_db.unit_of_work() as opened:
        yield opened


@pytest.fixture
def product_id(session: Session) -> int:
    """A product of the real catalogue that rests on nothing sufficient."""
    wanted = select(ProductStanding.product_id).filter_by(code=StandingCode.UNVERIFIED)
    return session.scalars(wanted.limit(1)).one()


def certified(session: Session, product_id: int, issued_on: date, stars: int = 4, number: str = "7/QĐ") -> Certificate:
    source = decision(session, authority="UBND tỉnh Sơn La", level="province", number=number, issued_on=issued_on)
    return certify(session, product_id, source, stars=stars, edition=EDITION)


def standing_of(session: Session, product_id: int, today: date) -> StandingCode:
    refresh_due(session, today)
    return session.scalars(select(ProductStanding.code).filter_by(product_id=product_id)).one()


def test_a_certificate_runs_36_months_and_carries_a_code(session: Session, product_id: int) -> None:
    issued = certified(session, product_id, date(2024, 8, 31))
    assert issued.valid_until == date(2027, 8, 31)
    assert read_code(issued.check_code) == issued.check_code
    refresh_standings(session, [product_id], TODAY)
    row = session.get(ProductStanding, product_id)
    assert row
    assert (row.code, row.stars, row.number, row.valid_until) == (
        StandingCode.IN_FORCE,
        4,
        "7/QĐ",
        date(2027, 8, 31),
    )
    assert list(check_certificates(session, TODAY)) == []


def test_a_day_that_comes_changes_the_standing_without_a_new_fact(session: Session, product_id: int) -> None:
    certified(session, product_id, date(2024, 3, 1))
    refresh_standings(session, [product_id], TODAY)
    assert standing_of(session, product_id, date(2027, 3, 1)) is StandingCode.IN_FORCE
    assert standing_of(session, product_id, date(2027, 3, 2)) is StandingCode.LAPSED
    # A clock put back asks again, too.
    assert standing_of(session, product_id, TODAY) is StandingCode.IN_FORCE


def test_the_same_decision_twice_is_one_certificate(session: Session, product_id: int) -> None:
    first = certified(session, product_id, date(2024, 3, 1))
    assert certified(session, product_id, date(2024, 3, 1)) is first


def test_a_later_decision_supersedes_and_an_earlier_one_is_refused(session: Session, product_id: int) -> None:
    first = certified(session, product_id, date(2023, 3, 1), stars=3)
    second = certified(session, product_id, date(2025, 3, 1), stars=5, number="8/QĐ")
    assert (first.ended_by, first.ended_on) == (EndedBy.SUPERSEDED, date(2025, 3, 1))
    assert second.ended_by is None
    with pytest.raises(ValueError, match="later decision"):
        certified(session, product_id, date(2024, 1, 1), number="9/QĐ")


def test_a_product_has_one_open_certificate(session: Session, product_id: int) -> None:
    issued = certified(session, product_id, date(2024, 3, 1))
    twin = {
        name: getattr(issued, name)
        for name in ("product_id", "decision_id", "edition", "stars", "issued_on", "valid_until")
    }
    session.add(Certificate(**twin, check_code="000000000"))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"valid_until": date(2027, 3, 2)}, "does not run 36 months"),
        ({"issued_on": date(2024, 2, 1), "valid_until": date(2027, 2, 1)}, "older than its decision"),
        ({"extended_until": date(2028, 3, 1)}, "extended by more than"),
    ],
)
def test_verify_sees_a_certificate_that_cannot_be(
    session: Session, product_id: int, changed: dict[str, date], told: str
) -> None:
    issued = certified(session, product_id, date(2024, 3, 1))
    session.execute(update(Certificate).filter_by(id=issued.id).values(**changed))
    session.expire_all()
    refresh_standings(session, [product_id], TODAY)
    assert [sentence for sentence in check_certificates(session, TODAY) if told in sentence]


def test_verify_sees_a_standing_that_is_missing_and_the_next_refresh_mends_it(
    session: Session, product_id: int
) -> None:
    session.delete(session.get_one(ProductStanding, product_id))
    session.flush()
    assert list(check_certificates(session, TODAY)) == [f"product {product_id}: kept standing differs from the rule"]
    assert refresh_due(session, TODAY) == 1
    assert list(check_certificates(session, TODAY)) == []


def test_every_product_of_the_catalogue_has_a_standing(session: Session) -> None:
    without = select(Product.id).where(~select(ProductStanding).filter_by(product_id=Product.id).exists())
    assert session.scalars(without).all() == []
