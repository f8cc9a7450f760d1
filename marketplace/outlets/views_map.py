"""What the map of points of sale asks for, spot by spot; the list says all of it without a map."""

from typing import Any

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.search.index import current_index
from foundation.web.doors import PUBLIC, door
from foundation.web.routing import localized_route
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.context import OutletContext
from marketplace.outlets.filtering import Filters, conditions
from marketplace.outlets.forms import read_question
from marketplace.outlets.mapping import COUNTRY, ZOOM_KEPT, ZOOM_MAX, ZOOM_MIN, Box, Cell, Spot, cells, read_box, spots

outlets_map = Blueprint("outlets_map", __name__)


@localized_route(outlets_map, "/{outlets}/{map}")
@door(PUBLIC)
def shown() -> ResponseReturnValue:
    """Show the spots of one screen, with the filters of the list."""
    box, zoom = read_box(request.args.get("box", "")), request.args.get("zoom", "")
    if box is None or zoom not in set(map(str, range(ZOOM_MIN, ZOOM_MAX + 1))):
        abort(404)
    with current_db().reading() as session:
        page = OutletContext(session)
        asked = read_question(request.args, page.places, group_tree(session), page.now)
        found = _cells(session, box, int(zoom), asked.filters)
        return jsonify(spots=[_spot(page, one) for one in spots(session, found)])


def _cells(session: Session, box: Box, zoom: int, asked: Filters) -> list[Cell] | tuple[Cell, ...]:
    """Return the cells of a screen; of a wide one those of the country, counted once until a point of sale changes.

    What is open changes by itself: that is counted each time.
    """
    wanted = conditions(asked, day_kind)
    if zoom > ZOOM_KEPT or asked.open_at:
        return cells(session, box, zoom, wanted)
    key = ("outlet cells", zoom, asked)
    return [one for one in current_index().cached(key, lambda: cells(session, COUNTRY, zoom, wanted)) if box.holds(one)]


def _spot(page: OutletContext, spot: Spot) -> dict[str, Any]:
    at = {"lat": round(spot.lat, 5), "lon": round(spot.lon, 5), "count": spot.count}
    if spot.outlet is None:
        words = ngettext("%(num)d point of sale, zoom in", "%(num)d points of sale, zoom in", spot.count)
        return {**at, "name": words}
    one = spot.outlet
    stale = [_("not confirmed for half a year")] if page.is_stale(one) else []
    precise = [page.label("precision", one.precision)] if one.precision else []
    said = ", ".join([page.kind(one.kind), *precise, *stale])
    return {**at, "id": one.id, "name": one.name, "words": said, "url": page.address(one), "stale": bool(stale)}
