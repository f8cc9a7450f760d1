"""The page of columns, as each room shows it of its own lists: one look, one form, one way on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from babel.support import LazyProxy
from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from foundation.db.database import current_db
from foundation.permissions.guard import visitor
from foundation.tables.drafts import FILE_MAX, SentTable, draft_by_id, looked_at, opened, take
from foundation.tables.habits import accustomed
from foundation.tables.models import TableDraft
from foundation.tables.schema import Schema
from foundation.tables.understood import Understood, as_json, read_choices, understand_book
from foundation.workflow.rules import Refused


class TableRefusal(StrEnum):
    """Why a list cannot be taken in as it is understood."""

    NO_ROWS = "no_rows"


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnsPage:
    """How a room shows and takes its lists.

    `endpoint` shows one, `door` is where lists are sent; `crumbs` lead there. `take` is told the list and what it was
    understood as, within the transaction that ends the draft, and raises `Refused`; `refused` has words for that, and
    `to` answers with what was done.
    """

    schema: Schema
    endpoint: str
    door: str
    crumbs: Callable[[], Sequence[tuple[str, str]]]
    button: LazyProxy
    take: Callable[[Session, TableDraft, Understood], Any]
    refused: Callable[[Refused], str]
    to: Callable[[Any], ResponseReturnValue]


_NO_ROWS = _l("No row was found under these headings. Choose the headings or a column otherwise.")


def sent_table(schema: Schema, file: FileStorage | None, pasted: str = "") -> SentTable | None:
    """Return the file of a form, which was counted, or what was pasted; None for neither. Raises `UnreadableFile`."""
    if file and file.filename:
        return opened(file.filename, file.read(FILE_MAX + 1), schema, schema.name)
    return opened("", pasted.encode(), schema, str(_l("pasted table"))) if pasted.strip() else None


def shown(page: ColumnsPage, draft_id: int) -> str:
    """Show what a list is understood as, each column with a choice."""
    with current_db().reading() as records:
        draft = _found(records, page, draft_id)
        return _drawn(page, draft, looked_at(records, draft, page.schema))


def chosen(page: ColumnsPage, draft_id: int) -> ResponseReturnValue:
    """Keep what was said of sheet, heads and columns; with the button for it take the list in, or give it up.

    The file is read before the transaction that writes.
    """
    with current_db().reading() as records:
        draft = _found(records, page, draft_id)
        before = looked_at(records, draft, page.schema)
        said = read_choices(request.form, before)
        seen = understand_book(before.book, accustomed(records, draft.place_id, page.schema), said)
    step = request.form.get("step")
    try:
        with current_db().unit_of_work() as records:
            draft = _found(records, page, draft_id, to_change=True)
            draft.choices = as_json(said)
            if step == "take":
                done = _taken(records, page, draft, seen)
            elif step == "drop":
                records.delete(draft)
    except Refused as refused:
        return _drawn(page, draft, seen, _words(page, refused))
    if step == "take":
        return page.to(done)
    return redirect(url_for(page.door) if step == "drop" else url_for(page.endpoint, draft_id=draft_id))


def _taken(records: Session, page: ColumnsPage, draft: TableDraft, seen: Understood) -> Any:
    if seen.found is None or seen.missing or not seen.found.rows:
        raise Refused(TableRefusal.NO_ROWS)
    done = page.take(records, draft, seen)
    take(records, draft, page.schema, seen.choices)
    return done


def _words(page: ColumnsPage, refused: Refused) -> str:
    return str(_NO_ROWS) if refused.reason is TableRefusal.NO_ROWS else page.refused(refused)


def _found(records: Session, page: ColumnsPage, draft_id: int, *, to_change: bool = False) -> TableDraft:
    """Return one's own list; others' are not there."""
    found = draft_by_id(records, visitor().account_id, page.schema, draft_id, to_change=to_change)
    if found is None:
        abort(404)
    return found


def _drawn(page: ColumnsPage, draft: TableDraft, seen: Understood, refused: str | None = None) -> str:
    above = [*page.crumbs()]
    return render_template("tables/columns.html", page=page, draft=draft, seen=seen, refused=refused, trail=above)
