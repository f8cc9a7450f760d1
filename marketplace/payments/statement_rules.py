"""Lines of statements: how they move, what tells them apart, what an amount in a cell says. Pure functions."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.i18n.text import fold
from foundation.workflow.rules import Workflow
from marketplace.payments.rules import Direction, Refusal

_NUMBER = re.compile(r"(?P<sign>[+\-−–]?)\s*(?P<whole>\d{1,3}(?:(?P<mark>[.,\s])\d{3})*|\d+)(?:[.,]0{1,2})?")
_CURRENCY = re.compile(r"(?:vn[dđ]|đồng|đ|₫)\.?$", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "–", "0"})


class LineState(StrEnum):
    """Where a line stands."""

    NEW = "new"
    SUGGESTED = "suggested"
    DESK = "desk"
    BOOKED = "booked"
    FOREIGN = "foreign"


class LineVerb(StrEnum):
    """What is done with a line."""

    SUGGEST = "suggest"
    LEAVE = "leave"
    BOOK = "book"
    SET_ASIDE = "set_aside"
    TAKE_UP = "take_up"


LINES = Workflow(
    {
        (LineState.NEW, LineVerb.SUGGEST): LineState.SUGGESTED,
        (LineState.NEW, LineVerb.LEAVE): LineState.DESK,
        (LineState.NEW, LineVerb.BOOK): LineState.BOOKED,
        (LineState.SUGGESTED, LineVerb.BOOK): LineState.BOOKED,
        (LineState.DESK, LineVerb.BOOK): LineState.BOOKED,
        (LineState.SUGGESTED, LineVerb.SET_ASIDE): LineState.FOREIGN,
        (LineState.DESK, LineVerb.SET_ASIDE): LineState.FOREIGN,
        (LineState.FOREIGN, LineVerb.TAKE_UP): LineState.DESK,
    },
    lambda _state, _verb: Refusal.LINE_DONE,
    start=LineState.NEW,
)

WAITING_LINES = frozenset({LineState.SUGGESTED, LineState.DESK})
"""What a person has to decide."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A line as a file tells it."""

    row: int
    day: date
    direction: Direction
    amount: int
    text: str
    bank_id: str = ""
    balance: int | None = None

    @property
    def key(self) -> str:
        """What tells it apart from others: the bank's number for it, else all that it says. The text may be cut."""
        if self.bank_id:
            return f"{self.bank_id}|{self.day}|{self.direction}|{self.amount}"
        told = f"{self.day}|{self.direction}|{self.amount}|{fold(self.text)}|{self.balance}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def numbered(movements: Iterable[Movement]) -> Iterator[tuple[Movement, int]]:
    """Yield each movement with how often the file told the same before: equal transfers of a day are no duplicates."""
    told = Counter[str]()
    for one in movements:
        told[one.key] += 1
        yield one, told[one.key]


def read_amount(value: object) -> int | None:
    """Return whole đồng from a cell, 0 for a blank one; None for what cannot be read: nothing is guessed."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if value == int(value) else None
    text = str(value).strip()
    is_bracketed = text.startswith("(") and text.endswith(")")
    plain = _CURRENCY.sub("", text.strip("()")).strip()
    if plain in _NOTHING:
        return 0
    found = _NUMBER.fullmatch(plain)
    if found is None or not _is_of_one_mark(found["whole"]):
        return None
    amount = int(re.sub(r"\D", "", found["whole"]))
    return -amount if is_bracketed or found["sign"] in {"-", "−", "–"} else amount


def _is_of_one_mark(whole: str) -> bool:
    return len(set(re.sub(r"\d", "", whole))) <= 1
