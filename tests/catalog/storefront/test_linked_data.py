from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate
from catalog.certificates.rules import EndedBy, standing
from catalog.certificates.services import certify, decision
from catalog.products.models import Product
from catalog.storefront.linked_data import product_data
from foundation.db.database import Database

URL = "https://ocop.example/vi/san-pham/x-1"


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # what is told does not depend on the database


def told(session: Session, on: date, *, ended: EndedBy | None = None) -> dict[str, object]:
    """The data of a product with one certificate of 5 October 2026."""
    product = session.scalars(select(Product).where(Product.producer_id.is_not(None)).limit(1)).one()
    act = decision(
        session,
        authority="UBND tỉnh An Giang",
        level="province",
        number="12/QĐ",
        issued_on=date(2026, 10, 5),
    )
    one: Certificate = certify(session, product.id, act, stars=4, edition="26/2026")
    if ended:
        one.ended_on, one.ended_by = date(2026, 11, 1), ended
    data = product_data(product, standing([one.fact()], [], on), [one], url=URL, producer_url="https://ocop.example/p")
    (certification,) = data["hasCertification"]
    found: dict[str, object] = certification
    return found


def test_a_certificate_is_told_with_its_decision_and_days(catalogue_db: Database) -> None:
    with catalogue_db.unit_of_work() as session:
        found = told(session, date(2026, 11, 23))
    assert found["certificationIdentification"] == "12/QĐ"
    assert found["issuedBy"] == {"@type": "GovernmentOrganization", "name": "UBND tỉnh An Giang"}
    assert (found["validFrom"], found["expires"]) == ("2026-10-05", "2029-10-05")
    assert found["certificationStatus"] == "https://schema.org/CertificationActive"
    assert found["certificationRating"] == {"@type": "Rating", "ratingValue": 4, "bestRating": 5}


@pytest.mark.parametrize(("on", "ended"), [(date(2029, 10, 6), None), (date(2026, 11, 23), EndedBy.REVOKED)])
def test_one_that_is_over_is_told_as_over(catalogue_db: Database, on: date, ended: EndedBy | None) -> None:
    with catalogue_db.unit_of_work() as session:
        found = told(session, on, ended=ended)
    assert found["certificationStatus"] == "https://schema.org/CertificationInactive"
    assert found["expires"] == ("2026-11-01" if ended else "2029-10-05")


def test_what_only_a_source_says_is_no_certification(catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        product = session.scalars(select(Product).where(Product.producer_id.is_(None)).limit(1)).one()
        data = product_data(product, standing([], [], date(2026, 11, 23)), [], url=URL, producer_url=None)
    assert "hasCertification" not in data
    assert "manufacturer" not in data
    assert data["name"] == product.name
