"""Events as JSON."""

from typing import Any, ClassVar

from flask import request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import EXCLUDE, Schema, fields, validate

from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.i18n.languages import DEFAULT, Lang
from foundation.places.points import Precision
from foundation.web.doors import PUBLIC, door
from foundation.web.openapi import refuse
from foundation.web.routing import set_language
from marketplace.events.context import EventContext
from marketplace.events.forms import read_question, unread
from marketplace.events.hours import written_clock
from marketplace.events.models import Event
from marketplace.events.queries import events_by_ids, numbers_of
from marketplace.events.rules import EventKind, State

LIMIT, LIMIT_MAX = 20, 100

events_api = Blueprint("events_api", __name__, url_prefix="/api/v1", description="Fairs and events, when and where.")


class EventQuery(Schema):
    """What a list of events can be asked."""

    class Meta:
        """Unknown parameters are ignored, so that a tracking word in a link breaks nothing."""

        unknown = EXCLUDE

    day_from = fields.String(
        data_key="from", metadata={"description": "Only events that are not over before this day (ISO 8601)."}
    )
    day_to = fields.String(data_key="to", metadata={"description": "Only events that begin on this day or before."})
    province = fields.String(metadata={"description": "Codes of the 34 provinces, or of the former 63."})
    kind = fields.String(metadata={"enum": [kind.value for kind in EventKind]})
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(1, LIMIT_MAX))
    lang = fields.String(load_default=DEFAULT.value, validate=validate.OneOf([lang.value for lang in Lang]))


class EventItem(Schema):
    """An event. What is null is not known; days are Vietnam's, hours are those of each day."""

    id = fields.Integer(required=True)
    uid = fields.String(required=True, metadata={"description": "Its name in calendars, for ever."})
    sequence = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in EventKind]))
    state = fields.String(required=True, validate=validate.OneOf(["published", "postponed", "cancelled", "held"]))
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True, allow_none=True)
    opens = fields.String(required=True, allow_none=True)
    closes = fields.String(required=True, allow_none=True)
    address = fields.String(required=True, metadata={"description": "As places are named today."})
    province_code = fields.String(required=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    precision = fields.String(required=True, allow_none=True, validate=validate.OneOf([one.value for one in Precision]))
    organiser = fields.String(required=True, allow_none=True)
    registration_open = fields.Boolean(required=True)
    url = fields.Url(required=True, require_tld=False)


class EventPageSchema(Schema):
    """Events, the earliest first."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(EventItem), required=True)


@events_api.route("/events")
class Events(MethodView):
    """Events as a list."""

    decorators: ClassVar[list[Any]] = [door(PUBLIC)]

    @events_api.arguments(EventQuery, location="query")
    @events_api.response(200, EventPageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List public events, postponed and cancelled ones too; illustrations are not among them."""
        set_language(Lang(query["lang"]))
        with current_db().reading() as session:
            page = EventContext(session, Lang(query["lang"]))
            refuse(unread(request.args, page.places, page.today))
            asked = read_question(request.args, page.places, group_tree(session), page.today).filters
            numbers, first = numbers_of(session, asked), (query["page"] - 1) * query["limit"]
            shown = numbers[first : first + query["limit"]]
            found = events_by_ids(session, shown)
            return {"total": len(numbers), "items": [_item(page, found[one]) for one in shown]}


def _item(page: EventContext, event: Event) -> dict[str, Any]:
    return {
        **{name: getattr(event, name) for name in ("id", "uid", "sequence", "starts_on", "ends_on", "organiser")},
        "name": page.name(event).text,
        "kind": event.kind.value,
        "state": State(event.state).value,
        "opens": written_clock(event.opens) or None,
        "closes": written_clock(event.closes) or None,
        "address": page.where(event),
        **{name: getattr(event, name) for name in ("province_code", "lat", "lon")},
        "precision": event.precision and event.precision.value,
        "registration_open": page.is_open(event),
        "url": page.absolute(page.address(event)),
    }
