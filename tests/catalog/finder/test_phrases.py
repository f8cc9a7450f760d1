import pytest

from catalog.finder.phrases import Phrases
from foundation.search.analysis import tokens

TEA = Phrases([("chè", "tea"), ("chè lam", "candy"), ("chè lam hồng", "brand"), ("Cần Thơ", "city")])


def meant(phrases: Phrases[str], text: str, place: int = 0) -> tuple[int, str] | None:
    found = phrases.at(tokens(text), place)
    return (found.length, found.meaning) if found else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chè xanh", (1, "tea")),
        ("chè lam", (2, "candy")),
        ("chè lam Phủ Quảng", (2, "candy")),
        ("chè lam hồng", (3, "brand")),
        ("chè lam hong", (3, "brand")),
        ("cần thơ", (2, "city")),
        ("CẦN THƠ", (2, "city")),
        ("can tho", (2, "city")),
        ("cần", None),
        ("lam chè", None),
        ("chẻ", None),
    ],
)
def test_the_longest_phrase_wins_and_what_was_typed_of_marks_counts(text: str, found: tuple[int, str] | None) -> None:
    assert meant(TEA, text) == found


def test_a_phrase_begins_where_it_is_looked_for() -> None:
    asked = "mua chè lam ngon"
    assert [meant(TEA, asked, place) for place in range(4)] == [None, (2, "candy"), None, None]


def test_only_what_was_typed_with_every_mark_is_as_written() -> None:
    written = {text: TEA.at(tokens(text), 0) for text in ("chè lam", "che lam", "chè lám")}
    assert written["chè lam"]
    assert written["chè lam"].as_written
    assert written["che lam"]
    assert not written["che lam"].as_written
    assert written["chè lám"]
    assert written["chè lám"].length == 1  # "lám" is not "lam", so this is tea


def test_the_place_of_a_tone_and_i_for_y_make_no_difference() -> None:
    phrases = Phrases([("hòa", "peace"), ("Mỹ", "beauty")])
    assert meant(phrases, "hoà") == (1, "peace")
    assert meant(phrases, "mĩ") == (1, "beauty")


def test_a_forgiving_table_takes_phrases_with_wrong_marks_but_no_single_word() -> None:
    pairs = [("chè", "tea"), ("mật ong", "honey")]
    strict, forgiving = Phrases(pairs), Phrases(pairs, forgiving=True)
    for text in ("mật òng", "mất ong"):
        assert meant(strict, text) is None
        found = forgiving.at(tokens(text), 0)
        assert found
        assert (found.length, found.meaning, found.as_written) == (2, "honey", False)
    assert meant(forgiving, "chẻ") is None


def test_phrases_that_differ_in_marks_only_are_told_apart_by_them() -> None:
    phrases = Phrases([("dứa", "pineapple"), ("dừa", "coconut")])
    assert meant(phrases, "dừa") == (1, "coconut")
    assert meant(phrases, "dứa") == (1, "pineapple")
    assert meant(phrases, "dua") == (1, "pineapple")  # the first of those it may be
    assert list(phrases.all_meant("dua")) == ["pineapple", "coconut"]
    assert list(phrases.all_meant("dừa")) == ["coconut"]
    assert list(phrases.all_meant("dưa")) == []


def test_a_table_without_phrases_knows_none() -> None:
    assert meant(Phrases([]), "chè") is None
    assert list(Phrases[str]([]).all_meant("chè")) == []
