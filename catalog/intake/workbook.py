"""The program of the process in which a spreadsheet is read: its rows, or why there are none, as lines of JSON.

The library may end the process it runs in, so it runs in none of ours; `xlsx_file` reads what it tells.
"""

import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from catalog.intake.files import Fault, UnreadableFile
from catalog.intake.workbook_blanks import blanks_of, without
from catalog.intake.workbook_look import letters, look_through
from foundation.files.confined import OUT_OF_MEMORY, Limits

MEMORY_MAX = 640 * 1024 * 1024
"""Bytes that reading one spreadsheet may take, its program included."""
BATCH = 50
TEXT_MAX = 32_767
"""Characters that a spreadsheet program keeps in a cell."""


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of the first sheet as text, those that say something; raises `UnreadableFile`."""
    try:
        sheet = CalamineWorkbook.from_object(_openable(path)).get_sheet_by_index(0)
    except (CalamineError, IndexError) as error:
        raise UnreadableFile(Fault.BROKEN, f"the spreadsheet cannot be opened ({error})") from error
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, values in enumerate(sheet.iter_rows(), start=first):
        cells = [_text(value) for value in values]
        if any(cells):
            yield number, cells


def tell(path: Path) -> None:
    """Write the rows to the standard output, some a line, and at last why there are no more of them."""
    try:
        found = rows(path)
        while some := list(islice(found, BATCH)):
            sys.stdout.write(json.dumps(some) + "\n")
        told: dict[str, object] = {}
    except UnreadableFile as error:
        told = {"fault": error.fault, "what": error.what, "row": error.row, "column": error.column}
    sys.stdout.write(json.dumps(told) + "\n")


def _openable(path: Path) -> Path | io.BytesIO:
    """The spreadsheet as the library gets it: looked through, and without stray blanks where they lie far away."""
    try:
        with zipfile.ZipFile(path) as parts:
            name, reach = look_through(parts)
            return path if reach.far is None else _without_blanks(parts, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UnreadableFile(Fault.BROKEN, f"the spreadsheet is damaged ({error})") from error


def _without_blanks(parts: zipfile.ZipFile, name: str) -> io.BytesIO:
    """The spreadsheet without the cells of this sheet that say nothing; a far one that says something is refused."""
    found = blanks_of(parts, name)
    if found.said.far:
        row, column = found.said.far
        what = "the cell lies far away from the table; delete it and what else stands there"
        raise UnreadableFile(Fault.FAR_CELL, what, row=row, column=letters(column))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for info in parts.infolist():
            content = parts.read(info)
            written.writestr(info.filename, without(content, found.spans) if info.filename == name else content)
    target.seek(0)
    return target


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)[:TEXT_MAX]


def main() -> None:
    """Read the file named on the command line, in so many seconds of a processor."""
    path, cpu_s = sys.argv[1:]
    Limits(MEMORY_MAX, int(cpu_s)).take()
    try:
        tell(Path(path))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
