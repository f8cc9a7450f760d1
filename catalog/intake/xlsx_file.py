"""Reading a spreadsheet in a process apart, which a bomb ends without ending ours."""

import json
import signal
from collections.abc import Generator, Sequence
from pathlib import Path

from catalog.intake.files import Fault, UnreadableFile
from foundation.files.confined import OUT_OF_MEMORY, end, start

_PROGRAM = "catalog.intake.workbook"
CPU_MAX_S = 60
"""Seconds of a processor for the largest list that is taken; somebody waits for smaller ones."""
_EXHAUSTED = {OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT}
"""How a process ends for want of memory or time; the library's own language aborts without memory."""


def xlsx_lines(path: Path, *, cpu_s: int = CPU_MAX_S) -> Generator[tuple[int, Sequence[str]]]:
    """Numbered rows of the first sheet as text, those that say something; raises `UnreadableFile`.

    Whole numbers come without a point, dates as 2026-11-23.
    """
    process = start(_PROGRAM, str(path.resolve()), str(cpu_s), quiet=True)
    try:
        for line in process.stdout or ():
            told = json.loads(line)
            if isinstance(told, dict):
                _refuse(told)
                return
            yield from ((number, cells) for number, cells in told)
        _refuse_end(process.wait())
    finally:
        end(process)


def _refuse(told: dict[str, str]) -> None:
    if told:
        row = int(told["row"]) if told["row"] else None
        raise UnreadableFile(Fault(told["fault"]), told["what"], row=row, column=told["column"])


def _refuse_end(status: int) -> None:
    """It ended before it had told all."""
    if status in _EXHAUSTED:
        raise UnreadableFile(Fault.TOO_LARGE, "the spreadsheet takes too much memory or time to be opened")
    raise UnreadableFile(Fault.BROKEN, "the spreadsheet is damaged")
