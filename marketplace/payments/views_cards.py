"""Paying by card: our own page with a plain link to the card service, and the door of its messages."""

from urllib.parse import urljoin

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.db.base import now
from foundation.db.database import current_db
from foundation.web.doors import PUBLIC, door
from foundation.web.form_tokens import signed_by_sender
from foundation.web.installation import base_url
from foundation.web.routing import current_lang, localized_route
from foundation.workflow.rules import Refused
from marketplace.payments.card_service import ForgedError, ServiceError
from marketplace.payments.cards import pay_by_card, take_message
from marketplace.payments.context import PaymentContext
from marketplace.payments.labels import refusal_words
from marketplace.payments.queries import live_checkout, payee_by_id
from marketplace.payments.rules import Refusal
from marketplace.payments.till import current_till
from marketplace.payments.work import PRIVATE, charge_at_key

payments_cards = Blueprint("payments_cards", __name__, template_folder="templates")


@localized_route(payments_cards, "/{payments}/<key>/{card}")
@door(PUBLIC)
def shown(key: str) -> ResponseReturnValue:
    """Show where somebody is about to pay, with a link that leads there."""
    with current_db().reading() as records:
        charge = charge_at_key(records, key)
        checkout = live_checkout(records, charge.id)
        if checkout is None or not checkout.url:
            return redirect(url_for("payments.shown", key=key))
        page = render_template(
            "payments/card.html", page=PaymentContext(records), charge=charge, checkout=checkout, refused=None
        )
    return page, PRIVATE


@localized_route(payments_cards, "/{payments}/<key>/{card}", methods=("POST",))
@door(PUBLIC)
def pay_post(key: str) -> ResponseReturnValue:
    """Have the page at the card service made; no form of ours leads to another site, so ours comes in between."""
    with current_db().reading() as records:
        charge_id = charge_at_key(records, key).id
    back = urljoin(base_url() + "/", url_for("payments.shown", key=key))
    try:
        pay_by_card(current_till(), charge_id, back=back, lang=current_lang().value)
    except Refused as refused:
        return _failed(key, refusal_words(refused.of(Refusal))), 409, PRIVATE
    except ServiceError:
        return _failed(key, None), 503, PRIVATE
    return redirect(url_for(".shown", key=key), 303)


def _failed(key: str, refused: str | None) -> str:
    with current_db().reading() as records:
        charge = charge_at_key(records, key)
        page = PaymentContext(records)
        return render_template("payments/card.html", page=page, charge=charge, checkout=None, refused=refused)


@payments_cards.post("/thanh-toan/stripe/<int:payee_id>")
@door(PUBLIC)
@signed_by_sender
def message(payee_id: int) -> ResponseReturnValue:
    """Take a message of the card service in: its signature proves it, its number keeps it from acting twice.

    Whoever proves nothing is told nothing, not even whether there is such a payee.
    """
    till, body = current_till(), request.get_data()
    with current_db().reading() as records:
        payee = payee_by_id(records, payee_id)
    service = till.cards.of(payee) if payee else None
    if payee is None or service is None:
        return _told(400)
    try:
        signature = request.headers.get("Stripe-Signature", "")
        take_message(till, payee, service.read(body, signature, till.cards.secret(payee), now()))
    except ForgedError:
        return _told(400)
    except ServiceError:
        return _told(503)
    return _told(200)


def _told(status: int) -> Response:
    """Answer a program: it reads the status alone, and sends the message again where that is no good one."""
    return Response("", status, mimetype="text/plain")
