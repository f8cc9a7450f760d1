"""Events by month, on the map, and as a calendar that programs follow."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from catalog.finder.illustrations import are_shown
from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.i18n.messages import ngettext
from foundation.places.boxes import cells, read_screen, spots
from foundation.web.doors import PUBLIC, door
from foundation.web.paging import ListQuery
from foundation.web.routing import localized_route
from marketplace.events.context import EventContext
from marketplace.events.filtering import conditions
from marketplace.events.finding import Question, narrowed
from marketplace.events.forms import as_query, read_month, read_question
from marketplace.events.ical import MEDIA_TYPE, calendar
from marketplace.events.models import Event
from marketplace.events.months import begins, weeks_of
from marketplace.events.queries import events_by_ids, events_within, listed_within
from marketplace.events.wording import ParsedQuestion, month_of, parse_question

events_calendar = Blueprint("events_calendar", __name__, template_folder="templates")

MONTH_SHOWN, FEED_SHOWN = 200, 500
ON_MAP = (Event.id, Event.lat, Event.lon)
KEPT_BACK = timedelta(days=90)
"""How far back a calendar that is followed reaches: what was entered into one stays there anyway."""


@localized_route(events_calendar, "/{fairs}/{calendar}")
@door(PUBLIC)
def shown() -> ResponseReturnValue:
    """Show a month: a grid of its days, and beneath it all that happens, day by day."""
    with current_db().reading() as session:
        page = EventContext(session)
        asked, query = _asked(page), request.args.get("month", "")
        month = read_month(query, page.today)
        within = replace(asked.filters, first=month.first, last=month.last)
        found = listed_within(session, replace(within, is_demo=_real_alone()), MONTH_SHOWN)
        found.sort(key=lambda one: (one.starts_on, one.sort_key))
        known = {name: value for name, value in as_query(asked, request.args).items() if name in {"province", "kind"}}
        return render_template(
            "events/calendar.html",
            page=page,
            asked=asked,
            month=month,
            links={one.id: (page.address(one), page.name(one)) for one in found},
            weeks=weeks_of(month, found),
            days=begins(month, found),
            total=len(found),
            kinds=page.kinds(),
            around=[f"{month_of(month.first, step).first:%Y-%m}" for step in (-1, 1)],
            address=ListQuery(request.path, known | {"month": [f"{month.first:%Y-%m}"]}),
            canonical_query=known | ({"month": [f"{month.first:%Y-%m}"]} if query else {}),
        )


@localized_route(events_calendar, "/{fairs}/{calendar}.ics")
@door(PUBLIC)
def feed() -> ResponseReturnValue:
    """Send the list as a calendar that programs follow, with the filters of the list."""
    with current_db().reading() as session:
        page = EventContext(session)
        asked = _asked(page).filters
        since = replace(asked, first=asked.first or page.today - KEPT_BACK)
        found = events_within(session, since, FEED_SHOWN)
        return Response(calendar(page, found, _("OCOP fairs and events")), mimetype=MEDIA_TYPE)


@localized_route(events_calendar, "/{fairs}/{map}")
@door(PUBLIC)
def spots_shown() -> ResponseReturnValue:
    """Show the spots of one screen, with the filters of the list."""
    screen = read_screen(request.args) or abort(404)
    with current_db().reading() as session:
        page = EventContext(session)
        asked = _asked(page)
        said = parse_question(page.places, asked.text, page.today) if asked.text else ParsedQuestion()
        within = replace(narrowed(asked, said, page.today), words=said.words, is_demo=_real_alone())
        found = cells(session, ON_MAP, screen, conditions(within))
        return jsonify(
            spots=spots(found, lambda ids: events_by_ids(session, ids), lambda one: _told(page, one), _counted)
        )


def _asked(page: EventContext) -> Question:
    return read_question(request.args, page.places, group_tree(page.session), page.today)


def _real_alone() -> bool | None:
    """Return what illustrations are asked for: beside the real ones where this installation shows any, else none."""
    return None if are_shown() else False


def _counted(count: int) -> str:
    return ngettext("%(num)d event, zoom in", "%(num)d events, zoom in", count)


def _told(page: EventContext, one: Event) -> dict[str, Any]:
    illustration = [_("Illustration")] if one.is_demo else []
    said = ", ".join([page.days(one), page.kind(one.kind), *illustration])
    return {"id": one.id, "name": page.name(one).text, "words": said, "url": page.address(one), "stale": False}
