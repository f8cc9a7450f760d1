"""Appointing from a file: send it, read what would become of each row, take it in, hand the codes over."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from admin.registry.columns import RECEIVED
from admin.registry.doors import GIVE
from admin.registry.forms import CodeForm, ListForm, RunForm
from admin.registry.inputs import places_to_give
from admin.registry.labels import list_words, outcome_label, reason_words
from admin.registry.lists import IssuedCode, codes_for, list_of, lists_of, outcomes, run_list, sample, send_list
from admin.registry.models import AppointmentList
from admin.registry.pages import offered_roles
from admin.registry.reading import people_of
from admin.registry.rules import ListRefusal, ListState
from foundation.accounts.models import Account
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words
from foundation.files.receiving import count_upload
from foundation.files.rules import FileRefused
from foundation.i18n.messages import gettext as _
from foundation.permissions.bulk import COLUMNS, REPORT
from foundation.permissions.guard import scope, visitor
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Principal, Role
from foundation.places.gazetteer import gazetteer
from foundation.signin.identity import current_account, keys
from foundation.signin.labels import role_label
from foundation.signin.reauthentication import AgainForm, proved
from foundation.tables import looking
from foundation.tables.drafts import drafts_of, keep_draft, office_of
from foundation.tables.faults import UnreadableFile
from foundation.tables.labels import file_words
from foundation.tables.looking import sent_table
from foundation.tables.models import TableDraft
from foundation.tables.understood import Understood
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import perform

Done = TypeVar("Done")

SHOWN_MAX = 200
"""Rows on the page, those with something to do first; all of them are in the report."""

registry_lists = Blueprint(
    "registry_lists", __name__, url_prefix="/admin/bo-nhiem/danh-sach", template_folder="templates"
)


@registry_lists.get("")
@door(GIVE)
def listed() -> ResponseReturnValue:
    """Show the lists one has sent, and the page to send another."""
    return _listed(ListForm(formdata=None))


@registry_lists.post("")
@door(GIVE)
def send() -> ResponseReturnValue:
    """Keep the file, for its columns to be looked at."""
    form = ListForm()
    if not form.validate():
        return _listed(form)
    try:
        if file := request.files.get("file"):
            count_upload(file)
        sent = sent_table(RECEIVED, file, form.table.data or "")
    except UnreadableFile as unread:
        form.file.errors = [file_words(unread)]
        return _listed(form)
    except FileRefused as refused:
        form.file.errors = [refusal_words(refused.reason)]
        return _listed(form)
    if sent is None:
        form.file.errors = [_("Choose a file with at least one person, or paste the table.")]
        return _listed(form)
    with current_db().unit_of_work() as records:
        office = office_of(scope(GIVE))
        kept = keep_draft(records, current_account().id, RECEIVED, sent, office=office, now=now())
    return redirect(url_for(".columns", draft_id=kept.id))


@registry_lists.get("/cot/<int:draft_id>")
@door(GIVE)
def columns(draft_id: int) -> ResponseReturnValue:
    """Show what a list is understood as."""
    return looking.shown(_COLUMNS, draft_id)


@registry_lists.post("/cot/<int:draft_id>")
@door(GIVE)
def columns_post(draft_id: int) -> ResponseReturnValue:
    """Keep what was said of the columns; with the button for it have every row checked."""
    return looking.chosen(_COLUMNS, draft_id)


def _take(records: Session, draft: TableDraft, seen: Understood) -> int:
    people = people_of(records, seen.found, today()) if seen.found else []
    mine = records.get_one(Account, current_account().id)
    return send_list(records, mine, name=draft.name, rows=people, now=now()).id


_COLUMNS = looking.ColumnsPage(
    schema=RECEIVED,
    endpoint="registry_lists.columns",
    door="registry_lists.listed",
    crumbs=lambda: [
        (url_for("registry_appointments.listed"), _("Appointments")),
        (url_for("registry_lists.listed"), _("Appoint from a list")),
    ],
    button=_l("Right: check every row"),
    take=_take,
    refused=lambda refused: list_words(refused.of(ListRefusal)),
    to=lambda list_id: redirect(url_for("registry_lists.shown", list_id=list_id)),
)


@registry_lists.get("/mau")
@door(GIVE)
def empty() -> ResponseReturnValue:
    """Show a file to fill in, with a row for each commune one may appoint an officer for."""
    role, who = Role.COMMUNE_OFFICER, visitor()
    with current_db().reading() as records:
        units = places_to_give(gazetteer(records), who, role, ROLES[role].levels, today())
    rows = list(sample([(unit.code, unit.full_name) for unit in units], today()))
    return table_answer("danh-sach-phan-cong", (*COLUMNS, "place"), rows)


@registry_lists.get("/<int:list_id>")
@door(GIVE)
def shown(list_id: int) -> ResponseReturnValue:
    """One list: how far it is, and what became or would become of its rows."""
    return _page(list_id)


@registry_lists.get("/<int:list_id>/bao-cao")
@door(GIVE)
def report(list_id: int) -> ResponseReturnValue:
    """Show what became of each row, as a file."""
    with current_db().reading() as records:
        reports = _mine(records, list_id).reports
    columns = REPORT[:-1]
    rows = ([" ".join(one[name]) if name == "reasons" else one[name] for name in columns] for one in reports)
    return table_answer(f"bao-cao-{list_id}", columns, rows)


@registry_lists.post("/<int:list_id>/chay")
@door(GIVE)
def run(list_id: int) -> ResponseReturnValue:
    """Take the list in."""
    return _work(
        list_id,
        RunForm(prefix="run"),
        lambda records, who, kept, _: run_list(records, who.actor(), kept),
        lambda _: redirect(url_for(".shown", list_id=list_id)),
    )


@registry_lists.post("/<int:list_id>/ma")
@door(GIVE)
def codes(list_id: int) -> ResponseReturnValue:
    """Codes for those who have not confirmed their account, as a file that is made only now."""
    return _work(
        list_id,
        CodeForm(prefix="code"),
        lambda records, who, kept, _: codes_for(records, who, kept, keys=keys(), now=now(), today=today()),
        lambda handed: _codes_file(list_id, handed),
    )


def _work(
    list_id: int,
    form: AgainForm,
    act: Callable[[Session, Principal, AppointmentList, object], Done],
    to: Callable[[Done], ResponseReturnValue],
) -> ResponseReturnValue:
    return perform(
        lambda records, *, to_change: _mine(records, list_id, to_change=to_change),
        lambda _: visitor(),
        act,
        lambda: form if form.validate() and proved(form) else None,
        lambda _: _page(list_id, form),
        to,
    )


def _codes_file(list_id: int, handed: list[IssuedCode]) -> ResponseReturnValue:
    rows = [(one.row, one.identifier, one.name, one.code) for one in handed]
    return table_answer(f"ma-xac-nhan-{list_id}", ("row", "identifier", "name", "code"), rows)


def _mine(records: Session, list_id: int, *, to_change: bool = False) -> AppointmentList:
    """One's own list; others' are not there."""
    found = list_of(records, current_account().id, list_id, to_change=to_change)
    if found is None:
        abort(404)
    return found


def _listed(form: ListForm) -> str:
    with current_db().reading() as records:
        sent = lists_of(records, current_account().id)
        begun = drafts_of(records, current_account().id, RECEIVED)
        roles = offered_roles(records, visitor(), today())
    return render_template(
        "registry/lists.html",
        form=form,
        sent=sent,
        begun=begun,
        roles=roles,
        role_label=role_label,
        states=ListState,
    )


def _page(list_id: int, form: AgainForm | None = None) -> str:
    with current_db().reading() as records:
        kept = _mine(records, list_id)
    names = {number: cells["name"] for number, cells in kept.rows}
    return render_template(
        "registry/list.html",
        kept=kept,
        names=names,
        rows=list(_first(kept)),
        counts=outcomes(kept),
        states=ListState,
        run=form if isinstance(form, RunForm) else RunForm(None, prefix="run"),
        codes=form if isinstance(form, CodeForm) else CodeForm(None, prefix="code"),
        wrong=form,
        outcome_label=outcome_label,
        reason_words=reason_words,
    )


def _first(kept: AppointmentList) -> Iterator[dict[str, object]]:
    """Yield the rows to show: those with something to do before the others."""
    ordered = sorted(kept.reports, key=lambda one: (one["outcome"] != "rejected", one["row"]))
    yield from ordered[:SHOWN_MAX]
