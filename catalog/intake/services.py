"""Taking lists in: each file checked whole, then in batches that commit, so that a killed run only has to run again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from catalog.intake.batch import Batch, Limits, RowState
from catalog.intake.files import SourceRow
from catalog.intake.reading import read_list
from catalog.intake.rules import PLACE_REASONS, Outcome, Reason, row_key
from foundation.db.collisions import is_collision
from foundation.db.database import Database

BATCH = 500
REPORT_COLUMNS = ("row", "id", "name", "outcome", "reasons", "product_id")


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row of the file."""

    row: int
    id: str
    name: str
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    product_id: int | None = None
    lies: tuple[str, str] | None = None
    """Where it is uncertain in which commune a row lies: the code of its province, and the name it gives."""


@dataclass(slots=True)
class Report:
    """What became of a file, row by row."""

    rows: list[RowResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a person should know of the file: codes of `foundation/tables`."""
    left: list[str] = field(default_factory=list)
    """Columns that are not taken in."""

    def counts(self) -> Counter[Outcome]:
        """How many rows had each outcome."""
        return Counter(row.outcome for row in self.rows)

    def summary(self) -> str:
        """Return the counts in a line."""
        counts = self.counts()
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]) or "no rows"


def report_rows(report: Report) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each row of a report."""
    for row in report.rows:
        yield row.row, row.id, row.name, row.outcome.value, ";".join(row.reasons), row.product_id


def import_file(
    database: Database,
    path: Path,
    *,
    list_key: str,
    today: date,
    repair: bool = False,
    named: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Take in the list at `path` under the name `list_key`.

    The file is read to its end before anything is written; `UnreadableFile` means nothing changed.
    Idempotent: the same file again changes nothing, and a run after a killed one ends where a whole
    one would. A dry run tells the same and keeps nothing. `named` says what headings mean.
    """
    source = read_list(path, repair=repair, named=named)
    for _ in source.rows:
        pass
    report = Report(notes=source.notes, left=source.left)
    seen: set[str] = set()
    batches = _batches(read_list(path, repair=repair, named=named).rows)
    if dry_run:
        with database.unit_of_work() as session:
            for rows in batches:
                take_in(session, rows, list_key, today, seen, report)
                progress(len(rows))
            session.rollback()
        return report
    for rows in batches:
        _commit(database, rows, list_key, today, seen, report)
        progress(len(rows))
    return report


def _commit(
    database: Database, rows: list[SourceRow], list_key: str, today: date, seen: set[str], report: Report
) -> None:
    """Take a batch in; once more where somebody saved one of its records by hand in that moment."""
    before, known = len(report.rows), set(seen)
    try:
        with database.unit_of_work() as session:
            take_in(session, rows, list_key, today, seen, report)
    except DBAPIError as error:
        if not is_collision(error):
            raise
        seen &= known
        del report.rows[before:]
        with database.unit_of_work() as session:
            take_in(session, rows, list_key, today, seen, report)


def take_in(
    session: Session,
    rows: list[SourceRow],
    list_key: str,
    today: date,
    seen: set[str],
    report: Report,
    limits: Limits | None = None,
) -> None:
    """Take rows in within the caller's transaction; `seen` are the keys of rows before them in the file."""
    fresh = []
    for row in rows:
        key, given = row_key(row.cells), row.cells.get("id", "").strip()
        if key in seen:
            report.rows.append(RowResult(row.number, given, row.cells["name"], Outcome.REJECTED, (Reason.ID_REPEATED,)))
        else:
            fresh.append(row)
            seen.add(key)
    for row, taken in Batch(session, list_key, today, limits).take(fresh):
        name, given = row.cells.get("name", ""), row.cells.get("id", "")
        report.rows.append(
            RowResult(row.number, given, name, taken.outcome, taken.reasons, taken.product_id, _lies(taken))
        )
    report.rows.sort(key=lambda result: result.row)


def _lies(taken: RowState) -> tuple[str, str] | None:
    if not taken.said or not taken.said.commune or not taken.place or not PLACE_REASONS & set(taken.reasons):
        return None
    return str(taken.place.province_code), taken.said.commune


def _batches(rows: Iterable[SourceRow]) -> Iterator[list[SourceRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
