"""Appointing from a file: send it, read what would become of each row, take it in, hand the codes over."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.registry.doors import GIVE
from admin.registry.forms import CodeForm, ListForm, RunForm
from admin.registry.inputs import places_to_give
from admin.registry.labels import file_words, outcome_label, reason_words
from admin.registry.lists import IssuedCode, codes_for, list_of, lists_of, outcomes, run_list, sample, send_list
from admin.registry.models import AppointmentList
from admin.registry.pages import offered_roles
from admin.registry.rules import ListState
from foundation.accounts.models import Account
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words
from foundation.files.receiving import count_upload
from foundation.files.rules import FileRefused
from foundation.permissions.bulk import COLUMNS, REPORT, BadFileError
from foundation.permissions.guard import visitor
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Principal, Role
from foundation.places.gazetteer import gazetteer
from foundation.signin.identity import current_account, keys
from foundation.signin.labels import role_label
from foundation.signin.reauthentication import AgainForm, proved
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
    return _listed(ListForm())


@registry_lists.post("")
@door(GIVE)
def send() -> ResponseReturnValue:
    """Keep the file's rows and have them looked at."""
    form, file = ListForm(), request.files.get("file")
    try:
        if file:
            count_upload(file)
        raw = file.read() if file else b""
        with current_db().unit_of_work() as records:
            mine = records.get_one(Account, current_account().id)
            name = (file.filename if file else None) or ""
            kept = send_list(records, mine, name=name, raw=raw, now=now())
    except BadFileError as error:
        form.file.errors = [file_words(error)]
        return _listed(form)
    except FileRefused as refused:
        form.file.errors = [refusal_words(refused.reason)]
        return _listed(form)
    return redirect(url_for(".shown", list_id=kept.id))


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
        roles = offered_roles(records, visitor(), today())
    return render_template(
        "registry/lists.html",
        form=form,
        sent=sent,
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
