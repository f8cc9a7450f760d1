import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.keys import ALPHABET
from marketplace.payments.references import LENGTH, check_symbol, comparable, new_reference, read_reference

bodies = st.text(ALPHABET, min_size=7, max_size=7)


@given(bodies)
def test_a_reference_is_read_back_however_it_is_written(body: str) -> None:
    reference = new_reference(lambda _: body[0])
    assert len(reference) == LENGTH
    assert read_reference(reference) == reference
    assert read_reference(f" {reference.lower()[:6]} {reference.lower()[6:]} ") == reference
    assert comparable(reference)[4:] == reference[4:]


def test_references_are_not_alike() -> None:
    assert len({new_reference() for _ in range(1000)}) == 1000


def test_what_is_misread_is_put_right() -> None:
    body = "0110VV0"
    assert read_reference(f"OCOPOILOUUO{check_symbol(body)}") == f"OCOP{body}{check_symbol(body)}"


@given(bodies, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_the_last_symbol_tells_every_slip_but_one_pair(body: str, place: int, other: str) -> None:
    wrong = body[:place] + other + body[place + 1 :]
    if wrong != body and {other, body[place]} != {"0", "Z"}:
        assert check_symbol(wrong) != check_symbol(body)
        assert read_reference(f"OCOP{wrong}{check_symbol(body)}") is None


def test_swapped_neighbours_are_told() -> None:
    rng = random.Random(3)
    for _ in range(300):
        body = "".join(rng.choices(ALPHABET, k=7))
        for first, (one, two) in enumerate(pairwise(body)):
            swapped = body[:first] + two + one + body[first + 2 :]
            if one != two and {one, two} != {"0", "Z"}:
                assert check_symbol(swapped) != check_symbol(body)


def test_what_is_none_is_not_read() -> None:
    for text in ("", "OCOP", "XCOP1234567" + check_symbol("1234567"), "OCOP123456*1", "OCOP123456712"):
        assert read_reference(text) is None
