import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.i18n.hygiene import (
    LOST,
    MARKS_MAX,
    Damage,
    alike,
    clean_query,
    cleaned,
    damage_of,
    damaged_line,
    strip_invisible,
)

anything = st.text(st.characters(exclude_categories=[]), max_size=40)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("tuy\u200bết", "tuyết"),
        ("Tr\u00adà", "Trà"),
        ("\ufeffTrà\ufeff sen", "Trà sen"),
        ("\u202eTrà\u202c \u2066sen\u2069", "Trà sen"),
        ("T\u034fr\u2060a\u0300", "Trà"),
        ("chè\u200d\u200cxanh", "chèxanh"),
        ("mật\u00a0ong\u3000rừng\u2003", "mật ong rừng "),
        ("một\r\nhai\rba\u2028bốn\x0bnăm\x0csáu\x85bảy", "một\nhai\nba\nbốn\nnăm\nsáu\nbảy"),
        ("một\thai", "một\thai"),
        ("\u0189ắk Lắk, \u00d0à, \u00f0ậu, \u0256ậu", "Đắk Lắk, Đà, đậu, đậu"),
        (unicodedata.normalize("NFD", "Trà Shan tuyết"), "Trà Shan tuyết"),
        ("A\x00B\x1b\x7f\ufdd0\uffff", f"A{LOST}B{LOST * 4}"),
        ("\ud800", LOST),
        ("OCOP-4 sao", "OCOP-4 sao"),
    ],
)
def test_what_is_kept_of_a_text(written: str, kept: str) -> None:
    assert cleaned(written) == kept


@given(anything)
def test_a_clean_text_is_clean(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once == unicodedata.normalize("NFC", once)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u00ad\ufeff\ud800-\udfff]", once)
    assert alike(once) is None
    once.encode()


@given(anything)
def test_what_is_no_text_is_always_told(text: str) -> None:
    """Nothing becomes the sign of what is lost without a word."""
    if LOST in cleaned(text):
        assert damage_of(text)
    assert LOST not in clean_query(text)


def test_letters_that_look_like_d_are_told_before_they_are_mended() -> None:
    assert alike("\u0189ắk Lắk") == "\u0189"
    assert alike("Đắk Lắk") is None
    assert strip_invisible("\u0189ắk\u200b Lắk") == "\u0189ắk Lắk"


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("Trà sen\ufffd", Damage.LETTERS_LOST),
        ("A\x00B", Damage.LETTERS_LOST),
        ("TrÃ  Shan tuyáº¿t", Damage.WRONG_ENCODING),
        ("Trà sen\nTrµ sen", Damage.WRONG_ENCODING),
        ("Trà\u200b sen", None),
        ("", None),
    ],
)
def test_what_is_broken(text: str, damage: Damage | None) -> None:
    assert damage_of(text) == damage


def test_the_line_that_is_broken_is_named() -> None:
    assert damaged_line("Trà\r\nMật ong\r\nTrµ sen") == 3
    assert damaged_line("Trµ sen") is None
    assert damaged_line("Trà\nMật ong") is None


def test_a_letter_with_more_marks_than_any_language_has_keeps_a_few() -> None:
    marked = cleaned("a" + "\u0323\u0301" * 20_000 + " chè")
    assert marked.endswith(" chè")
    assert len(marked) <= MARKS_MAX + len("a chè")
    assert cleaned("e\u0323\u0302") == "ệ"
