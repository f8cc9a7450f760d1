"""The procedure of each edition, asked as the cycle will ask; and a fifth one, which is a file alone."""

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.regulations import editions
from catalog.regulations.editions import LAW
from catalog.regulations.procedure import Act, Copy, Council, Procedure, RoundDates
from catalog.regulations.reading import read_law
from catalog.regulations.rules import Law
from catalog.regulations.scoring import Filled, score
from catalog.regulations.sheets import sheets
from catalog.regulations.sources import Sure
from foundation.privacy.working_days import is_working

STEPS = ["outreach", "ideas", "plans", "implementation", "evaluation", "promotion"]
GUIDE = set(
    "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 2.5 2.6 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3 4.4 4.5"  # noqa: SIM905
    " 5.1 5.2 5.3 5.4 5.5 5.6 5.7 5.8 5.10 6.1 6.2 6.3".split()
)
"""Rows of the programme's guide that are somebody's duty, and the rules of steps 2 to 5 that bind one."""


def of(code: str) -> Procedure:
    return LAW.by_code[code].procedure


@pytest.mark.parametrize("code", LAW.by_code)
def test_every_edition_has_six_steps_three_cases_and_their_papers(code: str) -> None:
    own = of(code)
    assert [one.code for one in own.steps] == STEPS
    assert [one.code for one in own.cases] == ["first", "upgrade", "renewal"]
    for case in own.cases:
        papers = own.papers_of(case.code, service=False)
        assert any(one.copy is Copy.ORIGINAL and one.mandatory for one in papers)
        samples = [one for one in papers if one.copy is Copy.SAMPLE]
        assert samples
        assert all(one.units == 5 for one in samples)
        assert [one for one in papers if one not in own.papers_of(case.code, service=True)] == samples
        assert set(own.papers_of(case.code, service=False, by="producer")) <= set(papers)
    assert own.number("receipt")
    assert {one.code for one in own.charter} >= {"quorum", "deviation", "rounding"}
    assert own.gaps


def test_the_edition_of_the_guide_names_every_duty_of_the_guide() -> None:
    rows = {row for step in of("1048").steps for duty in step.duties for row in duty.rows}
    assert rows == GUIDE


@pytest.mark.parametrize(
    ("code", "step", "act", "who"),
    [
        ("1048", "ideas", Act.FILL, ("producer",)),
        ("1048", "ideas", Act.SELECT, ("district",)),
        ("1048", "ideas", Act.APPROVE, ("province",)),
        ("1048", "evaluation", Act.RECEIVE, ("district",)),
        ("1048", "evaluation", Act.ASSESS, ("district", "province", "ministry")),
        ("1048", "evaluation", Act.APPROVE, ("province", "ministry")),
        ("148", "evaluation", Act.APPROVE, ("district", "province", "ministry")),
        ("148+1489", "evaluation", Act.RECEIVE, ("commune",)),
        ("148+1489", "plans", Act.ASSESS, ("province",)),
        ("26/2026", "ideas", Act.CONSOLIDATE, ("commune",)),
        ("26/2026", "ideas", Act.ASSESS, ("province",)),
        ("26/2026", "evaluation", Act.CONFIRM, ("commune",)),
        ("26/2026", "evaluation", Act.ASSESS, ("province", "ministry")),
        ("26/2026", "outreach", Act.APPROVE, ()),
    ],
)
def test_who_does_what(code: str, step: str, act: Act, who: tuple[str, ...]) -> None:
    assert of(code).who(step, act) == who


def test_a_province_may_leave_out_three_steps_since_148() -> None:
    left_out = {code: [one.code for one in of(code).steps if one.optional] for code in LAW.by_code}
    three = ["ideas", "plans", "implementation"]
    assert left_out == {"1048": [], "148": three, "148+1489": three, "26/2026": three}


def test_who_approves_is_who_recognises() -> None:
    for edition in LAW.editions:
        recognises = {one.by for one in edition.recognitions}
        assert set(edition.procedure.who("evaluation", Act.APPROVE)) == recognises


@pytest.mark.parametrize(
    ("forwarded", "level", "before", "decided"),
    [
        ("2026-04-29", "province", "2026-04-30", "2026-06-30"),
        ("2026-04-30", "province", "2026-10-30", "2026-12-30"),
        ("2026-10-30", "province", "2027-04-30", "2027-06-30"),
        ("2026-11-23", "ministry", "2027-01-30", "2027-03-30"),
        ("2026-01-29", "ministry", "2026-01-30", "2026-03-30"),
        ("2026-01-30", "ministry", "2026-07-30", "2026-09-30"),
    ],
)
def test_a_day_belongs_to_a_round(forwarded: str, level: str, before: str, decided: str) -> None:
    found = of("26/2026").round_of(level, date.fromisoformat(forwarded))
    assert found == RoundDates(date.fromisoformat(before), date.fromisoformat(decided))


@given(st.dates(date(2026, 5, 22), date(2090, 1, 1)))
def test_every_day_has_the_nearest_round(day: date) -> None:
    found = of("26/2026").round_of("province", day)
    assert found is not None
    assert 0 < (found.before - day).days <= 183
    assert found.decided_by > found.before
    assert of("148").round_of("province", day) is None


