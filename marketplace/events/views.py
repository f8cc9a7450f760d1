"""Fairs and events as everybody finds them: the list, a calendar, a province's, one by itself, feeds."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from catalog.finder.illustrations import are_shown, is_hidden
from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.files.sending import delivered
from foundation.places.gazetteer import Unit
from foundation.search.index import current_index
from foundation.web.atom import MEDIA_TYPE as ATOM_TYPE
from foundation.web.doors import PUBLIC, door
from foundation.web.paging import ListQuery, Paging, page_number
from foundation.web.routing import localized_route
from marketplace.events.context import EventContext
from marketplace.events.feeds import feed
from marketplace.events.filtering import EventFilters, conditions
from marketplace.events.finding import EventAnswer, Question, find_events
from marketplace.events.forms import as_query, in_province, read_question
from marketplace.events.ical import MEDIA_TYPE as ICAL_TYPE
from marketplace.events.ical import calendar
from marketplace.events.linked_data import event_data
from marketplace.events.models import Event
from marketplace.events.queries import documents_of, event_with_all, public_event
from marketplace.events.rules import PUBLIC as HAS_PAGE
from marketplace.events.slots import sections_of

PER_PAGE = 20
FEED_SHOWN = 50

events = Blueprint("events", __name__, template_folder="templates")


@localized_route(events, "/{fairs}")
@door(PUBLIC)
def listed() -> ResponseReturnValue:
    """All that is public, narrowed by words, days, place, kind, product group and registration."""
    return _list(None)


@localized_route(events, "/{fairs}/{provinces}/<slug>")
@door(PUBLIC)
def of_province(slug: str) -> ResponseReturnValue:
    """Those of a province; one of the former leads to the province it lies in."""
    return _list(slug)


@localized_route(events, "/{fairs}/<path:slug>-<int:event_id>")
@door(PUBLIC)
def shown(slug: str, event_id: int) -> ResponseReturnValue:
    """One event, for ever: what was postponed, cancelled or is over says so."""
    with current_db().reading() as session:
        event = _public(public_event(session, event_id))
        if slug != event.slug:
            return redirect(url_for(".shown", slug=event.slug, event_id=event_id), 301)
        page = EventContext(session)
        return render_template(
            "events/event.html",
            page=page,
            event=event,
            name=page.name(event),
            lines=page.taking_part(event),
            results=event.results if event.results and event.results.published_at else None,
            sections=sections_of(session, page.today, event_id),
            data=event_data(page, event),
        )


@localized_route(events, "/{fairs}/<int:event_id>.ics")
@door(PUBLIC)
def file(event_id: int) -> ResponseReturnValue:
    """One event as a file for calendars."""
    with current_db().reading() as session:
        event = _public(event_with_all(session, event_id))
        page = EventContext(session)
        answer = Response(calendar(page, [event]), mimetype=ICAL_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{event.slug}.ics")
    return answer


@localized_route(events, "/{fairs}/<int:event_id>/{attached}/<int:document_id>")
@door(PUBLIC)
def document(event_id: int, document_id: int) -> ResponseReturnValue:
    """Send a document of a public event."""
    with current_db().reading() as session:
        _public(event_with_all(session, event_id))
        found = documents_of(session, event_id, [document_id])
        kept = found[0].file if found else abort(404)
    return delivered(kept)


@localized_route(events, "/{fairs}/atom.xml")
@door(PUBLIC)
def atom() -> ResponseReturnValue:
    """All events as a feed, those that changed last first."""
    return _feed(None)


@localized_route(events, "/{fairs}/{provinces}/<slug>/atom.xml")
@door(PUBLIC)
def province_atom(slug: str) -> ResponseReturnValue:
    """Send a province's events as a feed; a former province's leads to today's."""
    return _feed(slug)


def _public(event: Event | None) -> Event:
    """Return an event that everybody may see; 404 where there is none."""
    if event is None or event.state not in HAS_PAGE or is_hidden(is_demo=event.is_demo):
        abort(404)
    return event


def _feed(slug: str | None) -> ResponseReturnValue:
    with current_db().reading() as session:
        page = EventContext(session)
        unit = province_of(page, slug) if slug else None
        if unit and unit.former:
            return redirect(url_for(".province_atom", slug=page.places.slug_now(unit)), 301)
        within = EventFilters(provinces=frozenset({unit.code}) if unit else frozenset())
        wanted = select(Event).where(*conditions(within)).order_by(Event.updated_at.desc(), Event.id.desc())
        told = session.scalars(wanted.limit(FEED_SHOWN)).all()
        here = page.province_address(unit.code) if unit else url_for(".listed")
        return Response(feed(page, unit, told, (request.path, here)), mimetype=ATOM_TYPE)


def _list(slug: str | None) -> ResponseReturnValue:
    number = page_number(request.args.get("page"))
    with current_db().reading() as session:
        page = EventContext(session)
        unit = province_of(page, slug) if slug else None
        if unit and unit.former:
            return redirect(url_for(".of_province", slug=page.places.slug_now(unit)), 301)
        asked = read_question(request.args, page.places, group_tree(session), page.today)
        if unit:
            asked = in_province(asked, unit.code)
        found = _answer(page, asked, max(number, 1))
        paging = Paging(found.found.total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        return _drawn(page, asked, unit, found=found, paging=paging)


def _drawn(page: EventContext, asked: Question, unit: Unit | None, **more: object) -> str:
    query = as_query(asked, request.args)
    known = {name: value for name, value in query.items() if not (unit and name == "province")}
    address = ListQuery(request.path, known)
    return render_template(
        "events/list.html",
        page=page,
        asked=asked,
        unit=unit,
        kinds=page.kinds(),
        groups=tuple((one.code, one.title.shown(page.lang).text) for one in group_tree(page.session).sectors()),
        group=next(iter(known.get("group", ())), ""),
        address=address,
        canonical_query=address.numbered(page_number(request.args.get("page"))),
        **more,
    )


def _answer(page: EventContext, asked: Question, number: int) -> EventAnswer:
    return find_events(
        page.session,
        asked,
        today=page.today,
        page=number,
        per_page=PER_PAGE,
        illustrations=are_shown(),
        kept=current_index().cached,
    )


def province_of(page: EventContext, slug: str) -> Unit:
    """Return the province of either era of an address; 404 where there is none."""
    return page.places.province_by_slug(slug) or abort(404)
