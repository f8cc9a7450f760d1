"""Matching the names of places. Pure functions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from foundation.i18n.text import fold, marks, normalize_spaces

_PREFIXES = (
    "thành phố trực thuộc trung ương",
    "thành phố",
    "thị trấn",
    "đặc khu",
    "thị xã",
    "phường",
    "huyện",
    "quận",
    "tỉnh",
    "tp",
    "tx",
    "tt",
    "xã",
)
_WRITTEN_OUT = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}
_PREFIX = re.compile(rf"^(?:{'|'.join(_PREFIXES)})(?:\.\s*|\s+)(?=\S)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s\-–—'’.,]+")
_I_FOR_Y = str.maketrans("yỳỷỹýỵ", "iìỉĩíị")


class NameMatch(StrEnum):
    """How a name was matched."""

    EXACT = "exact"
    FOLDED = "folded"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """What a name may mean: one place, several candidates, or none."""

    how: NameMatch
    places: tuple[int, ...] = ()

    @property
    def place(self) -> int | None:
        """The place, where there is exactly one."""
        return self.places[0] if len(self.places) == 1 else None


def without_prefix(name: str) -> str:
    """Return the bare name: "Thị trấn Phong Sơn" → "Phong Sơn"; a numbered "Phường 5" keeps its number."""
    plain = normalize_spaces(name)
    return _PREFIX.sub("", plain) or plain


def stated_kind(name: str) -> str | None:
    """Return the word for the unit's kind that the name begins with, written out and in lower case; or None."""
    plain = normalize_spaces(name)
    found = _PREFIX.match(plain)
    word = found.group(0).strip(" .").casefold() if found else None
    return _WRITTEN_OUT.get(word, word) if word else None


def exact_key(name: str) -> str:
    """Key that keeps every mark, but neither where the tone stands, nor y for i, nor punctuation."""
    bare = _PUNCTUATION.sub(" ", without_prefix(name)).strip().casefold()
    return marks(marks(bare).translate(_I_FOR_Y))


def folded_key(name: str) -> str:
    """Key without marks."""
    return fold(_PUNCTUATION.sub(" ", without_prefix(name)))


class Names:
    """The names of one set of places: exact marks first, folded only where unique."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        self._exact: dict[str, list[int]] = {}
        self._folded: dict[str, list[int]] = {}
        for name, place in named:
            _add(self._exact, exact_key(name), place)
            _add(self._folded, folded_key(name), place)

    def match(self, name: str) -> Match:
        """Return the place or the candidates a name may mean."""
        exact = self._exact.get(exact_key(name))
        if exact:
            return Match(NameMatch.EXACT if len(exact) == 1 else NameMatch.AMBIGUOUS, tuple(exact))
        folded = self._folded.get(folded_key(name), ())
        if not folded:
            return Match(NameMatch.UNKNOWN)
        return Match(NameMatch.FOLDED if len(folded) == 1 else NameMatch.AMBIGUOUS, tuple(folded))


def _add(table: dict[str, list[int]], key: str, place: int) -> None:
    places = table.setdefault(key, [])
    if place not in places:
        places.append(place)
