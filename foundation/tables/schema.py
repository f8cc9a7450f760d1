"""What rooms declare of a list they read: its columns with their headings, how values of its trade are written."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from babel.support import LazyProxy

from foundation.i18n.text import fold

OTHER, NUMBER, PERSONAL, PHONE = "other", "number", "personal", "phone"
REPEATABLE = frozenset({OTHER, PERSONAL, PHONE})
"""What more than one column may hold."""


class Kind(Enum):
    """How a field is written; a room adds its own by `Schema.writings`."""

    TEXT = "text"
    NAME = "name"
    """A text without a bullet in front."""
    CODE = "code"
    """A text in which no telephone number is sought."""
    DAY = "day"
    YEAR = "year"
    DECISION = "decision"
    ADDRESS = "address"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    PHONE = "phone"
    EMAIL = "email"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class Heading:
    """A way to call a column: a pattern over the folded heading, and the field or fields it means."""

    meaning: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rank:
    """What a cell says of a rank: as given, or as hoped for; neither where it cannot be read."""

    given: int | None = None
    proposed: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """A kind of list.

    `subjects` are the fields of which one names the record, the first that the list has. `subject_words` is what a
    column without heading looks like for each. `ranks` names the field of a rank and that of a proposed one.
    """

    name: str
    fields: Mapping[str, Kind]
    headings: Sequence[Heading]
    subjects: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    """Of these fields one must be there too, that a sheet is such a list."""
    from_title: frozenset[str] = frozenset()
    from_section: frozenset[str] = frozenset()
    from_sheet_name: frozenset[str] = frozenset()
    ranks: tuple[str, str] | None = None
    read_rank: Callable[[str], Rank] | None = None
    rank_within: Callable[[str], int | None] | None = None
    """The one rank that a title or a section speaks of."""
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    """Meanings that count for another field where the list has no column for that."""
    own: str | None = None
    """The field that only lists in the house's own columns have: their blanks are meant."""
    maker: str | None = None
    """The field of who made what is listed; a cell of it may hold an address too."""
    makers: re.Pattern[str] | None = None
    """How a maker's name begins: tells a column of makers from one of names."""
    order: tuple[str, ...] = ()
    """What columns without headings are taken for where nothing in them tells, from the left."""
    things: tuple[str, ...] = ()
    """What a sum counts, in words as they are written; `measures` are words of ranks, which sums have too."""
    measures: tuple[str, ...] = ()
    groups: Callable[[str], str | None] | None = None
    """The group that a section names."""
    keeps_phones: bool = False
    labels: Mapping[str, LazyProxy] = field(default_factory=dict)
    """What its fields are called, in the reader's language: headings of the file to fill in, which the reader knows."""
    template: tuple[str, ...] = ()
    """The fields of the file to fill in, in their order."""

    def meaning(self, parts: Sequence[str]) -> str:
        """Return the field a column means by its heads, from the top; `other` where none is known."""
        for text in _forms(parts):
            for heading in self.headings:
                if heading.pattern.search(text):
                    return heading.meaning
        return OTHER


def headings(path: Path, *lists: str) -> tuple[Heading, ...]:
    """Return the headings of a data file (list, field, pattern) that belong to one of the lists, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"))
    return tuple(Heading(row[1], re.compile(row[2])) for row in rows if row and row[0] in lists)


def with_headings(schema: Schema, named: Mapping[str, str]) -> Schema:
    """Return the schema with what somebody says that headings mean, which comes before what it knows itself."""
    told = [Heading(meaning, re.compile(f"^{re.escape(_sought(key))}$")) for key, meaning in named.items()]
    return replace(schema, headings=(*told, *schema.headings)) if told else schema


def _sought(key: str) -> str:
    return " / ".join(folded(part) for part in key.split(" / "))


def _forms(parts: Sequence[str]) -> Iterable[str]:
    """Return a heading as it is sought: with those above it, then alone, then without what stands in brackets."""
    said = [part for part in parts if part]
    if not said:
        return
    if len(said) > 1:
        yield " / ".join(folded(part) for part in said)
        yield " / ".join(folded(part) for part in (said[0], said[-1]))
    yield folded(said[-1])
    bare = re.sub(r"\([^)]*\)", " ", said[-1])
    if bare.strip() and bare != said[-1]:
        yield folded(bare)


def folded(heading: str) -> str:
    """Return a heading without marks and capitals; signs that stand for a word are kept."""
    return fold(heading) or heading.strip()
