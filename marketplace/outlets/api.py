"""Points of sale as JSON."""

from typing import Any, ClassVar

from flask import request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import EXCLUDE, Schema, fields, validate

from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.i18n.languages import DEFAULT, Lang
from foundation.places.points import Point, Precision, read_point
from foundation.search.index import current_index
from foundation.web.doors import PUBLIC, door
from foundation.web.openapi import refuse
from foundation.web.routing import set_language
from marketplace.outlets.context import OutletContext
from marketplace.outlets.forms import read_question, unread
from marketplace.outlets.queries import ListedOutlet, OutletMatches, near_page, page_of
from marketplace.outlets.rules import OutletKind

LIMIT, LIMIT_MAX, RADIUS_MAX = 20, 100, 3000.0

outlets_api = Blueprint("outlets_api", __name__, url_prefix="/api/v1", description="Where OCOP products can be bought.")


class OutletQuery(Schema):
    """What a list of points of sale can be asked."""

    class Meta:
        """Unknown parameters are ignored, so that a tracking word in a link breaks nothing."""

        unknown = EXCLUDE

    near = fields.String(metadata={"description": "`lat,lon` in degrees: the nearest first. Nothing of it is kept."})
    radius_km = fields.Float(
        validate=validate.Range(0, RADIUS_MAX, min_inclusive=False),
        metadata={"description": "Only so near; with `near` alone."},
    )
    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(1, LIMIT_MAX))
    province = fields.String(metadata={"description": "Codes of the 34 provinces, or of the former 63."})
    kind = fields.String(metadata={"enum": [kind.value for kind in OutletKind]})
    product = fields.Integer(metadata={"description": "Only those that have this product."})
    open_at = fields.String(
        metadata={"description": "Only those known to be open then: ISO 8601 in Vietnam’s time, or `now`."}
    )
    lang = fields.String(load_default=DEFAULT.value, validate=validate.OneOf([lang.value for lang in Lang]))


class OutletItem(Schema):
    """A point of sale. What is null is not known; distances are as the crow flies."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in OutletKind]))
    address = fields.String(required=True, metadata={"description": "As places are named today; empty online."})
    province_code = fields.String(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    precision = fields.String(required=True, allow_none=True, validate=validate.OneOf([one.value for one in Precision]))
    distance_km = fields.Float(required=True, allow_none=True)
    open_now = fields.Boolean(required=True, allow_none=True, metadata={"description": "Null where not known."})
    phone = fields.String(required=True, allow_none=True)
    url = fields.Url(required=True, require_tld=False)


class OutletPage(Schema):
    """Points of sale: the nearest first with `near`, else in alphabetical order."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(OutletItem), required=True)


@outlets_api.route("/outlets")
class Outlets(MethodView):
    """Points of sale as a list."""

    decorators: ClassVar[list[Any]] = [door(PUBLIC)]

    @outlets_api.arguments(OutletQuery, location="query")
    @outlets_api.response(200, OutletPage)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List points of sale that are open to the public; closed ones and illustrations are not among them."""
        set_language(Lang(query["lang"]))
        with current_db().reading() as session:
            page = OutletContext(session, Lang(query["lang"]))
            refuse(unread(request.args, page.places, page.today))
            near = read_point(query.get("near", ""))
            if "radius_km" in query and near is None:
                refuse({"radius_km": [str(query["radius_km"])]})
            found = _found(page, query, near)
            return {"total": found.total, "items": [_item(page, one) for one in found.listed]}


def _found(page: OutletContext, query: dict[str, Any], near: Point | None) -> OutletMatches:
    asked = read_question(request.args, page.places, group_tree(page.session), page.now).filters
    kept = current_index().cached
    if near is None:
        return page_of(page.session, asked, page=1, per_page=query["limit"], kept=kept)
    within = query.get("radius_km")
    return near_page(page.session, asked, near, page=1, per_page=query["limit"], within_km=within, kept=kept)


def _item(page: OutletContext, listed: ListedOutlet) -> dict[str, Any]:
    one = listed.outlet
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind.value,
        "address": page.where(one),
        "province_code": one.province_code,
        "lat": one.lat,
        "lon": one.lon,
        "precision": one.precision and one.precision.value,
        "distance_km": None if listed.km is None else round(listed.km, 2),
        "open_now": page.is_open(one),
        "phone": one.phone,
        "url": page.absolute(page.address(one)),
    }
