from datetime import date

import pytest

from foundation.db.database import Database
from foundation.places.gazetteer import Gazetteer, gazetteer


@pytest.fixture
def places(reference_db: Database) -> Gazetteer:
    with reference_db.reading() as session:
        return gazetteer(session)


@pytest.mark.parametrize("on", [date(2025, 7, 1), date(2026, 5, 1), date(2026, 11, 23)])
def test_every_province_has_its_slug_on_every_day_also_before_it_became_a_city(places: Gazetteer, on: date) -> None:
    slugs = [places.province_slug(unit.code) for unit in places.provinces(on)]
    assert len(set(slugs)) == 34
    for unit, slug in zip(places.provinces(on), slugs, strict=True):
        found = places.province_by_slug(slug)
        assert found is not None
        assert (found.code, found.former) == (unit.code, False)


def test_slugs_carry_the_era_where_names_collide(places: Gazetteer) -> None:
    today, before = places.province_by_slug("an-giang"), places.province_by_slug("an-giang-truoc-2025")
    assert today is not None
    assert before is not None
    assert (today.code, today.former) == ("91", False)
    assert (before.code, before.former) == ("89", True)
    assert places.province_by_slug("nowhere") is None
