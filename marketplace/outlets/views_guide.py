"""How officers and operators keep points of sale, in the language of whoever reads it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from foundation.web.doors import door
from marketplace.outlets.doors import KEEP, RUN
from marketplace.outlets.lists import READ
from marketplace.outlets.rules import STALE_AFTER

outlets_guide = Blueprint("outlets_guide", __name__, template_folder="templates")


@outlets_guide.get("/admin/diem-ban/huong-dan")
@door(KEEP)
def officers() -> ResponseReturnValue:
    """For officers."""
    return render_template("outlets/guide_officers.html", months=STALE_AFTER, columns=READ)


@outlets_guide.get("/ho-so/diem-ban/huong-dan")
@door(RUN)
def operators() -> ResponseReturnValue:
    """For operators."""
    return render_template("outlets/guide_operators.html", months=STALE_AFTER)
