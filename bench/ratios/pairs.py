"""Ratios of paired measurements: their median and an interval that holds it. Pure functions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """How much dearer the second of two is than the first: the median of pairs, and its 95 % interval."""

    median: float
    low: float
    high: float
    pairs: int

    def exceeds(self, share: float) -> bool:
        """Whether it is dearer by more than the share beyond doubt: the whole interval lies above."""
        return self.low > 1 + share


def ratio(first: Sequence[int], second: Sequence[int]) -> Ratio:
    """The ratio of paired costs in any unit; raises ValueError where the pairs are none or not pairs.

    The interval is that of the order statistics around the median, which asks nothing of how the costs spread.
    """
    ratios = sorted(after / before for before, after in zip(first, second, strict=True))
    if not ratios:
        raise ValueError("no pair was measured")
    count = len(ratios)
    apart = 1.96 * math.sqrt(count) / 2
    low = max(0, math.floor(count / 2 - apart))
    high = min(count - 1, math.ceil(count / 2 + apart))
    middle = (ratios[(count - 1) // 2] + ratios[count // 2]) / 2
    return Ratio(middle, ratios[low], ratios[high], count)
