"""Taking a list of points of sale in: its columns are looked at, then what became of each of its rows is told."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words
from foundation.files.receiving import count_upload
from foundation.files.rules import FileRefused
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import scope, visitor
from foundation.permissions.rules import Jurisdiction
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import words_for
from foundation.places.models import REFORM
from foundation.tables import looking
from foundation.tables.drafts import drafts_of, keep_draft, office_of
from foundation.tables.faults import UnreadableFile
from foundation.tables.labels import file_words
from foundation.tables.looking import sent_table
from foundation.tables.models import TableDraft
from foundation.tables.understood import Understood
from foundation.web.doors import door
from foundation.workflow.rules import Refused
from marketplace.outlets.columns import RECEIVED
from marketplace.outlets.doors import KEEP
from marketplace.outlets.forms_desk import ListForm
from marketplace.outlets.labels import doubt_label, list_words, outcome_label
from marketplace.outlets.lists import ROWS_MAX, Reach, RowReport, import_rows, rows_of
from marketplace.outlets.rules import ListRefusal

outlets_lists = Blueprint("outlets_lists", __name__, url_prefix="/admin/diem-ban/nhap", template_folder="templates")


@outlets_lists.get("")
@door(KEEP)
def form() -> ResponseReturnValue:
    """Show the page to send a list."""
    return _page(ListForm(formdata=None))


@outlets_lists.post("")
@door(KEEP)
def send() -> ResponseReturnValue:
    """Keep the file, for its columns to be looked at."""
    filled, file = ListForm(), request.files.get("file")
    if not filled.validate():
        return _page(filled)
    try:
        if file:
            count_upload(file)
        sent = sent_table(RECEIVED, file, filled.table.data or "")
    except UnreadableFile as unread:
        filled.file.errors = [file_words(unread)]
        return _page(filled)
    except FileRefused as refused:
        filled.file.errors = [refusal_words(refused.reason)]
        return _page(filled)
    if sent is None:
        filled.file.errors = [list_words(ListRefusal.ROWS)]
        return _page(filled)
    with current_db().unit_of_work() as records:
        office = office_of(scope(KEEP))
        kept = keep_draft(records, visitor().account_id, RECEIVED, sent, office=office, now=now())
    return redirect(url_for(".columns", draft_id=kept.id))


@outlets_lists.get("/<int:draft_id>")
@door(KEEP)
def columns(draft_id: int) -> ResponseReturnValue:
    """Show what a list is understood as."""
    return looking.shown(_COLUMNS, draft_id)


@outlets_lists.post("/<int:draft_id>")
@door(KEEP)
def columns_post(draft_id: int) -> ResponseReturnValue:
    """Keep what was said of the columns; with the button for it take the list in.

    What is new waits for approval, what is known is corrected, what is out of reach is left.
    """
    return looking.chosen(_COLUMNS, draft_id)


def _take(records: Session, draft: TableDraft, seen: Understood) -> list[RowReport]:
    rows = rows_of(seen.found, _province(records, draft.place_id)) if seen.found else []
    if not 0 < len(rows) <= ROWS_MAX:
        raise Refused(ListRefusal.ROWS)
    reached = scope(KEEP)
    reach = Reach(lambda place_id: reached.allows(Jurisdiction(place_id=place_id)))
    return import_rows(records, visitor().actor(), rows, reach=reach)


def _province(records: Session, office: int | None) -> str:
    """Return the name of the province an office lies in."""
    return words_for(gazetteer(records), office, REFORM).now[-1].name if office else ""


_COLUMNS = looking.ColumnsPage(
    schema=RECEIVED,
    endpoint="outlets_lists.columns",
    door="outlets_lists.form",
    crumbs=lambda: [
        (url_for("signin_account.overview"), _("My account")),
        (url_for("outlets_desk.listed"), _("Points of sale")),
        (url_for("outlets_lists.form"), _("Take a list of points of sale in")),
    ],
    button=_l("Right: take the list in"),
    take=_take,
    refused=lambda refused: list_words(refused.of(ListRefusal)),
    to=lambda told: _page(ListForm(formdata=None), told),
)


def _page(filled: ListForm, told: list[RowReport] | None = None) -> str:
    with current_db().reading() as records:
        begun = drafts_of(records, visitor().account_id, RECEIVED)
    return render_template(
        "outlets/import.html", form=filled, told=told, begun=begun, outcome=outcome_label, doubt=doubt_label
    )
