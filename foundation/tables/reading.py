"""One door for every file with a table: by what is in it, not by what it is called."""

import re
from pathlib import Path

from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.pages import read_page
from foundation.tables.sheets import Book
from foundation.tables.spreadsheet import CPU_MAX_S, read_spreadsheet
from foundation.tables.texts import read_text

FILE_MAX = 64 * 1024 * 1024
"""Largest file in bytes; looked at before anything of it is read."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x18ftyphei")
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book\x00".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = b"\xef\xbb\xbf"


def read_book(path: Path, *, cpu_s: int = CPU_MAX_S) -> Book:
    """Return the sheets of a spreadsheet, a text or a page; raises `UnreadableFile`, by name for PDFs and pictures."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(4096)
    _refuse(head, size)
    if head.startswith((_ZIP, _OLD_OFFICE)):
        if head.startswith(_OLD_OFFICE) and not any(name in path.read_bytes() for name in _WORKBOOKS):
            raise UnreadableFile(Fault.NOT_A_LIST, "the file is a document of an old Office format, no spreadsheet")
        return _told_if_empty(read_spreadsheet(path, cpu_s=cpu_s))
    raw = path.read_bytes()
    if _PAGE.match(raw.removeprefix(_MARKS)):
        return _told_if_empty(read_page(raw))
    return read_text(raw)


def _refuse(head: bytes, size: int) -> None:
    """Refuse what is no table, whatever it is called."""
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile(Fault.EMPTY, "the file is empty")
    if size > FILE_MAX:
        raise UnreadableFile(Fault.TOO_LARGE, f"the file is larger than {FILE_MAX:,} bytes")
    if b"%PDF-" in head[:1024]:
        raise UnreadableFile(Fault.PDF, "the file is a PDF; ask for the table as a spreadsheet")
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        raise UnreadableFile(Fault.IMAGE, "the file is a picture; ask for the table as a spreadsheet")


def _told_if_empty(book: Book) -> Book:
    if not any(str(cell).strip() for sheet in book.sheets for row in sheet.rows for cell in row):
        raise UnreadableFile(Fault.EMPTY, "the file is empty")
    return book
