from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.vocabulary import NEAR_MAX, Vocabulary

WORDS = st.text("abcd", min_size=1, max_size=7)


def made(*words: str) -> Vocabulary:
    return Vocabulary(Counter(words), frozenset({"one"}))


def within_one_slip(one: str, other: str) -> bool:
    """One letter more, less or other, or two neighbours swapped; by trying each."""
    letters = sorted({*one, *other})
    cuts = [(one[:i], one[i:]) for i in range(len(one) + 1)]
    forms = {head + tail[1:] for head, tail in cuts if tail}
    forms |= {head + letter + tail for head, tail in cuts for letter in letters}
    forms |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    forms |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    return other != one and other in forms


@given(st.lists(WORDS, max_size=30), WORDS)
def test_near_are_exactly_the_words_within_one_slip(words: list[str], asked: str) -> None:
    kept = {word for word in words if len(word) >= 2}
    expected = {word for word in kept if within_one_slip(asked, word)}
    assert set(made(*words).near(asked)) - {w for w in words if len(w) == 1} == expected


@pytest.mark.parametrize(
    ("typed", "meant"), [("cehe", "chehe"), ("ch", "che"), ("chhe", "che"), ("cje", "che"), ("hce", "che")]
)
def test_each_kind_of_slip_is_found(typed: str, meant: str) -> None:
    assert made(meant, "khac").near(typed) == [meant]


def test_two_slips_are_too_many() -> None:
    assert made("mat", "ong").near("mtaa") == []
    assert made("rung").near("runggg") == []


def test_those_of_most_documents_come_first() -> None:
    vocabulary = made("tan", "tam", "tam", "tay")
    assert vocabulary.near("tax") == ["tam", "tan", "tay"]
    assert vocabulary.starting("ta", 2) == ["tam", "tan"]
    assert vocabulary.starting("x", 5) == []


@given(st.lists(WORDS, max_size=30), st.text("abcd", max_size=3))
def test_starting_are_exactly_the_words_that_begin_so(words: list[str], prefix: str) -> None:
    found = made(*words).starting(prefix, 100)
    assert set(found) == {word for word in words if word.startswith(prefix)}
    assert len(set(found)) == len(found)


def test_codes_and_long_runs_are_no_neighbours() -> None:
    assert made("500g", "x" * (NEAR_MAX + 1)).near("500h") == []
    assert made("x" * (NEAR_MAX + 1)).near("x" * NEAR_MAX) == []


def test_a_vocabulary_is_taken_over_where_it_has_all_words() -> None:
    first = Vocabulary.of([{"che": 2, "tra": 1}], frozenset({"one"}))
    second = Vocabulary.of([{"che": 1}, {"che": 3}], frozenset({"two", "three"}), before=first)
    assert second._shortened is first._shortened
    assert second.counts == {"che": 4}
    assert "tra" not in second
    assert "tra" in first
    assert second.near("tre") == []
    assert second.starting("t", 5) == []
    third = Vocabulary.of([{"gao": 1}], frozenset({"four"}), before=second)
    assert third.near("gaoo") == ["gao"]
