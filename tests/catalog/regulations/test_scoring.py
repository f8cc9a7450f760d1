"""What sheets score: worked ones, and what holds of every sheet whatever its marks."""

import json
import random
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.regulations.editions import LAW
from catalog.regulations.marks import read_marks
from catalog.regulations.rules import Edition
from catalog.regulations.scoresheet import Sheet
from catalog.regulations.scoring import Filled, MarkRefused, Score, band, mean, score
from catalog.regulations.sheets import sheets

HERE = Path(__file__).parent
WORKED = json.loads((HERE / "worked_sheets.json").read_text(encoding="utf-8"))
MINIMUMS = json.loads((HERE / "minimums.json").read_text(encoding="utf-8"))
"""Counted apart from this code: criteria with a minimum and the sum of the minimums, for three, four and five stars."""
EVERY = [(edition, sheet) for edition in LAW.editions for sheet in sheets(LAW.book_of(edition)).values()]
Drawn = tuple[Edition, Sheet, Filled]


def told(found: Score) -> dict[str, Any]:
    held = [{name: getattr(one, name) for name in ("star", "criterion", "needed", "given")} for one in found.held_back]
    names = ("parts", "total", "band", "stars", "missing", "knocked_out", "gap")
    return {name: getattr(found, name) for name in names} | {"held_back": held}


