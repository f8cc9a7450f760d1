"""The table of a decision, pasted or as a file: read by the house's reader of lists."""

from collections.abc import Iterable

from catalog.intake.columns import PRODUCTS
from catalog.intake.matching import CELL_MAX, RowInput
from foundation.tables.filling import filled_lines
from foundation.tables.understanding import ParsedTable
from foundation.tables.understood import Understood

FIELDS = ("name", "producer", "commune", "district", "stars")


def rows_of(found: ParsedTable) -> list[RowInput]:
    """Return the rows of a list that was understood; an address that names no commune stands in its place."""
    return [_row(said) for _, said in found.rows]


def _row(said: dict[str, object]) -> RowInput:
    told = {name: said.get(name, "") for name in FIELDS}
    if not told["commune"] and not told["district"]:
        told["commune"] = said.get("address", "")
    return RowInput(**{name: str(cell)[:CELL_MAX] for name, cell in told.items()})


def as_text(rows: Iterable[RowInput]) -> str:
    """Return rows as they look when pasted, under headings that the reader knows."""
    lines = [[getattr(row, name) for name in FIELDS] for row in rows]
    heads = [str(PRODUCTS.labels[name]) for name in FIELDS]
    return "\n".join("\t".join(cells) for cells in (heads, *lines)) if lines else ""


def pasted(seen: Understood) -> str:
    """Return the sheet of a file as if it had been pasted: it stays in the form when something else is refused."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in cells) for _, cells in filled_lines(seen.sheet, 0))
