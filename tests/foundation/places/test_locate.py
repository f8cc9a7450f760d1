import csv
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.cli import CATALOGUE
from foundation.db.database import Database
from foundation.places.gazetteer import Gazetteer, gazetteer
from foundation.places.locate import Location, locate, words_for
from foundation.places.models import REFORM
from foundation.places.rules import NameMatch, Names, exact_key, folded_key, stated_kind, without_prefix
from foundation.places.services import load_places
from tests.support.databases import Stage, Templates

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def places(templates: Templates) -> Iterator[Gazetteer]:
    with (
        templates.own("sqlite", Stage.REFERENCE) as database,
        database.reading() as session,
    ):
        yield gazetteer(session)


def rows() -> list[dict[str, str]]:
    with Path(CATALOGUE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(places: Gazetteer, row: dict[str, str]) -> Location:
    year = int(row["year"]) if row["year"] else None
    return locate(places, row["province"], row["district"], row["commune"], written=year)


def test_the_real_rows_resolve(places: Gazetteer) -> None:
    """The measurement of the first run: 878 provinces, nine named communes in ten, every district alone."""
    named = [row for row in rows() if row["commune"]]
    assert all(found(places, row).former_province for row in rows())
    assert sum(found(places, row).commune is not None for row in named) >= 0.9 * len(named)


def test_no_commune_is_invented_for_a_district(places: Gazetteer) -> None:
    alone = [row for row in rows() if row["district"] and not row["commune"]]
    assert len(alone) == 328
    for row in alone:
        place = found(places, row)
        assert place.district is not None, row["district"]
        assert place.place == place.district
        assert place.commune is None


def test_where_the_key_knows_a_unit_we_agree(places: Gazetteer) -> None:
    for row in rows():
        place = found(places, row)
        if row["commune_code_old"] and place.commune and place.commune.former:
            assert place.commune.code == row["commune_code_old"], row["id"]
        if row["commune_code_new"] and place.commune:
            assert row["commune_code_new"] in {unit.code for unit in place.candidates}, row["id"]


def test_a_commune_the_district_does_not_have_keeps_the_district(places: Gazetteer) -> None:
    # There is an An Hòa elsewhere in Hải Phòng, but not in Vĩnh Bảo any more.
    place = locate(places, "Hải Phòng", "Vĩnh Bảo", "An Hòa", written=2022)
    assert place.place == place.district
    assert place.doubts == ("commune_unknown",)


def test_two_names_that_differ_by_a_tone_are_two_places(places: Gazetteer) -> None:
    one = locate(places, "Thanh Hóa", "Hoằng Hóa", "Hoằng Phụ")
    other = locate(places, "Thanh Hóa", "Hoằng Hóa", "Hoằng Phú")
    assert one.commune
    assert other.commune
    assert one.commune.id != other.commune.id
    assert locate(places, "Thanh Hóa", "Hoằng Hóa", "Hoang Phu").doubts == ("commune_ambiguous",)


def test_a_unit_that_was_split_lists_what_it_may_be_today(places: Gazetteer) -> None:
    place = locate(places, "Hà Nội", "Tây Hồ", "Phường Xuân La")
    assert place.commune
    assert place.commune.former
    assert len(place.candidates) > 1


def test_a_new_commune_is_todays(places: Gazetteer) -> None:
    place = locate(places, "Quảng Ngãi", "", "Đặc khu Lý Sơn", written=2025)
    assert place.commune
    assert not place.commune.former
    assert place.province_code == "51"


def test_a_new_commune_is_found_under_the_former_district_a_part_of_which_it_is(places: Gazetteer) -> None:
    """Lists of after the reform are often still sorted by districts."""
    found = locate(places, "Thái Nguyên", "Huyện Phú Lương", "Xã Phú Lương", written=2025)
    assert found.commune
    assert (found.commune.full_name, found.commune.former, found.doubts) == ("Xã Phú Lương", False, ())
    elsewhere = locate(places, "Thái Nguyên", "Huyện Định Hóa", "Xã Phú Lương", written=2025)
    older = locate(places, "Thái Nguyên", "Huyện Phú Lương", "Xã Phú Lương", written=2024)
    assert [one.doubts for one in (elsewhere, older)] == [("commune_unknown",)] * 2
    assert elsewhere.district
    assert elsewhere.place == elsewhere.district


def test_a_new_commune_knows_its_former_province(places: Gazetteer) -> None:
    # Măng Đen lay in Kon Tum; its province is called Quảng Ngãi today.
    place = locate(places, "Quảng Ngãi", "", "Xã Măng Đen", written=2026)
    assert place.former_province
    assert place.former_province.name == "Kon Tum"


def test_the_stated_kind_decides_between_two_of_one_name(places: Gazetteer) -> None:
    town = locate(places, "Lai Châu", "Mường Tè", "Thị trấn Mường Tè")
    assert town.commune
    assert town.commune.full_name == "Thị trấn Mường Tè"
    bare = locate(places, "Đồng Tháp", "Cao Lãnh", "")
    assert bare.district
    assert bare.district.full_name == "Huyện Cao Lãnh"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Thừa Thiên Huế", "46"), ("TP.HCM", "79"), ("Bà Rịa – Vũng Tàu", "77"), ("Khánh Hoà", "56"), ("an giang", "89")],
)
def test_provinces_by_the_names_people_use(places: Gazetteer, name: str, code: str) -> None:
    place = locate(places, name, "", "")
    assert place.former_province
    assert place.former_province.code == code


