import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.keys import ALPHABET
from marketplace.payments.matching import Ground, Match, Matcher, Payable, Verdict, is_one_slip
from marketplace.payments.references import new_reference
from marketplace.payments.rules import Direction

IN, OUT = Direction.IN, Direction.OUT
RNG = random.Random(5)
REFERENCES = [new_reference(RNG.choice) for _ in range(60)]
CHARGES = [
    Payable(n, one, 500_000 + 100_000 * (n % 3), 0, f"Hợp tác xã Chè {n}", is_open=True)
    for n, one in enumerate(REFERENCES)
]
MATCHER = Matcher(CHARGES)
places = st.integers(0, len(CHARGES) - 1)


def due(number: int) -> int:
    return CHARGES[number].due


@given(places, st.sampled_from(["{}", "CT DEN {} tu NGUYEN VAN A", "phi gian hang {}.", "MBVCB.123.{}.CT tu 01"]))
def test_an_exact_reference_with_the_sum_is_booked(number: int, text: str) -> None:
    reference = REFERENCES[number]
    spaced = f"{reference[:4].lower()} {reference[4:9]}-{reference[9:]}"
    for said in (reference, reference.lower(), spaced):
        told = MATCHER.match(text.format(said), due(number), IN)
        assert told == Match(Verdict.BOOK, Ground.EXACT, (number,))


@given(places)
def test_letters_that_look_alike_are_the_same(number: int) -> None:
    body = REFERENCES[number][4:].replace("0", "O").replace("1", "l").replace("V", "u")
    assert MATCHER.match(f"0C0P{body}", due(number), IN).verdict is Verdict.BOOK


def test_another_sum_is_suggested() -> None:
    assert MATCHER.match(REFERENCES[1], due(1) // 10, IN) == Match(Verdict.SUGGEST, Ground.OTHER_SUM, (1,))


def test_a_transfer_for_two_is_suggested_for_both() -> None:
    told = MATCHER.match(f"{REFERENCES[2]} va {REFERENCES[5]}", due(2) + due(5), IN)
    assert told == Match(Verdict.SUGGEST, Ground.SEVERAL, (2, 5))


@given(places, st.integers(0, 11), st.sampled_from(ALPHABET), st.sampled_from(["swap", "wrong", "missing", "more"]))
def test_one_slip_is_suggested_and_never_another(number: int, place: int, symbol: str, slip: str) -> None:
    right = REFERENCES[number]
    typed = {
        "wrong": right[:place] + symbol + right[place + 1 :],
        "missing": right[:place] + right[place + 1 :],
        "more": right[:place] + symbol + right[place:],
        "swap": right[:place] + right[place : place + 2][::-1] + right[place + 2 :],
    }[slip]
    told = MATCHER.match(f"nop phi {typed} htx", due(number), IN)
    assert told.verdict in {Verdict.SUGGEST, Verdict.BOOK}
    assert told.charges == (number,)


def test_a_slip_with_another_sum_is_for_the_desk() -> None:
    assert MATCHER.match(REFERENCES[3][:-1], due(3) + 1, IN) == Match(Verdict.DESK, Ground.NOTHING)


def test_a_slip_that_fits_two_is_for_the_desk() -> None:
    pair = [
        Payable(1, "OCOP00000000", 5, 0, "a b", is_open=True),
        Payable(2, "OCOP00000022", 5, 0, "c d", is_open=True),
    ]
    assert Matcher(pair).match("OCOP00000002", 5, IN) == Match(Verdict.DESK, Ground.NOTHING)


def test_a_lost_memo_is_found_by_the_payer_and_the_sum() -> None:
    only = [Payable(1, REFERENCES[0], 700_000, 0, "HTX Chè Tân Cương", is_open=True)]
    matcher = Matcher(only)
    told = Match(Verdict.SUGGEST, Ground.PAYER, (1,))
    assert matcher.match("HTX CHE TAN CUONG chuyen tien", 700_000, IN) == told
    assert matcher.match("HTX CHE TAN CUONG chuyen tien", 700_000, OUT).verdict is Verdict.DESK
    assert matcher.match("HTX CHE TAN CUONG chuyen tien", 1, IN).verdict is Verdict.DESK
    twice = [*only, Payable(2, REFERENCES[1], 700_000, 0, "HTX chè Tân Cương", is_open=True)]
    assert Matcher(twice).match("HTX CHE TAN CUONG", 700_000, IN).verdict is Verdict.DESK
    short = [Payable(1, REFERENCES[0], 700_000, 0, "Lan", is_open=True)]
    assert Matcher(short).match("Lan chuyen", 700_000, IN).verdict is Verdict.DESK


def test_money_that_goes_back_is_booked_by_its_reference() -> None:
    held = Matcher([Payable(1, REFERENCES[0], 500, 500, "a b", is_open=False)])
    assert held.match(f"hoan {REFERENCES[0]}", 500, OUT).verdict is Verdict.BOOK
    double = Matcher([Payable(1, REFERENCES[0], 500, 1000, "a b", is_open=False)])
    assert double.match(f"hoan {REFERENCES[0]}", 500, OUT).verdict is Verdict.BOOK
    assert double.match(f"hoan {REFERENCES[0]}", 400, OUT).verdict is Verdict.SUGGEST


def test_a_name_with_the_word_in_it_is_no_reference() -> None:
    assert MATCHER.match("Hội chợ OCOP tỉnh Thái Nguyên", 500_000, IN).verdict is Verdict.DESK


@given(st.text(max_size=60), st.integers(1, 10**9), st.sampled_from(Direction))
def test_whatever_stands_in_a_line_is_answered(text: str, amount: int, direction: Direction) -> None:
    assert MATCHER.match(text, amount, direction).verdict in set(Verdict)


@pytest.mark.parametrize(
    ("right", "typed", "told"),
    [
        ("ABCD", "ABCD", True),
        ("ABCD", "ABXD", True),
        ("ABCD", "ACBD", True),
        ("ABCD", "ABC", True),
        ("ABCD", "ABCCD", True),
        ("ABCD", "AXXD", False),
        ("ABCD", "AB", False),
        ("ABCD", "CABD", False),
    ],
)
def test_what_a_slip_is(right: str, typed: str, told: bool) -> None:
    assert is_one_slip(right, typed) is told
