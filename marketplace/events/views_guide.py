"""How officers and organisers announce events, in the language of whoever reads it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from foundation.web.doors import door
from foundation.web.installation import today
from marketplace.events.doors import PREPARE
from marketplace.events.filing import rule_on
from marketplace.events.preparing import both


@both("/huong-dan")
@door(PREPARE)
def guide() -> ResponseReturnValue:
    """Show how an event is prepared, published, moved and told of."""
    return render_template("events/guide.html", rule=rule_on(today()))
