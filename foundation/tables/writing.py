"""Tables that leave: CSV with the mark that says UTF-8, or XLSX whose cells are texts; no cell is taken for a formula.

Everything that writes a table writes it here; a contract test looks that nothing else does. However long a table is,
it is not held in memory. A cell of XLSX is a text, so a group's code (26-1-3) and a code with a zero in front stay
what they are; in CSV a spreadsheet may rewrite them, which pages say beside the link.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, TextIO

import xlsxwriter
from flask import Response, request, stream_with_context

ASKED = "tep"
"""The parameter of an address that says how a table is written."""
MARK = "\ufeff"
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_CHUNK = 32 * 1024
_NARROWEST, _WIDEST = 8, 60
_MADE = datetime.fromtimestamp(86_400 * 3653, UTC)
"""Stands in every workbook as its day, so that one content is one file."""

Write = Callable[[Iterable[object]], None]


class TableFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def mimetype(self) -> str:
        """What browsers are told it is."""
        return _MIMETYPES[self.value]


_MIMETYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def escaped(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a quote in front, as one types it there oneself."""
    return f"'{value}" if _FORMULA.match(value) else value


def unescaped(value: str) -> str:
    """Return a cell as it was before `escaped` looked at it."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value[1:]) else value


def csv_writer(file: TextIO, *, lineterminator: str = "\r\n") -> Write:
    """Write rows into a file: texts escaped, numbers and days as they are, nothing for None."""
    out = csv.writer(file, lineterminator=lineterminator)

    def write(row: Iterable[object]) -> None:
        out.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])

    return write


@contextmanager
def xlsx_writer(file: Path | IO[bytes], title: str = "OCOP") -> Iterator[Write]:
    """Write rows into a workbook: texts all of them, the first row always in sight, columns as wide as they need."""
    kept = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, kept) as book:
        book.set_properties({"created": _MADE.replace(tzinfo=None)})
        sheet, text, head = book.add_worksheet(title), _style(book), _style(book, bold=True)
        sheet.freeze_panes(1, 0)
        widths: dict[int, int] = {}
        rows = iter(range(1_048_576))

        def write(row: Iterable[object]) -> None:
            number = next(rows)
            for column, cell in enumerate(row):
                said = "" if cell is None else str(cell)
                widths[column] = max(widths.get(column, _NARROWEST), min(len(said) + 2, _WIDEST))
                if said:
                    sheet.write_string(number, column, escaped(said), text if number else head)

        yield write
        for column, width in widths.items():
            sheet.set_column(column, column, width, text)


def _style(book: xlsxwriter.Workbook, *, bold: bool = False) -> object:
    """Return how a cell looks that stays a text when somebody types into it."""
    return book.add_format({"num_format": "@", "bold": bold, "valign": "top", "text_wrap": True})


def write_file(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, mark: bool = True) -> int:
    """Write a table to a file, XLSX by its name's ending, else CSV; how many rows.

    Without `mark` for what programs read by a contract of the command line.
    """
    if path.suffix.casefold() == ".xlsx":
        with xlsx_writer(path) as write:
            return _all(write, header, rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(MARK if mark else "")
        return _all(csv_writer(file, lineterminator="\n"), header, rows)


def _all(write: Write, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    write(header)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - counted
        write(row)
    return count


def asked_format() -> TableFormat:
    """Return how the visitor wants a table; CSV where the address does not say."""
    asked = request.args.get(ASKED, "")
    return TableFormat(asked) if asked in set(TableFormat) else TableFormat.CSV


def table_answer(
    stem: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, form: TableFormat | None = None
) -> Response:
    """Return a table to download, row by row, written as the address asks."""
    form = form or asked_format()
    content = _workbook(header, rows) if form is TableFormat.XLSX else _lines(header, rows)
    answer = Response(stream_with_context(content), mimetype=form.mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return answer


def _workbook(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        with xlsx_writer(file) as write:
            _all(write, header, rows)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    out = io.StringIO(MARK)
    out.seek(0, io.SEEK_END)
    write = csv_writer(out)
    write(header)
    for row in rows:
        write(row)
        if out.tell() > _CHUNK:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
