"""What the map of points of sale asks for, spot by spot; the list says all of it without a map."""

from typing import Any

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.places.boxes import COUNTRY, Cell, Screen, cells, read_screen, spots
from foundation.search.index import current_index
from foundation.web.doors import PUBLIC, door
from foundation.web.routing import localized_route
from marketplace.outlets.calendar import day_kind
from marketplace.outlets.context import OutletContext
from marketplace.outlets.filtering import Filters, conditions
from marketplace.outlets.forms import read_question
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import by_ids

ON_MAP = (Outlet.id, Outlet.lat, Outlet.lon)
ZOOM_KEPT = 7
"""Up to here a screen shows much of the country: its cells are counted once for all screens."""

outlets_map = Blueprint("outlets_map", __name__)


@localized_route(outlets_map, "/{outlets}/{map}")
@door(PUBLIC)
def shown() -> ResponseReturnValue:
    """Show the spots of one screen, with the filters of the list."""
    screen = read_screen(request.args) or abort(404)
    with current_db().reading() as session:
        page = OutletContext(session)
        asked = read_question(request.args, page.places, group_tree(session), page.now)
        found = _cells(session, screen, asked.filters)
        return jsonify(spots=spots(found, lambda ids: by_ids(session, ids), lambda one: _told(page, one), _counted))


def _cells(session: Session, screen: Screen, asked: Filters) -> list[Cell]:
    """Return the cells of a screen; of a wide one those of the country, counted once until a point of sale changes.

    What is open changes by itself: that is counted each time.
    """
    wanted = conditions(asked, day_kind)
    if screen.zoom > ZOOM_KEPT or asked.open_at:
        return cells(session, ON_MAP, screen, wanted)
    key, whole = ("outlet cells", screen.zoom, asked), Screen(COUNTRY, screen.zoom)
    kept = current_index().cached(key, lambda: tuple(cells(session, ON_MAP, whole, wanted)))
    return [one for one in kept if screen.box.holds(one)]


def _counted(count: int) -> str:
    return ngettext("%(num)d point of sale, zoom in", "%(num)d points of sale, zoom in", count)


def _told(page: OutletContext, one: Outlet) -> dict[str, Any]:
    stale = [_("not confirmed for half a year")] if page.is_stale(one) else []
    precise = [page.label("precision", one.precision)] if one.precision else []
    said = ", ".join([page.kind(one.kind), *precise, *stale])
    return {"id": one.id, "name": one.name, "words": said, "url": page.address(one), "stale": bool(stale)}
