"""Which record a row means: the exact one, or those that are like it."""

from catalog.intake.matching import Record, Records, RowInput, RowMatch
from catalog.producers.rules import producer_key
from foundation.i18n.text import fold


def known(number: int, name: str, producer: str | None = None, commune: str | None = None) -> Record:
    return Record(number, name, fold(name), producer, producer_key(producer) if producer else None, commune)


RECORDS = Records(
    [
        known(1, "Mật ong rừng U Minh", "HTX Ong U Minh"),
        known(2, "Mật ong rừng U Minh", "Hộ kinh doanh Ba Tâm"),
        known(3, "Khô cá lóc", "HTX Ong U Minh"),
        known(4, "Trà mãng cầu"),
    ]
)


def test_name_and_producer_of_one_record_are_exact_whatever_the_legal_form_and_marks() -> None:
    found = RECORDS.find(RowInput("MẬT ONG RỪNG U MINH", "Hợp tác xã Ong U Minh"))
    assert (found.match, [one.id for one in found.records]) == (RowMatch.EXACT, [1])


def test_one_name_of_two_producers_is_for_the_officer_to_choose() -> None:
    found = RECORDS.find(RowInput("Mật ong rừng U Minh"))
    assert (found.match, {one.id for one in found.records}) == (RowMatch.CANDIDATES, {1, 2})


def test_the_same_producer_makes_likelier() -> None:
    found = RECORDS.find(RowInput("Mật ong U Minh", "Hộ kinh doanh Ba Tâm"))
    assert (found.match, found.records[0].id) == (RowMatch.CANDIDATES, 2)


def test_a_record_without_a_producer_is_never_exact() -> None:
    assert RECORDS.find(RowInput("Trà mãng cầu", "HTX A")).match is RowMatch.CANDIDATES


def test_what_is_like_nothing_is_new() -> None:
    assert RECORDS.find(RowInput("Gốm Bàu Trúc", "HTX Gốm")).match is RowMatch.NOTHING
    assert RECORDS.find(RowInput("", "HTX Ong U Minh")).match is RowMatch.NOTHING
