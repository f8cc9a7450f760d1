"""The cheapest way up: as few changes as any other, and quick enough to be asked on a page."""

import random
import time
from fractions import Fraction
from itertools import product

import pytest

from catalog.regulations.editions import LAW
from catalog.regulations.improving import next_star, way_up
from catalog.regulations.rules import Bands
from catalog.regulations.scoresheet import Criterion, Option, Part, Section, Sheet
from catalog.regulations.scoring import Filled, score
from catalog.regulations.sheets import sheets
from foundation.i18n.content import Bilingual

SMALL = Bands(decision="made up", least={5: 18, 4: 14, 3: 10, 2: 6, 1: 0}, certified_from=3)
NAME = Bilingual("thử")


def small_sheet(chance: random.Random) -> Sheet:
    criteria = []
    for number in range(chance.randint(2, 5)):
        points = sorted(chance.sample(range(7), chance.randint(1, 4)))
        stars = sorted(chance.choice([None, None, 3, 4, 5]) or 9 for _ in points)
        options = tuple(Option("", mark, star if star < 9 else None) for mark, star in zip(points, stars, strict=True))
        criteria.append(Criterion(str(number), NAME, points[-1], (), options, additive=chance.random() < 0.2))
    part = Part("A", NAME, 0, (Section(NAME, 0, tuple(criteria)),))
    return Sheet(key="0", number=0, title=NAME, source="", whole=True, excludes=(), parts=(part,))


def fewest(sheet: Sheet, filled: Filled, star: int) -> int | None:
    """Try every way of marking what is not lowered."""
    criteria = sheet.criteria(None)
    found = None
    for marks in product(*([mark for mark in one.marks(None) if mark >= filled.marks[one.code]] for one in criteria)):
        tried = {one.code: Fraction(mark) for one, mark in zip(criteria, marks, strict=True)}
        reached = score(sheet, SMALL, Filled(marks=tried)).stars or 0
        changes = sum(tried[code] != given for code, given in filled.marks.items())
        if reached >= star and (found is None or changes < found):
            found = changes
    return found


@pytest.mark.parametrize("seed", range(200))
def test_no_way_has_fewer_changes(seed: int) -> None:
    chance = random.Random(seed)
    sheet = small_sheet(chance)
    filled = Filled(marks={one.code: Fraction(chance.choice(one.marks(None))) for one in sheet.criteria(None)})
    found = score(sheet, SMALL, filled)
    star = next_star(SMALL, found)
    if star is None:
        assert found.stars == 5
        return
    changes, least = way_up(sheet, SMALL, filled, star), fewest(sheet, filled, star)
    assert (None if changes is None else len(changes)) == least
    for one in changes or ():
        assert one.to > one.given == filled.marks[one.criterion]
    if changes is not None:
        raised = {**filled.marks, **{one.criterion: Fraction(one.to) for one in changes}}
        assert (score(sheet, SMALL, Filled(marks=raised)).stars or 0) >= star
        kept = {**raised, **{one.criterion: one.given for one in changes if one.minimum}}
        assert kept == raised or (score(sheet, SMALL, Filled(marks=kept)).stars or 0) < star


def test_minimums_first_then_the_largest_gains() -> None:
    sheet, bands = sheets(LAW.books[0])["8"], LAW.by_code["26/2026"].bands
    marks = {one.code: Fraction(one.marks(None)[-1]) for one in sheet.criteria(None)}
    marks |= {"4.1": Fraction(3), "4.3": Fraction(2), "3.1": Fraction(1), "1.3": Fraction(1), "8": Fraction(2)}
    found = way_up(sheet, bands, Filled(marks=marks), 5)
    assert found is not None
    assert [(one.criterion, int(one.given), one.to, one.minimum) for one in found] == [("4.1", 3, 5, True)]
    marks |= {"2.1": Fraction(0), "6.5": Fraction(2)}
    found = way_up(sheet, bands, Filled(marks=marks), 5)
    assert found is not None
    assert [(one.criterion, one.to, one.minimum) for one in found] == [
        ("2.1", 3, True),
        ("4.1", 5, True),
        ("6.5", 4, True),
    ]


def test_a_product_without_stars_has_no_way_up() -> None:
    sheet, bands = sheets(LAW.books[0])["8"], LAW.by_code["26/2026"].bands
    nothing = Filled(marks={})
    assert next_star(bands, score(sheet, bands, nothing)) is None
    assert way_up(sheet, bands, nothing, 3) is None


def test_the_next_star_has_a_certificate() -> None:
    sheet, bands = sheets(LAW.books[0])["8"], LAW.by_code["26/2026"].bands
    none = Filled(marks={one.code: Fraction(0) for one in sheet.criteria(None)})
    best = Filled(marks={one.code: Fraction(one.marks(None)[-1]) for one in sheet.criteria(None)})
    assert next_star(bands, score(sheet, bands, none)) == 3
    assert next_star(bands, score(sheet, bands, best)) is None
    assert way_up(sheet, bands, best, 5) == ()


def test_the_real_sheets_answer_at_once() -> None:
    worst = 0.0
    for edition in LAW.editions:
        for sheet in sheets(LAW.book_of(edition)).values():
            case = sheet.cases[0] if sheet.cases else None
            marks = {one.code: Fraction(one.marks(case)[0]) for one in sheet.criteria(case) if not one.zero_excludes}
            marks |= {one.code: Fraction(one.marks(case)[1]) for one in sheet.criteria(case) if one.zero_excludes}
            began = time.process_time()
            assert way_up(sheet, edition.bands, Filled(marks=marks, case=case), 5)
            worst = max(worst, time.process_time() - began)
    assert worst <= 0.02
