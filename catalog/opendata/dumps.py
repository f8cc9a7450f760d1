"""The files of the open data: each machine keeps its own, as it does with its index, and writes them every hour."""

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path

from flask import current_app

from catalog.opendata.datasets import Dataset
from catalog.opendata.rules import EVERY, Edition, Format, OmittedCount, Written
from catalog.opendata.writing import write_all
from foundation.db.base import now as moment
from foundation.db.database import Database

EXTENSION = "ocop_open_data_files"
_CONTENTS = "contents.json"


class Dumps:
    """The folder of the files; the worker writes them, server processes read them."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        datasets: tuple[Dataset, ...],
        *,
        base_url: str,
        today: Callable[[], date],
        clock: Callable[[], datetime] = moment,
    ) -> None:
        self.database, self.folder, self.datasets = database, folder, datasets
        self.base_url, self.today, self.clock = base_url, today, clock
        self._read: tuple[int, Edition] | None = None

    def follow(self) -> int:
        """Write the files where they are due; how many rows."""
        last = self.edition()
        if last and not last.due(self.clock()):
            return 0
        return sum(one.rows for one in self.write().files.values())

    def write(self) -> Edition:
        """Write every file from one view of the records, then name them in the table of contents."""
        self.folder.mkdir(parents=True, exist_ok=True)
        at, before = self.clock(), self.edition()
        files: dict[str, Written] = {}
        left_out: dict[str, OmittedCount] = {}
        with self.database.reading() as session:
            for one in self.datasets:
                rows = one.rows(session, self.base_url)
                files |= write_all(self.folder, one.key, one.columns, rows, self.today(), at)
                left_out[one.key] = one.left_out(session) if one.left_out else OmittedCount()
        made = Edition(self.today(), at, {name: _since(name, one, before) for name, one in files.items()}, left_out)
        self._publish(made)
        self._sweep(made)
        return made

    def edition(self) -> Edition | None:
        """Return what lies there now; None before the first writing, where it cannot be read or a file is not in it."""
        path = self.folder / _CONTENTS
        try:
            mark = path.stat().st_mtime_ns
            if self._read is None or self._read[0] != mark:
                self._read = mark, _parsed(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        found = self._read[1]
        whole = all(f"{one.key}.{form}" in found.files for one in self.datasets for form in Format)
        return found if whole else None

    def content(self, one: Written) -> bytes:
        """Return a file as it lies there, packed."""
        return (self.folder / one.name).read_bytes()

    def _publish(self, made: Edition) -> None:
        # Another process of this machine may be at it too: each has a name of its own until it is whole.
        path = self.folder / f"{_CONTENTS}.{threading.get_ident()}.part"
        path.write_text(json.dumps(asdict(made), default=lambda at: at.isoformat()), encoding="utf-8")
        path.replace(self.folder / _CONTENTS)

    def _sweep(self, made: Edition) -> None:
        """Delete what nobody names any more; what is young may be another's at work, or on its way to a reader."""
        named = {one.name for one in made.files.values()} | {_CONTENTS}
        for path in self.folder.iterdir():
            if path.name not in named and made.made_at.timestamp() - path.stat().st_mtime > EVERY.total_seconds():
                path.unlink(missing_ok=True)


def current_dumps() -> Dumps:
    """Return the files of the running application."""
    found: Dumps = current_app.extensions[EXTENSION]
    return found


def _since(name: str, one: Written, before: Edition | None) -> Written:
    """Return the file, with the moment since when it has said the same."""
    old = before.files.get(name) if before else None
    return replace(one, changed_at=old.changed_at) if old and old.digest == one.digest else one


def _parsed(told: dict[str, dict[str, dict[str, object]]]) -> Edition:
    files = {
        name: Written(**{**one, "changed_at": datetime.fromisoformat(str(one["changed_at"]))})  # type: ignore[arg-type]
        for name, one in told["files"].items()
    }
    return Edition(
        date.fromisoformat(str(told["as_of"])),
        datetime.fromisoformat(str(told["made_at"])),
        files,
        {key: OmittedCount(**counts) for key, counts in told["left_out"].items()},  # type: ignore[arg-type]
    )
