"""Reading lists from files that may be anything: every refusal names the file, the row and the column."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalog.intake.rules import IGNORED_COLUMNS, OPTIONAL_COLUMNS, REQUIRED_COLUMNS, SOURCE_COLUMNS
from foundation.i18n.hygiene import LOST, Damage, alike, cleaned, damage_of, strip_invisible
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.writing import unescaped

LINE_MAX = 64 * 1024
"""Longest line of a CSV in bytes."""
CELL_MAX = 4000
"""Longest cell in characters."""
ROWS_MAX = 200_000

_FORMULA = re.compile(r"[=+@\t\r]|-(?=[\w(])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DAMAGED = {
    Damage.LETTERS_LOST: "letters were lost (�); put them back",
    Damage.WRONG_ENCODING: "the text was damaged by a wrong encoding; copy it anew as Unicode",
}
_OTHER_SEPARATOR = re.compile(r"[;\t|]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_END_OF_DOS = b"\x1a"
"""Ends the files of old programs."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a kind of list may have: columns that are read, those of them it must have, those that are never read."""

    read: frozenset[str]
    required: frozenset[str]
    ignored: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)
    """A required column, and one that may stand in its place."""

    @property
    def known(self) -> frozenset[str]:
        """All that may stand in the first row."""
        return self.read | self.ignored


OWN = Columns(
    frozenset({*SOURCE_COLUMNS, *OPTIONAL_COLUMNS}), REQUIRED_COLUMNS, IGNORED_COLUMNS, {"province": "address"}
)
"""Columns of the site's own lists of products."""
KNOWN = OWN.known


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as read: the number a person sees in the file, and the cells of the columns that are read."""

    number: int
    cells: dict[str, str]


def csv_lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Numbered rows of a CSV in UTF-8; never holds more than one line."""
    csv.field_size_limit(LINE_MAX)
    reader = csv.reader(_decoded(path), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise UnreadableFile(Fault.BROKEN, f"the row cannot be read as CSV ({error})", row=reader.line_num) from error


def _decoded(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LINE_MAX + 1):
            number += 1
            if len(line) > LINE_MAX:
                raise UnreadableFile(Fault.TOO_LARGE, f"the line is longer than {LINE_MAX:,} bytes", row=number)
            if number == 1 and line.startswith(_UTF16):
                what = "the file is UTF-16; save it as “CSV UTF-8”"
                raise UnreadableFile(Fault.WRONG_ENCODING, what, row=number)
            if line.rstrip(b"\r\n").endswith(_END_OF_DOS):
                line = line.rstrip(b"\r\n").rstrip(_END_OF_DOS)
            if b"\x00" in line:
                raise UnreadableFile(Fault.NOT_A_LIST, "the file is neither CSV nor XLSX", row=number)
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    Fault.WRONG_ENCODING,
                    f"byte {error.start + 1} of the line is not UTF-8; save the file as “CSV UTF-8”",
                    row=number,
                ) from error


def checked_rows(
    lines: Iterator[tuple[int, Sequence[str]]], *, repair: bool, columns: Columns = OWN
) -> Iterator[SourceRow]:
    """Yield the rows below the header, each cell checked; `repair` mends decomposed text and letters like Đ."""
    header = _header(next(lines, None), columns)
    for count, (number, values) in enumerate(lines, start=1):
        if count > ROWS_MAX:
            raise UnreadableFile(Fault.TOO_LARGE, f"there are more than {ROWS_MAX:,} rows", row=number)
        if len(values) > len(header) and any(value.strip() for value in values[len(header) :]):
            raise UnreadableFile(Fault.WRONG_COLUMNS, "the row has more cells than the header", row=number)
        if not any(value.strip() for value in values):
            continue
        named = zip(header, values, strict=False)
        cells = {name: _checked(value, number, name, repair=repair) for name, value in named if name}
        yield SourceRow(number, cells)


def _header(first: tuple[int, Sequence[str]] | None, columns: Columns) -> list[str]:
    """Names of the columns in order, empty for those that are not read."""
    names = [cleaned(name).strip().casefold() for name in first[1]] if first else []
    while names and not names[-1]:
        names.pop()
    missing = sorted(name for name in columns.required if not {name, columns.instead.get(name)} & set(names))
    if missing:
        what = f"the column “{missing[0]}” is missing" if first else "the file is empty"
        if len(names) == 1 and _OTHER_SEPARATOR.search(names[0]):
            what = "the columns are not separated by commas; save the file with commas or as XLSX"
        raise UnreadableFile(Fault.WRONG_COLUMNS if first else Fault.NOT_A_LIST, what, row=1, column=missing[0])
    for place, name in enumerate(names):
        if name not in columns.known:
            raise UnreadableFile(Fault.WRONG_COLUMNS, "this column is not known", row=1, column=name or f"{place + 1}")
        if name in names[:place]:
            raise UnreadableFile(Fault.WRONG_COLUMNS, "this column stands twice", row=1, column=name)
    return ["" if name in columns.ignored else name for name in names]


def _checked(value: str, row: int, column: str, *, repair: bool) -> str:
    if len(value) > CELL_MAX:
        raise UnreadableFile(
            Fault.TOO_LARGE, f"the cell is longer than {CELL_MAX:,} characters", row=row, column=column
        )
    damage = damage_of(value)
    if damage and (LOST in value or damage is Damage.WRONG_ENCODING):
        raise UnreadableFile(Fault.DAMAGED_TEXT, _DAMAGED[damage], row=row, column=column)
    if damage or _CONTROL.search(value):
        raise UnreadableFile(Fault.CONTROL_CHARACTER, "the cell holds a control character", row=row, column=column)
    value = strip_invisible(value)
    before_export = unescaped(value)
    if before_export != value:
        value = before_export
    elif _FORMULA.match(value):
        raise UnreadableFile(Fault.FORMULA, "the cell holds a formula; put its value there", row=row, column=column)
    if repair:
        return cleaned(value)
    if not unicodedata.is_normalized("NFC", value):
        what = "the text is decomposed (not Unicode NFC); save it anew or import with --repair"
        raise UnreadableFile(Fault.NOT_NFC, what, row=row, column=column)
    if found := alike(value):
        what = f"the letter {found} (U+{ord(found):04X}) stands for Đ; correct it or import with --repair"
        raise UnreadableFile(Fault.WRONG_LETTER, what, row=row, column=column)
    return value
