"""A payee's desk: who is paid, what somebody has to look at, settings, and the report."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.database import current_db
from foundation.i18n.hygiene import clean_query
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit, scope, visitor
from foundation.permissions.rules import Jurisdiction
from foundation.signin.identity import keys
from foundation.signin.reauthentication import proved
from foundation.tables.writing import TableFormat, table_answer
from foundation.web.doors import door
from foundation.web.performing import perform
from foundation.workflow.rules import Refused
from marketplace.payments.card_service import current_cards
from marketplace.payments.context import PaymentContext
from marketplace.payments.doors import RECEIVE
from marketplace.payments.forms import PayeeForm, PeriodForm
from marketplace.payments.labels import refusal_words
from marketplace.payments.models import Payee
from marketplace.payments.queries import all_charges, charges, payees, report, to_look_at, waiting_lines, waits
from marketplace.payments.rules import Refusal, State
from marketplace.payments.services import Owner, edit_payee, open_payee, refuse_live_key
from marketplace.payments.work import open_to, payee_at, permitted

payments_desk = Blueprint("payments_desk", __name__, url_prefix="/ho-so/thu-tien", template_folder="templates")

HEADER = (
    *("reference", "purpose", "title", "payer", "amount_dong", "agreed_dong", "due_on", "state", "came_dong"),
    *("went_dong", "paid_on", "note"),
)


@payments_desk.get("")
@door(RECEIVE)
def listed() -> ResponseReturnValue:
    """Show the payees one works for, with how much waits."""
    with current_db().reading() as records:
        found = payees(records, scope(RECEIVE))
        page = PaymentContext(records)
        return render_template("payments/payees.html", page=page, found=found, waits=waits(records, found))


@payments_desk.get("/moi")
@door(RECEIVE)
def new() -> ResponseReturnValue:
    """Show the form for an account that fees go to."""
    return _form_page(None, None)


@payments_desk.post("/moi")
@door(RECEIVE)
def new_post() -> ResponseReturnValue:
    """Set it up."""
    form = PayeeForm(owners=_owners())
    if not form.validate() or not proved(form):
        return _form_page(None, form)
    try:
        with current_db().unit_of_work() as records:
            owner = _owner(form.owner.data)
            _refuse_real_money(form)
            permit(RECEIVE, Jurisdiction(place_id=owner.place_id, account_id=owner.account_id))
            made = open_payee(records, visitor().actor(), owner, form.told(), keys=keys())
    except Refused as refused:
        return _form_page(None, form, refused)
    return redirect(url_for(".shown", payee_id=made.id))


@payments_desk.get("/<int:payee_id>")
@door(RECEIVE)
def shown(payee_id: int) -> ResponseReturnValue:
    """Show what somebody has to look at, and who is to pay."""
    words, chosen = clean_query(request.args.get("q", "")[:100]).strip(), request.args.get("state", "")
    state = State(chosen) if chosen in set(State) else None
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
        return render_template(
            "payments/payee.html",
            page=PaymentContext(records),
            payee=payee,
            looked_at=to_look_at(records, payee),
            lines=waiting_lines(records, payee),
            charges=charges(records, payee, words=words, state=state),
            words=words,
            chosen=chosen,
            states=tuple(State),
        )


@payments_desk.get("/<int:payee_id>/cai-dat")
@door(RECEIVE)
def edit(payee_id: int) -> ResponseReturnValue:
    """Show the account and what is set."""
    return _form_page(payee_id, None)


@payments_desk.post("/<int:payee_id>/cai-dat")
@door(RECEIVE)
def edit_post(payee_id: int) -> ResponseReturnValue:
    """Correct it; whoever does proves who they are."""
    form = PayeeForm()

    def read() -> PayeeForm | None:
        return form if form.validate() and proved(form) else None

    def act(records: Session, actor: Actor, payee: Payee, sent: PayeeForm) -> None:
        _refuse_real_money(sent)
        edit_payee(records, actor, payee, sent.told(), keys=keys())

    return perform(
        lambda records, *, to_change: payee_at(records, payee_id, to_change=to_change),
        permitted,
        act,
        read,
        lambda refused: _form_page(payee_id, form, refused),
        url_for(".shown", payee_id=payee_id),
    )


@payments_desk.get("/<int:payee_id>/bao-cao")
@door(RECEIVE)
def summed(payee_id: int) -> ResponseReturnValue:
    """Show sums by purpose and state."""
    form = PeriodForm(request.args, meta={"csrf": False})
    period = {name: form[name].data for name in ("since", "until")} if form.validate() else {}
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
        rows = report(records, payee, **period)
        return render_template("payments/report.html", page=PaymentContext(records), payee=payee, rows=rows, form=form)


@payments_desk.get("/<int:payee_id>/bao-cao.csv")
@door(RECEIVE)
def export(payee_id: int) -> ResponseReturnValue:
    """Show every charge as a file."""
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
        rows = [
            (
                *(one.reference, one.purpose_kind, one.title, one.payer_name, one.amount_dong, one.agreed_dong),
                *(one.due_on, one.state.value, one.came_dong, one.went_dong, one.paid_on, one.note),
            )
            for one in all_charges(records, payee)
        ]
    return table_answer("thu-tien", HEADER, rows, form=TableFormat.CSV)


def _owners() -> list[tuple[str, str]]:
    """Return whose account it may be: offices one works for, and oneself."""
    reached = scope(RECEIVE)
    with current_db().reading() as records:
        page = PaymentContext(records)
        offices = [(f"place:{one}", page.place_name(one)) for one in sorted(reached.places)]
    return [*offices, *((f"account:{one}", _("my own")) for one in sorted(reached.accounts))]


def _owner(chosen: str) -> Owner:
    kind, _colon, number = chosen.partition(":")
    return Owner(place_id=int(number)) if kind == "place" else Owner(account_id=int(number))


def _refuse_real_money(form: PayeeForm) -> None:
    if not current_cards().takes_live:
        refuse_live_key(form.told())


def _form_page(payee_id: int | None, form: PayeeForm | None, refused: Refused | None = None) -> str:
    owners = _owners() if payee_id is None else None
    with current_db().reading() as records:
        payee = open_to(records, payee_id) if payee_id else None
        filled = form or (PayeeForm.of(payee) if payee else PayeeForm(formdata=None, owners=owners))
        if filled.owner and owners and not filled.owner.data:
            filled.owner.data = owners[0][0]
        why = refusal_words(refused.of(Refusal)) if refused else None
        return render_template("payments/settings.html", form=filled, payee=payee, refused=why)
