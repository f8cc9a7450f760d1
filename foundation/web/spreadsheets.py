"""Tables that leave as CSV: no cell is taken for a formula, and however long they are they are not held in memory."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

_FORMULA = re.compile(r"[=+\-@\t\r]")
_CHUNK = 32 * 1024


def escaped(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A file to download, row by row; the mark in front tells spreadsheets that it is UTF-8."""
    answer = Response(stream_with_context(_lines(header, rows)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow(["" if cell is None else escaped(str(cell)) for cell in row])
        if out.tell() > _CHUNK:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
