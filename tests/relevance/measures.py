"""How good an answer is: normalised discounted cumulative gain, and success at the first place. Pure functions."""

from collections.abc import Mapping, Sequence
from math import log2

DEPTH = 10


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Gain of the first `depth` answers against the best possible order; 1 is perfect, 0 has nothing of use."""
    best = sum(_gain(grade, place) for place, grade in enumerate(sorted(grades.values(), reverse=True)[:depth]))
    return sum(_gain(grades.get(id_, 0), place) for place, id_ in enumerate(found[:depth])) / best


def _gain(grade: int, place: int) -> float:
    return float(2**grade - 1) / log2(place + 2)
