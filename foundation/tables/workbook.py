"""The program of the process in which a spreadsheet is read: its sheets, or why there are none, as lines of JSON.

The library may end the process it runs in, so it runs in none of ours; `spreadsheet` reads what it tells.
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
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.sheets import ROWS_MAX, SHEETS_MAX, At, Value, letters
from foundation.tables.workbook_blanks import blanks_of, without
from foundation.tables.workbook_look import COLUMNS_MAX, Tab, inspect_parts, since_1904
from foundation.tables.workbook_ods import CONTENT, OdsTab, inspect_ods
from foundation.web.confined import OUT_OF_MEMORY, ProcessLimits

MEMORY_MAX = 640 * 1024 * 1024
"""Bytes that reading one spreadsheet may take, its program included."""
BATCH = 50
TEXT_MAX = 32_767
"""Characters that a spreadsheet program keeps in a cell."""
MERGES_MAX = 20_000
_ZIP = b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Message = dict[str, Any]
Span = tuple[At, At]


def sheet_messages(path: Path) -> Iterator[Message | tuple[int, list[Value]]]:
    """Yield what is known of each sheet, followed by its numbered rows that say something; raises `UnreadableFile`."""
    with path.open("rb") as file:
        is_zip = file.read(2) == _ZIP
    source, seen, early = _zipped(path) if is_zip else (_old(path), {}, False)
    try:
        book = CalamineWorkbook.from_object(source)
        listed = [(one.name, one.visible is not SheetVisibleEnum.Visible) for one in book.sheets_metadata]
        if len(listed) > SHEETS_MAX:
            raise UnreadableFile(Fault.TOO_LARGE, f"there are more than {SHEETS_MAX} sheets")
        for name, hidden in listed:
            facts = seen.get(name, {})
            if facts.get("far"):
                yield {"sheet": name, "hidden": hidden or facts.get("hidden", False), "far": True}
                continue
            sheet = book.get_sheet_by_name(name)
            yield {**facts, **_about(sheet, facts), "hidden": hidden or facts.get("hidden", False), "since_1904": early}
            yield from _rows(sheet)
    except (CalamineError, IndexError) as error:
        raise _not_opened(error) from error


def _not_opened(error: Exception) -> UnreadableFile:
    if "assword" in str(error):
        return UnreadableFile(Fault.ENCRYPTED, "the spreadsheet is protected by a password; save it without one")
    return UnreadableFile(Fault.BROKEN, f"the spreadsheet cannot be opened ({error})")


def _about(sheet: CalamineSheet, facts: Message) -> Message:
    """Name and merged cells, none beyond what the sheet holds."""
    last_row, last_column = sheet.end or (0, 0)
    merged: set[Span] = set(islice(sheet.merged_cell_ranges or facts.get("merged", ()), MERGES_MAX))
    within = {
        (top, left, min(bottom, last_row + 1), min(right, last_column)) for (top, left), (bottom, right) in merged
    }
    formulas = {name: sorted(facts.get(name, ())) for name in ("formulas", "uncalculated", "errors")}
    return {"sheet": sheet.name, "merges": sorted(within), "merged": None, **formulas}


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Value]]]:
    first_row, first_column = sheet.start or (0, 0)
    before: list[Value] = [""] * first_column
    for number, values in islice(enumerate(sheet.iter_rows()), first_row, None):
        cells = [_value(value) for value in values]
        if any(cell != "" for cell in cells):
            yield number, before + cells


def tell(path: Path) -> None:
    """Write what is known of the sheets to the standard output, rows some a line, and at last why there is no more."""
    try:
        rows: list[tuple[int, list[Value]]] = []
        for one in sheet_messages(path):
            if isinstance(one, dict):
                _write(rows)
                rows = []
                sys.stdout.write(json.dumps(one) + "\n")
            else:
                rows.append(one)
                if len(rows) == BATCH:
                    _write(rows)
                    rows = []
        _write(rows)
        facts: Message = {"end": True}
    except UnreadableFile as error:
        facts = {"fault": error.fault, "what": error.what, "row": error.row, "column": error.column}
    sys.stdout.write(json.dumps(facts) + "\n")


def _write(rows: list[tuple[int, list[Value]]]) -> None:
    if rows:
        sys.stdout.write(json.dumps(rows, default=lambda day: {"day": day.isoformat()}) + "\n")


def _old(path: Path) -> Path:
    """Return a spreadsheet of the old format; what is encrypted looks the same from outside."""
    if _ENCRYPTED in path.read_bytes():
        raise UnreadableFile(Fault.ENCRYPTED, "the spreadsheet is protected by a password; save it without one")
    return path


def _zipped(path: Path) -> tuple[Path | io.BytesIO, dict[str, Message], bool]:
    """Return a spreadsheet as the library gets it: looked through, and without stray blanks where they lie far away."""
    try:
        with zipfile.ZipFile(path) as parts:
            if CONTENT in parts.namelist():
                tabs = inspect_ods(parts)
                return path, {tab.name: _ods_facts(tab) for tab in tabs}, False
            if "xl/workbook.xml" not in parts.namelist():
                raise UnreadableFile(Fault.NOT_A_LIST, "the file is neither CSV nor XLSX")
            return _looked_through(path, parts)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, expat.ExpatError) as error:
        raise UnreadableFile(Fault.BROKEN, f"the spreadsheet is damaged ({error})") from error
    except RuntimeError as error:  # how the library for ZIP files says that a part needs a password
        raise UnreadableFile(Fault.ENCRYPTED, f"the spreadsheet cannot be unpacked ({error})") from error


def _looked_through(path: Path, parts: zipfile.ZipFile) -> tuple[Path | io.BytesIO, dict[str, Message], bool]:
    tabs = inspect_parts(parts)
    away: dict[str, list[tuple[int, int]]] = {}
    facts = {tab.name: _tab_facts(tab) for tab in tabs}
    shown = [tab for tab in tabs if not tab.hidden]
    for tab in shown:
        if tab.look.reach.far:
            spans = _strayed(parts, tab, needed=tab is shown[0])
            if spans is None:
                facts[tab.name]["far"] = True
            else:
                away[tab.part] = spans
        elif tab is not shown[0] and tab.look.reach.top > ROWS_MAX:
            facts[tab.name]["far"] = True
    for tab in tabs:
        facts[tab.name]["far"] = facts[tab.name].get("far") or (tab.hidden and tab.look.reach.far is not None)
    return _without_blanks(parts, away) if away else path, facts, since_1904(parts)


def _strayed(parts: zipfile.ZipFile, tab: Tab, *, needed: bool) -> list[tuple[int, int]] | None:
    """Where cells stand that say nothing; None if the sheet says something far away, refused if it is needed."""
    found = blanks_of(parts, tab.part)
    if not found.said.far:
        return found.spans
    if not needed:
        return None
    if found.said.count >= COLUMNS_MAX and found.said.right - found.said.left >= COLUMNS_MAX:
        raise UnreadableFile(Fault.TOO_MANY_COLUMNS, f"the sheet has more than {COLUMNS_MAX:,} columns")
    row, column = found.said.far
    what = "the cell lies far away from the table; delete it and what else stands there"
    raise UnreadableFile(Fault.FAR_CELL, what, row=row, column=letters(column))


def _without_blanks(parts: zipfile.ZipFile, away: dict[str, list[tuple[int, int]]]) -> io.BytesIO:
    """Return the spreadsheet without the cells of these sheets that say nothing."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for info in parts.infolist():
            content = parts.read(info)
            spans = away.get(info.filename)
            written.writestr(info.filename, without(content, spans) if spans else content)
    target.seek(0)
    return target


def _tab_facts(tab: Tab) -> Message:
    return {
        "hidden": tab.hidden,
        "formulas": tab.look.formulas,
        "uncalculated": tab.look.uncalculated,
        "errors": tab.look.errors,
        "hidden_rows": tab.look.hidden_rows,
        "hidden_columns": tab.look.hidden_columns,
    }


def _ods_facts(tab: OdsTab) -> Message:
    return {
        "hidden": tab.hidden,
        "formulas": tab.formulas,
        "uncalculated": tab.uncalculated,
        "errors": tab.errors,
        "hidden_rows": tab.hidden_rows,
        "hidden_columns": tab.hidden_columns,
        "merged": tab.merges,
    }


def _value(value: object) -> Value:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (int, date)):
        return value
    return "" if value is None else str(value)[:TEXT_MAX]


def main() -> None:
    """Read the file named on the command line, in so many seconds of a processor."""
    path, cpu_s = sys.argv[1:]
    ProcessLimits(MEMORY_MAX, int(cpu_s)).take()
    try:
        tell(Path(path))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
