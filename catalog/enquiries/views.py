"""Asking about a producer nobody speaks for, and reading the answer."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.enquiries.forms import AskForm
from catalog.enquiries.labels import refusal_words
from catalog.enquiries.queries import enquiries_of
from catalog.enquiries.rules import Refusal
from catalog.enquiries.services import ask
from catalog.producers.addresses import producer_page
from catalog.producers.models import Producer
from catalog.producers.queries import producer_by_id
from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.signin.identity import current_account
from foundation.web.doors import SIGNED_IN, door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

enquiries = Blueprint("enquiries", __name__, url_prefix="/tai-khoan/hoi-dap", template_folder="templates")


@enquiries.get("")
@door(SIGNED_IN)
def listed() -> ResponseReturnValue:
    """One's own questions with their answers."""
    with current_db().reading() as records:
        mine = enquiries_of(records, current_account().id)
    return render_template("enquiries/mine.html", enquiries=mine, page_of=producer_page)


@enquiries.get("/<int:producer_id>")
@door(SIGNED_IN)
def form(producer_id: int) -> ResponseReturnValue:
    """Show the form for a question."""
    return _page(producer_id, AskForm())


@enquiries.post("/<int:producer_id>")
@door(SIGNED_IN)
def form_post(producer_id: int) -> ResponseReturnValue:
    """Ask it."""
    typed = AskForm()

    def ask_it(records: Session, actor: Actor, producer: Producer, sent: AskForm) -> None:
        mine = records.get_one(Account, actor.account_id)
        ask(records, actor, producer, mine, text=sent.text.data, now=now(), today=today())

    return perform(
        lambda records, **_: _producer(records, producer_id),
        lambda _: Actor(current_account().id),
        ask_it,
        typed.valid,
        lambda refused: _page(producer_id, typed, refused),
        url_for(".listed"),
    )


def _producer(records: Session, producer_id: int) -> Producer:
    return producer_by_id(records, producer_id) or abort(404)


def _page(producer_id: int, typed: AskForm, refused: Refused | None = None) -> str:
    if refused:
        typed.text.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        producer = _producer(records, producer_id)
    return render_template("enquiries/ask.html", form=typed, producer=producer)
