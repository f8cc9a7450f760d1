"""Taking a list of products in: sent, its columns looked at, checked, doubtful rows settled, taken in, undone."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.intake_review.access import found
from admin.intake_review.forms_imports import FILE_MAX, ImportForm
from admin.intake_review.labels import (
    import_refusal_words,
    outcome_words,
    reason_words,
    state_words,
    way_words,
)
from catalog.intake import importing
from catalog.intake.doors import VERIFY
from catalog.intake.import_rules import WORKING, ImportRefusal, ImportState, RowOutcome
from catalog.intake.importing import import_rows, imports_within, looked_at, reports_of, row_counts
from catalog.intake.models import ProductImport
from catalog.intake.queries import provinces
from catalog.intake.rules import Reason
from catalog.intake.services import REPORT_COLUMNS
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words
from foundation.files.receiving import count_upload
from foundation.files.rules import FileRefused
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.places.models import Place
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.labels import file_words
from foundation.tables.understood import read_choices
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused

imports_desk = Blueprint("imports", __name__, url_prefix="/admin/xac-minh/nhap-danh-sach", template_folder="templates")

ROWS_SHOWN = 200
"""Rows on the page, those with something to do first; all of them are in the report."""
_FIRST = (RowOutcome.NEEDS_REVIEW, RowOutcome.REJECTED, RowOutcome.CREATED, RowOutcome.UPDATED, RowOutcome.UNCHANGED)


@imports_desk.get("")
@door(VERIFY)
def listed() -> ResponseReturnValue:
    """Show the imports of one's province, and the form to send another list."""
    return _listed(ImportForm(formdata=None))


@imports_desk.post("")
@door(VERIFY)
def send_post() -> ResponseReturnValue:
    """Keep the file; nothing of it is taken in yet."""
    form = ImportForm()
    with current_db().reading() as records:
        form.offer(provinces(records, scope(VERIFY)))
    if not form.validate():
        return _listed(form)
    try:
        name, content = _sent(form)
        with current_db().unit_of_work() as records:
            place = records.get_one(Place, form.place.data)
            actor = permit(VERIFY, Jurisdiction(place_id=place.id))
            kept = importing.send(records, actor, place, name=name, content=content, now=now())
    except UnreadableFile as unread:
        form.file.errors = [file_words(unread)]
        return _listed(form)
    except FileRefused as refused:
        form.file.errors = [refusal_words(refused.reason)]
        return _listed(form)
    return redirect(url_for(".shown", import_id=kept.id))


@imports_desk.get("/<int:import_id>")
@door(VERIFY)
def shown(import_id: int) -> ResponseReturnValue:
    """Show where an import stands, and what is to be done next."""
    return _page(import_id)


@imports_desk.post("/<int:import_id>/cot")
@door(VERIFY)
def choose_post(import_id: int) -> ResponseReturnValue:
    """Keep what was said of sheet, headings and columns; with the other button go on to check every row."""
    return _work(import_id, _choose)


@imports_desk.post("/<int:import_id>/chay")
@door(VERIFY)
def run_post(import_id: int) -> ResponseReturnValue:
    """Take the list in."""
    return _work(import_id, importing.run)


@imports_desk.post("/<int:import_id>/hoan-tac")
@door(VERIFY)
def undo_post(import_id: int) -> ResponseReturnValue:
    """Take the whole import back."""
    return _work(import_id, importing.undo)


@imports_desk.post("/<int:import_id>/bo")
@door(VERIFY)
def discard_post(import_id: int) -> ResponseReturnValue:
    """Forget an import that changed nothing."""
    return _work(import_id, lambda records, _, one: importing.discard(records, one), url_for(".listed"))


@imports_desk.get("/<int:import_id>/bao-cao")
@door(VERIFY)
def report(import_id: int) -> ResponseReturnValue:
    """Show what became of each row, as a file."""
    with current_db().reading() as records:
        one = found(records, import_id)
        rows = list(reports_of(import_rows(records, one)))
    return table_answer(f"bao-cao-nhap-{import_id}", REPORT_COLUMNS, rows)


def _sent(form: ImportForm) -> tuple[str, bytes]:
    """Return the name and the content of what was sent; raises `UnreadableFile` or `FileRefused`."""
    file = request.files.get("file")
    if not file or not file.filename:
        return _("pasted table"), (form.table.data or "").encode()
    count_upload(file)
    content = file.read(FILE_MAX + 1)
    if len(content) > FILE_MAX:
        raise UnreadableFile(Fault.TOO_LARGE, "the file is too large")
    return file.filename, content


def _choose(records: Session, _: Actor, one: ProductImport) -> None:
    seen = looked_at(records, one)
    importing.choose(records, one, read_choices(request.form, seen))
    if request.form.get("step") == "check":
        importing.check(records, one, looked_at(records, one))


def _work(
    import_id: int, act: Callable[[Session, Actor, ProductImport], None], to: str | None = None
) -> ResponseReturnValue:
    return perform(
        lambda records, *, to_change: found(records, import_id, to_change=to_change),
        lambda one: permit(VERIFY, Jurisdiction(place_id=one.place_id)),
        lambda records, actor, one, _: act(records, actor, one),
        no_form,
        lambda refused: _page(import_id, refused),
        to or url_for(".shown", import_id=import_id),
    )


def _listed(form: ImportForm) -> str:
    with current_db().reading() as records:
        form.offer(provinces(records, scope(VERIFY)))
        sent = imports_within(records, scope(VERIFY))
        return render_template("intake_review/imports.html", form=form, sent=sent, state_words=state_words)


def _page(import_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        one = found(records, import_id)
        seen = looked_at(records, one) if one.state is ImportState.READ else None
        rows = sorted(import_rows(records, one), key=lambda row: (_place(row.became), row.number))
        return render_template(
            "intake_review/import.html",
            one=one,
            seen=seen,
            rows=rows[:ROWS_SHOWN],
            total=len(rows),
            counts=row_counts(records, one),
            unsettled=sum(row.became is RowOutcome.NEEDS_REVIEW and row.way is None for row in rows),
            states=ImportState,
            outcomes=RowOutcome,
            apart=sum(row.became is not RowOutcome.NEEDS_REVIEW and not importing.is_placed(row) for row in rows),
            working=one.state in WORKING,
            refused=import_refusal_words(refused.of(ImportRefusal)) if refused else None,
            reason=lambda code: reason_words(Reason(code)),
            words={"outcome": outcome_words, "way": way_words, "state": state_words},
        )


def _place(outcome: RowOutcome | None) -> int:
    return _FIRST.index(outcome) if outcome else len(_FIRST)
