"""Drawing the plan of a fair, at the desk and as its organiser: a table that is the form, and the drawing beside it."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from catalog.intake.files import SourceRow
from catalog.intake.reading import read_columns
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_refusal_words
from foundation.files.receiving import count_upload
from foundation.files.rules import FileRefused
from foundation.tables.faults import UnreadableFile
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.web.forms import Form
from foundation.workflow.rules import Refused
from marketplace.booths.context import BoothContext
from marketplace.booths.doors import MANAGE
from marketplace.booths.labels import refusal_words
from marketplace.booths.models import BoothFair
from marketplace.booths.plan_drawing import draw_plan
from marketplace.booths.plan_editing import change, draw, extend
from marketplace.booths.plan_forms import CellsForm, GridForm, StepForm, TableForm, TypedForm
from marketplace.booths.plan_labels import plan_refusal_words
from marketplace.booths.plan_rules import PlanRefusal
from marketplace.booths.plan_tables import COLUMNS, READ, import_plan, plan_rows
from marketplace.booths.planning import in_use
from marketplace.booths.preparing import both, fair_managed, on_fair
from marketplace.booths.queries import booths_of
from marketplace.booths.rules import BoothRefusal


@both("/<int:event_id>/so-do")
@door(MANAGE)
def plan(event_id: int) -> ResponseReturnValue:
    """Show the plan with its table, and the forms that draw it."""
    return _page(event_id)


@both("/<int:event_id>/so-do", "POST")
@door(MANAGE)
def plan_step_post(event_id: int) -> ResponseReturnValue:
    """Do a step with the booths that were chosen."""
    form = _offered(event_id, StepForm())

    def act(records: Session, actor: Actor, fair: BoothFair, sent: StepForm) -> None:
        change(records, actor, fair, sent.told(), now=now())

    return _on_plan(event_id, act, form, "step")


@both("/<int:event_id>/so-do/ve", "POST")
@door(MANAGE)
def plan_draw_post(event_id: int) -> ResponseReturnValue:
    """Draw the plan anew."""
    form = _offered(event_id, GridForm(prefix="grid"))

    def act(records: Session, actor: Actor, fair: BoothFair, sent: GridForm) -> None:
        draw(records, actor, fair, sent.told(), now=now())

    return _on_plan(event_id, act, form, "grid")


@both("/<int:event_id>/so-do/them", "POST")
@door(MANAGE)
def plan_extend_post(event_id: int) -> ResponseReturnValue:
    """Give it another size, and put booths on free cells."""
    form = _offered(event_id, CellsForm(prefix="cells"))

    def act(records: Session, actor: Actor, fair: BoothFair, sent: CellsForm) -> None:
        extend(records, actor, fair, sent.told(), now=now())

    return _on_plan(event_id, act, form, "cells")


@both("/<int:event_id>/so-do/nhap", "POST")
@door(MANAGE)
def plan_import_post(event_id: int) -> ResponseReturnValue:
    """Draw the plan as a table says."""
    with current_db().reading() as records:
        fair_managed(records, event_id)
    form = TableForm(prefix="table")
    rows = _rows(form, request.files.get("table-file"))
    if rows is None:
        return _page(event_id, table=form)

    def act(records: Session, actor: Actor, fair: BoothFair, sent: list[SourceRow]) -> None:
        import_plan(records, actor, fair, sent, now=now())

    shows: Callable[[Refused | None], ResponseReturnValue] = lambda refused: _page(event_id, refused)  # noqa: E731
    return on_fair(event_id, act, shows, lambda: rows, url_for(".plan", event_id=event_id))


@both("/<int:event_id>/so-do/bang")
@door(MANAGE)
def plan_table(event_id: int) -> ResponseReturnValue:
    """Send the plan as a table, which comes in again."""
    with current_db().reading() as records:
        rows = list(plan_rows(fair_managed(records, event_id), booths_of(records, event_id)))
    return table_answer(f"so-do-{event_id}", READ, rows)


def _on_plan(
    event_id: int, act: Callable[[Session, Actor, BoothFair, Form], object], form: Form, name: str
) -> ResponseReturnValue:
    shows: Callable[[Refused | None], ResponseReturnValue] = lambda refused: _page(event_id, refused, **{name: form})  # noqa: E731
    return on_fair(event_id, act, shows, form.valid, url_for(".plan", event_id=event_id))


def _offered(event_id: int, form: TypedForm) -> TypedForm:
    with current_db().reading() as records:
        return form.offer(fair_managed(records, event_id))


def _rows(form: TableForm, file: FileStorage | None) -> list[SourceRow] | None:
    """Return the rows of a table, or None with what is wrong beside the field."""
    try:
        return _read(file) if file else []
    except UnreadableFile as unread:
        form.file.errors = [unread.sentence((file.filename if file else None) or "")]
    except FileRefused as refused:
        form.file.errors = [file_refusal_words(refused.reason)]
    return None


def _read(file: FileStorage) -> list[SourceRow]:
    count_upload(file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(file.filename or '').suffix[:6]}"
        file.save(path)
        return list(read_columns(path, COLUMNS))


def _page(event_id: int, refused: Refused | None = None, **sent: Form) -> str:
    with current_db().reading() as records:
        fair = fair_managed(records, event_id)
        booths = booths_of(records, event_id)
        taken = in_use(records, event_id)
        empty = {
            "step": StepForm(formdata=None),
            "grid": GridForm(formdata=None, prefix="grid"),
            "cells": CellsForm(formdata=None, prefix="cells", rows=fair.rows, columns=fair.columns),
            "table": TableForm(formdata=None, prefix="table"),
        }
        forms = {name: sent.get(name, form) for name, form in empty.items()}
        for form in forms.values():
            if isinstance(form, TypedForm):
                form.offer(fair)
        return render_template(
            "booths/plan_edit.html",
            page=BoothContext(records),
            fair=fair,
            event=fair.event,
            booths=booths,
            drawing=draw_plan(fair, booths, {one.id for one in booths if one.label in taken}),
            refused=_words(refused),
            **forms,
        )


def _words(refused: Refused | None) -> str | None:
    if refused is None:
        return None
    why = refused.reason
    return plan_refusal_words(why) if isinstance(why, PlanRefusal) else refusal_words(refused.of(BoothRefusal))
