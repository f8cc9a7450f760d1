"""Which charge a line of a bank statement pays. Pure: exact reference and amount are booked, one slip is suggested."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from foundation.i18n.text import fold
from marketplace.payments.references import LENGTH, PREFIX, comparable
from marketplace.payments.rules import Direction

_PREFIX = comparable(PREFIX)
_NAME_WORDS = 2
"""Words a payer's name needs before it says anything."""


@dataclass(frozen=True, slots=True)
class Payable:
    """A charge as a statement is compared with it: what is due, what is held of that, and who is to pay."""

    id: int
    reference: str
    due: int
    held: int
    payer: str
    is_open: bool

    def fits(self, amount: int, direction: Direction) -> bool:
        """Whether this is a sum that goes in, or out, of this charge: all of it, the rest of it, what is too much."""
        wanted = {self.due, self.due - self.held} if direction is Direction.IN else {self.held, self.held - self.due}
        return amount in wanted


class Verdict(StrEnum):
    """What becomes of a line."""

    BOOK = "book"
    SUGGEST = "suggest"
    DESK = "desk"


class Ground(StrEnum):
    """What a suggestion rests on, or why there is none."""

    EXACT = "exact"
    OTHER_SUM = "other_sum"
    SEVERAL = "several"
    SLIP = "slip"
    PAYER = "payer"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """What a line pays, as far as can be told."""

    verdict: Verdict
    ground: Ground
    charges: tuple[int, ...] = ()


_NONE = Match(Verdict.DESK, Ground.NOTHING)


class Matcher:
    """Compares lines with the charges of one payee; made once for a statement."""

    def __init__(self, charges: Iterable[Payable]) -> None:
        self._charges = {one.id: one for one in charges}
        self._references = {comparable(one.reference): one.id for one in self._charges.values()}
        self._slips: dict[str, set[str]] = {}
        for reference in self._references:
            for short in (reference, *_shortened(reference)):
                self._slips.setdefault(short, set()).add(reference)
        self._open: dict[int, list[Payable]] = {}
        for one in self._charges.values():
            if one.is_open:
                self._open.setdefault(one.due - one.held, []).append(one)

    def match(self, text: str, amount: int, direction: Direction) -> Match:
        """Return what a line pays."""
        folded = fold(text)
        compact = comparable(folded.replace(" ", "").upper())
        exact = self._exact(compact)
        if len(exact) == 1:
            (only,) = exact
            if self._charges[only].fits(amount, direction):
                return Match(Verdict.BOOK, Ground.EXACT, (only,))
            return Match(Verdict.SUGGEST, Ground.OTHER_SUM, (only,))
        if exact:
            return Match(Verdict.SUGGEST, Ground.SEVERAL, tuple(exact))
        slips = {one for one in self._near(compact) if self._charges[one].fits(amount, direction)}
        if len(slips) == 1:
            return Match(Verdict.SUGGEST, Ground.SLIP, tuple(slips))
        return _NONE if slips or direction is Direction.OUT else self._by_payer(folded, amount)

    def _exact(self, compact: str) -> list[int]:
        found: dict[int, None] = {}
        place = compact.find(_PREFIX)
        while place >= 0:
            number = self._references.get(compact[place : place + LENGTH])
            if number is not None:
                found[number] = None
            place = compact.find(_PREFIX, place + 1)
        return list(found)

    def _near(self, compact: str) -> set[int]:
        """Return charges whose reference is one slip away: beside the word if it is there, else anywhere."""
        found = set[int]()
        place = compact.find(_PREFIX)
        while place >= 0:
            found |= self._near_at(compact, place)
            place = compact.find(_PREFIX, place + 1)
        if found:
            return found
        return found.union(*(self._near_at(compact, place) for place in range(len(compact))))

    def _near_at(self, compact: str, place: int) -> set[int]:
        found = set[int]()
        for length in (LENGTH - 1, LENGTH, LENGTH + 1):
            window = compact[place : place + length]
            if len(window) == length:
                found |= {self._references[one] for one in self._near_to(window) if is_one_slip(one, window)}
        return found

    def _near_to(self, window: str) -> Iterator[str]:
        for short in (window,) if len(window) < LENGTH else _shortened(window):
            yield from self._slips.get(short, ())

    def _by_payer(self, folded: str, amount: int) -> Match:
        """Return the one charge of this sum whose payer the line names, where a memo was lost on the way."""
        words = f" {folded} "
        named = [one.id for one in self._open.get(amount, ()) if _names(words, fold(one.payer))]
        return Match(Verdict.SUGGEST, Ground.PAYER, tuple(named)) if len(named) == 1 else _NONE


def _names(words: str, name: str) -> bool:
    return name.count(" ") + 1 >= _NAME_WORDS and f" {name} " in words


def _shortened(text: str) -> Iterator[str]:
    """Yield the text without each of its symbols."""
    return (text[:place] + text[place + 1 :] for place in range(len(text)))


def is_one_slip(right: str, typed: str) -> bool:
    """Whether one symbol is wrong, missing or too many, or two beside each other are swapped."""
    place = next((n for n, (a, b) in enumerate(zip(right, typed, strict=False)) if a != b), min(len(right), len(typed)))
    rest, other = right[place:], typed[place:]
    if len(right) != len(typed):
        longer, shorter = (rest, other) if len(rest) > len(other) else (other, rest)
        return longer[1:] == shorter
    is_swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or is_swapped
