"""Looking through a spreadsheet before a library opens it: what must not be in it, and how far its cells reach."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import IO
from xml.parsers import expat

from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.sheets import At

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
_HIDDEN = {"hidden", "veryHidden"}
_TRUE = {"1", "true"}

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


@cache
def column_number(name: str) -> int:
    """Return the same back; raises `UnreadableFile` for a column that no sheet has."""
    column = 0
    for letter in name if _NAME.fullmatch(name) else "":
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    if not 0 < column <= _LAST_COLUMN:
        raise _no_such_cell()
    return column


def row_number(said: str) -> int:
    """Return a row's number; raises `UnreadableFile` for one that no sheet has."""
    row = int(said) if _NUMBER.fullmatch(said) else 0
    if not 0 < row <= _LAST_ROW:
        raise _no_such_cell()
    return row


@dataclass(slots=True)
class Tab:
    """A sheet as the spreadsheet lists it, and what was seen when its part was looked through."""

    name: str
    hidden: bool
    part: str
    look: "WorkbookShape"


def inspect_parts(parts: zipfile.ZipFile) -> list[Tab]:
    """Inflate every part for real, counting; the sheets in their order.

    Raises `UnreadableFile` for what is no spreadsheet, is too large, or holds entities that expand.
    """
    infos = parts.infolist()
    if len(infos) > PARTS_MAX or sum(info.file_size for info in infos) > INFLATED_MAX:
        raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet is too large when unpacked")
    left, looks = INFLATED_MAX, dict[str, WorkbookShape]()
    for info in infos:
        look = WorkbookShape() if info.filename.endswith((".xml", ".rels")) else None
        with parts.open(info) as part:
            left = _read_part(part, look, left)
        if look:
            looks[info.filename] = look
    return _tabs(parts, looks)


def _read_part(part: IO[bytes], look: "WorkbookShape | None", left: int) -> int:
    """Inflate one part, and look at it where it is XML; how many bytes are left."""
    while chunk := part.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet is too large when unpacked")
        if look:
            look.feed(chunk)
    return left


def _tabs(parts: zipfile.ZipFile, looks: dict[str, "WorkbookShape"]) -> list[Tab]:
    """Return the sheets, as the workbook names them."""
    target = {one.get("Id", ""): one.get("Target", "") for _, one in _elements(parts, _RELATIONS)}
    found = []
    for tag, one in _elements(parts, _WORKBOOK):
        if tag != "sheet":
            continue
        part = posixpath.normpath(posixpath.join("/xl", target.get(next(_ids(one), ""), ""))).lstrip("/")
        found.append(
            Tab(one.get("name", ""), one.get("state", "") in _HIDDEN, part, looks.get(part) or WorkbookShape())
        )
    return found


def since_1904(parts: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1904."""
    told = [one.get("date1904", "") for tag, one in _elements(parts, _WORKBOOK) if tag == "workbookPr"]
    return bool(told) and told[0] in {"1", "true"}


def _ids(attributes: Attributes) -> Iterator[str]:
    return (value for name, value in attributes.items() if name.endswith(" id"))


def _elements(parts: zipfile.ZipFile, name: str) -> list[tuple[str, Attributes]]:
    """Return the elements of a part that was looked through."""
    found: list[tuple[str, Attributes]] = []
    if name in parts.namelist():
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(" ")[2], attributes))
        parser.Parse(parts.read(name))
    return found


def _no_such_cell() -> UnreadableFile:
    return UnreadableFile(Fault.BROKEN, "the spreadsheet is damaged (it has a cell that no sheet has)")


@dataclass(slots=True)
class WorkbookShape:
    """Reads one part of XML as it comes: where its cells stand, which are formulas, what is hidden.

    Refuses document types (entities that expand).
    """

    reach: Extent = field(default_factory=Extent)
    formulas: set[At] = field(default_factory=set)
    uncalculated: set[At] = field(default_factory=set)
    errors: set[At] = field(default_factory=set)
    hidden_rows: bool = False
    hidden_columns: bool = False
    _at: Cursor = field(default_factory=Cursor)
    _in_cell: bool = False
    _says: bool = False
    _fed: int = 0
    _parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate(namespace_separator=" "))

    def __post_init__(self) -> None:
        """Listen to the parser."""
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
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
            self._cell(attributes)
        elif tag == "row":
            self._at.to_row(attributes)
            self.hidden_rows = self.hidden_rows or attributes.get("hidden") in _TRUE
        elif tag == "col":
            self.hidden_columns = self.hidden_columns or attributes.get("hidden") in _TRUE
        elif tag == "f" and self._in_cell:
            self.formulas.add(self._here)
        elif tag == "v" and self._in_cell:
            self._says = True

    def _cell(self, attributes: Attributes) -> None:
        self._at.to_cell(attributes)
        self._in_cell, self._says = True, False
        self.reach.add(self._at.row, self._at.column)
        if attributes.get("t") == "e":
            self.errors.add(self._here)

    @property
    def _here(self) -> At:
        return self._at.row - 1, self._at.column - 1

    def _end(self, name: str) -> None:
        if not self._in_cell or name.rpartition(" ")[2] != "c":
            return
        if self._here in self.formulas and not self._says:
            self.uncalculated.add(self._here)
        self._in_cell = False

    def _doctype(self, *_: object) -> None:
        raise UnreadableFile(Fault.BROKEN, "the spreadsheet declares its own entities")
