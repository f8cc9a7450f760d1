"""5,000 lines of a statement against 3,000 references, half of them mangled: CPU, wrong bookings, wrong suggestions."""

import random
import time
from collections import Counter

from foundation.accounts.keys import ALPHABET
from marketplace.payments.matching import Match, Matcher, Payable, Verdict
from marketplace.payments.references import new_reference
from marketplace.payments.rules import Direction

LINES, REFERENCES = 5_000, 3_000
TEXTS = ("{} nop phi", "MBVCB.4527.{}.CT tu 0351000646393 NGUYEN VAN A toi 970436", "CHUYEN TIEN {} HTX", "{}")
SUMS = (500_000, 750_000, 1_000_000, 1_500_000, 2_000_000)


def main() -> None:
    """Measure, and fail where a line was booked or suggested for another's charge."""
    rng = random.Random(19)
    charges = [
        Payable(n, new_reference(rng.choice), rng.choice(SUMS), 0, f"Hợp tác xã {n} {rng.random():.3f}", is_open=True)
        for n in range(REFERENCES)
    ]
    lines = [_line(rng, rng.choice(charges), number % 2 == 1) for number in range(LINES)]
    began = time.process_time()
    matcher = Matcher(charges)
    found = [matcher.match(text, amount, Direction.IN) for text, amount, _, _ in lines]
    took = time.process_time() - began
    told, wrong = Counter[tuple[str, str]](), Counter[str]()
    for (_, _, right, how), match in zip(lines, found, strict=True):
        told[how, match.verdict] += 1
        wrong[match.verdict] += _is_wrong(match, right)
    for (how, verdict), count in sorted(told.items()):
        print(f"  {how:12}{verdict:10}{count:6}")
    print(f"{LINES:,} lines, {REFERENCES:,} references: {took:.2f} s of CPU, wrong: {dict(wrong)}")
    if sum(wrong.values()) or told["exact", Verdict.BOOK] < LINES // 2:
        raise SystemExit(1)


def _is_wrong(match: Match, right: int) -> bool:
    return bool(match.charges) and match.charges != (right,)


def _line(rng: random.Random, charge: Payable, is_mangled: bool) -> tuple[str, int, int, str]:
    how = rng.choice(("wrong", "missing", "more", "swapped", "cut", "alike")) if is_mangled else "exact"
    reference = _mangled(rng, charge.reference, how)
    return rng.choice(TEXTS).format(reference), charge.due, charge.id, how


def _mangled(rng: random.Random, reference: str, how: str) -> str:
    place = rng.randrange(len(reference) - 1)
    symbol = rng.choice([one for one in ALPHABET if one != reference[place]])
    ways = {
        "exact": rng.choice((reference, reference.lower(), f"{reference[:4]} {reference[4:8]} {reference[8:]}")),
        "wrong": reference[:place] + symbol + reference[place + 1 :],
        "missing": reference[:place] + reference[place + 1 :],
        "more": reference[:place] + symbol + reference[place:],
        "swapped": reference[:place] + reference[place : place + 2][::-1] + reference[place + 2 :],
        "cut": reference[: rng.randrange(5, 10)],
        "alike": reference.replace("0", "O").replace("1", "I"),
    }
    return ways[how]


if __name__ == "__main__":
    main()
