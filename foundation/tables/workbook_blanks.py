"""Cells that say nothing: a blank typed by mistake in the last row makes a sheet of ten rows one of a million."""

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from foundation.tables.workbook_look import Attributes, Cursor, Extent

_STRINGS = "xl/sharedStrings.xml"
_ENOUGH = 64
"""Characters of a cell that tell whether it says something."""


@dataclass(slots=True)
class Blanks:
    """Reads a part that was looked through: how far what it says reaches, and where the other cells stand (bytes)."""

    blank: frozenset[int]
    """Shared texts that say nothing."""
    said: Extent = field(default_factory=Extent)
    spans: list[tuple[int, int]] = field(default_factory=list)
    _at: Cursor = field(default_factory=Cursor)
    _type: str = ""
    _text: str = ""
    _takes: bool = False
    _begins: int = 0
    _ended: bool = False
    _parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate(namespace_separator=" "))

    def read(self, content: bytes) -> None:
        """Read the part."""
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.Parse(content)

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = name.rpartition(" ")[2]
        self._close()
        self._takes = tag in {"v", "t"}
        if tag == "row":
            self._at.to_row(attributes)
        elif tag == "c":
            self._at.to_cell(attributes)
            self._type, self._text, self._begins = attributes.get("t", ""), "", self._parser.CurrentByteIndex

    def _end(self, name: str) -> None:
        self._close()
        self._takes = False
        if name.rpartition(" ")[2] != "c":
            return
        if self._says_something():
            self.said.add(self._at.row, self._at.column)
        else:
            self._ended = True

    def _close(self) -> None:
        """End a cell where the next thing begins."""
        if self._ended:
            self.spans.append((self._begins, self._parser.CurrentByteIndex))
            self._ended = False

    def _says_something(self) -> bool:
        said = self._text.strip()
        if self._type == "s" and said.isascii() and said.isdigit():
            return int(said) not in self.blank
        return bool(said)

    def _data(self, text: str) -> None:
        if self._takes and len(self._text) < _ENOUGH:
            self._text += text[:_ENOUGH]


@dataclass(slots=True)
class Strings:
    """Reads the texts that a spreadsheet's cells share, for the numbers of those that say nothing."""

    blank: set[int] = field(default_factory=set)
    _count: int = 0
    _says: bool = False
    _parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def read(self, content: bytes) -> None:
        """Read the part."""
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.Parse(content)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "si":
            if not self._says:
                self.blank.add(self._count)
            self._count, self._says = self._count + 1, False

    def _data(self, text: str) -> None:
        self._says = self._says or bool(text.strip())


def blanks_of(parts: zipfile.ZipFile, name: str) -> Blanks:
    """Return what a sheet's cells say and which of them say nothing."""
    strings = Strings()
    if _STRINGS in parts.namelist():
        strings.read(parts.read(_STRINGS))
    found = Blanks(frozenset(strings.blank))
    found.read(parts.read(name))
    return found


def without(content: bytes, spans: list[tuple[int, int]]) -> bytes:
    """Return a part without these stretches of it."""
    edges = [0, *(edge for span in spans for edge in span), len(content)]
    return b"".join(content[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2))