def exactly(value: Any) -> Any:
    """Return numbers of a JSON file as the decimals they are."""
    if isinstance(value, dict):
        return {name: exactly(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [exactly(inner) for inner in value]
    return Fraction(str(value)) if type(value) in {int, float} else value


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row["name"])
def test_worked_sheets_agree(row: Mapping[str, Any]) -> None:
    answer = exactly(row["answer"])
    edition = LAW.by_code[answer.pop("edition")]
    sheet = sheets(LAW.book_of(edition))[answer.pop("set")]
    assert edition.minimums.on_file is row["answer"]["minimums_on_file"]
    found = told(score(sheet, edition.bands, read_marks(json.dumps(row["input"]))))
    found["missing"], found["knocked_out"] = list(found["missing"]), list(found["knocked_out"])
    assert found == {name: value for name, value in answer.items() if name != "minimums_on_file"}


@pytest.mark.parametrize("code", ["148", "26/2026"])
def test_minimums_are_those_that_were_counted_apart(code: str) -> None:
    for key, sheet in sheets(LAW.book_of(LAW.by_code[code])).items():
        for stars, counted in zip((3, 4, 5), MINIMUMS[code][key], strict=True):
            case = sheet.cases[0] if sheet.cases else None
            least = [one.least(stars, case) for one in sheet.criteria(case)]
            assert [len([one for one in least if one]), sum(least)] == counted, (key, stars)


def test_1048_has_no_minimum_on_file() -> None:
    edition = LAW.by_code["1048"]
    assert not edition.minimums.on_file
    for sheet in sheets(LAW.book_of(edition)).values():
        assert not any(one.least(5, None) for one in sheet.criteria(None))


@pytest.mark.parametrize(("edition", "sheet"), EVERY, ids=[f"{edition.code}-{sheet.key}" for edition, sheet in EVERY])
def test_maxima_hold_but_where_transcripts_have_lost_points(edition: Edition, sheet: Sheet) -> None:
    lost = {"148": {"7": 1, "11": 3, "12": 3, "13": 2}, "1048": {"19": 2, "26-2019": 1}}
    gap = lost.get(edition.sheets.address, {}).get(sheet.key, 0)
    for case in sheet.cases or (None,):
        best = {one.code: Fraction(one.marks(case)[-1]) for one in sheet.criteria(case)}
        found = score(sheet, edition.bands, Filled(marks=best, case=case))
        assert (found.gap, found.stars, found.band) == (gap, 5, 5)
        assert found.total == 100 - gap
        assert not [*found.missing, *found.knocked_out, *found.held_back]
        assert all(found.parts[code] <= most for code, most in edition.parts.points.items())
        codes = [one.code for one in sheet.criteria(case)]
        assert len(codes) == len(set(codes))


def test_zero_knocks_out_by_itself_in_three_sheets_only() -> None:
    found = {
        (edition.code, sheet.key): [one.code for one in sheet.criteria(None) if one.zero_excludes]
        for edition, sheet in EVERY
    }
    four = ["6.1", "6.2", "6.3", "6.4"]
    assert {key: codes for key, codes in found.items() if codes} == {
        ("1048", "7"): ["6.1"],
        ("1048", "17"): four,
        ("26/2026", "16"): four,
    }


def test_a_criterion_is_named_only_where_a_note_says_so() -> None:
    sheet = sheets(LAW.books[0])["16"]
    assert [one.code for one in sheet.criteria(None) if one.excludes] == ["6.4"]
    of_148, of_1048 = sheets(LAW.books[1]), sheets(LAW.books[2])
    assert [one.code for one in of_148["1"].criteria(None) if one.excludes] == ["2.a", "6.a", "10"]
    assert [one.code for one in of_148["21"].criteria(None) if one.excludes] == ["6.b"]
    assert [one.code for one in of_1048["12"].criteria(None) if one.excludes] == ["1.1", "6.1.1", "9"]


@st.composite
def filled_sheets(draw: st.DrawFn) -> Drawn:
    """Draw a sheet and one number for its marks: thirty draws each would cost more than all that is tested."""
    edition, sheet = draw(st.sampled_from(EVERY))
    case = draw(st.sampled_from(sheet.cases)) if sheet.cases else None
    chance, bias = random.Random(draw(st.integers(0, 2**32))), draw(st.integers(0, 3))
    choices = {one.code: [*one.marks(case), *[one.marks(case)[-1]] * bias] for one in sheet.criteria(case)}
    return edition, sheet, Filled(marks={code: Fraction(chance.choice(of)) for code, of in choices.items()}, case=case)


@given(filled_sheets())
def test_a_total_is_the_sum_of_its_parts_within_its_bounds(drawn: Drawn) -> None:
    edition, sheet, filled = drawn
    found = score(sheet, edition.bands, filled)
    assert found.total == sum(found.parts.values()) == sum(filled.marks.values())
    assert 0 <= found.total <= 100 - found.gap
    assert found.stars is None or found.stars <= found.band


@given(filled_sheets(), st.randoms(use_true_random=False))
def test_the_order_of_marks_never_matters(drawn: Drawn, chance: Any) -> None:
    edition, sheet, filled = drawn
    marks = list(filled.marks.items())
    chance.shuffle(marks)
    other = Filled(marks=dict(marks), case=filled.case)
    assert score(sheet, edition.bands, other) == score(sheet, edition.bands, filled)


@given(filled_sheets(), st.data())
def test_raising_an_option_never_lowers_a_star(drawn: Drawn, data: st.DataObject) -> None:
    edition, sheet, filled = drawn
    before = score(sheet, edition.bands, filled)
    one = data.draw(st.sampled_from(sheet.criteria(filled.case)))
    higher = [mark for mark in one.marks(filled.case) if mark >= filled.marks[one.code]]
    raised = {**filled.marks, one.code: Fraction(data.draw(st.sampled_from(higher)))}
    after = score(sheet, edition.bands, Filled(marks=raised, case=filled.case))
    assert after.total >= before.total
    assert before.stars is None or (after.stars is not None and after.stars >= before.stars)


@given(filled_sheets())
def test_what_holds_back_is_all_there_is_to_mend(drawn: Drawn) -> None:
    """A star is held back exactly by what the sheet gives below what that star needs; nothing else is told."""
    edition, sheet, filled = drawn
    found = score(sheet, edition.bands, filled)
    for star in range((found.stars or 5) + 1, 6):
        held = [one for one in found.held_back if one.star == star]
        assert held
        assert all(one.given < one.needed for one in held)
        assert [one.criterion for one in held if one.criterion == "total"] == (
            ["total"] if found.total < edition.bands.least[star] else []
        )


@given(st.fractions(0, 100))
def test_bands_partition_0_to_100(total: Fraction) -> None:
    for edition in LAW.editions:
        stars = band(edition.bands, total)
        assert edition.bands.least[stars] <= total
        assert stars == 5 or total < edition.bands.least[stars + 1]


@given(filled_sheets(), st.integers(1, 12))
def test_a_mean_of_equal_members_is_the_sheet_of_one(drawn: Drawn, members: int) -> None:
    edition, sheet, filled = drawn
    marks = mean([filled.marks] * members)
    assert score(sheet, edition.bands, Filled(marks=marks, case=filled.case, mean=True)) == score(
        sheet, edition.bands, filled
    )


def test_thirds_that_make_90_make_five_stars() -> None:
    """Decimals would drift: a third of 269 + 270 + 271 is 90, criterion by criterion."""
    sheet, bands = sheets(LAW.books[2])["8"], LAW.by_code["1048"].bands
    best = {one.code: Fraction(one.marks(None)[-1]) for one in sheet.criteria(None)}
    members = [{**best, "10": Fraction(0), "4.3": less} for less in map(Fraction, (0, 1, 0))]
    marks = mean(members)
    short = sum(marks.values()) - 90
    marks["9"] -= short
    found = score(sheet, bands, Filled(marks=marks, mean=True))
    assert found.total == 90
    assert found.stars == 5
    marks["9"] -= Fraction(1, 10**60)
    assert score(sheet, bands, Filled(marks=marks, mean=True)).stars == 4


def test_a_mean_is_of_what_all_have_marked() -> None:
    assert mean([]) == {}
    assert mean([{"1": Fraction(1), "2": Fraction(1)}, {"1": Fraction(2)}]) == {"1": Fraction(3, 2)}


@pytest.mark.parametrize(
    ("number", "filled", "place"),
    [
        ("8", Filled(marks={}, case="a"), "case"),
        ("26", Filled(marks={}), "case"),
        ("26", Filled(marks={}, case="c"), "case"),
        ("8", Filled(marks={"99": Fraction(1)}), "marks['99']"),
        ("8", Filled(marks={}, unmarked=["99"]), "marks['99']"),
        ("8", Filled(marks={"4.1": Fraction(4)}), "marks['4.1']"),
        ("8", Filled(marks={"4.1": Fraction(5, 2)}), "marks['4.1']"),
        ("8", Filled(marks={"4.1": Fraction(11, 2)}, mean=True), "marks['4.1']"),
        ("8", Filled(marks={"4.1": Fraction(-1)}, mean=True), "marks['4.1']"),
        ("8", Filled(marks={}, knock_outs=["1.2"]), "knock_outs['1.2']"),
        ("16", Filled(marks={}, knock_outs=["6.1"]), "knock_outs['6.1']"),
    ],
)
def test_what_a_sheet_does_not_offer_is_refused_with_its_place(number: str, filled: Filled, place: str) -> None:
    with pytest.raises(MarkRefused) as refused:
        score(sheets(LAW.books[0])[number], LAW.by_code["26/2026"].bands, filled)
    assert refused.value.place == place


@pytest.mark.parametrize(("case", "own", "other"), [("a", "8.a", "8.b"), ("b", "15.b", "15.a")])
def test_criteria_of_the_other_case_are_unknown(case: str, own: str, other: str) -> None:
    sheet, bands = sheets(LAW.books[1])["26"], LAW.by_code["148"].bands
    assert score(sheet, bands, Filled(marks={own: Fraction(1)}, case=case)).total == 1
    with pytest.raises(MarkRefused, match="no such criterion"):
        score(sheet, bands, Filled(marks={other: Fraction(1)}, case=case))
