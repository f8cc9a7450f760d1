from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from foundation.search.analysis import marked, nfc, plain, tokens
from foundation.search.highlighting import SNIPPET, HighlightTerms, shown, snippet

WORDS = ("mật", "ong", "rừng", "Hòa", "hoà", "kỹ", "kĩ", "chè,", "(An)", "a_b", "500g", "x" * 150)
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
TEXTS = st.one_of(SENTENCES, st.text(max_size=400))


def both(text: str) -> tuple[str, str]:
    """A text and its plain form, as an index keeps it."""
    return nfc(text), plain(text)


def asked(text: str) -> frozenset[str]:
    return frozenset(token.folded for token in tokens(text))


@given(TEXTS, st.one_of(SENTENCES, st.text(max_size=20)))
def test_the_pieces_are_the_text(text: str, words: str) -> None:
    pieces = shown(both(text), HighlightTerms(asked(words)))
    assert "".join(piece for piece, _ in pieces) == nfc(text)
    assert all(piece for piece, _ in pieces)
    assert all(one[1] != other[1] for one, other in pairwise(pieces))


@given(SENTENCES, st.sets(st.sampled_from(["mat", "ong", "ki", "hoa", "an", "500g"])))
def test_exactly_the_words_asked_for_are_shown_as_found(text: str, words: set[str]) -> None:
    pieces = shown(both(text), HighlightTerms(frozenset(words)))
    assert {token.folded for piece, found in pieces if found for token in tokens(piece)} == words & asked(text)
    assert not words & {token.folded for piece, found in pieces if not found for token in tokens(piece)}


@given(TEXTS, st.one_of(SENTENCES, st.text(max_size=20)))
def test_a_snippet_is_a_short_part_of_the_text_with_a_word_in_it(text: str, words: str) -> None:
    wanted = HighlightTerms(asked(words))
    pieces = snippet(both(text), wanted)
    if not wanted.spans(both(text)):
        assert pieces == ()
        return
    inner = [piece for piece, _ in pieces]
    lead = inner[0] == "… " and not nfc(text).startswith("… ")
    tail = inner[-1] == "…" and not nfc(text).endswith("…")
    part = "".join(inner[lead : len(inner) - tail])
    assert part in nfc(text)
    assert len(part) <= SNIPPET
    assert any(found for _, found in pieces)


def test_a_snippet_shows_the_part_with_most_of_the_words() -> None:
    text = (
        "Một lần nói tới chè. " + "Rồi chuyện khác hẳn đi. " * 12 + "Mật ong rừng và chè ngon. " + "Hết chuyện. " * 20
    )
    pieces = snippet(both(text), HighlightTerms(asked("chè mật ong rừng")))
    assert ("Mật ong rừng", True) in pieces
    assert ("chè", True) in pieces
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == ("…", False)


def test_a_word_behind_an_endless_one_is_shown_too() -> None:
    pieces = snippet(both("xem " + "x" * 300 + " chè " + "y" * 300), HighlightTerms(frozenset(["che"])))
    assert ("chè", True) in pieces


def test_a_word_is_found_however_it_is_written() -> None:
    assert shown(both("Kỹ, kĩ, KỸ và kỷ"), HighlightTerms(asked("ki"))) == (
        ("Kỹ", True), (", ", False), ("kĩ", True), (", ", False), ("KỸ", True), (" và ", False), ("kỷ", True),
    )  # fmt: skip
    assert shown(both("quý và quí"), HighlightTerms(asked("quy"))) == (("quý", True), (" và ", False), ("quí", True))


def test_part_of_a_word_is_not_the_word() -> None:
    assert shown(both("Mật ongvang"), HighlightTerms(frozenset(["ong"]))) == (("Mật ongvang", False),)
    assert shown(both("trong 2ong ong2"), HighlightTerms(frozenset(["ong"]))) == (("trong 2ong ong2", False),)


def test_neighbours_found_stand_in_one_piece() -> None:
    assert shown(both("mật ong, rừng"), HighlightTerms(asked("rừng mật ong"))) == (
        ("mật ong", True), (", ", False), ("rừng", True),
    )  # fmt: skip


def test_nothing_asked_shows_the_text_as_it_is() -> None:
    assert shown(both("Mật ong"), HighlightTerms(frozenset())) == (("Mật ong", False),)
    assert shown(both(""), HighlightTerms(frozenset(["ong"]))) == ()
    assert snippet(both("Mật ong"), HighlightTerms(frozenset())) == ()


def test_another_name_is_shown_with_its_own_marks_only() -> None:
    wanted = HighlightTerms(frozenset(["tra", "che"]), {"che": frozenset({marked("chè")})})
    pieces = shown(both("trà, chè, chế biến, TRA"), wanted)
    assert [piece for piece, found in pieces if found] == ["trà", "chè", "TRA"]
