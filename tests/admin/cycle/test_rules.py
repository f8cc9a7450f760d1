"""Where each edition lets dossiers go, and until when; a fifth edition is a file alone."""

import shutil
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings as tried
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from admin.cycle.course_rules import Course
from admin.cycle.courses import LEVELS, course_of
from admin.cycle.rules import ENDED, PRODUCER, Maturity, Refusal, Stage, Standing, Verb, needs_reason
from catalog.regulations import editions
from catalog.regulations.editions import LAW
from catalog.regulations.reading import read_law
from foundation.privacy.working_days import is_working
from foundation.workflow.rules import Refused

FIFTH = Path(__file__).parents[2] / "catalog/regulations/fifth_edition.toml"


def fifth() -> Course:
    """Return the course of an edition nobody has decided, read as any other is: from a folder with one file more."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(Path(editions.__file__).parent / "data", data, ignore=shutil.ignore_patterns("sheets"))
        now = data / "editions" / "26-2026.toml"
        ends = '[until]\nday = 2029-12-31\ndecision = "1/2029/QĐ-TTg"\nnote = "made up"\n\n[sheets]'
        now.write_text(now.read_text(encoding="utf-8").replace("[sheets]", ends, 1), encoding="utf-8")
        shutil.copy(FIFTH, data / "editions")
        return Course(read_law(data).on(date(2030, 1, 1)).procedure, LEVELS)


def walked(code: str, maturity: Maturity) -> list[str]:
    """Where a dossier goes when all is well."""
    course = course_of(code)
    found = list[str]()
    at: Standing | None = Standing(course.first_step(maturity), Stage.PRODUCER)
    while at:
        found.append(f"{at.step} {at.holder}")
        at = course.following(at)
    return found


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("1048", ["producer", "commune", "district", "province", "ministry"]),
        ("148", ["producer", "commune", "district", "province", "ministry"]),
        ("148+1489", ["producer", "commune", "province", "ministry"]),
        ("26/2026", ["producer", "commune", "province", "ministry"]),
    ],
)
def test_a_product_goes_up_the_levels_of_its_edition(code: str, way: list[str]) -> None:
    assert walked(code, Maturity.FORMED) == [f"evaluation {stage}" for stage in way]


def test_an_idea_goes_through_every_step_in_which_its_producer_does_something() -> None:
    assert walked("26/2026", Maturity.POTENTIAL) == [
        "ideas producer",
        "ideas commune",
        "ideas province",
        "plans producer",
        "plans commune",
        "plans province",
        "implementation producer",
        "evaluation producer",
        "evaluation commune",
        "evaluation province",
        "evaluation ministry",
    ]


@pytest.mark.parametrize(
    ("code", "case", "holder", "start", "due"),
    [
        ("26/2026", "first", "commune", "2026-11-23", "2026-12-15"),
        ("26/2026", "renewal", "province", "2026-11-23", "2027-01-07"),
        ("26/2026", "first", "province", "2026-11-23", "2027-06-30"),
        ("26/2026", "first", "ministry", "2026-11-23", "2027-03-30"),
        ("26/2026", "first", PRODUCER, "2026-11-23", None),
        ("148", "first", "district", "2024-11-25", None),
    ],
)
def test_until_when_a_level_has_it(code: str, case: str, holder: str, start: str, due: str | None) -> None:
    at = Standing("evaluation", Stage.OFFICE, holder) if holder != PRODUCER else Standing("evaluation", Stage.PRODUCER)
    found = course_of(code).due_on(case, at, date.fromisoformat(start), is_working)
    assert found == (date.fromisoformat(due) if due else None)


def test_clocks_are_those_of_the_evaluation() -> None:
    here = Standing("ideas", Stage.OFFICE, "commune")
    assert course_of("26/2026").due_on("first", here, date(2026, 11, 23), is_working) is None


def test_what_was_completed_goes_back_to_whoever_asked() -> None:
    course, at = course_of("26/2026"), Standing("evaluation", Stage.OFFICE, "province")
    returned = course.after(at, Verb.RETURN)
    assert returned == Standing("evaluation", Stage.RETURNED, "province")
    assert course.after(returned, Verb.COMPLETE) == at


def test_whatever_is_not_in_the_table_is_refused_by_name() -> None:
    for edition in LAW.editions:
        course = course_of(edition.code)
        for step, stage, level in product(course.path, Stage, (None, *LEVELS)):
            at = Standing(step, stage, level)
            for verb in set(Verb) - set(course.verbs_at(at)):
                with pytest.raises(Refused) as refused:
                    course.after(at, verb)
                assert refused.value.reason is Refusal.NOT_NOW


def test_ends_and_second_returns_need_words() -> None:
    assert needs_reason(Verb.CONCLUDE, 0)
    assert needs_reason(Verb.DECLINE, 0)
    assert needs_reason(Verb.RETURN, 1)
    assert not needs_reason(Verb.RETURN, 0)
    assert not needs_reason(Verb.FORWARD, 3)


COURSES = [*(course_of(one.code) for one in LAW.editions), fifth()]


class Walk(RuleBasedStateMachine):
    """A dossier under any edition: it never leaves the table, and every way that is open ends somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.course, self.at = course_of("26/2026"), Standing("evaluation", Stage.PRODUCER)

    @initialize(course=st.sampled_from(COURSES), new=st.sampled_from(Maturity))
    def begin(self, course: Course, new: Maturity) -> None:
        self.course, self.at = course, Standing(course.first_step(new), Stage.PRODUCER)

    @precondition(lambda self: self.at.stage not in ENDED)
    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        verb = data.draw(st.sampled_from(self.course.verbs_at(self.at)))
        before, self.at = self.at, self.course.after(self.at, verb)
        assert self.at != before
        if verb is Verb.COMPLETE:
            assert self.at == Standing(before.step, Stage.OFFICE, before.level)
        assert (self.at.stage is Stage.RETURNED) == (verb is Verb.RETURN)

    @precondition(lambda self: self.at.stage in ENDED)
    @rule()
    def nothing_more(self) -> None:
        for verb in Verb:
            with pytest.raises(Refused):
                self.course.after(self.at, verb)

    @invariant()
    def stands_where_the_edition_knows(self) -> None:
        assert self.at.step in self.course.path
        assert self.at.level is None or self.at.level in self.course.levels(self.at.step)
        assert (self.at.stage in ENDED) != bool(self.course.verbs_at(self.at))


TestWalk = Walk.TestCase
TestWalk.settings = tried(max_examples=60, stateful_step_count=20, deadline=None)
