"""The page of whoever pays: the account, the amount, the reference, the same as a code, and a receipt."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from foundation.db.database import current_db
from foundation.web.doors import PUBLIC, door
from foundation.web.qr import qr_svg
from foundation.web.routing import localized_route
from marketplace.payments.cards import takes_cards
from marketplace.payments.context import PaymentContext
from marketplace.payments.provider import VIETQR
from marketplace.payments.queries import entries, live_checkout
from marketplace.payments.rules import KEPT
from marketplace.payments.till import current_clock
from marketplace.payments.work import PRIVATE, charge_at_key

payments = Blueprint("payments", __name__, template_folder="templates")


@localized_route(payments, "/{payments}/<key>")
@door(PUBLIC)
def shown(key: str) -> ResponseReturnValue:
    """Show what is to be paid, and how; or what became of it."""
    with current_db().reading() as records:
        charge = charge_at_key(records, key)
        page = render_template(
            "payments/charge.html",
            page=PaymentContext(records),
            charge=charge,
            told=VIETQR.instructions(charge) if charge.state.value == "open" else None,
            entries=entries(records, charge),
            is_kept=charge.state in KEPT,
            takes_cards=takes_cards(charge, current_clock()),
            is_at_card=live_checkout(records, charge.id) is not None,
        )
    return page, PRIVATE


@payments.get("/thanh-toan/<key>/ma.svg")
@door(PUBLIC)
def code(key: str) -> ResponseReturnValue:
    """Show the code that a bank's app reads."""
    with current_db().reading() as records:
        told = VIETQR.instructions(charge_at_key(records, key))
    if told is None:
        abort(404)
    return qr_svg(told.payload), {**PRIVATE, "Content-Type": "image/svg+xml"}


@localized_route(payments, "/{payments}/<key>/{receipt}")
@door(PUBLIC)
def receipt(key: str) -> ResponseReturnValue:
    """Show what came and when, to be printed; there is none before all of it came."""
    with current_db().reading() as records:
        charge = charge_at_key(records, key)
        if charge.state not in KEPT:
            abort(404)
        page = PaymentContext(records)
        drawn = render_template("payments/receipt.html", page=page, charge=charge, entries=entries(records, charge))
    return drawn, PRIVATE
