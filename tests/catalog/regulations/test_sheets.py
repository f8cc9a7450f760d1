from datetime import date, timedelta

import pytest

from catalog.regulations.editions import LAW, book_at
from catalog.regulations.rules import Book
from catalog.regulations.scoresheet import Sheet
from catalog.regulations.sheets import check_sheets, sheets

EVERY = [pytest.param(of, sheet, id=f"{of.address}-{sheet.key}") for of in LAW.books for sheet in sheets(of).values()]


@pytest.mark.parametrize("of", LAW.books, ids=lambda of: of.address)
def test_every_edition_has_its_26_sets(of: Book) -> None:
    assert {sheet.number for sheet in sheets(of).values()} == set(range(1, 27))
    assert book_at(of.address) is of


@pytest.mark.parametrize(("of", "sheet"), EVERY)
def test_a_sheet_is_read_whole(of: Book, sheet: Sheet) -> None:
    for part in sheet.parts:
        assert sum(section.most for section in part.sections) == part.most or not sheet.whole
        assert all(section.criteria for section in part.sections) or not sheet.whole
        for section in part.sections:
            for criterion in section.criteria:
                assert criterion.title.vi
                assert criterion.title.en
                assert all(option.min_star in {None, 3, 4, 5} for option in criterion.options)
    assert sheet.source


def test_the_parts_of_sheets_are_those_of_their_editions() -> None:
    assert list(check_sheets()) == []


def test_sheets_that_do_not_add_up_say_so() -> None:
    broken = {of.address: [s.key for s in sheets(of).values() if not s.whole] for of in LAW.books}
    assert broken == {"26": [], "148": ["7", "11", "12", "13"], "1048": ["19", "26-2019"]}


def test_addresses_are_those_of_before_and_two_editions_share_one() -> None:
    assert [of.address for of in LAW.books] == ["26", "148", "1048"]
    assert [one.sheets.address for one in LAW.editions] == ["1048", "148", "148", "26"]
    assert book_at("nothing") is None


def test_one_book_follows_the_other() -> None:
    day = date(2019, 8, 21)
    while day < date(2026, 12, 1):
        # For 60 days in 2026 dossiers lodged before were still judged by the older one.
        assert [of.address for of in LAW.books if of.in_force(day)] in (["26"], ["26", "148"], ["148"], ["1048"])
        day += timedelta(days=1)
    assert [of.address for of in LAW.books if of.in_force(date(2026, 7, 21))] == ["26", "148"]
    assert [of.address for of in LAW.books if of.in_force(date(2026, 7, 22))] == ["26"]
