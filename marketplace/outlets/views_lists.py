"""Taking a list of points of sale in, and what became of each of its rows."""

import tempfile
from pathlib import Path

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from catalog.intake.files import SourceRow
from catalog.intake.reading import read_columns
from foundation.db.database import current_db
from foundation.files.labels import refusal_words
from foundation.files.receiving import count_upload
from foundation.files.rules import FileRefused
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import scope, visitor
from foundation.permissions.rules import Jurisdiction
from foundation.tables.faults import UnreadableFile
from foundation.web.doors import door
from marketplace.outlets.doors import KEEP
from marketplace.outlets.forms_desk import ListForm
from marketplace.outlets.labels import doubt_label, outcome_label
from marketplace.outlets.lists import COLUMNS, READ, ROWS_MAX, Reach, RowReport, import_rows

outlets_lists = Blueprint("outlets_lists", __name__, url_prefix="/admin/diem-ban/nhap", template_folder="templates")


@outlets_lists.get("")
@door(KEEP)
def form() -> ResponseReturnValue:
    """Show the page to send a list."""
    return _page(ListForm(formdata=None))


@outlets_lists.post("")
@door(KEEP)
def send() -> ResponseReturnValue:
    """Take it in: what is new waits for approval, what is known is corrected, what is out of reach is left."""
    filled, file = ListForm(), request.files.get("file")
    try:
        rows = _rows(file) if file else []
    except UnreadableFile as unread:
        filled.file.errors = [unread.sentence((file.filename if file else None) or "")]
        return _page(filled)
    except FileRefused as refused:
        filled.file.errors = [refusal_words(refused.reason)]
        return _page(filled)
    if not 0 < len(rows) <= ROWS_MAX:
        filled.file.errors = [_("Send a list of 1 to %(most)d rows.", most=ROWS_MAX)]
        return _page(filled)
    reached = scope(KEEP)
    with current_db().unit_of_work() as records:
        reach = Reach(lambda place_id: reached.allows(Jurisdiction(place_id=place_id)))
        told = import_rows(records, visitor().actor(), rows, reach=reach)
    return _page(ListForm(formdata=None), told)


def _rows(file: FileStorage) -> list[SourceRow]:
    count_upload(file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(file.filename or '').suffix[:6]}"
        file.save(path)
        return list(read_columns(path, COLUMNS))


def _page(filled: ListForm, told: list[RowReport] | None = None) -> str:
    return render_template(
        "outlets/import.html", form=filled, told=told, columns=READ, outcome=outcome_label, doubt=doubt_label
    )
