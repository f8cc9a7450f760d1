"""How booths work, for producers and for whoever gives them, in the language of whoever reads it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from catalog.representation.doors import SPEAK
from foundation.web.doors import door
from marketplace.booths.doors import MANAGE
from marketplace.booths.own import booths_own
from marketplace.booths.preparing import both


@booths_own.get("/huong-dan")
@door(SPEAK)
def producers() -> ResponseReturnValue:
    """For producers."""
    return render_template("booths/guide_producers.html")


@both("/huong-dan")
@door(MANAGE)
def guide() -> ResponseReturnValue:
    """For whoever gives booths."""
    return render_template("booths/guide.html")
