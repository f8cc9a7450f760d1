"""One line of a statement: what is suggested, and what a person decides."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.database import current_db
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused
from marketplace.payments.context import PaymentContext
from marketplace.payments.doors import RECEIVE
from marketplace.payments.forms import PartsForm
from marketplace.payments.labels import refusal_words
from marketplace.payments.models import StatementLine
from marketplace.payments.queries import entries_of_line
from marketplace.payments.rules import Refusal
from marketplace.payments.statement_rules import WAITING_LINES
from marketplace.payments.statements import book_line, set_aside, take_up
from marketplace.payments.work import line_at, open_to, permitted

payments_lines = Blueprint(
    "payments_lines", __name__, url_prefix="/ho-so/thu-tien/<int:payee_id>/dong", template_folder="templates"
)

Parts = Sequence[tuple[str, int]]
Read = TypeVar("Read")


@payments_lines.get("/<int:line_id>")
@door(RECEIVE)
def shown(payee_id: int, line_id: int) -> ResponseReturnValue:
    """Show a line with what is suggested for it."""
    return _page(payee_id, line_id, None)


@payments_lines.post("/<int:line_id>/ghi")
@door(RECEIVE)
def book_post(payee_id: int, line_id: int) -> ResponseReturnValue:
    """Book it for one charge, or divide it among several."""
    form = PartsForm()
    with current_db().reading() as records:
        open_to(records, payee_id)
        whole = line_at(records, payee_id, line_id).amount_dong

    def act(records: Session, actor: Actor, line: StatementLine, parts: Parts) -> None:
        book_line(records, actor, line, parts, today=today())

    return _work(payee_id, line_id, act, lambda: form.read(whole), form)


@payments_lines.post("/<int:line_id>/khong-phai")
@door(RECEIVE)
def aside_post(payee_id: int, line_id: int) -> ResponseReturnValue:
    """Set aside a line that is no fee."""
    return _work(payee_id, line_id, lambda records, actor, line, _: set_aside(records, actor, line), no_form)


@payments_lines.post("/<int:line_id>/xem-lai")
@door(RECEIVE)
def again_post(payee_id: int, line_id: int) -> ResponseReturnValue:
    """Take up a line that is a fee after all."""
    return _work(payee_id, line_id, lambda records, actor, line, _: take_up(records, actor, line), no_form)


def _work(
    payee_id: int,
    line_id: int,
    act: Callable[[Session, Actor, StatementLine, Read], None],
    form: Callable[[], Read | None],
    filled: PartsForm | None = None,
) -> ResponseReturnValue:
    def find(records: Session, *, to_change: bool) -> StatementLine:
        open_to(records, payee_id)
        return line_at(records, payee_id, line_id, to_change=to_change)

    return perform(
        find,
        lambda line: permitted(line.payee),
        act,
        form,
        lambda refused: _page(payee_id, line_id, filled, refused),
        url_for(".shown", payee_id=payee_id, line_id=line_id),
    )


def _page(payee_id: int, line_id: int, form: PartsForm | None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
        line = line_at(records, payee_id, line_id)
        filled = form or PartsForm(formdata=None, parts=line.suggested.reference if line.suggested else "")
        return render_template(
            "payments/line.html",
            page=PaymentContext(records),
            payee=payee,
            line=line,
            booked=entries_of_line(records, line),
            form=filled,
            waits=line.state in WAITING_LINES,
            refused=refusal_words(refused.of(Refusal)) if refused else None,
        )
