"""The illustrative bank: a newcomer pays a fee as a bank's app would, rightly or not, and sees what becomes of it."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from demo.bank import IllustrativeBank, Transfer
from demo.payments import deliver, illustrative_payee, new_bank, open_fee, payable_fees, payload_of
from demo.views import is_demonstration, trying
from foundation.db.database import current_db
from foundation.web.installation import today
from marketplace.payments.context import PaymentContext
from marketplace.payments.models import Charge, Payee
from marketplace.payments.queries import charge_by_key

BANK = "demo.bank"
RIGHT, LITTLE, SLIP, TWICE, FILE = "right", "little", "slip", "twice", "file"
WAYS = (RIGHT, LITTLE, SLIP, TWICE, FILE)


@trying.get("/demo/ngan-hang")
def bank() -> ResponseReturnValue:
    """Show the illustrative fees that can be paid."""
    _only_in_a_demonstration()
    with current_db().reading() as records:
        fees = list(payable_fees(records))
        return render_template("demo/bank.html", page=PaymentContext(records), fees=fees, ways=WAYS)


@trying.post("/demo/ngan-hang")
def bank_post() -> ResponseReturnValue:
    """Pay one; the statement goes to the payee at once, or is given to whoever pays, to take it in themselves."""
    _only_in_a_demonstration()
    way, made = request.form.get("way", ""), new_bank()
    with current_db().unit_of_work() as records:
        charge = _fee(records)
        transfers = list(_pay(made, charge, way))
        content = made.statement(charge.payee.bank_key, transfers)
        if way != FILE:
            deliver(records, charge.payee, content)
    if way == FILE:
        named = {"Content-Disposition": 'attachment; filename="sao-ke-minh-hoa.csv"', "Content-Type": "text/csv"}
        return content, named
    return redirect(url_for("payments.shown", key=charge.key))


@trying.post("/demo/ngan-hang/moi")
def bank_new() -> ResponseReturnValue:
    """Ask for one more illustrative fee."""
    _only_in_a_demonstration()
    with current_db().unit_of_work() as records:
        open_fee(records, _payee(records), today())
    return redirect(url_for(".bank"))


def _pay(made: IllustrativeBank, charge: Charge, way: str) -> list[Transfer]:
    payload, day, by = payload_of(charge), today(), charge.payer_name
    if way == LITTLE:
        return [made.pay(payload, by=by, day=day, amount=charge.due // 10)]
    if way == SLIP:
        return [made.pay(payload, by=by, day=day, text=f"{charge.reference[:-2]}{charge.reference[-1]}")]
    return [made.pay(payload, by=by, day=day) for _ in range(2 if way == TWICE else 1)]


def _fee(records: Session) -> Charge:
    """Return the illustrative fee that was chosen; nobody pays anything real here."""
    found = charge_by_key(records, request.form.get("key", ""))
    if found is None or not found.payee.is_demo or not payload_of(found):
        abort(404)
    return found


def _payee(records: Session) -> Payee:
    return illustrative_payee(records) or abort(404)


def _only_in_a_demonstration() -> None:
    if not is_demonstration():
        abort(404)