@pytest.mark.parametrize(
    ("code", "clock", "start", "due"),
    [
        ("26/2026", "commune_check", "2026-11-23", "2026-12-15"),  # 24 November is a holiday
        ("26/2026", "commune_check", "2026-02-10", "2026-03-10"),  # over Tết
        ("26/2026", "renewal_result", "2026-11-23", "2027-01-07"),
        ("1048", "documents_ahead", "2020-04-06", "2020-04-01"),  # 2 April was a holiday
        ("148", "documents_ahead", "2024-05-06", "2024-05-04"),  # a Saturday that was worked
    ],
)
def test_clocks_know_the_calendar(code: str, clock: str, start: str, due: str) -> None:
    found = of(code).clock(clock)
    assert found is not None
    assert found.due(date.fromisoformat(start), is_working) == date.fromisoformat(due)


def test_what_an_edition_does_not_set_is_none() -> None:
    assert of("1048").clock("commune_check") is None
    assert of("148").number("product") is None


@pytest.mark.parametrize(
    ("code", "level", "total", "to"),
    [
        ("1048", "district", "49.99", None),
        ("1048", "district", "50", "province"),
        ("148", "district", "69.99", None),
        ("148", "district", "70", "province"),
        ("148", "province", "90", "ministry"),
        ("26/2026", "province", "89.95", None),
        ("26/2026", "province", "90", "ministry"),
        ("26/2026", "district", "90", None),
    ],
)
def test_who_passes_on_what(code: str, level: str, total: str, to: str | None) -> None:
    assert of(code).passes_to(level, Fraction(total)) == to


def test_numbers_are_printed_as_papers_have_them() -> None:
    receipt, product = of("26/2026").number("receipt"), of("26/2026").number("product")
    assert receipt is not None
    assert product is not None
    assert receipt.fields == {"first", "second", "province", "commune", "year"}
    assert receipt.printed(first=12, second=3, province="08", commune="02386", year=2026) == "12-3/PĐK-08-02386-2026"
    assert product.printed(province="08", commune="02386", serial=7, year=2026) == "08-02386-7-2026"


def test_renewals_are_opinions_in_writing_under_the_edition_in_force_only() -> None:
    assert of("26/2026").case("renewal").council is Council.WRITTEN
    assert {of(code).case(case).council for code in LAW.by_code for case in ("first", "upgrade")} == {Council.MEETING}
    assert of("148").case("renewal").council is Council.MEETING


def test_how_sure_a_source_is() -> None:
    now, before = of("26/2026"), of("1048")
    assert now.step("evaluation").certainty is Sure.READ
    assert now.step("ideas").certainty is Sure.INFERRED
    assert before.step("ideas").certainty is Sure.REPORTED
    assert now.charter[0].certainty is Sure.PRACTICE


@pytest.fixture
def fifth(tmp_path: Path) -> Law:
    """Return the law with an edition nobody has decided: a file alone."""
    folder = tmp_path / "data"
    shutil.copytree(Path(editions.__file__).parent / "data", folder, ignore=shutil.ignore_patterns("sheets"))
    now = folder / "editions" / "26-2026.toml"
    ends = '[until]\nday = 2029-12-31\ndecision = "1/2029/QĐ-TTg"\nnote = "made up"\n\n[sheets]'
    now.write_text(now.read_text(encoding="utf-8").replace("[sheets]", ends, 1), encoding="utf-8")
    shutil.copy(Path(__file__).parent / "fifth_edition.toml", folder / "editions")
    return read_law(folder)


def test_a_fifth_edition_is_a_file_alone(fifth: Law) -> None:
    edition = fifth.on(date(2030, 1, 1))
    own, step = edition.procedure, "evaluation"
    assert edition.code == "1/2029"
    assert fifth.on(date(2029, 12, 31)).code == "26/2026"
    assert [one.code for one in own.steps] == ["evaluation"]
    assert own.who(step, Act.FILL) == ("producer",)
    assert own.who(step, Act.APPROVE) == ("province", "ministry")
    assert [one.code for one in own.papers_of("first", service=True)] == ["letter"]
    assert [one.code for one in own.papers_of("first", service=False, by="producer")] == ["letter", "jar"]
    assert own.case("first").council is Council.WRITTEN
    assert own.round_of("commune", date(2030, 3, 1)) == RoundDates(date(2031, 3, 1), date(2031, 3, 2))
    assert own.round_of("ministry", date(2030, 3, 1)) is None
    assert own.passes_to("commune", Fraction(95)) == "ministry"
    clock, number = own.clock("check"), own.number("receipt")
    assert clock is not None
    assert clock.due(date(2030, 1, 1), is_working) == date(2030, 1, 4)
    assert number is not None
    assert number.printed(serial=5) == "No. 5"
    assert own.charter[0].seen is None
    assert own.gaps[0].about == "everything"
    assert edition.given_by("province", date(2030, 1, 1)) == {3, 4}
    assert edition.recognised_by(5, date(2030, 1, 1))[0].by == "ministry"


def test_a_fifth_edition_scores_with_its_own_bands(fifth: Law) -> None:
    edition = fifth.on(date(2030, 1, 1))
    sheet = sheets(fifth.book_of(edition))["8"]
    best = {one.code: Fraction(one.marks(None)[-1]) for one in sheet.criteria(None)}
    assert score(sheet, edition.bands, Filled(marks=best)).stars == 5
    none = Filled(marks=dict.fromkeys(best, Fraction(0)))
    assert score(sheet, edition.bands, none).stars == 1
    some = Filled(marks={**none.marks, "4.1": Fraction(5), "5.1": Fraction(5), "9": Fraction(5), "8": Fraction(5)})
    assert score(sheet, edition.bands, some).stars == 2
