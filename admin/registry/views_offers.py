"""What somebody is asked to take on: one page with a yes and a no, for that person alone."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.registry.forms import AnswerForm
from admin.registry.labels import refusal_words, state_label
from admin.registry.pages import Shown
from admin.registry.rules import State
from admin.registry.services import answer
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import account_by_id
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.models import Appointment
from foundation.permissions.offers import offer_to
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Refusal
from foundation.signin.identity import current_account, signed_in
from foundation.signin.labels import role_label
from foundation.signin.reauthentication import proved
from foundation.signin.rules import OFFERS
from foundation.web.doors import SIGNED_IN, door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

registry_offers = Blueprint("registry_offers", __name__, url_prefix=OFFERS.rstrip("/"), template_folder="templates")

YES, NO = "yes", "no"


@registry_offers.get("/<int:appointment_id>")
@door(SIGNED_IN)
def shown(appointment_id: int) -> ResponseReturnValue:
    """Show what was offered, and by whom; what others were offered is not there."""
    return _page(appointment_id, AnswerForm())


@registry_offers.post("/<int:appointment_id>")
@door(SIGNED_IN)
def answer_post(appointment_id: int) -> ResponseReturnValue:
    """Say yes or no; a yes asks for the password where it was given too long ago."""
    form, said = AnswerForm(), request.form.get("answer")

    def read() -> AnswerForm | None:
        if said not in {YES, NO}:
            abort(400)
        return form if form.validate() and (said == NO or proved(form)) else None

    return perform(
        lambda records, *, to_change: _mine(records, appointment_id, to_change=to_change),
        lambda _: signed_in(),
        lambda records, here, offered, _: _answer(records, here, offered, agrees=said == YES),
        read,
        lambda refused: _page(appointment_id, form, refused),
        url_for(".shown", appointment_id=appointment_id, answered=YES if said == YES else None),
    )


def _answer(records: Session, here: AccountSession, offered: Appointment, *, agrees: bool) -> None:
    keep = records.get_one(AccountSession, here.id)
    holder = records.get_one(Account, here.account_id)
    answer(records, holder, offered, agrees=agrees, now=now(), today=today(), keep=keep)


def _mine(records: Session, appointment_id: int, *, to_change: bool = False) -> Appointment:
    """Return what oneself was offered; everything else is not there."""
    found = offer_to(records, current_account().id, appointment_id, to_answer=to_change)
    if found is None:
        abort(404)
    return found


def _page(appointment_id: int, form: AnswerForm, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        offered = _mine(records, appointment_id)
        words = Shown(records, [offered], today())
        return render_template(
            "registry/offer.html",
            offered=offered,
            what=words.what(offered),
            state=words.state(offered),
            states=State,
            state_label=state_label,
            asked_by=account_by_id(records, offered.granted_by_id or 0),
            is_office=ROLES[offered.role].office,
            form=form,
            refused=refusal_words(refused.of(Refusal)) if refused else None,
            role_label=role_label,
        )
