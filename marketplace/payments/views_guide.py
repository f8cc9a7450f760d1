"""How payees work, in the language of whoever reads it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from foundation.web.doors import door
from marketplace.payments.doors import RECEIVE
from marketplace.payments.reading import layouts
from marketplace.payments.rules import ANSWER_WITHIN, GRACE

payments_guide = Blueprint("payments_guide", __name__, template_folder="templates")


@payments_guide.get("/ho-so/thu-tien/huong-dan")
@door(RECEIVE)
def payees() -> ResponseReturnValue:
    """For whoever is paid."""
    return render_template("payments/guide.html", layouts=layouts(), grace=GRACE, within=ANSWER_WITHIN)
