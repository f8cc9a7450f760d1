"""Numbers of decisions, as lists write them and as people ask for them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from foundation.search.analysis import nfc, plain

_SAID = r"(?:(?:quyet dinh|qd|decision)\s+)"
_NO = r"(?:(?:so|no|number)\b[.:]?\s*)"
_NUMBER = r"0*(?P<number>\d{1,6})"
_OFFICES = r"ubnd|hdnd|ttg|bnnmt|bnnptnt|bnn|snnmt|snnptnt|snn|vpdp|ptnt|hc|tc|tu"
# Offices are written after a stroke; some leave the strokes out.
_BY = rf"(?P<by>(?:\s?[-\u2010-\u2015./]\s?[a-z]+|\s?(?:{_OFFICES})\b)*)"
_WHOLE = re.compile(rf"(?<![^\W_]){_SAID}?{_NO}?{_NUMBER}\s?[/ ]\s?(?:\d{{4}}\s?/\s?)?qd{_BY}(?![^\W_])")
_SPOKEN = re.compile(rf"(?<![^\W_]){_SAID}{_NO}?(?P<number>(?!0)\d{{1,6}})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Cited:
    """A decision named in a text: where, and its number as it is looked for."""

    start: int
    end: int
    key: str
    text: str


def keys_of(number: str) -> tuple[str, ...]:
    """Return what a decision is found by: its number with none, some and all of the offices that follow it."""
    found = _WHOLE.search(plain(number))
    return _keys(found) if found else ()


def cited_decisions(text: str) -> Iterator[Cited]:
    """Yield the decisions named in a question, in their order."""
    composed, folded = nfc(text), plain(text)
    at = 0
    while there := [found for form in (_WHOLE, _SPOKEN) if (found := form.search(folded, at))]:
        found = min(there, key=lambda one: one.start())
        yield Cited(found.start(), found.end(), _keys(found)[-1], composed[found.start() : found.end()])
        at = found.end()


def _keys(found: re.Match[str]) -> tuple[str, ...]:
    offices = re.findall("[a-z]+", found.groupdict().get("by", ""))
    return tuple(accumulate([f"{found['number']}/qd", *offices], "{}-{}".format))
