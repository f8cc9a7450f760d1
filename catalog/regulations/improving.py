"""The cheapest way up: which criteria of a sheet to raise, as few as can be, for so many stars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from catalog.regulations.rules import Bands
from catalog.regulations.scoresheet import Criterion, Sheet
from catalog.regulations.scoring import Filled, Score, score


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion to be raised; `minimum` where the stars cannot be had without it."""

    criterion: str
    given: Fraction
    to: int
    minimum: bool


def next_star(bands: Bands, found: Score) -> int | None:
    """Return the next class with a certificate; None at the top, or while a sheet has no stars."""
    if found.stars is None:
        return None
    return next((star for star in bands.certified if star > found.stars), None)


def way_up(sheet: Sheet, bands: Bands, filled: Filled, star: int) -> tuple[Change, ...] | None:
    """Return the fewest changes that lead to so many stars: minimums first, then the largest gains; None if none do.

    A criterion that has to be raised anyhow is raised further before another one is touched, and nothing is raised
    by more than is missing where a smaller step is enough.
    """
    found = score(sheet, bands, filled)
    if found.stars is None:
        return None
    criteria = sheet.criteria(filled.case)
    least = {one.code: one.least(star, filled.case) for one in criteria}
    forced = [one for one in criteria if filled.marks[one.code] < least[one.code]]
    raised = {one.code: Fraction(least[one.code]) for one in forced}
    short = bands.least[star] - found.total - sum(raised[code] - filled.marks[code] for code in raised)
    others = [one for one in criteria if one.code not in raised]
    now = {**filled.marks, **raised}
    for code, to in _gains((forced, others), now, filled.case, short):
        raised[code] = Fraction(to)
        short -= to - now[code]
    if short > 0:
        return None
    must = {one.code for one in forced}
    return tuple(
        Change(one.code, filled.marks[one.code], int(raised[one.code]), one.code in must)
        for one in criteria
        if one.code in raised
    )


def _gains(
    groups: Sequence[Sequence[Criterion]], now: dict[str, Fraction], case: str | None, short: Fraction
) -> Iterator[tuple[str, int]]:
    """Yield raises until nothing is missing: group after group, the largest first, the last no larger than needed."""
    for group in groups:
        for one in sorted(group, key=lambda one: now[one.code] - one.marks(case)[-1]):
            if short <= 0:
                return
            top = one.marks(case)[-1]
            to = next((mark for mark in one.marks(case) if mark - now[one.code] >= short), top)
            if to > now[one.code]:
                yield one.code, to
                short -= to - now[one.code]
