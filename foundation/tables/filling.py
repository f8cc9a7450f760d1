"""A sheet's rows as text, merged cells carried down: for lists whose columns need no understanding."""

from collections.abc import Iterator, Sequence

from foundation.tables.grid import Grid
from foundation.tables.sheets import Sheet


def filled_lines(sheet: Sheet, first: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows from this one on (from 0), numbered from 1, those that say something."""
    grid = Grid(sheet)
    for row in range(first, grid.height):
        cells = [_text(grid, row, column, first) for column in range(grid.width)]
        if any(cells) and not grid.is_blank(row):
            yield row + 1, cells


def _text(grid: Grid, row: int, column: int, first: int) -> str:
    above = grid.root(row, column, from_row=first + 1)
    at = above if above[1] == column else (row, column)
    return str(grid.value(*at))
