"""Taking a list in through the browser: sent, looked at, checked, taken in, undone by the worker."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from catalog.intake.columns import PRODUCTS
from catalog.intake.files import SourceRow
from catalog.intake.import_rules import IMPORTS, ROWS_MAX, WORKING, ImportRefusal, ImportState, ImportVerb, RowOutcome
from catalog.intake.models import ProductImport, ProductImportRow
from catalog.intake.reading import rows_of
from catalog.intake.rules import PLACE_REASONS, ResolutionKind
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.i18n.text import slug
from foundation.outbox.services import enqueue
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.places.models import Place
from foundation.tables.habits import accustomed, remember
from foundation.tables.understanding import ReadingChoices
from foundation.tables.understood import Understood, as_json, from_json, understand
from foundation.workflow.rules import Refused

WORK = "intake.import"
NAME_MAX = 200
SHOWN = 50
KEPT = timedelta(days=90)
"""How long an import is kept, and can be undone."""


def send(session: Session, actor: Actor, place: Place, *, name: str, content: bytes, now: datetime) -> ProductImport:
    """Keep a file that is to be taken in; raises `UnreadableFile` for what cannot be opened at all."""
    understand(content, PRODUCTS)
    name = name[:NAME_MAX].strip() or "danh-sach"
    sent = ProductImport(
        account_id=actor.account_id,
        place_id=place.id,
        name=name,
        list_key=f"{place.code}-{slug(name.rpartition('.')[0] or name)}",
        content=content,
        choices={},
        stayed=[],
        sent_at=now,
    )
    session.add(sent)
    session.flush()
    record(session, actor, "product-import:send", sent.id, place_id=place.id)
    return sent


def looked_at(session: Session, one: ProductImport) -> Understood:
    """Return what its file is understood as, with what the office is known to mean and what was said of this one."""
    return understand(one.content, accustomed(session, one.place_id, PRODUCTS), from_json(one.choices))


def choose(session: Session, one: ProductImport, said: ReadingChoices) -> None:
    """Keep what was said of the sheet, the heads and the columns; rows that were checked are checked anew."""
    IMPORTS.apply(one, ImportVerb.CHOOSE)
    one.choices = as_json(said)
    session.execute(delete(ProductImportRow).filter_by(import_id=one.id))
    session.flush()


def check(session: Session, one: ProductImport, seen: Understood) -> None:
    """Have every row looked at, nothing kept; what columns were said to be is known in the office's next file."""
    rows = list(_rows(one, seen))
    if not rows or len(rows) > ROWS_MAX:
        raise Refused(ImportRefusal.TOO_MANY_ROWS if rows else ImportRefusal.NO_ROWS)
    remember(session, one.place_id, PRODUCTS, from_json(one.choices).columns)
    session.add_all(ProductImportRow(import_id=one.id, number=row.number, cells=row.cells, reasons=[]) for row in rows)
    _go_on(session, one, ImportVerb.CHECK)


def _rows(one: ProductImport, seen: Understood) -> Iterator[SourceRow]:
    """Yield the rows of a list; what names no source is told by the file, and puts no stars in force."""
    if seen.found is None or seen.missing:
        return
    for row in rows_of(seen.book, seen.found, one.place.name):
        told = {"evidence": "secondary", "source": one.name}
        yield SourceRow(row.number, {**told, **{name: text for name, text in row.cells.items() if text}})


def settle(
    session: Session, one: ProductImport, row_id: int, way: ResolutionKind, target: int | None, words: Mapping[str, str]
) -> ProductImportRow:
    """Keep what an officer says a doubtful row is, with mended words; LookupError for no such row."""
    IMPORTS.apply(one, ImportVerb.SETTLE)
    row = _row_of(session, one, row_id)
    if row.became is not RowOutcome.NEEDS_REVIEW:
        raise LookupError(row_id)
    row.way, row.target_id = way, target
    row.cells = {**row.cells, **words}
    session.flush()
    return row


