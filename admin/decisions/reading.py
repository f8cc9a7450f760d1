"""The table of a decision, pasted or as a file: read by the house's reader of lists."""

import tempfile
from pathlib import Path
from typing import IO

from admin.decisions.rules import read_table, rows_from_table
from catalog.intake.columns import PRODUCTS
from catalog.intake.matching import CELL_MAX, RowInput
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.filling import filled_lines
from foundation.tables.reading import read_book
from foundation.tables.sheets import Book
from foundation.tables.texts import table_of
from foundation.tables.understanding import parse_table

FILE_MAX = 5 * 1024 * 1024
FILE_CPU_MAX_S = 10
"""Seconds of a processor for reading a file while its sender waits."""


def read_file(sent: IO[bytes]) -> list[RowInput]:
    """Return the rows of a file, by what is in it; raises `UnreadableFile`."""
    raw = sent.read(FILE_MAX + 1)
    if len(raw) > FILE_MAX:
        raise UnreadableFile(Fault.TOO_LARGE, "the file is too large")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(raw)
        book = read_book(path, cpu_s=FILE_CPU_MAX_S)
    found = _understood(book)
    if found is not None:
        return found
    sheet = next((one for one in book.sheets if not one.hidden), None)
    return rows_from_table(cells for _, cells in filled_lines(sheet, 0)) if sheet else []


def read_pasted(text: str) -> list[RowInput]:
    """Return the rows of a table that was pasted; one without heads is name, producer, commune, stars."""
    try:
        found = _understood(table_of(text)) if text.strip() else None
    except UnreadableFile:
        found = None
    return read_table(text) if found is None else found


def _understood(book: Book) -> list[RowInput] | None:
    """Return the rows under heads that are known; None where there are none."""
    try:
        found = parse_table(book, (PRODUCTS,))
    except UnreadableFile:
        return None
    return [_typed(said) for _, said in found.rows] if found.head_rows else None


def _typed(said: dict[str, object]) -> RowInput:
    commune = said.get("commune") or said.get("address") or ""
    cells = (said.get("name", ""), said.get("producer", ""), commune, said.get("stars", ""))
    return RowInput(*(str(cell)[:CELL_MAX] for cell in cells))
