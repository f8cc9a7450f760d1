"""Writing files row by row, packed, each under a name made of its content. Memory does not grow with the catalogue."""

import gzip
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from catalog.opendata.rules import LICENCE, LICENCE_URL, Cell, Column, Format, Written, as_csv, as_json
from foundation.tables.writing import MARK, csv_writer, xlsx_writer

_LEVEL, _CHUNK = 6, 64 * 1024
Write = Callable[[str], None]
Row = Callable[[Sequence[str | int | None]], None]


@dataclass(slots=True)
class _Told:
    """What was written: where it lies until it gets its name, digest and size of the plain content."""

    path: Path = field(default_factory=Path)
    digest: str = ""
    size: int = 0


@contextmanager
def _packed(folder: Path, told: _Told) -> Iterator[Write]:
    """Yield a packed file of text."""
    with _packed_bytes(folder, told) as write:
        yield lambda text: write(text.encode())


@contextmanager
def _packed_bytes(folder: Path, told: _Told) -> Iterator[Callable[[bytes], None]]:
    """Yield a packed file, whole and on the disk when this ends; a name of its own keeps two writers apart."""
    sha = hashlib.sha256()
    with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as raw:
        told.path = Path(raw.name)
        try:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=raw, mtime=0) as packed:

                def write(content: bytes) -> None:
                    sha.update(content)
                    told.size += len(content)
                    packed.write(content)

                yield write
            raw.flush()
            os.fsync(raw.fileno())
        except BaseException:
            told.path.unlink()
            raise
    told.digest = sha.hexdigest()


@contextmanager
def _workbook(folder: Path, told: _Told, title: str) -> Iterator[Row]:
    """Yield a workbook, packed like the others when this ends."""
    with NamedTemporaryFile(dir=folder, suffix=".part") as raw:
        with xlsx_writer(Path(raw.name), title) as write:
            yield write
        with _packed_bytes(folder, told) as packed:
            while chunk := raw.read(_CHUNK):
                packed(chunk)


def write_all(
    folder: Path, key: str, columns: Sequence[Column], rows: Iterator[tuple[Cell, ...]], as_of: date, now: datetime
) -> dict[str, Written]:
    """Write the rows, read once, as CSV, as XLSX and as JSON."""
    told = {form: _Told() for form in Format}
    count = 0
    with (
        _packed(folder, told[Format.CSV]) as table,
        _workbook(folder, told[Format.XLSX], key) as book,
        _packed(folder, told[Format.JSON]) as document,
    ):
        line = _csv_lines(table)
        for write in (line, book):
            write([column.name for column in columns])
        document(_json_head(key, as_of))
        for row in rows:
            cells = as_csv(row)
            line(cells)
            book(cells)
            document((",\n" if count else "\n") + json.dumps(as_json(columns, row), ensure_ascii=False))
            count += 1
        document("\n]}\n")
    return {f"{key}.{form}": _named(told[form], key, form, count, now) for form in Format}


def _csv_lines(write: Write) -> Row:
    """Return the mark in front tells spreadsheets that it is UTF-8; no cell is taken for a formula."""
    write(MARK)

    def line(cells: Sequence[str | int | None]) -> None:
        out = io.StringIO()
        csv_writer(out)(cells)
        write(out.getvalue())

    return line


def _json_head(key: str, as_of: date) -> str:
    said = {"dataset": key, "as_of": as_of.isoformat(), "licence": LICENCE, "licence_url": LICENCE_URL}
    return json.dumps(said)[:-1] + ', "items": ['


def _named(told: _Told, key: str, form: Format, rows: int, now: datetime) -> Written:
    name = f"{key}-{told.digest[:20]}.{form}.gz"
    packed = told.path.stat().st_size
    told.path.replace(told.path.with_name(name))
    return Written(name, told.digest, rows, told.size, packed, now)
