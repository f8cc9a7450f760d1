"""The page of the illustrative Stripe: a newcomer pays by card, and its message comes as the real one's would."""

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from demo.payments import payable_fees
from demo.stripe_books import current_books
from demo.views import is_demonstration, trying
from foundation.db.base import now
from foundation.db.database import current_db
from marketplace.payments.cards import take_message
from marketplace.payments.context import PaymentContext
from marketplace.payments.queries import payee_by_id
from marketplace.payments.till import current_till

FEES, LATER = "demo.stripe_fees", "later"


@trying.get("/demo/stripe")
def stripe_fees() -> ResponseReturnValue:
    """Show the illustrative fees that can be paid by card."""
    _only_in_a_demonstration()
    with current_db().reading() as records:
        fees = list(payable_fees(records))
        return render_template("demo/stripe_fees.html", page=PaymentContext(records), fees=fees)


@trying.get("/demo/stripe/<number>")
def stripe_page(number: str) -> ResponseReturnValue:
    """Show what is to be paid by card."""
    _only_in_a_demonstration()
    with current_books().open() as stripe:
        session = stripe.page(number) or abort(404)
    with current_db().reading() as records:
        return render_template("demo/stripe.html", page=PaymentContext(records), session=session)


@trying.post("/demo/stripe/<number>")
def stripe_pay(number: str) -> ResponseReturnValue:
    """Pay, and have the message delivered at once, or not at all: then the nightly comparison finds the money."""
    _only_in_a_demonstration()
    with current_books().open() as stripe:
        session = stripe.page(number) or abort(404)
        stripe.pay(number)
        back = session["success_url"]
    if request.form.get("way") != LATER:
        deliver()
    return redirect(back, 303)


def deliver() -> None:
    """Deliver what the illustrative Stripe has to tell; it asks back for what each message is about."""
    books = current_books()
    with books.open() as stripe:
        sent = [(one["of"], one["body"], stripe.signature(one["of"], one["body"])) for one in stripe.waiting()]
        for one in stripe.waiting():
            one["is_taken"] = True
    for account, body, signature in sent:
        _take(account, body.encode(), signature)


def _take(account: str, body: bytes, signature: str) -> None:
    till = current_till()
    with current_db().reading() as records:
        payee = payee_by_id(records, int(account)) or abort(404)
    service = till.cards.of(payee) or abort(404)
    take_message(till, payee, service.read(body, signature, till.cards.secret(payee), now()))


def _only_in_a_demonstration() -> None:
    if not is_demonstration():
        abort(404)
