"""Points of sale as everybody finds them: the list, near a place or a device, one by itself, a province's feed."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.finder.illustrations import are_shown, is_hidden
from catalog.products.queries import product_by_id
from catalog.products.tree import group_tree
from catalog.storefront.pages import CatalogueContext
from foundation.db.database import current_db
from foundation.i18n.languages import Lang
from foundation.i18n.messages import ngettext
from foundation.places.gazetteer import Unit
from foundation.places.points import read_point
from foundation.search.index import current_index
from foundation.web.atom import MEDIA_TYPE
from foundation.web.doors import PUBLIC, door
from foundation.web.paging import ListQuery, Paging, page_number
from foundation.web.routing import localized_route
from marketplace.outlets.context import OutletContext, out_of_force
from marketplace.outlets.feeds import feed
from marketplace.outlets.finding import OutletAnswer, Question, find_outlets
from marketplace.outlets.forms import NOW, as_query, in_province, read_question
from marketplace.outlets.linked_data import outlet_data, photo_data
from marketplace.outlets.models import Outlet
from marketplace.outlets.photo_rules import PhotoState
from marketplace.outlets.photos import photos_of
from marketplace.outlets.queries import public_outlet
from marketplace.outlets.rules import PUBLIC as HAS_PAGE
from marketplace.outlets.rules import OutletKind
from marketplace.outlets.tiles import policy, tiles

PER_PAGE = 20
FEED_SHOWN = 50
HERE = "X-Here"
"""The header in which a page's own script says where the device is: no address, log or history ever holds it."""
SENSORS = "camera=(), geolocation=(self), microphone=(), payment=()"
"""This page may ask where the device is, when its reader taps for it; no other may."""

outlets = Blueprint("outlets", __name__, template_folder="templates")


@localized_route(outlets, "/{outlets}")
@door(PUBLIC)
def listed() -> ResponseReturnValue:
    """All that are open to the public, narrowed by words, place, kind, product, group, stars and hour."""
    return _list(None)


@localized_route(outlets, "/{outlets}/{provinces}/<slug>")
@door(PUBLIC)
def of_province(slug: str) -> ResponseReturnValue:
    """Those of a province; one of the former leads to the province it lies in."""
    return _list(slug)


@localized_route(outlets, "/{outlets}/{nearby}")
@door(PUBLIC)
def nearby() -> ResponseReturnValue:
    """Show the nearest to where a device says it is, for the list's own script; nobody keeps the answer."""
    point = read_point(request.headers.get(HERE, ""))
    if point is None:
        again: dict[str, Any] = request.args.to_dict()
        return redirect(url_for(".listed", **again))
    with current_db().reading() as session:
        page = OutletContext(session)
        asked = read_question(request.args, page.places, group_tree(session), page.now)
        found = _answer(page, replace(asked, text="", point=point), 1)
        drawn = render_template("outlets/_nearby.html", page=page, found=found)
    return drawn, {"Cache-Control": "no-store"}


@localized_route(outlets, "/{outlets}/<path:slug>-<int:outlet_id>")
@door(PUBLIC)
def shown(slug: str, outlet_id: int) -> ResponseReturnValue:
    """One point of sale; one that closed for good says so."""
    with current_db().reading() as session:
        outlet = public_outlet(session, outlet_id)
        if outlet is None or is_hidden(is_demo=outlet.is_demo):
            abort(404)
        if slug != outlet.slug:
            return redirect(url_for(".shown", slug=outlet.slug, outlet_id=outlet_id), 301)
        page = OutletContext(session)
        held, photos = page.stock(outlet), photos_of(session, outlet_id, {PhotoState.PUBLISHED})
        return render_template(
            "outlets/outlet.html",
            page=page,
            products=CatalogueContext(session),
            outlet=outlet,
            held=held,
            photos=photos,
            out_of_force=out_of_force(held),
            is_open=page.is_open(outlet),
            data=outlet_data(page, outlet) | photo_data(page, photos),
        )


@localized_route(outlets, "/{outlets}/{provinces}/<slug>/atom.xml")
@door(PUBLIC)
def atom(slug: str) -> ResponseReturnValue:
    """Send a province's outlets as a feed, last changed first; a former province's leads to today's."""
    with current_db().reading() as session:
        page = OutletContext(session)
        unit = _province(page, slug)
        if unit.former:
            return redirect(url_for(".atom", slug=page.places.slug_now(unit)), 301)
        wanted = select(Outlet).where(Outlet.province_code == unit.code, Outlet.state.in_(HAS_PAGE), ~Outlet.is_demo)
        newest = session.scalars(wanted.order_by(Outlet.updated_at.desc(), Outlet.id.desc()).limit(FEED_SHOWN)).all()
        return Response(feed(page, unit, newest, request.path), mimetype=MEDIA_TYPE)


def _list(slug: str | None) -> ResponseReturnValue:
    number = page_number(request.args.get("page"))
    with current_db().reading() as session:
        page = OutletContext(session)
        unit = _province(page, slug) if slug else None
        if unit and unit.former:
            return redirect(url_for(".of_province", slug=page.places.slug_now(unit)), 301)
        asked = read_question(request.args, page.places, group_tree(session), page.now)
        if unit:
            asked = in_province(asked, unit.code)
        found = _answer(page, asked, max(number, 1))
        paging = Paging(found.found.total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        drawn = _drawn(session, page, asked, unit, found=found, paging=paging)
    return drawn, {"Permissions-Policy": SENSORS, "Content-Security-Policy": policy()}


def _drawn(session: Session, page: OutletContext, asked: Question, unit: Unit | None, **more: object) -> str:
    query = as_query(asked, request.args)
    known = {name: value for name, value in query.items() if not (unit and name == "province")}
    address = ListQuery(request.path, known)
    product = product_by_id(session, asked.filters.product) if asked.filters.product else None
    return render_template(
        "outlets/list.html",
        page=page,
        asked=asked,
        unit=unit,
        product=product,
        kinds=tuple((kind.value, page.kind(kind)) for kind in OutletKind),
        groups=_groups(session, page.lang),
        stars=tuple((at, ngettext("%(num)d star in force", "%(num)d stars in force", at)) for at in (5, 4, 3)),
        is_now=request.args.get("open_at") == NOW,
        tiles=tiles(),
        group=next(iter(known.get("group", ())), ""),
        address=address,
        canonical_query=address.numbered(page_number(request.args.get("page"))),
        **more,
    )


def _groups(session: Session, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return the groups of products a list offers, those within another one beneath it."""
    nodes = group_tree(session).shelves()
    return tuple((one.code, ("– " if len(one.lineage) > 1 else "") + one.title.shown(lang).text) for one in nodes)


def _answer(page: OutletContext, asked: Question, number: int) -> OutletAnswer:
    return find_outlets(
        page.session,
        asked,
        today=page.today,
        page=number,
        per_page=PER_PAGE,
        illustrations=are_shown(),
        kept=current_index().cached,
    )


def _province(page: OutletContext, slug: str) -> Unit:
    return page.places.province_by_slug(slug) or abort(404)
