"""What one is to pay oneself, and paid."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from foundation.db.database import current_db
from foundation.permissions.guard import visitor
from foundation.web.doors import SIGNED_IN, door
from marketplace.payments.context import PaymentContext
from marketplace.payments.queries import own_charges
from marketplace.payments.rules import KEPT

payments_own = Blueprint("payments_own", __name__, url_prefix="/ho-so/thanh-toan", template_folder="templates")


@payments_own.get("")
@door(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Show one's own charges, what waits first."""
    with current_db().reading() as records:
        found = own_charges(records, visitor().account_id)
        return render_template("payments/mine.html", page=PaymentContext(records), found=found, kept=KEPT)
