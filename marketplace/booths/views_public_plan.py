"""The plan of a fair as everybody sees it: which booths there are, which are free, and choosing one."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from catalog.finder.illustrations import is_hidden
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.web.doors import PUBLIC, door
from foundation.web.routing import localized_route
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.context import BoothContext
from marketplace.booths.plan_drawing import draw_plan
from marketplace.booths.queries import booths_of, claims_of_fair, fair_by_event
from marketplace.events.queries import public_event

booths_plan = Blueprint("booths_plan", __name__, template_folder="templates")


@localized_route(booths_plan, "/{fairs}/{plan}/<int:event_id>")
@door(PUBLIC)
def shown(event_id: int) -> ResponseReturnValue:
    """Show the plan, and the same as a table in which a booth is chosen."""
    with current_db().reading() as records:
        event, fair = public_event(records, event_id), fair_by_event(records, event_id)
        booths = booths_of(records, event_id) if event and fair else []
        if event is None or fair is None or not booths or is_hidden(is_demo=event.is_demo):
            abort(404)
        page = BoothContext(records)
        taken = claims_of_fair(records, event_id, page.now).keys()
        return render_template(
            "booths/plan.html",
            page=page,
            event=event,
            fair=fair,
            name=page.name(event),
            drawing=draw_plan(fair, booths, taken),
            free=sum(one.id not in taken for one in booths),
            is_open=page.books(fair),
            can_choose=page.books(fair) and fair.allocation is Allocation.FIRST_COME,
            kinds={one.id: f"{one.code} · {one.size} · {page.price(one.price_dong)}" for one in fair.types},
            state_words={True: _("taken"), False: _("available")},
        )
