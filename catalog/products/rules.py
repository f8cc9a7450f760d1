"""What a product's name suggests: a picture and the part of the taxonomy it may belong to. Pure functions."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foundation.i18n.text import marks

_TABLE = Path(__file__).parent / "data" / "motifs.json"

PLAIN = "food"
"""The motif of a name no keyword is found in."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a name suggests: the motif of its picture and, where a keyword was found, a group's code.

    The code is a sector or a group of the edition in force, never a scoring set: which set a product
    is judged by is for its dossier to say.
    """

    motif: str
    group_code: str | None


def guess(name: str) -> Guess:
    """The guess for a Vietnamese product name.

    The head of a Vietnamese noun phrase comes first, so the earliest keyword decides and, where two
    begin together, the longer one.
    """
    words = _words(name)
    for start in range(len(words)):
        for length in range(min(_longest(), len(words) - start), 0, -1):
            found = _keywords().get(" ".join(words[start : start + length]))
            if found:
                return found
    return Guess(PLAIN, None)


def motifs() -> frozenset[str]:
    """Every motif the table names."""
    return frozenset(found.motif for found in _keywords().values())


def group_codes() -> frozenset[str]:
    """Every group the table names."""
    return frozenset(found.group_code for found in _keywords().values() if found.group_code)


@cache
def _keywords() -> dict[str, Guess]:
    rows = json.loads(_TABLE.read_text(encoding="utf-8"))
    # Earlier rows win where a phrase stands in two.
    table: dict[str, Guess] = {}
    for row in rows:
        for phrase in row["words"]:
            table.setdefault(marks(phrase), Guess(row["motif"], row["group"]))
    return table


@cache
def _longest() -> int:
    return max(len(phrase.split(" ")) for phrase in _keywords())


def _words(name: str) -> list[str]:
    plain = "".join(c if c.isalnum() or c == " " else " " for c in name)
    return marks(plain).split(" ")
