"""Reading a spreadsheet in a process apart, which a bomb ends without ending ours."""

import json
import signal
from collections.abc import Generator, Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.sheets import ROWS_MAX, Book, Merge, Sheet, Value
from foundation.web.confined import OUT_OF_MEMORY, end, start

_PROGRAM = "foundation.tables.workbook"
CPU_MAX_S = 60
"""Seconds of a processor for the largest list that is taken; somebody waits for smaller ones."""
_EXHAUSTED = {OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT}
"""How a process ends for want of memory or time; the library's own language aborts without memory."""

Message: TypeAlias = dict[str, Any]


def read_spreadsheet(path: Path, *, cpu_s: int = CPU_MAX_S) -> Book:
    """All sheets; raises `UnreadableFile`."""
    sheets: list[Sheet] = []
    for told in _messages(path, cpu_s):
        if isinstance(told, dict):
            sheets.append(_sheet(told))
            continue
        rows = sheets[-1].rows
        for number, cells in told:
            if number >= ROWS_MAX:
                raise UnreadableFile(Fault.TOO_LARGE, f"there are more than {ROWS_MAX:,} rows", row=number + 1)
            rows.extend([] for _ in range(number - len(rows)))
            rows.append([_value(cell) for cell in cells])
    return Book(sheets)


def xlsx_lines(path: Path, *, cpu_s: int = CPU_MAX_S) -> Generator[tuple[int, Sequence[str]]]:
    """Numbered rows of the first sheet as text, those that say something; raises `UnreadableFile`.

    Whole numbers come without a point, dates as 2026-11-23.
    """
    told = _messages(path, cpu_s)
    for rows in islice(told, 1, None):
        if isinstance(rows, dict):
            break
        yield from ((number + 1, [str(_value(cell)) for cell in cells]) for number, cells in rows)
    told.close()


def _messages(path: Path, cpu_s: int) -> Generator[Message | list[tuple[int, list[Any]]]]:
    """Yield what the process tells: of a sheet, then its rows, then of the next sheet."""
    process = start(_PROGRAM, str(path.resolve()), str(cpu_s), quiet=True)
    try:
        for line in process.stdout or ():
            told = json.loads(line)
            if isinstance(told, dict) and "sheet" not in told:
                _refuse(told)
                return
            yield told
        _refuse_end(process.wait())
    finally:
        end(process)


def _refuse(told: Message) -> None:
    if "fault" in told:
        row = int(told["row"]) if told["row"] else None
        raise UnreadableFile(Fault(told["fault"]), told["what"], row=row, column=told["column"])


def _refuse_end(status: int) -> None:
    """Raise what a process that ended too early means."""
    if status in _EXHAUSTED:
        raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet takes too much memory or time to be opened")
    raise UnreadableFile(Fault.BROKEN, "the spreadsheet is damaged")


def _sheet(told: Message) -> Sheet:
    return Sheet(
        told["sheet"],
        [],
        hidden=told["hidden"],
        merges=[Merge(*edges) for edges in told.get("merges", ())],
        formulas=_cells(told.get("formulas", ())),
        uncalculated=_cells(told.get("uncalculated", ())),
        errors=_cells(told.get("errors", ())),
        hidden_rows=told.get("hidden_rows", False),
        hidden_columns=told.get("hidden_columns", False),
        since_1904=told.get("since_1904", False),
    )


def _cells(told: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {(row, column) for row, column in told}


def _value(told: Any) -> Value:
    if isinstance(told, dict):
        return date.fromisoformat(told["day"])
    value: Value = told
    return value
