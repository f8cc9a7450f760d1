"""Tables that leave as CSV: no cell is taken for a formula, and however long they are they are not held in memory.

Everything that writes a table for a spreadsheet writes it here; a contract test looks that nothing else does.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from flask import Response, stream_with_context

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_CHUNK = 32 * 1024


def escaped(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a quote in front, as one types it there oneself."""
    return f"'{value}" if _FORMULA.match(value) else value


def unescaped(value: str) -> str:
    """Return a cell as it was before `escaped` looked at it."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value[1:]) else value


def csv_writer(file: TextIO, *, lineterminator: str = "\r\n") -> Callable[[Iterable[object]], None]:
    """Write rows into a file: texts escaped, numbers and days as they are, nothing for None."""
    out = csv.writer(file, lineterminator=lineterminator)

    def write(row: Iterable[object]) -> None:
        out.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])

    return write


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return a file to download, row by row; the mark in front tells spreadsheets that it is UTF-8."""
    answer = Response(stream_with_context(_lines(header, rows)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    out = io.StringIO("\ufeff")
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
