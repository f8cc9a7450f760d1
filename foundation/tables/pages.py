"""Tables of web pages, which programs save under a spreadsheet's name."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.sheets import ROWS_MAX, SHEETS_MAX, Book, Merge, Sheet
from foundation.tables.texts import COLUMNS_MAX, decoded

_SPAN_MAX = 1000
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_SILENT = {"style", "script", "title"}
_BREAKS = {"br", "p", "div", "li"}


@dataclass
class _Table:
    """A table as it is read: rows with the spans of their cells."""

    sheet: Sheet = field(default_factory=lambda: Sheet(None, []))
    taken: set[tuple[int, int]] = field(default_factory=set)

    def add(self, text: str, down: int, across: int) -> None:
        """Put a cell into the next free place of the last row."""
        row = len(self.sheet.rows) - 1
        cells = self.sheet.rows[row]
        while (row, len(cells)) in self.taken:
            cells.append("")
        left = len(cells)
        if left + across > COLUMNS_MAX:
            raise UnreadableFile(Fault.TOO_MANY_COLUMNS, f"there are more than {COLUMNS_MAX:,} columns")
        cells.extend([text, *[""] * (across - 1)])
        if down > 1 or across > 1:
            self.sheet.merges.append(Merge(row, left, row + down - 1, left + across - 1))
            spanned = range(row + 1, row + down)
            self.taken.update((one, column) for one in spanned for column in range(left, left + across))


class _Reader(HTMLParser):
    """Reads the tables of a page; one within another counts as its cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._depth, self._silent = 0, 0
        self._cell: tuple[int, int] | None = None
        self._said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                if len(self.tables) >= SHEETS_MAX:
                    raise UnreadableFile(Fault.TOO_LARGE, f"there are more than {SHEETS_MAX} tables")
                self.tables.append(_Table())
        elif tag == "tr" and self._depth == 1:
            self._row()
        elif tag in {"td", "th"} and self._depth == 1:
            self._end_cell()
            told = dict(attrs)
            self._cell = (_span(told.get("rowspan")), _span(told.get("colspan")))
        elif tag in _BREAKS:
            self._said.append("\n")

    def _row(self) -> None:
        self._end_cell()
        rows = self.tables[-1].sheet.rows
        if len(rows) >= ROWS_MAX:
            raise UnreadableFile(Fault.TOO_LARGE, f"there are more than {ROWS_MAX:,} rows")
        rows.append([])

    def _end_cell(self) -> None:
        if self._cell and self.tables:
            if not self.tables[-1].sheet.rows:
                self.tables[-1].sheet.rows.append([])
            self.tables[-1].add("".join(self._said).strip(), *self._cell)
        self._cell, self._said = None, []

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"td", "th", "tr"} and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Text, which counts inside of cells only."""
        if self._cell and not self._silent:
            self._said.append(re.sub(r"[\r\n\t ]+", " ", data))


def read_page(raw: bytes) -> Book:
    """Return the tables of a page, each as a sheet without a name; raises `UnreadableFile`."""
    reader = _Reader()
    reader.feed(_text(raw))
    reader.close()
    if not reader.tables:
        raise UnreadableFile(Fault.NO_TABLE, "the page holds no table")
    return Book([table.sheet for table in reader.tables], ["html_table"])


def _text(raw: bytes) -> str:
    said = _CHARSET.search(raw[:2000])
    if said and said[1].lower() in {b"windows-1258", b"cp1258"}:
        return raw.decode("cp1258", "replace")
    return decoded(raw)[0]


def _span(told: str | None) -> int:
    number = int(told) if told and told.isascii() and told.isdigit() and len(told) < 5 else 1  # noqa: PLR2004 - digits
    return max(1, min(number, _SPAN_MAX))
