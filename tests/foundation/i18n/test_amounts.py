"""Amounts in words, as they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.i18n.amounts import MAX, dong_in_words

UNITS = {"nghìn": 10**3, "triệu": 10**6}
SAID = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = {**{word: number for number, word in enumerate(SAID)}, "mốt": 1, "lăm": 5}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (11, "Mười một đồng"),
        (105, "Một trăm linh năm đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (14_400_000, "Mười bốn triệu bốn trăm nghìn đồng"),
        (9_600_000, "Chín triệu sáu trăm nghìn đồng"),
        (1_116_000, "Một triệu một trăm mười sáu nghìn đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (2_000_000_555, "Hai tỷ năm trăm năm mươi lăm đồng"),
        (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
        (30_025_000_000, "Ba mươi tỷ không trăm hai mươi lăm triệu đồng"),
    ],
)
def test_an_amount_is_said_as_people_say_it(amount: int, words: str) -> None:
    assert dong_in_words(amount) == words


def heard(words: str) -> int:
    """What somebody understands who hears the words: the other way round, written by itself."""
    total = group = tens = 0
    for word in words.lower().removesuffix(" đồng").split():
        if word == "tỷ":
            total, group = (total + group) * 10**9, 0
        elif word in UNITS:
            total, group = total + group * UNITS[word], 0
        elif word == "trăm":
            group = tens * 100
        elif word == "mươi":
            group += tens * 10 - tens
        elif word == "mười":
            group += 10
        elif word != "linh":
            tens = DIGITS[word]
            group += tens
    return total + group


@given(st.integers(0, 10**9 - 1) | st.integers(0, 10**15))
def test_what_is_said_is_the_amount(amount: int) -> None:
    assert heard(dong_in_words(amount)) == amount


@pytest.mark.parametrize("amount", [-1, MAX])
def test_what_is_no_amount_is_not_said(amount: int) -> None:
    with pytest.raises(ValueError, match="no amount"):
        dong_in_words(amount)
