"""One door for every list: by what is in the file, not by what it is called."""

from collections.abc import Iterator
from pathlib import Path

from catalog.intake.files import PRODUCTS, Columns, Fault, SourceRow, UnreadableFile, checked_rows, csv_lines
from catalog.intake.xlsx_file import xlsx_lines

FILE_MAX = 64 * 1024 * 1024
"""Largest file in bytes; looked at before anything of a spreadsheet is read."""

_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff\xe0": "a picture",
    b"\xff\xd8\xff\xe1": "a picture",
    b"\xd0\xcf\x11\xe0": "of an old Office format (.xls, .doc)",
}
"""What people send instead of a list, by its first four bytes."""


def read_rows(path: Path, *, repair: bool = False, columns: Columns = PRODUCTS) -> Iterator[SourceRow]:
    """The rows of a CSV or XLSX; raises `UnreadableFile` at the first thing that cannot stand."""
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise UnreadableFile(Fault.NOT_A_LIST, "the file is empty")
    if head in _OTHERS:
        raise UnreadableFile(Fault.NOT_A_LIST, f"the file is {_OTHERS[head]}; it must be CSV or XLSX")
    if head == b"PK\x03\x04":
        if path.stat().st_size > FILE_MAX:
            raise UnreadableFile(Fault.TOO_LARGE, f"the file is larger than {FILE_MAX:,} bytes")
        return checked_rows(xlsx_lines(path), repair=repair, columns=columns)
    if path.suffix.casefold() == ".xlsx":
        raise UnreadableFile(Fault.NOT_A_LIST, "the file is called .xlsx but is no spreadsheet")
    return checked_rows(csv_lines(path), repair=repair, columns=columns)
