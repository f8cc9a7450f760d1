"""Which record on file a row of a list or a decision means: the exact one, or those that are like it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from catalog.producers.rules import makers_told_apart, producer_key
from foundation.i18n.text import fold, told_apart

CELL_MAX = 300


CANDIDATES_MAX = 5


LIKE_ENOUGH = 0.5
"""Share of words two names must have in common to be offered as the same."""


class RowMatch(StrEnum):
    """What was found for a row."""

    EXACT = "exact"
    CANDIDATES = "candidates"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class RowInput:
    """One row as it was typed, pasted or read from a file."""

    name: str
    producer: str = ""
    commune: str = ""
    stars: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A product on record as far as matching looks at it."""

    id: int
    name: str
    name_key: str
    producer: str | None
    producer_key: str | None
    commune: str | None


@dataclass(frozen=True, slots=True)
class RowCandidates:
    """The records a row may mean, the likeliest first; with `EXACT` there is one."""

    match: RowMatch
    records: tuple[Record, ...] = ()


class Records:
    """The products of a province, looked through for many rows."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._all = [(record, frozenset(record.name_key.split())) for record in records]
        self.by_id = {record.id: record for record, _ in self._all}

    def find(self, row: RowInput) -> RowCandidates:
        """Exact where name and producer are those of one record; else what is like it."""
        name, maker = fold(row.name), producer_key(row.producer) if row.producer else None
        if not name:
            return RowCandidates(RowMatch.NOTHING)
        exact = [r for r, _ in self._all if self._is(r, row, name, maker)]
        if len(exact) == 1:
            return RowCandidates(RowMatch.EXACT, tuple(exact))
        words = frozenset(name.split())
        scored = [(self._score(record, own, words, name, maker), record) for record, own in self._all]
        likely = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].id))
        found = tuple(record for _, record in likely[:CANDIDATES_MAX])
        return RowCandidates(RowMatch.CANDIDATES if found else RowMatch.NOTHING, found)

    @staticmethod
    def _is(record: Record, row: RowInput, name: str, maker: str | None) -> bool:
        """Whether a record has name and producer of a row; those that marks tell apart are others."""
        if record.name_key != name or not maker or record.producer_key != maker or told_apart(record.name, row.name):
            return False
        return record.producer is None or not makers_told_apart(record.producer, row.producer)

    @staticmethod
    def _score(record: Record, own: frozenset[str], words: frozenset[str], name: str, maker: str | None) -> float:
        """How alike two names are; one maker makes likelier, another less so; 0 is not alike."""
        alike = 2.0 if record.name_key == name else len(own & words) / len(own | words)
        same_maker = maker is not None and record.producer_key == maker
        if alike < LIKE_ENOUGH and not (same_maker and own & words):
            return 0.0
        return alike + (1.0 if same_maker else 0.0)
