"""Taking bank statements in, and what became of their lines."""

import tempfile
from pathlib import Path

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import count_upload
from foundation.files.rules import FileRefused
from foundation.i18n.messages import gettext as _
from foundation.tables.faults import UnreadableFile
from foundation.web.doors import door
from marketplace.payments.context import PaymentContext
from marketplace.payments.doors import RECEIVE
from marketplace.payments.forms import StatementForm
from marketplace.payments.labels import unread_label
from marketplace.payments.models import Payee, Statement
from marketplace.payments.queries import line_counts, lines_of, statements
from marketplace.payments.reading import NoStatement, StatementFile, layouts, read_statement
from marketplace.payments.statement_rules import LineState
from marketplace.payments.statements import take_in
from marketplace.payments.work import open_to, payee_at, permitted

payments_statements = Blueprint(
    "payments_statements", __name__, url_prefix="/ho-so/thu-tien/<int:payee_id>/sao-ke", template_folder="templates"
)


@payments_statements.get("")
@door(RECEIVE)
def listed(payee_id: int) -> ResponseReturnValue:
    """Show the statements of a payee, and where to send the next."""
    return _page(payee_id, StatementForm(formdata=None))


@payments_statements.post("")
@door(RECEIVE)
def send(payee_id: int) -> ResponseReturnValue:
    """Take a statement in; the worker books it."""
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
    form, file = StatementForm(), request.files.get("file")
    try:
        found = _read(file, payee) if form.validate() and file else None
    except UnreadableFile as unread:
        form.file.errors = [unread.sentence((file.filename if file else None) or "")]
    except FileRefused as refused:
        form.file.errors = [file_words(refused.reason)]
    except NoStatement as refused:
        form.file.errors = [unread_label(refused.reason)]
    else:
        if found is None:
            form.file.errors = [_("Choose a file.")]
    if form.errors or found is None:
        return _page(payee_id, form)
    told, content = found
    with current_db().unit_of_work() as records:
        held = payee_at(records, payee_id, to_change=True)
        made = take_in(records, permitted(held), held, told, content)
    return redirect(url_for(".shown", payee_id=payee_id, statement_id=made.id))


@payments_statements.get("/<int:statement_id>")
@door(RECEIVE)
def shown(payee_id: int, statement_id: int) -> ResponseReturnValue:
    """Show what became of a statement's lines."""
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
        statement = records.get(Statement, statement_id)
        if statement is None or statement.payee_id != payee_id:
            abort(404)
        counts = line_counts(records, [statement])[statement.id]
        return render_template(
            "payments/statement.html",
            page=PaymentContext(records),
            payee=payee,
            statement=statement,
            counts=counts,
            lines=lines_of(records, statement),
            is_done=not counts.get(LineState.NEW),
        )


def _read(file: FileStorage, payee: Payee) -> tuple[StatementFile, bytes]:
    count_upload(file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"statement{Path(file.filename or '').suffix[:6]}"
        file.save(path)
        told = read_statement(path, bank_bin=payee.bank_bin or "", account=payee.bank_account or "")
        return told, path.read_bytes()


def _page(payee_id: int, form: StatementForm) -> str:
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
        found = statements(records, payee)
        counts = line_counts(records, found)
        page = PaymentContext(records)
        return render_template(
            "payments/statements.html", page=page, payee=payee, found=found, counts=counts, form=form, layouts=layouts()
        )
