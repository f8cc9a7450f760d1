"""Words are found whatever they are made of."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.i18n.lookalikes import _SEEMS, readings

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ "


@pytest.mark.parametrize(
    "text",
    [
        "сhữа bệnh",
        "chữa bệnh",
        "ch\u200bữa b\u2060ệnh",
        "chữa\u00a0bệnh",
        "chữa\u3164bệnh",
        "chữa\u200bbệnh",
        "ｃｈữａ ｂệｎｈ",
        "𝐜𝐡ữ𝐚 𝐛ệ𝐧𝐡",
        "chữ\u0336a b\u0335ệnh",
        "ch\u00adữ\ufe0fa bệ\u034fnh",
        "\u202echữa bệnh\u202c",
        "chữа ƅệnh".replace("ƅ", "Ƅ"),
        "chữa bệnh\U000e0041",
    ],
)
def test_what_looks_alike_reads_alike(text: str) -> None:
    assert "chữa bệnh" in [" ".join(reading.casefold().split()) for reading in readings(text)]


@given(st.text(LETTERS + LETTERS.upper(), max_size=60))
def test_plain_vietnamese_is_read_as_it_is(text: str) -> None:
    assert readings(text) == (unicodedata.normalize("NFC", text),)


def test_numbers_stay_numbers_and_noughts_among_letters_are_none() -> None:
    assert readings("100.000 đồng, 0c0p") == ("100.000 đồng, ocop",)


def test_no_letter_seems_to_be_two() -> None:
    seeming = [c for letters in _SEEMS.values() for c in letters]
    assert len(seeming) == len(set(seeming))
    assert not set(seeming) & set(LETTERS)