def place(session: Session, one: ProductImport, row_id: int, words: Mapping[str, str]) -> ProductImportRow:
    """Keep where a row lies, in words for its commune and district; LookupError for no such row."""
    IMPORTS.apply(one, ImportVerb.SETTLE)
    row = _row_of(session, one, row_id)
    row.cells = {**row.cells, **words}
    row.reasons = [code for code in row.reasons if code not in PLACE_REASONS]
    session.flush()
    return row


def _row_of(session: Session, one: ProductImport, row_id: int) -> ProductImportRow:
    row = session.get(ProductImportRow, row_id)
    if row is None or row.import_id != one.id:
        raise LookupError(row_id)
    return row


def is_placed(row: ProductImportRow) -> bool:
    """Whether it is certain where a row lies, as far as the row says it."""
    return not PLACE_REASONS & set(row.reasons)


def run(session: Session, actor: Actor, one: ProductImport) -> None:
    """Take the list in."""
    _go_on(session, one, ImportVerb.RUN)
    record(session, actor, "product-import:run", one.id, place_id=one.place_id)


def undo(session: Session, actor: Actor, one: ProductImport) -> None:
    """Take all of it back."""
    _go_on(session, one, ImportVerb.UNDO)
    record(session, actor, "product-import:undo", one.id, place_id=one.place_id)


def discard(session: Session, one: ProductImport) -> None:
    """Forget an import that changed nothing."""
    if one.state not in {ImportState.READ, ImportState.CHECKED}:
        raise Refused(ImportRefusal.STATE_CHANGED)
    session.delete(one)
    session.flush()


def _go_on(session: Session, one: ProductImport, verb: ImportVerb) -> None:
    IMPORTS.apply(one, verb)
    one.done = 0
    enqueue(session, WORK, {"import_id": one.id})


def import_by_id(session: Session, import_id: int, *, to_change: bool = False) -> ProductImport | None:
    """Return the import with its file; held by this transaction for whoever is about to change it."""
    wanted = select(ProductImport).filter_by(id=import_id).options(undefer(ProductImport.content))
    return session.scalars(wanted.with_for_update() if to_change else wanted).one_or_none()


def imports_within(session: Session, scope: Scope) -> list[ProductImport]:
    """Return the imports of a scope, the newest first."""
    wanted = select(ProductImport).where(within(scope, ProductImport.place_id))
    return list(session.scalars(wanted.order_by(ProductImport.id.desc()).limit(SHOWN)))


def import_rows(session: Session, one: ProductImport, *outcomes: RowOutcome) -> list[ProductImportRow]:
    """Return the rows of an import, or those with an outcome."""
    wanted = select(ProductImportRow).filter_by(import_id=one.id).order_by(ProductImportRow.number)
    return list(session.scalars(wanted.where(ProductImportRow.became.in_(outcomes)) if outcomes else wanted))


def row_counts(session: Session, one: ProductImport) -> Counter[RowOutcome | None]:
    """How many rows have each outcome."""
    wanted = select(ProductImportRow.became, func.count().label("rows")).filter_by(import_id=one.id)
    found = session.execute(wanted.group_by(ProductImportRow.became))
    return Counter({row.became: row.rows for row in found})


def reports_of(rows: Iterable[ProductImportRow]) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each row of the report."""
    for row in rows:
        name, given = row.cells.get("name", ""), row.cells.get("id", "")
        outcome = row.became.value if row.became else ""
        yield row.number, given, name, outcome, ";".join(row.reasons), row.product_id


def delete_old_imports(session: Session, before: datetime) -> int:
    """Drop the imports that were sent before and nobody works on; how many."""
    gone = delete(ProductImport).where(ProductImport.sent_at < before, ProductImport.state.not_in(WORKING))
    return int(session.execute(gone).rowcount)  # type: ignore[attr-defined]
