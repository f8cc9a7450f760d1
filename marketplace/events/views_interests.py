"""What somebody wants to hear of fairs: their provinces and product groups, beside the consent itself."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.permissions.guard import visitor
from foundation.places.gazetteer import gazetteer
from foundation.privacy.queries import agrees
from foundation.privacy.rules import Purpose
from foundation.web.doors import SIGNED_IN, door
from foundation.web.installation import today
from marketplace.events.context import EventContext
from marketplace.events.interests import Interest, choose, interest_of

events_interests = Blueprint("events_interests", __name__, url_prefix="/tai-khoan/hoi-cho", template_folder="templates")


@events_interests.get("")
@door(SIGNED_IN)
def shown() -> ResponseReturnValue:
    """Show what was chosen, and whether one agreed to hear of fairs at all."""
    who = visitor()
    with current_db().reading() as records:
        return render_template(
            "events/interests.html",
            page=EventContext(records),
            sectors=group_tree(records).sectors(),
            chosen=interest_of(records, who.account_id),
            agrees=agrees(records, who.account_id, Purpose.NEWS, today()),
            saved="saved" in request.args,
        )


@events_interests.post("")
@door(SIGNED_IN)
def choose_post() -> ResponseReturnValue:
    """Keep the choice; codes of nothing are let go."""
    who = visitor()
    with current_db().unit_of_work() as records:
        provinces = {one.code for one in gazetteer(records).provinces(today())}
        groups = {one.code for one in group_tree(records).sectors()}
        told = Interest(
            frozenset(request.form.getlist("province")) & provinces, frozenset(request.form.getlist("group")) & groups
        )
        choose(records, who.actor(), who.account_id, told)
    return redirect(url_for(".shown", saved=1))
