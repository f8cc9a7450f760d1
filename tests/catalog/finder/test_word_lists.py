"""The lists of words that officers edit hold together."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from foundation.i18n.text import fold, marks

DATA = Path(__file__).resolve().parents[3] / "catalog/finder/data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(cell: str) -> list[str]:
    return [word for word in cell.split(";") if word]


@pytest.mark.parametrize("name", ["synonyms.csv", "abbreviations.csv", "english.csv"])
def test_the_files_are_nfc_and_tidy(name: str) -> None:
    assert unicodedata.is_normalized("NFC", (DATA / name).read_text(encoding="utf-8"))
    for row in rows(name):
        for cell in (cell for column, cell in row.items() if column != "note"):
            assert [part for part in cell.split(";") if part != part.strip()] == []


def test_a_word_stands_in_one_group_of_synonyms() -> None:
    groups = [[*words(row["words"]), *words(row["only_typed"])] for row in rows("synonyms.csv")]
    assert [
        word for word, times in Counter(marks(word) for group in groups for word in group).items() if times > 1
    ] == []
    # Spellings that differ in marks alone are one word to the search already.
    assert [group for group in groups if len({fold(word) for word in group}) < len(group)] == []
    assert sum(len(group) > 1 for group in groups) >= 40
    assert all(row["note"] for row in rows("synonyms.csv"))


def test_an_abbreviation_has_one_meaning_of_a_known_kind() -> None:
    listed = rows("abbreviations.csv")
    assert {row["kind"] for row in listed} == {"organisation", "place", "other"}
    assert len({row["short"].casefold() for row in listed}) == len(listed)
    assert all(row["long"] for row in listed)


def test_an_english_word_stands_once_and_leads_somewhere() -> None:
    listed = rows("english.csv")
    english = [word for row in listed for word in words(row["english"])]
    assert len(listed) >= 90
    assert [word for word, times in Counter(english).items() if times > 1] == []
    assert all(word.isascii() and word == word.lower() and fold(word) for word in english)
    assert all(words(row["vietnamese"]) for row in listed)