def test_an_unknown_province_is_told(places: Gazetteer) -> None:
    assert locate(places, "Atlantis", "", "").doubts == ("province_unknown",)


def test_codes_of_both_eras_resolve_to_todays_provinces(places: Gazetteer) -> None:
    assert places.resolve_filter("91", TODAY) == {"91"}  # An Giang today, Kiên Giang before: today's wins
    assert places.resolve_filter("89", TODAY) == {"91"}  # An Giang before
    assert places.resolve_filter("02", TODAY) == {"08"}  # Hà Giang lies in Tuyên Quang
    assert places.resolve_filter("ha-giang", TODAY) == {"08"}
    assert places.resolve_filter("an-giang-truoc-2025", TODAY) == {"91"}
    assert places.resolve_filter("nowhere", TODAY) == frozenset()


@pytest.mark.parametrize(
    ("code", "before", "after", "on"),
    [("75", "province", "city", date(2026, 4, 30)), ("22", "province", "city", date(2026, 9, 20))],
)
def test_a_province_that_became_a_city(places: Gazetteer, code: str, before: str, after: str, on: date) -> None:
    old, new = places.by_code(code, date(2026, 4, 29)), places.by_code(code, on)
    assert old
    assert new
    assert (old.kind.value, new.kind.value) == (before, after)
    assert places.today(old, TODAY) == [new]


def test_there_were_63_provinces_and_are_34(places: Gazetteer) -> None:
    assert len(places.provinces(date(2025, 6, 30))) == 63
    assert [unit.name for unit in places.provinces(TODAY)][:3] == ["An Giang", "Bắc Ninh", "Cà Mau"]
    assert len(places.provinces(TODAY)) == 34
    assert [unit.name for unit in places.former_provinces_of("08")] == ["Hà Giang", "Tuyên Quang"]


def test_words_say_today_and_before(places: Gazetteer) -> None:
    place = locate(places, "Hà Giang", "Hoàng Su Phì", "Thông Nguyên").place
    assert place
    words = words_for(places, place.id, TODAY)
    assert [unit.full_name for unit in words.now] == ["Xã Thông Nguyên", "Tỉnh Tuyên Quang"]
    assert [unit.name for unit in words.before] == ["Thông Nguyên", "Hoàng Su Phì", "Hà Giang"]


def test_words_of_a_split_unit_name_no_commune(places: Gazetteer) -> None:
    place = locate(places, "Hà Nội", "Tây Hồ", "Phường Xuân La").place
    assert place
    words = words_for(places, place.id, TODAY)
    assert [unit.name for unit in words.now] == ["Hà Nội"]
    assert len(words.maybe) > 1


def test_every_former_commune_has_a_successor(places: Gazetteer) -> None:
    lost = [u.full_name for u in places.units.values() if u.former and len(u.code) == 5 and not places.today(u, REFORM)]
    assert lost == []


names = st.sampled_from(["Hòa Bình", "Thủy Xuân", "Mỹ Đức", "Đắk Nông", "Quý Lộc", "Ea H'leo", "Bà Rịa - Vũng Tàu"])
prefixes = st.sampled_from(["", "Xã ", "xã ", "Phường ", "Thị trấn ", "Huyện ", "TP. ", "Tỉnh "])


@given(names, prefixes, st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_keys_forgive_prefix_form_and_case(name: str, prefix: str, form: str, upper: bool) -> None:
    written = unicodedata.normalize(form, prefix + (name.upper() if upper else name))  # type: ignore[arg-type]
    assert exact_key(written) == exact_key(name)
    assert folded_key(written) == folded_key(name)


@pytest.mark.parametrize(("one", "other"), [("Hòa Bình", "Hoà Bình"), ("Thủy", "Thuỷ"), ("Mỹ Lộc", "Mĩ Lộc")])
def test_tone_placement_and_i_for_y_are_no_difference(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other)


def test_folded_names_match_only_when_unique() -> None:
    listed = Names([("Hoằng Phú", 1), ("Hoằng Phụ", 2), ("Cẩm Tú", 3)])
    assert listed.match("Hoằng Phụ").places == (2,)
    assert listed.match("cam tu").how is NameMatch.FOLDED
    assert listed.match("hoang phu").how is NameMatch.AMBIGUOUS
    assert listed.match("Cẩm Vân").how is NameMatch.UNKNOWN


def test_a_number_is_a_name() -> None:
    assert without_prefix("Phường 5") == "5"
    assert stated_kind("TX. Gò Công") == "thị xã"
    assert stated_kind("Gò Công") is None


def test_loading_twice_changes_nothing(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        assert load_places(session) == "current"
