from collections.abc import Callable

import pytest
from flask import Flask

from catalog.producers.models import Producer
from catalog.producers.services import add_producer
from foundation.accounts.keys import Keys
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.places.models import Place, PlaceLevel
from tests.foundation.signin.conftest import Browser, account, app, browser, hashed, keys, officer, signed_in

__all__ = ["app", "browser", "hashed", "keys"]

Enter = Callable[..., Browser]


@pytest.fixture
def maker(reference_db: Database) -> int:
    """A producer in the first commune of Hà Nội that there is today; its number."""
    with reference_db.unit_of_work() as session:
        where = {"level": PlaceLevel.COMMUNE, "valid_to": None, "province_code": "01"}
        place = session.query(Place).filter_by(**where).order_by(Place.code).first()
        assert place
        made = add_producer(
            session,
            name="HTX Rau sạch Bình Minh",
            former_province_code="01",
            province_code="01",
            place_id=place.id,
        )
        session.flush()
        return made.id


@pytest.fixture
def person(app: Flask, reference_db: Database) -> Enter:
    """Somebody with an account who is signed in."""

    def enter(name: str = "an") -> Browser:
        with reference_db.unit_of_work() as session:
            account(session, name)
        return signed_in(app, reference_db, name)

    return enter


@pytest.fixture
def desk(app: Flask, reference_db: Database, keys: Keys) -> Enter:
    """An officer at the desk, of the commune the producer lies in unless another place is named."""

    def enter(role: Role = Role.PROVINCE_OFFICER, name: str = "can", place_code: str = "01") -> Browser:
        with reference_db.unit_of_work() as session:
            officer(session, keys, role, name, place_code)
        return signed_in(app, reference_db, name)

    return enter


def commune_of(database: Database, producer_id: int) -> str:
    with database.reading() as session:
        return session.get_one(Producer, producer_id).place.code
