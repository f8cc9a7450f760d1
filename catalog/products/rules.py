"""What a product's name suggests: a picture and the part of the taxonomy it may belong to. Pure functions."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foundation.i18n.text import marks

_TABLE = Path(__file__).parent / "data" / "motifs.json"

PLAIN = "food"
"""The motif of a name no keyword is found in."""


_OF_SECTORS = (
    ("food", "26-1"),
    ("drink", "26-2"),
    ("herb", "26-3"),
    ("craft", "26-4"),
    ("garden", "26-5"),
    ("tour", "26-6"),
    ("spice", "26-1-4"),
    ("food", "26-1-3"),
    ("craft", "26-4-1"),
)
"""Sectors as a whole, and groups whose first keywords would show only a part of them."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a name suggests: the motif of its picture and, where a keyword was found, a group's code.

    The code is a sector or a group of the edition in force, never a scoring set: which set a product
    is judged by is for its dossier to say.
    """

    motif: str
    group_code: str | None


def guess(name: str) -> Guess:
    """Return the guess for a Vietnamese product name.

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


def group_motif(code: str) -> str:
    """Return the motif of a group or sector of the taxonomy: what its products look like, else what its sector's do."""
    sector = "-".join(code.split("-")[:2])
    found = _group_motifs()
    return found.get(code) or found.get(sector) or PLAIN


def motifs() -> frozenset[str]:
    """Every motif the table names."""
    return frozenset(found.motif for found in _keywords().values())


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
def _group_motifs() -> dict[str, str]:
    table = {code: motif for motif, code in _OF_SECTORS}
    for row in json.loads(_TABLE.read_text(encoding="utf-8")):
        table.setdefault(row["group"], row["motif"])
    return table


@cache
def _longest() -> int:
    return max(len(phrase.split(" ")) for phrase in _keywords())


def _words(name: str) -> list[str]:
    plain = "".join(c if c.isalnum() or c == " " else " " for c in name)
    return marks(plain).split(" ")
