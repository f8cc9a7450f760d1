"""Open data: what is given away, under which licence, and which rows stay out. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from babel.support import LazyProxy

from catalog.certificates.rules import Basis, Evidence
from foundation.tables.writing import TableFormat

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

EVERY = timedelta(hours=1)
"""How often files are written anew: a record that was removed is gone from them after that long."""

Cell = str | int | bool | date | None


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def mimetype(self) -> str:
        """What browsers are told it is."""
        return "application/json" if self is Format.JSON else TableFormat(self.value).mimetype


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the files, and what it holds in words."""

    name: str
    words: LazyProxy


@dataclass(frozen=True, slots=True)
class OmittedCount:
    """How many published records are not in a file, and why."""

    demo: int = 0
    unclear: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """One file as it lies on the disk: packed, named after its content. `changed_at` is when that content was new."""

    name: str
    digest: str
    rows: int
    size: int
    packed: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of one writing; `files` by their public names, such as `products.csv`."""

    as_of: date
    made_at: datetime
    files: dict[str, Written]
    left_out: dict[str, OmittedCount]

    def due(self, now: datetime) -> bool:
        """Whether they are to be written anew."""
        return now >= self.made_at + EVERY


def is_clear(basis: Basis, evidence: Evidence | None, *, own: bool) -> bool:
    """Whether a record may be passed on: what it rests on is a decision, a state body or the news, or our own entry.

    Facts that the state published or a newspaper reported are nobody's property. What was taken from a copy or from
    a seller's listing may belong to whoever made the collection, and nobody has said that it may be passed on.
    """
    return own or basis is Basis.CERTIFICATE or (evidence is not None and evidence.trusted)


def as_json(columns: Sequence[Column], row: Iterable[Cell]) -> dict[str, str | int | bool | None]:
    """Return a row by the names of its columns, dates as text."""
    cells = (cell.isoformat() if isinstance(cell, date) else cell for cell in row)
    return {column.name: cell for column, cell in zip(columns, cells, strict=True)}


def as_csv(row: Iterable[Cell]) -> list[str | int | None]:
    """Return a row for a table: dates and truths as text."""
    return [_text(cell) for cell in row]


def _text(cell: Cell) -> str | int | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else cell
