import random

from hypothesis import given
from hypothesis import strategies as st

from catalog.certificates.check_code import ALPHABET, LENGTH, new_code, printed, read_code

codes = st.integers().map(lambda seed: new_code(random.Random(seed).choice))


def test_a_new_code_reads_back() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert read_code(code) == code


@given(codes)
def test_the_printed_form_and_kind_slips_read_back(code: str) -> None:
    typed = printed(code).lower().replace("0", "o").replace("1", "i")
    assert read_code(f" {typed} ") == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(code: str, place: int, char: str) -> None:
    wrong = code[:place] + char + code[place + 1 :]
    assert wrong == code or read_code(wrong) is None


@given(codes, st.integers(0, LENGTH - 2))
def test_two_swapped_neighbours_are_caught(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert wrong == code or read_code(wrong) is None


def test_nonsense_is_no_code() -> None:
    assert [read_code(text) for text in ("", "K7M4", "K7M4-Q2RDU", "K7M4-Q2RD5X", "<script>x")] == [None] * 5
