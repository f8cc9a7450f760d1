from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from catalog.certificates.models import Decision
from catalog.certificates.services import certify, decision, refresh_standings
from foundation.accounts.keys import Keys
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.places.models import Place
from tests.catalog.products.records import product_of
from tests.foundation.signin.conftest import Browser, app, hashed, keys, officer, signed_in
from tests.support.databases import TODAY
from tests.support.visitors import Side

__all__ = ["app", "hashed", "keys"]

PROVINCE, OTHER = "92", "38"


@pytest.fixture
def enter(app: Flask, reference_db: Database, keys: Keys) -> Callable[..., Browser]:
    """Let an officer of a province come in, with a browser of its own."""

    def come(name: str, place: str = PROVINCE, role: Role = Role.PROVINCE_OFFICER) -> Browser:
        with reference_db.unit_of_work() as session:
            officer(session, keys, role, name, place)
        return signed_in(app, reference_db, name)

    return come


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def place(reference_db: Database) -> Place:
    with reference_db.reading() as session:
        return session.scalars(select(Place).filter_by(code=PROVINCE, valid_to=None, level="province")).one()


@pytest.fixture
def decided(reference_db: Database, place: Place) -> Decision:
    """A decision of the province with one certificate."""
    with reference_db.unit_of_work() as session:
        made = decision(session, authority="UBND Cần Thơ", level="province", number="7/QĐ-UBND", issued_on=TODAY)
        product = product_of(session, Side(0, place.id, 5))
        certify(session, product.id, made, stars=4, edition="26/2026")
        refresh_standings(session, [product.id], TODAY)
    return made
