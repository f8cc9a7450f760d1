from datetime import date

import pytest
from sqlalchemy import delete, select, update

from foundation.db.database import Database
from foundation.places.models import REFORM, Place, PlaceLevel, PlaceSuccession
from foundation.places.queries import check_places


def test_the_official_units_hold(reference_db: Database) -> None:
    with reference_db.reading() as session:
        assert list(check_places(session)) == []


def test_nothing_loaded_is_nothing_wrong(db: Database) -> None:
    with db.reading() as session:
        assert list(check_places(session)) == []


def test_a_former_unit_without_an_heir_is_seen(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        former = session.scalars(
            select(Place).filter_by(level=PlaceLevel.PROVINCE).where(Place.valid_to.is_not(None)).limit(1)
        ).one()
        session.execute(delete(PlaceSuccession).filter_by(predecessor_id=former.id))
        assert list(check_places(session)) == [f"{former.full_name} ({former.code}): ended and nobody took it over"]


@pytest.mark.parametrize(("valid_from", "told"), [(date(2025, 7, 2), "33 provinces instead of 34")])
def test_a_missing_province_is_counted(reference_db: Database, valid_from: date, told: str) -> None:
    with reference_db.unit_of_work() as session:
        current = select(Place.id).filter_by(level=PlaceLevel.PROVINCE, valid_from=REFORM).limit(1)
        session.execute(update(Place).filter_by(id=session.scalar(current)).values(valid_from=valid_from))
        session.expire_all()
        assert told in list(check_places(session))


def test_two_units_with_one_code_on_one_day_are_seen(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        former = session.scalars(
            select(Place).filter_by(level=PlaceLevel.PROVINCE, code="01").where(Place.valid_to.is_not(None))
        ).one()
        session.execute(update(Place).filter_by(id=former.id).values(valid_to=date(2025, 8, 1)))
        session.expire_all()
        assert list(check_places(session)) == ["01: two units on one day"]
