"""Reading a spreadsheet: looked through before it is opened, so that a bomb never goes off."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from catalog.intake.files import Fault, UnreadableFile

INFLATED_MAX = 64 * 1024 * 1024
"""Largest size of a spreadsheet's parts when inflated, in bytes."""
PARTS_MAX = 500
_CHUNK = 64 * 1024


def xlsx_lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Numbered rows of the first sheet as text: whole numbers without a point, dates as 2026-11-23."""
    _look_through(path)
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    except (CalamineError, IndexError) as error:
        raise UnreadableFile(Fault.BROKEN, f"the spreadsheet cannot be opened ({error})") from error
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, values in enumerate(sheet.iter_rows(), start=first):
        yield number, [_text(value) for value in values]


def _look_through(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            infos = parts.infolist()
            if len(infos) > PARTS_MAX or sum(info.file_size for info in infos) > INFLATED_MAX:
                raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet is too large when unpacked")
            if "xl/workbook.xml" not in parts.namelist():
                raise UnreadableFile(Fault.NOT_A_LIST, "the file is neither CSV nor XLSX")
            left = INFLATED_MAX
            for info in infos:
                with parts.open(info) as part:
                    left = _read_part(part, info.filename, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile(Fault.BROKEN, f"the spreadsheet is damaged ({error})") from error


def _read_part(part: IO[bytes], name: str, left: int) -> int:
    """Inflate one part for real, counting; look for what must not be in XML; how many bytes are left."""
    look = _Look() if name.endswith((".xml", ".rels")) else None
    while chunk := part.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet is too large when unpacked")
        if look:
            look.feed(chunk)
    return left


class _Look:
    """Refuses document types (entities that expand) and formulas, naming the formula's cell."""

    def __init__(self) -> None:
        self._cell = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part."""
        try:
            self._parser.Parse(chunk, False)  # noqa: FBT003 - the parser's own signature
        except expat.ExpatError as error:
            raise UnreadableFile(Fault.BROKEN, f"the spreadsheet is damaged ({error})") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._cell = attributes.get("r", "")
        elif tag == "f" and self._cell:
            letters = self._cell.rstrip("0123456789")
            row = int(self._cell[len(letters) :] or 0)
            what = "the cell holds a formula; put its value there"
            raise UnreadableFile(Fault.FORMULA, what, row=row, column=letters)

    def _doctype(self, *_: object) -> None:
        raise UnreadableFile(Fault.BROKEN, "the spreadsheet declares its own entities")


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
