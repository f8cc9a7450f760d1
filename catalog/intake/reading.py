"""One door for every list: the site's own columns as they are, any other list as it is understood."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from catalog.intake.columns import PRODUCTS
from catalog.intake.files import KNOWN, Columns, SourceRow, checked_rows, csv_lines
from foundation.i18n.hygiene import cleaned
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.filling import filled_lines
from foundation.tables.reading import FILE_MAX, read_book
from foundation.tables.schema import OTHER, PERSONAL, PHONE, with_headings
from foundation.tables.sheets import Book
from foundation.tables.understanding import ParsedTable, parse_table

_CELLS = {"stars": "star", "decided_on": "decision_date"}
"""Fields that lists of our own call otherwise."""
_GO_ON = (
    "see what it was understood as with `flask tables read`, then name its columns with --map FILE"
    " (lines of heading,field)"
)
_TEXT_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a list, and what else a person should know of the file."""

    rows: Iterator[SourceRow]
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Columns that are not taken in."""


def read_rows(path: Path, *, repair: bool = False) -> Iterator[SourceRow]:
    """Yield the rows of a list; raises `UnreadableFile` at the first thing that cannot stand."""
    return read_list(path, repair=repair).rows


def read_list(path: Path, *, repair: bool = False, named: Mapping[str, str] | None = None) -> Source:
    """Return the rows of a list, with what headings mean where somebody says it; raises `UnreadableFile`."""
    if path.stat().st_size > FILE_MAX and not _is_own_text(path):
        raise UnreadableFile(Fault.TOO_LARGE, f"the file is larger than {FILE_MAX:,} bytes")
    if not named and _is_own_text(path):
        return Source(checked_rows(csv_lines(path), repair=repair))
    book = read_book(path)
    schema = with_headings(PRODUCTS, named or {})
    try:
        found = parse_table(book, (schema,))
    except UnreadableFile as refusal:
        raise _with_advice(refusal, book) from refusal
    if _is_own(found):
        return Source(checked_rows(_own_lines(book, found), repair=repair), found.notes)
    left = [column.key for column in found.columns if column.meaning in {OTHER, PERSONAL, PHONE}]
    return Source(_understood(found), found.notes, left)


def read_columns(path: Path, columns: Columns) -> Iterator[SourceRow]:
    """Yield the rows of a list whose first row names exactly such columns; raises `UnreadableFile`."""
    first = next(one for one in read_book(path).sheets if not one.hidden)
    return checked_rows(filled_lines(first, 0), repair=True, columns=columns)


def read_map(path: Path) -> dict[str, str]:
    """Return what headings mean, from a file of lines heading,field; raises `UnreadableFile` for an unknown field."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row[0].strip(), row[1].strip()) for row in csv.reader(file) if len(row) > 1]
    fields = {name: name for name in (*PRODUCTS.fields, "other", "number", "personal", "phone")}
    fields |= {own: name for name, own in _CELLS.items()}
    for row, (heading, meaning) in enumerate(rows, start=1):
        if meaning not in fields:
            what = f"“{meaning}” is no field; there are {', '.join(sorted(fields))}"
            raise UnreadableFile(Fault.WRONG_COLUMNS, what, row=row, column=heading)
    return {heading: fields[meaning] for heading, meaning in rows}


def _is_own_text(path: Path) -> bool:
    """Whether a file is CSV as the site writes it: in UTF-8, with commas, its first line nothing but our columns."""
    with path.open("rb") as file:
        head = file.readline(_TEXT_HEAD)
    if b"\x00" in head or head.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        return False
    with suppress(UnicodeDecodeError, csv.Error):
        line = head.decode("utf-8-sig").lstrip("\ufeff")
        names = [cleaned(name).strip().casefold() for name in next(csv.reader([line]), [])]
        return "\r" not in line.rstrip("\r\n") and len(KNOWN & set(names)) * 2 > len(names) > 1
    return False


def _own_lines(book: Book, found: ParsedTable) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the heads and the rows of a sheet with our columns, merged cells carried down."""
    sheet = next(one for one in book.sheets if one.name == found.sheet)
    left_out = {row for row, _ in found.left_out}
    for number, cells in filled_lines(sheet, found.head_rows[0] - 1):
        if number not in left_out:
            yield number, cells


def rows_of(book: Book, found: ParsedTable, province: str) -> Iterator[SourceRow]:
    """Yield the rows of a list that was looked at, in a province where it names none; raises `UnreadableFile`."""
    if _is_own(found):
        yield from checked_rows(_own_lines(book, found), repair=True)
        return
    for row in _records(found):
        yield SourceRow(row.number, {**row.cells, "province": row.cells.get("province") or province})


def _is_own(found: ParsedTable) -> bool:
    return all(column.key.casefold() in KNOWN for column in found.columns)


def _understood(found: ParsedTable) -> Iterator[SourceRow]:
    """Return the records of any other list under our columns' names; raises `UnreadableFile` where none can be read."""
    if not any("province" in said for _, said in found.rows):
        heads = f"row {found.head_rows[0]} holds the heads" if found.head_rows else "the list has no heads"
        what = f"no column and no title names the province ({heads}); add it to the title, or {_GO_ON}"
        raise UnreadableFile(Fault.WRONG_COLUMNS, what, column="province")
    yield from _records(found)


def _records(found: ParsedTable) -> Iterator[SourceRow]:
    for row, said in found.rows:
        cells = {_CELLS.get(name, name): _cell(value) for name, value in said.items()}
        cells = {name: value for name, value in cells.items() if name in KNOWN}
        if "stars" in found.unread.get(row, ()) and "star" not in cells and "stars_proposed" not in said:
            cells["star"] = "?"
        yield SourceRow(row, {"name": "", **cells})


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _with_advice(refusal: UnreadableFile, book: Book) -> UnreadableFile:
    """How to go on where no list was found."""
    if refusal.fault is not Fault.NO_TABLE:
        return refusal
    first = next((row for sheet in book.sheets if not sheet.hidden for row in sheet.rows if any(row)), [])
    names = {cleaned(str(cell)).strip().casefold() for cell in first}
    missing = [name for name in ("name", "province") if name not in names] if names & KNOWN else ["name"]
    what = f"the column “{missing[0] if missing else 'name'}” is missing; {_GO_ON}"
    return UnreadableFile(Fault.WRONG_COLUMNS, what, row=1, column=missing[0] if missing else "name")
