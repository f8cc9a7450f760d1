"""What the worker does of an import: looks at every row, takes rows in a few at a time, takes all of it back."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.intake.batch import Limits
from catalog.intake.files import SourceRow
from catalog.intake.import_rules import IMPORTS, ImportState, ImportVerb, RowOutcome
from catalog.intake.importing import WORK, import_by_id, import_rows
from catalog.intake.journal import Journal, noted
from catalog.intake.models import IntakeRow, ProductImport, ProductImportRow
from catalog.intake.resolving import Resolution, resolve
from catalog.intake.rules import Outcome, row_key
from catalog.intake.services import BATCH, Report, take_in
from catalog.intake.undoing import undo_changes
from foundation.audit.rules import SYSTEM
from foundation.db.base import now as moment
from foundation.db.database import Database
from foundation.outbox.services import enqueue

CHUNK = 200
"""Rows of one transaction and one job: other jobs get their turn, and a killed worker loses no more."""

Handler = Callable[[Database, Mapping[str, Any]], None]


def importer(today: Callable[[], date]) -> Handler:
    """Return the handler of the job: the next step of an import, in one transaction with what is told of it."""

    def work(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            one = import_by_id(session, payload["import_id"], to_change=True)
            if one is not None:
                take_step(session, one, now=moment(), today=today())

    return work


def take_step(session: Session, one: ProductImport, *, now: datetime, today: date) -> None:
    """Do what is next of an import; nothing where nothing is under way."""
    if one.state is ImportState.CHECKING:
        _check(session, one, today)
    elif one.state is ImportState.RUNNING:
        _run(session, one, now, today)
    elif one.state is ImportState.UNDOING:
        reason = f"nhập danh sách “{one.name}” đã được hoàn tác"
        one.stayed = undo_changes(session, one, SYSTEM, reason=reason, now=now, today=today)
        one.undone_at = now
        IMPORTS.apply(one, ImportVerb.FINISH)
    session.flush()


def _check(session: Session, one: ProductImport, today: date) -> None:
    """Take everything in and all of it back: what became of each row is kept, and nothing else."""
    rows, report, seen = import_rows(session, one), Report(), set[str]()
    limits = _limits(one)
    with session.begin_nested() as tried:
        for start in range(0, len(rows), BATCH):
            take_in(session, _sources(rows[start : start + BATCH]), one.list_key, today, seen, report, limits)
        tried.rollback()
    _tell(session, rows, report, is_kept=False)
    one.done = len(rows)
    IMPORTS.apply(one, ImportVerb.FINISH)


def _run(session: Session, one: ProductImport, now: datetime, today: date) -> None:
    """Take the next rows in, those an officer settled as what they were said to be; what changes is written down."""
    rows = import_rows(session, one)
    chunk, seen, report = rows[one.done : one.done + CHUNK], _keys(rows[: one.done]), Report()
    with noted(session) as journal:
        limits = _limits(one, journal)
        take_in(session, _sources(chunk), one.list_key, today, seen, report, limits)
        _tell(session, chunk, report, is_kept=True)
        for row in chunk:
            _settle(session, one, row, limits, today)
        changes = journal.written(one.id)
    session.add_all(changes)
    one.done += len(chunk)
    if one.done < len(rows):
        enqueue(session, WORK, {"import_id": one.id})
    else:
        one.finished_at = now
        IMPORTS.apply(one, ImportVerb.FINISH)


def _settle(session: Session, one: ProductImport, row: ProductImportRow, limits: Limits, today: date) -> None:
    """Take a doubtful row as an officer settled it; where that cannot be meant any more it waits on."""
    if row.way is None or row.became is not RowOutcome.NEEDS_REVIEW:
        return
    waiting = select(IntakeRow).filter_by(list_key=one.list_key, row_key=row_key(row.cells))
    found = session.scalars(waiting).one()
    try:
        with session.begin_nested():
            settled = resolve(session, found.id, row.cells, Resolution(row.way, row.target_id), today, limits)
    except LookupError:
        return
    row.became, row.product_id = RowOutcome(settled.outcome), settled.product_id
    row.reasons = list(settled.reasons)


def _limits(one: ProductImport, journal: Journal | None = None) -> Limits:
    """One province, and no certificates: those come from decisions, at the desk for them."""
    if journal is None:
        return Limits(one.place.code, certifies=False)
    return Limits(one.place.code, certifies=False, before_claims=journal.before_claims)


def _sources(rows: list[ProductImportRow]) -> list[SourceRow]:
    return [SourceRow(row.number, {"name": "", **row.cells}) for row in rows]


def _keys(rows: list[ProductImportRow]) -> set[str]:
    return {row_key(row.cells) for row in rows}


def _tell(session: Session, rows: list[ProductImportRow], report: Report, *, is_kept: bool) -> None:
    """Keep what became of each row; a product that was only tried has no number."""
    told = {result.row: result for result in report.rows}
    for row in rows:
        result = told[row.number]
        row.became, row.reasons = RowOutcome(result.outcome), [*map(str, result.reasons)]
        known = is_kept or result.outcome in {Outcome.UPDATED, Outcome.UNCHANGED}
        row.product_id = result.product_id if known else None
    session.flush()
