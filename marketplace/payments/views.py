"""The page of whoever pays: the account, the amount, the reference, the same as a code, and a receipt."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.db.database import current_db
from foundation.web.doors import PUBLIC, door
from foundation.web.qr import qr_svg
from foundation.web.routing import localized_route
from marketplace.payments.context import PaymentContext
from marketplace.payments.models import Charge
from marketplace.payments.provider import VIETQR
from marketplace.payments.queries import charge_by_key, entries
from marketplace.payments.rules import KEPT
from marketplace.payments.services import KEY_LENGTH

payments = Blueprint("payments", __name__, template_folder="templates")

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""Whoever has the address sees the page: nobody keeps it, and no other site is told of it."""


@localized_route(payments, "/{payments}/<key>")
@door(PUBLIC)
def shown(key: str) -> ResponseReturnValue:
    """Show what is to be paid, and how; or what became of it."""
    with current_db().reading() as records:
        charge = _charge(records, key)
        page = render_template(
            "payments/charge.html",
            page=PaymentContext(records),
            charge=charge,
            told=VIETQR.instructions(charge) if charge.state.value == "open" else None,
            entries=entries(records, charge),
            is_kept=charge.state in KEPT,
        )
    return page, PRIVATE


@payments.get("/thanh-toan/<key>/ma.svg")
@door(PUBLIC)
def code(key: str) -> ResponseReturnValue:
    """Show the code that a bank's app reads."""
    with current_db().reading() as records:
        told = VIETQR.instructions(_charge(records, key))
    if told is None:
        abort(404)
    return qr_svg(told.payload), {**PRIVATE, "Content-Type": "image/svg+xml"}


@localized_route(payments, "/{payments}/<key>/{receipt}")
@door(PUBLIC)
def receipt(key: str) -> ResponseReturnValue:
    """Show what came and when, to be printed; there is none before all of it came."""
    with current_db().reading() as records:
        charge = _charge(records, key)
        if charge.state not in KEPT:
            abort(404)
        page = PaymentContext(records)
        drawn = render_template("payments/receipt.html", page=page, charge=charge, entries=entries(records, charge))
    return drawn, PRIVATE


def _charge(records: Session, key: str) -> Charge:
    found = charge_by_key(records, key) if len(key) == KEY_LENGTH else None
    if found is None:
        abort(404)
    return found
