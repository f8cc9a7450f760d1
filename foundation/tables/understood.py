"""The page that shows what a list was understood as: its sheet, heads and columns; each can be said otherwise.

One for every door: a room gives the file and the kind of list, takes the choices, and goes on in its own way.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.support import LazyProxy
from flask_babel import lazy_gettext as _l

from foundation.tables.faults import UnreadableFile
from foundation.tables.grid import Grid
from foundation.tables.heads import Column
from foundation.tables.reading import read_book
from foundation.tables.schema import NUMBER, OTHER, PERSONAL, PHONE, Schema
from foundation.tables.sheets import Book, Sheet
from foundation.tables.understanding import ParsedTable, ReadingChoices, parse_table

CPU_MAX_S = 10
"""Seconds of a processor for reading a file while its sender waits."""
ROWS_SHOWN, SAMPLES, LINES_SHOWN, LINE_MAX, LINES_SOUGHT = 5, 3, 30, 100, 200
NO_HEADS = 0
_GENERAL: Mapping[str, LazyProxy] = {
    NUMBER: _l("running number"),
    PHONE: _l("telephone number (not taken in)"),
    PERSONAL: _l("about a person (not taken in)"),
    OTHER: _l("not taken in"),
}
_ROW_DIGITS = 7
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column with the first things that stand in it."""

    index: int
    key: str
    meaning: str
    samples: tuple[str, ...]


@dataclass(slots=True)
class Understood:
    """What a file was understood as. `found` is None where it holds no list; then `fault` says why."""

    book: Book
    schema: Schema
    choices: ReadingChoices
    found: ParsedTable | None = None
    fault: UnreadableFile | None = None
    columns: list[ColumnShown] = field(default_factory=list)

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets that can be seen."""
        return [one.name for one in self.book.sheets if one.name and not one.hidden]

    @property
    def sheet(self) -> Sheet:
        """The sheet that is read."""
        named = self.found.sheet if self.found else self.choices.sheet
        visible = [one for one in self.book.sheets if not one.hidden] or self.book.sheets
        return next((one for one in visible if one.name == named), visible[0])

    @property
    def head_row(self) -> int:
        """The first row of heads, from 1; 0 for none."""
        return self.found.head_rows[0] if self.found and self.found.head_rows else NO_HEADS

    @property
    def seen(self) -> str:
        """What a page of columns speaks of: choices of columns count for the same sheet and heads only."""
        return f"{self.sheet.name or ''}|{self.head_row}"

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The first rows as they stand there, for the row of heads to be chosen among them."""
        grid = Grid(self.sheet)
        rows = range(min(grid.height, LINES_SOUGHT))
        told = ((row + 1, " | ".join(text for _, text in grid.said(row))) for row in rows)
        return [(row, _short(text)) for row, text in told if text][:LINES_SHOWN]

    @property
    def rows(self) -> list[tuple[int, dict[str, object]]]:
        """The first records."""
        return self.found.rows[:ROWS_SHOWN] if self.found else []

    @property
    def fields(self) -> list[str]:
        """The fields of these, in the order of the schema."""
        said = {name for _, values in self.rows for name in values}
        return [name for name in self.schema.fields if name in said]

    @property
    def left_out(self) -> Counter[str]:
        """How many rows are no records, by why."""
        return Counter(why for _, why in self.found.left_out) if self.found else Counter()

    @property
    def missing(self) -> list[str]:
        """The field that names a record, where no column was taken for one."""
        held = {name for one in self.columns for name in one.meaning.split("+")}
        return [] if held & set(self.schema.subjects) else [self.schema.subjects[0]]

    def options(self, column: ColumnShown) -> list[tuple[str, str]]:
        """Return what a column can be taken for, with the words for it."""
        names = list(dict.fromkeys((*self.schema.fields, *_GENERAL)))
        names += [] if column.meaning in names else [column.meaning]
        return [(name, self.label(name)) for name in names]

    def label(self, meaning: str) -> str:
        """Return the words for a field or several."""
        head, _, value = meaning.partition("=")
        words = [str(self.schema.labels.get(one) or _GENERAL.get(one) or one) for one in head.split("+")]
        return f"{' + '.join(words)}{f' = {value}' if value else ''}"


def understand(content: bytes, schema: Schema, choices: ReadingChoices | None = None) -> Understood:
    """Return what a file is understood as; raises `UnreadableFile` for what cannot be opened at all."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        book = read_book(path, cpu_s=CPU_MAX_S)
    return understand_book(book, schema, choices)


def understand_book(book: Book, schema: Schema, choices: ReadingChoices | None = None) -> Understood:
    """Return what the sheets of a file are understood as."""
    seen = Understood(book, schema, choices or ReadingChoices())
    try:
        seen.found = parse_table(book, (schema,), choices)
    except UnreadableFile as fault:
        seen.fault = fault
        return seen
    grid = Grid(seen.sheet)
    start = seen.found.head_rows[-1] if seen.found.head_rows else 0
    seen.columns = [_shown(grid, column, start) for column in seen.found.columns]
    return seen


def _shown(grid: Grid, column: Column, start: int) -> ColumnShown:
    said = (grid.line(row, column.index) for row in range(start, min(grid.height, start + LINES_SOUGHT)))
    samples = tuple(dict.fromkeys(_short(text) for text in said if text))[:SAMPLES]
    return ColumnShown(column.index, column.key, column.meaning, samples)


def _short(text: str) -> str:
    return text if len(text) <= LINE_MAX else f"{text[: LINE_MAX - 1]}…"


def read_choices(form: Form, seen: Understood) -> ReadingChoices:
    """Return what the page says: a sheet, a row of heads, and columns where they are those of the page."""
    sheet = form.get("sheet") if form.get("sheet") in seen.sheets else seen.choices.sheet
    if sheet and sheet != seen.sheet.name:
        return ReadingChoices(sheet)
    row = _row(form.get("head_row", ""))
    if row is None or row == seen.head_row:
        return ReadingChoices(sheet, seen.choices.head_row, _columns(form, seen))
    return ReadingChoices(sheet, row)


def _row(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _ROW_DIGITS else None


def _columns(form: Form, seen: Understood) -> dict[str, str]:
    """Return what columns were said to be otherwise than they were taken for, and what was said before."""
    told = dict(seen.choices.columns)
    for column in seen.columns if form.get("seen") == seen.seen else []:
        meaning = form.get(f"col-{column.index}", column.meaning)
        if meaning != column.meaning and meaning in {name for name, _ in seen.options(column)}:
            told[column.key] = meaning
    return told


def as_json(choices: ReadingChoices) -> dict[str, Any]:
    """Return choices as they are kept."""
    return {"sheet": choices.sheet, "head_row": choices.head_row, "columns": dict(choices.columns)}


def from_json(kept: Mapping[str, Any]) -> ReadingChoices:
    """Return choices that were kept."""
    return ReadingChoices(kept.get("sheet"), kept.get("head_row"), kept.get("columns") or {})
