"""Looking through a spreadsheet of OpenDocument: merged, hidden, calculated cells, which the library does not tell."""

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.sheets import At

CONTENT = "content.xml"
INFLATED_MAX = 64 * 1024 * 1024
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_COVERING_MAX = 1000
"""Rows or columns of one merged cell."""

Attributes = dict[str, str]


@dataclass(slots=True)
class OdsTab:
    """A sheet, and what is said of its cells."""

    name: str
    hidden: bool = False
    merges: list[tuple[At, At]] = field(default_factory=list)
    formulas: set[At] = field(default_factory=set)
    uncalculated: set[At] = field(default_factory=set)
    errors: set[At] = field(default_factory=set)
    hidden_rows: bool = False
    hidden_columns: bool = False


@dataclass(slots=True)
class _Look:
    """Reads the content of a document as it comes."""

    tabs: list[OdsTab] = field(default_factory=list)
    hides: set[str] = field(default_factory=set)
    _style: str = ""
    _row: int = 0
    _column: int = 0
    _rows: int = 1

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element."""
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        tag = name.rpartition(":")[2]
        if tag == "style":
            self._style = said.get("name", "")
        elif tag == "table-properties" and said.get("display") == "false":
            self.hides.add(self._style)
        elif tag == "table" and name.startswith("table:"):
            self.tabs.append(OdsTab(said.get("name", ""), said.get("style-name") in self.hides))
            self._row = 0
        elif self.tabs:
            self._inside(tag, said)

    def _inside(self, tag: str, said: Attributes) -> None:
        tab = self.tabs[-1]
        if tag == "table-row":
            self._column, self._rows = 0, _times(said, "number-rows-repeated", _LAST_ROW)
            tab.hidden_rows = tab.hidden_rows or said.get("visibility") in {"collapse", "filter"}
        elif tag == "table-column":
            tab.hidden_columns = tab.hidden_columns or said.get("visibility") == "collapse"
        elif tag in {"table-cell", "covered-table-cell"}:
            self._cell(tab, said)
            self._column += _times(said, "number-columns-repeated", _LAST_COLUMN)

    def _cell(self, tab: OdsTab, said: Attributes) -> None:
        here = (self._row, self._column)
        down, across = (_times(said, f"number-{way}-spanned", _COVERING_MAX) for way in ("rows", "columns"))
        if down > 1 or across > 1:
            tab.merges.append((here, (here[0] + down - 1, here[1] + across - 1)))
        if "formula" in said:
            tab.formulas.add(here)
            if "value-type" not in said:
                tab.uncalculated.add(here)

    def end(self, name: str) -> None:
        """End an element."""
        if name == "table:table-row":
            self._row += self._rows


def inspect_ods(parts: zipfile.ZipFile) -> list[OdsTab]:
    """Yield the sheets of a document; raises `UnreadableFile` for what is too large, encrypted or declares entities."""
    if sum(info.file_size for info in parts.infolist()) > INFLATED_MAX:
        raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet is too large when unpacked")
    if "META-INF/manifest.xml" in parts.namelist() and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise UnreadableFile(Fault.ENCRYPTED, "the spreadsheet is protected by a password; save it without one")
    look, parser = _Look(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = look.start, look.end
    parser.StartDoctypeDeclHandler = _doctype
    parser.Parse(parts.read(CONTENT), True)  # noqa: FBT003 - the library names no argument
    if not look.tabs:
        raise UnreadableFile(Fault.NOT_A_LIST, "the document holds no table")
    return look.tabs


def _times(said: Attributes, name: str, most: int) -> int:
    told = said.get(name, "1")
    return min(int(told), most) if told.isascii() and told.isdigit() and len(told) < len(str(_LAST_ROW)) + 2 else 1


def _doctype(*_: object) -> None:
    raise UnreadableFile(Fault.BROKEN, "the spreadsheet declares its own entities")
