"""Looking through a spreadsheet before a library opens it: what must not be in it, and how far its cells reach."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import IO
from xml.parsers import expat

from catalog.intake.files import Fault, UnreadableFile

INFLATED_MAX = 64 * 1024 * 1024
"""Largest size of a spreadsheet's parts when inflated, in bytes."""
PARTS_MAX = 500
CELLS_MAX = 6_000_000
"""Of the rectangle around all that a sheet says: the library takes room for each cell of it, also for empty ones."""
COLUMNS_MAX = 1000
LOOSE_CELLS, LOOSE_TIMES = 300_000, 50
"""A rectangle of more cells than this and of so many times those that are there is due to one that strayed."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_CHUNK = 64 * 1024
_TAG_MAX = 1024 * 1024
"""Bytes of one tag: the parser begins anew at it with each chunk."""
_NAME, _NUMBER = re.compile("[A-Z]{1,3}"), re.compile(r"[1-9]\d{0,6}", re.ASCII)
_DIGITS = "0123456789"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LETTERS = 26

Attributes = dict[str, str]


@dataclass(slots=True)
class Extent:
    """The rectangle around cells, and those that lie farthest down and farthest right, rows and columns from 1."""

    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0
    count: int = 0
    lowest: tuple[int, int] = (0, 0)
    outermost: tuple[int, int] = (0, 0)

    def add(self, row: int, column: int) -> None:
        """Let the rectangle hold this cell."""
        self.count += 1
        if row > self.bottom:
            self.bottom, self.lowest = row, (row, column)
        if column > self.right:
            self.right, self.outermost = column, (row, column)
        if row < self.top or not self.top:
            self.top = row
        if column < self.left or not self.left:
            self.left = column

    @property
    def far(self) -> tuple[int, int] | None:
        """The cell that makes the rectangle too large to be opened, or too empty to be meant; None where it is not."""
        if self.right - self.left >= COLUMNS_MAX:
            return self.outermost
        cells = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        too_empty = cells > LOOSE_CELLS and cells > self.count * LOOSE_TIMES
        return self.lowest if cells > CELLS_MAX or too_empty else None


@dataclass(slots=True)
class Cursor:
    """Where in a sheet its reader is: rows and cells that do not say where they stand follow the last one."""

    row: int = 0
    column: int = 0
    number: str = ""
    """The row as it is written."""

    def to_row(self, attributes: Attributes) -> None:
        """Go to the row that begins."""
        self.number = attributes.get("r") or str(self.row + 1)
        self.row, self.column = row_number(self.number), 0

    def to_cell(self, attributes: Attributes) -> None:
        """Go to the cell that begins."""
        said = attributes.get("r")
        if said:
            name = said.rstrip(_DIGITS)
            if (number := said[len(name) :]) != self.number:
                self.row, self.number = row_number(number), number
            self.column = column_number(name)
        else:
            self.column += 1


def letters(column: int) -> str:
    """A column's name, counted from 1: 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


@cache
def column_number(name: str) -> int:
    """The same back; raises `UnreadableFile` for a column that no sheet has."""
    column = 0
    for letter in name if _NAME.fullmatch(name) else "":
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    if not 0 < column <= _LAST_COLUMN:
        raise _no_such_cell()
    return column


def row_number(said: str) -> int:
    """A row's number; raises `UnreadableFile` for one that no sheet has."""
    row = int(said) if _NUMBER.fullmatch(said) else 0
    if not 0 < row <= _LAST_ROW:
        raise _no_such_cell()
    return row


def look_through(parts: zipfile.ZipFile) -> tuple[str, Extent]:
    """Inflate every part for real, counting; the first sheet's name and how far its cells reach, also empty ones.

    Raises `UnreadableFile` for what is no spreadsheet, is too large, or holds entities that expand or a formula.
    """
    infos = parts.infolist()
    if len(infos) > PARTS_MAX or sum(info.file_size for info in infos) > INFLATED_MAX:
        raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet is too large when unpacked")
    if _WORKBOOK not in parts.namelist():
        raise UnreadableFile(Fault.NOT_A_LIST, "the file is neither CSV nor XLSX")
    left, reach = INFLATED_MAX, dict[str, Extent]()
    for info in infos:
        look = Look() if info.filename.endswith((".xml", ".rels")) else None
        with parts.open(info) as part:
            left = _read_part(part, look, left)
        if look:
            reach[info.filename] = look.reach
    first = _first_sheet(parts)
    return first, reach.get(first, Extent())


def _read_part(part: IO[bytes], look: "Look | None", left: int) -> int:
    """Inflate one part, and look at it where it is XML; how many bytes are left."""
    while chunk := part.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet is too large when unpacked")
        if look:
            look.feed(chunk)
    return left


def _first_sheet(parts: zipfile.ZipFile) -> str:
    """The part that holds the first sheet; empty where the spreadsheet does not say it."""
    told = next((value for tag, one in _elements(parts, _WORKBOOK) if tag == "sheet" for value in _ids(one)), None)
    for _, one in _elements(parts, _RELATIONS):
        if told is not None and one.get("Id") == told:
            return posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
    return ""


def _ids(attributes: Attributes) -> Iterator[str]:
    return (value for name, value in attributes.items() if name.endswith(" id"))


def _elements(parts: zipfile.ZipFile, name: str) -> list[tuple[str, Attributes]]:
    """The elements of a part that was looked through."""
    found: list[tuple[str, Attributes]] = []
    if name in parts.namelist():
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(" ")[2], attributes))
        parser.Parse(parts.read(name))
    return found


def _no_such_cell() -> UnreadableFile:
    return UnreadableFile(Fault.BROKEN, "the spreadsheet is damaged (it has a cell that no sheet has)")


@dataclass(slots=True)
class Look:
    """Reads one part of XML as it comes; refuses document types (entities that expand) and formulas."""

    reach: Extent = field(default_factory=Extent)
    _at: Cursor = field(default_factory=Cursor)
    _fed: int = 0
    _parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate(namespace_separator=" "))

    def __post_init__(self) -> None:
        """Listen to the parser."""
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part."""
        try:
            self._parser.Parse(chunk)
        except expat.ExpatError as error:
            raise UnreadableFile(Fault.BROKEN, f"the spreadsheet is damaged ({error})") from error
        self._fed += len(chunk)
        if self._fed - self._parser.CurrentByteIndex > _TAG_MAX:
            raise UnreadableFile(Fault.BROKEN, "the spreadsheet is damaged (a tag does not end)")

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._at.to_cell(attributes)
            self.reach.add(self._at.row, self._at.column)
        elif tag == "row":
            self._at.to_row(attributes)
        elif tag == "f" and self._at.column:
            what = "the cell holds a formula; put its value there"
            raise UnreadableFile(Fault.FORMULA, what, row=self._at.row, column=letters(self._at.column))

    def _doctype(self, *_: object) -> None:
        raise UnreadableFile(Fault.BROKEN, "the spreadsheet declares its own entities")
