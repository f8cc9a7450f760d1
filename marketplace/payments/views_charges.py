"""One charge as the payee sees it: what came, and what becomes of it."""

from contextlib import suppress
from datetime import date
from typing import Protocol

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.database import current_db
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused
from marketplace.payments.card_service import ServiceError
from marketplace.payments.cards import end_page
from marketplace.payments.context import PaymentContext
from marketplace.payments.doors import RECEIVE
from marketplace.payments.forms import ReasonForm
from marketplace.payments.labels import refusal_words
from marketplace.payments.models import Charge
from marketplace.payments.queries import entries
from marketplace.payments.rules import CHARGES, KEPT, Refusal, Verb
from marketplace.payments.services import accept, ask_return, cancel, place
from marketplace.payments.till import current_till
from marketplace.payments.work import charge_at, open_to, permitted

payments_charges = Blueprint(
    "payments_charges", __name__, url_prefix="/ho-so/thu-tien/<int:payee_id>/khoan", template_folder="templates"
)


class Decision(Protocol):
    """What becomes of a charge, and why."""

    def __call__(self, session: Session, actor: Actor, charge: Charge, /, *, reason: str, today: date) -> object:
        """Decide it. Raises `Refused`."""


@payments_charges.get("/<int:charge_id>")
@door(RECEIVE)
def shown(payee_id: int, charge_id: int) -> ResponseReturnValue:
    """Show a charge with its ledger."""
    return _page(payee_id, charge_id, ReasonForm(formdata=None))


@payments_charges.post("/<int:charge_id>/nhan")
@door(RECEIVE)
def accept_post(payee_id: int, charge_id: int) -> ResponseReturnValue:
    """Take what is here as all that was due."""
    return _decide(payee_id, charge_id, accept)


@payments_charges.post("/<int:charge_id>/tra-lai")
@door(RECEIVE)
def return_post(payee_id: int, charge_id: int) -> ResponseReturnValue:
    """All of it is to go back."""
    return _decide(payee_id, charge_id, ask_return)


@payments_charges.post("/<int:charge_id>/xep-lai")
@door(RECEIVE)
def place_post(payee_id: int, charge_id: int) -> ResponseReturnValue:
    """Record that the payer got something in the place of what is gone."""
    return _decide(payee_id, charge_id, place)


@payments_charges.post("/<int:charge_id>/huy")
@door(RECEIVE)
def cancel_post(payee_id: int, charge_id: int) -> ResponseReturnValue:
    """Nothing is to be paid any more, by card either: the page at the card service is ended first."""
    with current_db().reading() as records:
        open_to(records, payee_id)
        charge_at(records, payee_id, charge_id)
    with suppress(ServiceError):
        end_page(current_till(), charge_id)
    return _decide(payee_id, charge_id, _cancelled)


def _cancelled(session: Session, actor: Actor, charge: Charge, *, reason: str, today: date) -> None:
    """Cancel it; why, nobody is asked."""
    del reason
    cancel(session, actor, charge, today=today)


def _decide(payee_id: int, charge_id: int, decision: Decision) -> ResponseReturnValue:
    form = ReasonForm()

    def find(records: Session, *, to_change: bool) -> Charge:
        open_to(records, payee_id)
        return charge_at(records, payee_id, charge_id, to_change=to_change)

    def act(records: Session, actor: Actor, charge: Charge, sent: ReasonForm) -> None:
        decision(records, actor, charge, reason=sent.reason.data, today=today())

    return perform(
        find,
        lambda charge: permitted(charge.payee),
        act,
        form.valid,
        lambda refused: _page(payee_id, charge_id, form, refused),
        url_for(".shown", payee_id=payee_id, charge_id=charge_id),
    )


def _page(payee_id: int, charge_id: int, form: ReasonForm, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        payee = open_to(records, payee_id)
        charge = charge_at(records, payee_id, charge_id)
        balance, state = charge.balance, charge.state
        return render_template(
            "payments/desk_charge.html",
            page=PaymentContext(records),
            payee=payee,
            charge=charge,
            entries=entries(records, charge),
            form=form,
            may_accept=balance.held > 0
            and (CHARGES.allows(state, Verb.ACCEPT) or (state in KEPT and balance.difference != 0)),
            may_return=CHARGES.allows(state, Verb.RETURN),
            may_place=CHARGES.allows(state, Verb.PLACE),
            may_cancel=CHARGES.allows(state, Verb.CANCEL),
            refused=refusal_words(refused.of(Refusal)) if refused else None,
        )
