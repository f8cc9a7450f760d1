import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.analysis import TOKEN_MAX, marked, nfc, pair, pairs, plain, tokens, words

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
vietnamese = st.text(LETTERS + LETTERS.upper() + "Ðð 0123456789.,-/()", max_size=60)
anything = st.text(max_size=60)


@given(st.one_of(vietnamese, anything))
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(plain(text)) == len(nfc(text))


@given(st.one_of(vietnamese, anything))
def test_a_token_stands_in_the_text_where_it_says(text: str) -> None:
    composed = nfc(text)
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(composed)
        assert token.end - token.start <= TOKEN_MAX
        assert composed[token.start : token.end].lower() == token.text
        assert token.folded == plain(composed)[token.start : token.end]
        at = token.end


@given(vietnamese)
def test_composed_or_not_small_or_large_the_words_are_the_same(text: str) -> None:
    found = tokens(text)
    for form in (unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)):
        assert tokens(form) == found
    for form in (text.upper(), text.lower()):
        assert [token.folded for token in tokens(form)] == [token.folded for token in found]
        assert [marked(token.text) for token in tokens(form)] == [marked(token.text) for token in found]


@given(vietnamese)
def test_a_folded_word_is_plain_and_stays_as_it_is(text: str) -> None:
    for token in tokens(text):
        assert token.folded.isascii()
        assert plain(token.folded) == token.folded
        assert token.has_marks == (not token.text.isascii())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("thúy", "thuý"),
        ("kỹ", "kĩ"),
        ("Lý", "lí"),
        ("quý", "quí"),
        ("Mỹ", "mĩ"),
        ("ty", "ti"),
        ("đá", "Ðá"),
    ],
)
def test_two_ways_of_writing_one_word_are_one(one: str, other: str) -> None:
    assert marked(one) == marked(other)
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("má", "mà"), ("cần", "cân"), ("đá", "da"), ("tơ", "to"), ("bưởi", "buổi")])
def test_marks_make_other_words(one: str, other: str) -> None:
    assert marked(one) != marked(other)


def test_y_is_a_letter_of_its_own_where_it_sounds_so() -> None:
    assert plain("tây") == "tay" != plain("tai")
    assert plain("thúy") == "thuy" != plain("thui")
    assert plain("yến") == "yen"


@pytest.mark.parametrize("word", ["An", "tơ", "mây", "Cần", "to", "may", "as", "by", "ở", "và", "a", "2"])
def test_no_word_is_too_common(word: str) -> None:
    assert [token.text for token in tokens(f"chè {word} gạo")] == ["chè", word.lower(), "gạo"]


def test_words_end_where_letters_and_digits_do() -> None:
    assert [t.text for t in tokens("Bánh_đa (nem) 100% – 500g/túi, P.1")] == [
        "bánh", "đa", "nem", "100", "500g", "túi", "p", "1",
    ]  # fmt: skip


@given(st.one_of(vietnamese, anything))
def test_the_folded_words_of_a_text_are_those_of_its_tokens(text: str) -> None:
    assert words(text) == [token.folded for token in tokens(text)]


def test_neighbours_are_pairs() -> None:
    assert list(pairs(["mat", "ong", "rung"])) == [pair("mat", "ong"), pair("ong", "rung")] == ["mat_ong", "ong_rung"]
    assert list(pairs(["mat"])) == []


def test_a_run_of_letters_without_end_is_cut() -> None:
    [token] = tokens("x" * 500)
    assert len(token.folded) == TOKEN_MAX
