from datetime import date, timedelta

import pytest

from catalog.criteria.sheets import EDITIONS, Edition, Sheet, edition, sheets

PARTS = {"26": (40, 25, 35), "148": (40, 25, 35), "1048": (35, 25, 40)}
EVERY = [pytest.param(of, sheet, id=f"{of.code}-{sheet.key}") for of in EDITIONS for sheet in sheets(of).values()]


@pytest.mark.parametrize("of", EDITIONS, ids=lambda of: of.code)
def test_every_edition_has_its_26_sets(of: Edition) -> None:
    assert {sheet.number for sheet in sheets(of).values()} == set(range(1, 27))
    assert edition(of.code) is of


@pytest.mark.parametrize(("of", "sheet"), EVERY)
def test_a_sheet_is_read_whole(of: Edition, sheet: Sheet) -> None:
    assert tuple(part.most for part in sheet.parts) == PARTS[of.code]
    for part in sheet.parts:
        assert sum(section.most for section in part.sections) == part.most or not sheet.whole
        assert all(section.criteria for section in part.sections) or not sheet.whole
        for section in part.sections:
            for criterion in section.criteria:
                assert criterion.title.vi
                assert criterion.title.en
                assert all(option.min_star in {None, 3, 4, 5} for option in criterion.options)
    assert sheet.source


def test_sheets_that_do_not_add_up_say_so() -> None:
    broken = {of.code: [s.key for s in sheets(of).values() if not s.whole] for of in EDITIONS}
    assert broken == {"26": [], "148": ["7", "11", "12", "13"], "1048": ["19", "26-2019"]}


def test_one_edition_follows_the_other() -> None:
    day = date(2019, 8, 21)
    while day < date(2026, 12, 1):
        # For 60 days in 2026 dossiers lodged before were still judged by the older one.
        assert [of.code for of in EDITIONS if of.in_force(day)] in (["26"], ["26", "148"], ["148"], ["1048"])
        day += timedelta(days=1)
    assert [of.code for of in EDITIONS if of.in_force(date(2026, 11, 23))] == ["26"]
    assert edition("nothing") is None
