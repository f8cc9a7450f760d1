"""A sheet as its reader walks over it: cells as tidy text, merged cells looked up. Nothing is understood yet."""

from dataclasses import dataclass, field
from functools import cached_property

from foundation.tables.cleaning import Text, shown
from foundation.tables.sheets import At, Merge, Sheet, Value

_COVERED_MAX = 500_000
_NOTHING = Text("")


@dataclass
class Grid:
    """Cells by row and column from 0."""

    sheet: Sheet
    _texts: dict[At, Text] = field(default_factory=dict)

    @cached_property
    def height(self) -> int:
        """How many rows there are, blank ones at the end not counted."""
        last = len(self.sheet.rows)
        while last and self.is_blank(last - 1):
            last -= 1
        return last

    @cached_property
    def width(self) -> int:
        """How many columns say something."""
        return max((self.last(row) + 1 for row in range(len(self.sheet.rows))), default=0)

    @cached_property
    def merged(self) -> dict[At, Merge]:
        """For each cell the merged one it belongs to."""
        found: dict[At, Merge] = {}
        for merge in self.sheet.merges:
            bottom, right = min(merge.bottom, len(self.sheet.rows)), min(merge.right, self.width)
            if len(found) + (bottom - merge.top + 1) * (right - merge.left + 1) > _COVERED_MAX:
                break
            cells = range(merge.top, bottom + 1)
            found |= {(row, column): merge for row in cells for column in range(merge.left, right + 1)}
        return found

    def value(self, row: int, column: int) -> Value:
        """Return what stands there itself."""
        return self.sheet.cell(row, column)

    def text(self, row: int, column: int) -> Text:
        """Return the same as text."""
        value = self.sheet.cell(row, column)
        if value == "":
            return _NOTHING
        at = (row, column)
        if at not in self._texts:
            self._texts[at] = shown(value)
        return self._texts[at]

    def line(self, row: int, column: int) -> str:
        """Return the same on one line."""
        return self.text(row, column).line

    def root(self, row: int, column: int, *, from_row: int = 0) -> At:
        """Where it is written what a cell says: in the first of merged ones, if that begins at `from_row` or below."""
        merge = self.merged.get((row, column))
        return (merge.top, merge.left) if merge and merge.top >= from_row else (row, column)

    def last(self, row: int) -> int:
        """Return the last column of a row that says something; -1 for none."""
        cells = self.sheet.rows[row] if row < len(self.sheet.rows) else []
        return next((c for c in range(len(cells) - 1, -1, -1) if cells[c] != "" and self.line(row, c)), -1)

    def is_blank(self, row: int) -> bool:
        """Whether a row says nothing itself."""
        return self.last(row) < 0

    def said(self, row: int) -> list[tuple[int, str]]:
        """Return the cells of a row that say something, with their columns."""
        return [(column, text) for column in range(self.last(row) + 1) if (text := self.line(row, column))]
