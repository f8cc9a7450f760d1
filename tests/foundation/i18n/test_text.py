import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.i18n.text import SLUG_MAX, fold, marks, normalize_spaces, slug, sort_key

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"

# As a Vietnamese dictionary has them: level, huyền, hỏi, ngã, sắc, nặng; â after ă after a; đ after d.
DICTIONARY = [
    "a", "à", "ả", "ã", "á", "ạ", "an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "ban", "bàn", "bán", "bạn",
    "băn", "bân", "cam", "căm", "câm", "da", "dê", "dừa", "dứa", "đa", "đá", "đê", "em", "êm", "măng", "mẳng", "mật",
    "o", "ong", "ô", "ông", "ơ", "ơn", "tu", "tú", "tư", "từ", "tử", "tứ", "tự", "ý", "yên", "yến",
]  # fmt: skip

syllable = st.builds(
    lambda start, vowel, tone, end: unicodedata.normalize("NFC", start + vowel + tone + end),
    st.sampled_from(["", "b", "ch", "đ", "ngh", "tr"]),
    st.sampled_from(VOWELS),
    st.sampled_from(TONES),
    st.sampled_from(["", "c", "n", "ng"]),
)
phrase = st.lists(syllable, min_size=1, max_size=4).map(" ".join)


def _forms(text: str) -> list[str]:
    return [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]


def _backwards(texts: list[str]) -> list[str]:
    """Reversed, so that an order that leaves everything in place cannot pass."""
    return texts[::-1]


def test_words_stand_in_the_order_of_the_dictionary() -> None:
    assert sorted(_backwards(DICTIONARY), key=sort_key) == DICTIONARY


def test_letters_stand_in_the_order_of_the_alphabet() -> None:
    assert sorted(_backwards(list(LETTERS)), key=sort_key) == list(LETTERS)


def test_tones_decide_only_between_equal_letters() -> None:
    names = ["Bà Rịa", "Bạ Rich", "Cà Mau", "Cá mú", "Đà Nẵng", "Đắk Lắk", "Hạ Long", "Hà Nội", "Hải Phòng"]
    assert sorted(_backwards(names), key=sort_key) == names


def test_capitals_do_not_matter_for_order() -> None:
    assert sort_key("CHÈ Shan") == sort_key("chè shan")


def test_spaces_come_before_digits_and_digits_before_letters() -> None:
    names = ["Trà xanh", "Tra 1", "Tra 12", "Tra 2", "Traa", "Tra"]
    assert sorted(names, key=sort_key) == ["Tra", "Tra 1", "Tra 12", "Tra 2", "Trà xanh", "Traa"]


@given(phrase)
def test_every_way_of_writing_the_same_text_is_the_same(text: str) -> None:
    for form in _forms(text):
        assert fold(form) == fold(text)
        assert marks(form) == marks(text)
        assert slug(form) == slug(text)
        assert sort_key(form) == sort_key(text)


@given(phrase)
def test_capitals_do_not_matter_for_matching(text: str) -> None:
    for form in _forms(text.upper()) + _forms(text.title()):
        assert (fold(form), marks(form), slug(form)) == (fold(text), marks(text), slug(text))


@given(st.text())
def test_a_fold_is_plain_lower_words(text: str) -> None:
    folded = fold(text)
    assert all("a" <= c <= "z" or c.isdigit() or c == " " for c in folded)
    assert folded.isascii()
    assert fold(folded) == folded == " ".join(folded.split())


@given(st.text())
def test_a_slug_is_short_plain_and_never_empty(text: str) -> None:
    made = slug(text)
    assert 1 <= len(made) <= SLUG_MAX
    assert made.isascii()
    assert all(c.isalnum() or c == "-" for c in made)
    assert not made.startswith("-")
    assert not made.endswith("-")


def test_a_long_slug_ends_with_a_whole_word() -> None:
    assert slug("chè " * 30) == "-".join(["che"] * 15)
    assert slug("x" * 100) == "x" * SLUG_MAX


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mật ong rừng U Minh Hạ", "mat ong rung u minh ha"),
        ("ĐẶC SẢN Đắk Lắk", "dac san dak lak"),
        ("Nước mắm “Phú Quốc” 40°N", "nuoc mam phu quoc 40 n"),
        ("Ðồng Tháp", "dong thap"),
        ("Cà-phê  G7/hòa\ttan", "ca phe g7 hoa tan"),
    ],
)
def test_folds_by_example(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("thúy", "thuý"), ("Hóa", "hoá"), ("Ðà", "Đà")])
def test_where_the_tone_stands_does_not_matter(one: str, other: str) -> None:
    assert marks(one) == marks(other)


@pytest.mark.parametrize(("one", "other"), [("ma", "mà"), ("mỹ", "mĩ"), ("ca", "câ"), ("da", "đa"), ("tu", "tư")])
def test_every_other_mark_does(one: str, other: str) -> None:
    assert marks(one) != marks(other)


@given(st.text())
def test_tidy_text_is_composed_and_stays_as_it_is(text: str) -> None:
    tidied = normalize_spaces(text)
    assert unicodedata.is_normalized("NFC", tidied)
    assert normalize_spaces(tidied) == tidied == tidied.strip()
    assert "  " not in tidied


@given(phrase, phrase)
def test_different_texts_of_the_language_have_different_places(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) is (one == other)


@given(st.lists(st.text(alphabet=LETTERS, min_size=1), min_size=2))
def test_a_word_comes_before_those_it_begins(words: list[str]) -> None:
    longer = "".join(words)
    assert sort_key(words[0]) < sort_key(longer)
