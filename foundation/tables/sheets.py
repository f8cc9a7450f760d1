"""What a file holds before anything of it is understood: sheets of cells, with what a spreadsheet says beside them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

Value: TypeAlias = str | int | float | date
"""A cell; one that says nothing is an empty text."""
At: TypeAlias = tuple[int, int]
"""A row and a column, both from 0."""

ROWS_MAX = 200_000
"""Rows of a sheet that are read."""
SHEETS_MAX = 200
"""Sheets of a file that are looked through."""
_LETTERS = 26
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Merge:
    """A rectangle of merged cells, its last row and column within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet, a table of a page, or a text."""

    name: str | None
    rows: list[list[Value]]
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    formulas: set[At] = field(default_factory=set)
    uncalculated: set[At] = field(default_factory=set)
    errors: set[At] = field(default_factory=set)
    hidden_rows: bool = False
    hidden_columns: bool = False
    since_1904: bool = False
    shows_merges: bool = True
    """False for texts: where cells were merged the others are blank, and nothing says so."""

    def cell(self, row: int, column: int) -> Value:
        """Return what stands there."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """How many columns the longest row has."""
        return max((len(row) for row in self.rows), default=0)

    def day(self, serial: float) -> date:
        """Return the day with this number."""
        return (_EPOCH_1904 if self.since_1904 else _EPOCH) + timedelta(days=int(serial))


@dataclass(slots=True)
class Book:
    """All sheets of a file, and what was found about it on the way: codes as in the contract of the command."""

    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)


def letters(column: int) -> str:
    """Return a column's name, counted from 1: 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def address(at: At) -> str:
    """How a spreadsheet calls a cell."""
    return f"{letters(at[1] + 1)}{at[0] + 1}"
