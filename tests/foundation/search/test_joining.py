import pytest

from foundation.search.query import Query, plain_terms
from foundation.search.searching import search
from tests.support.oracle import keys_of
from tests.support.search import Written, thing


@pytest.fixture
def shop(written: Written) -> Written:
    names = ("Gạo thơm ST25", "Gạo ST 24", "Gạo nếp 25", "Nước mắm 500ml", "Mật ong 500 ml", "Rượu 40 độ")
    written.build(thing(number, name) for number, name in enumerate(names, start=1))
    return written


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("gạo ST25", [1]),
        ("gạo ST 25", [1]),
        ("gạo ST-25", [1]),
        ("gao st–25", [1]),
        ("gạo ST24", [2]),
        ("gạo st 24", [2]),
        ("nước mắm 500 ml", [4]),
        ("mật ong 500ml", [5]),
        ("rượu 40", [6]),
        ("rượu 40 độ", [6]),
        ("nếp 25", [3]),
    ],
)
def test_letters_and_digits_are_found_together_and_parted(shop: Written, q: str, numbers: list[int]) -> None:
    found = search(shop.snapshot(), Query(plain_terms(q)))
    assert keys_of(found) == [f"thing:{number}" for number in numbers]
    assert (found.complete, found.missing, found.corrected) == (True, (), {})


def test_a_number_that_no_word_has_beside_its_letters_stays_a_word(shop: Written) -> None:
    found = search(shop.snapshot(), Query(plain_terms("gạo ST 26")))
    assert (found.complete, found.missing) == (False, ("26",))
