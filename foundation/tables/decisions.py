"""Numbers of decisions as they are written. Pure functions."""

import re
from dataclasses import dataclass
from datetime import date

from foundation.tables.days import day_within

_DASHES = str.maketrans("‐‑‒–—−", "------")
_NUMBER = re.compile(
    r"(?<![\w/])(\d{1,5}[A-Za-z]?)\s*/\s*((?:(?:19|20)\d{2}\s*/\s*)?Q[ĐD](?:\s*-\s*[A-ZĐÂĂÊÔƠƯ&.]+\d*)*)", re.IGNORECASE
)
_BARE = re.compile(r"(?:(?:quyết định|qđ)\s*)?(?:số\s*)?:?\s*(\d{1,5}[A-Za-z]?)", re.IGNORECASE)
_WITH = re.compile(r"kèm\s+theo\s+(?:quyết\s+định|qđ)\b(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as a text names it."""

    number: str | None = None
    day: date | None = None


def decision_of(text: str) -> Decision:
    """Return number and day of the decision a cell names."""
    plain = text.translate(_DASHES)
    found = _NUMBER.search(plain)
    if found:
        rest = plain[: found.start()] + " " + plain[found.end() :]
        number = re.sub(r"\s", "", f"{found[1]}/{found[2]}").upper().rstrip(".&-").replace("QD", "QĐ")
        return Decision(number, day_within(rest))
    bare = _BARE.fullmatch(plain.strip())
    return Decision(bare[1], None) if bare else Decision(None, day_within(plain))


def enclosed_with(text: str) -> Decision:
    """Return the decision that a title says the list came with; grounds, plans and reports are none."""
    found = _WITH.search(text)
    told = decision_of(found[1]) if found else Decision()
    return told if told.number else Decision()
