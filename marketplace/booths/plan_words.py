"""How booths, rows and columns are written in a line: "A01-A06, B02", "3, 6-8". Pure functions."""

import re
from collections.abc import Iterator

from foundation.workflow.rules import Refused
from marketplace.booths.plan_rules import SIDE_MAX, Plan, PlanRefusal

_BETWEEN = re.compile(r"[,;\s]+")
_RANGE = re.compile(r"\s*[-–—]\s*(?=\w)")
_NUMBER = re.compile(r"[0-9]{1,3}")


def labels_of(text: str, plan: Plan) -> list[str]:
    """Return the booths that a line names, each once; from A01 to B03 are all read between. Raises `Refused`."""
    order = [one.label for one in plan.blocks]
    named: dict[str, None] = {}
    for part in _parts(text):
        named |= dict.fromkeys([part] if part in order else _between(part, order))
    return list(named)


def numbers_of(text: str) -> frozenset[int]:
    """Return the rows or columns that a line names, from 0. Raises `Refused`."""
    found: set[int] = set()
    for part in _parts(text):
        ends = _RANGE.split(part)
        if len(ends) > 2 or not all(_NUMBER.fullmatch(end) for end in ends):  # noqa: PLR2004 - a range has two ends
            raise Refused(PlanRefusal.UNREAD)
        first, last = int(ends[0]), int(ends[-1])
        if not 1 <= first <= last <= SIDE_MAX:
            raise Refused(PlanRefusal.OUTSIDE)
        found |= set(range(first - 1, last))
    return frozenset(found)


def _parts(text: str) -> Iterator[str]:
    yield from (part for part in _BETWEEN.split(re.sub(r"\s*[-–—]\s*", "-", text.strip())) if part)


def _between(part: str, order: list[str]) -> list[str]:
    """Return those between two labels. One may hold a hyphen itself: of the ways to part it, one names two."""
    for at in (place for place, letter in enumerate(part) if letter == "-"):
        first, last = part[:at], part[at + 1 :]
        if first in order and last in order:
            begins, ends = sorted((order.index(first), order.index(last)))
            return order[begins : ends + 1]
    raise Refused(PlanRefusal.NOT_THERE)
