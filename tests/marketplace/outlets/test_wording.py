"""What people type: without marks, with a district of before July 2025, with words of a name beside it."""

import pytest

from foundation.db.database import Database
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import words_for
from marketplace.outlets.wording import ParsedQuestion, parse_question
from tests.support.databases import TODAY

DIALECTS = ["sqlite"]


def of(db: Database, text: str) -> tuple[ParsedQuestion, str]:
    with db.reading() as session:
        places = gazetteer(session)
        found = parse_question(places, text, TODAY)
        if not found.unit:
            return found, ""
        told = words_for(places, found.unit.id, TODAY)
        return found, ", ".join(one.full_name for one in (told.before or told.now))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("phuong van phuc, ha dong, ha noi", "Phường Vạn Phúc, Quận Hà Đông, Thành phố Hà Nội", ()),
        ("Hoi An", "Thành phố Hội An, Tỉnh Quảng Nam", ()),
        ("huyện Sóc Sơn", "Huyện Sóc Sơn, Thành phố Hà Nội", ()),
        (
            "cua hang ocop gan xa Bac Son, huyen Soc Son",
            "Xã Bắc Sơn, Huyện Sóc Sơn, Thành phố Hà Nội",
            ("cua", "hang", "ocop"),
        ),
    ],
)
def test_a_place_of_either_era(reference_db: Database, text: str, unit: str, words: tuple[str, ...]) -> None:
    found, said = of(reference_db, text)
    assert (said, found.words) == (unit, words)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_province_of_either_era_is_one_of_today(reference_db: Database) -> None:
    assert of(reference_db, "đặc sản bến tre")[0].provinces == {"86"}
    assert of(reference_db, "hue")[0].provinces == {"46"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_name_of_many_places_is_not_guessed(reference_db: Database) -> None:
    found, _ = of(reference_db, "tan phu")
    assert len(found.units) > 1
    assert found.all_words == ("tan", "phu")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("text", ["", "   ", "%", "siêu thị", "x" * 5000, "a " * 900])
def test_what_names_no_place_is_words(reference_db: Database, text: str) -> None:
    found, _ = of(reference_db, text)
    assert (found.units, found.provinces) == ((), frozenset())
    assert len(found.words) <= 24
