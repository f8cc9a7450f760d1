"""Announcements as everybody reads them: the list, one with its table and files, its former versions, feeds."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import Gone

from catalog.announcements.feeds import feed
from catalog.announcements.forms import COUNTRY, read_asked
from catalog.announcements.models import Announcement, Version
from catalog.announcements.queries import (
    FEED_SHOWN,
    AnnouncementFilters,
    announcement_by_id,
    attachments,
    newest,
    page_of,
    public_versions,
    table,
)
from catalog.announcements.rules import Kind
from catalog.announcements.showing import AnnouncementContext
from catalog.certificates.check_code import printed
from catalog.certificates.models import Certificate
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.sending import delivered
from foundation.i18n.messages import gettext as _
from foundation.tables.writing import table_answer
from foundation.web.atom import MEDIA_TYPE
from foundation.web.doors import PUBLIC, door
from foundation.web.paging import Paging, page_number
from foundation.web.routing import localized_route

PER_PAGE = 20

announcements = Blueprint("announcements", __name__, template_folder="templates")


@localized_route(announcements, "/{announcements}")
@door(PUBLIC)
def listed() -> ResponseReturnValue:
    """All that is public now, narrowed by province and kind."""
    number = page_number(request.args.get("page"))
    with current_db().reading() as session:
        page = AnnouncementContext(session)
        asked = read_asked(request.args, page.places, page.today)
        found, total = page_of(session, asked, now(), page=max(number, 1), per_page=PER_PAGE)
        paging = Paging(total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        query = _query(asked)
        return render_template(
            "announcements/list.html",
            page=page,
            found=found,
            asked=asked,
            paging=paging,
            kinds=tuple(Kind),
            feed=_feed_address(page, asked),
            canonical_query=query | ({"page": [str(number)]} if number > 1 else {}),
            address=lambda to: _address(query, to),
        )


@localized_route(announcements, "/{announcements}/<path:slug>-<int:announcement_id>")
@door(PUBLIC)
def shown(slug: str, announcement_id: int) -> ResponseReturnValue:
    """One announcement as it reads now, with its corrections."""
    with current_db().reading() as session:
        found, versions = _public(session, announcement_id)
        if slug != versions[0].slug:
            return redirect(url_for(".shown", slug=versions[0].slug, announcement_id=announcement_id), 301)
        return render_template(
            "announcements/announcement.html",
            page=AnnouncementContext(session),
            announcement=found,
            version=versions[0],
            versions=versions,
            files=attachments(session, [versions[0].id])[versions[0].id],
            rows=table(session, found),
            printed=printed,
        )


@localized_route(announcements, "/{announcements}/<path:slug>-<int:announcement_id>/{versions}")
@door(PUBLIC)
def versions(slug: str, announcement_id: int) -> ResponseReturnValue:
    """All versions that were or are public, with the reason of each correction."""
    with current_db().reading() as session:
        found, known = _public(session, announcement_id)
        if slug != known[0].slug:
            return redirect(url_for(".versions", slug=known[0].slug, announcement_id=announcement_id), 301)
        return render_template(
            "announcements/versions.html", page=AnnouncementContext(session), announcement=found, versions=known
        )


@localized_route(announcements, "/{announcements}/<path:slug>-<int:announcement_id>/{attached}/<int:attachment_id>")
@door(PUBLIC)
def attached(slug: str, announcement_id: int, attachment_id: int) -> ResponseReturnValue:
    """Show a file of the version everybody reads now; what a correction left out is public no longer."""
    del slug
    with current_db().reading() as session:
        _found, known = _public(session, announcement_id)
        files = attachments(session, [known[0].id])[known[0].id]
    kept = next((one.file for one in files if one.id == attachment_id), None)
    if kept is None or kept.discarded_at:
        abort(404)
    return delivered(kept)


@localized_route(announcements, "/{announcements}/<path:slug>-<int:announcement_id>/{table}.csv")
@door(PUBLIC)
def rows(slug: str, announcement_id: int) -> ResponseReturnValue:
    """Show the table of the decision as a file."""
    del slug
    with current_db().reading() as session:
        found, known = _public(session, announcement_id)
        page, certificates = AnnouncementContext(session), table(session, found)
    if not certificates:
        abort(404)
    header = (
        *(_("Product"), _("Producer"), _("Place"), _("Stars"), _("Decision")),
        *(_("Date of the decision"), _("Valid until"), _("State today"), _("Check code"), _("Illustration")),
    )
    return table_answer(known[0].slug, header, [_cells(page, one) for one in certificates])


@localized_route(announcements, "/{announcements}/atom.xml")
@door(PUBLIC)
def atom() -> ResponseReturnValue:
    """Show the newest of the whole country as a feed."""
    return _feed(None)


@localized_route(announcements, "/{announcements}/<slug>/atom.xml")
@door(PUBLIC)
def atom_of(slug: str) -> ResponseReturnValue:
    """Show the newest of a province as a feed; a former province's leads to that of today."""
    return _feed(slug)


def _public(session: Session, announcement_id: int) -> tuple[Announcement, list[Version]]:
    """Return an announcement with its public versions; 404 for one not public yet, 410 for a withdrawn one."""
    found = announcement_by_id(session, announcement_id)
    if found is None:
        abort(404)
    if found.withdrawn_at:
        raise Gone(description=found.withdrawn_reason)
    known = public_versions(session, found, now())
    if not known:
        abort(404)
    return found, known


def _feed(slug: str | None) -> ResponseReturnValue:
    with current_db().reading() as session:
        page = AnnouncementContext(session)
        unit = page.places.province_by_slug(slug) if slug else None
        if slug and unit is None:
            abort(404)
        if unit and unit.former:
            return redirect(url_for(".atom_of", slug=page.places.slug_now(unit)), 301)
        asked = AnnouncementFilters(provinces=frozenset({unit.code}) if unit else frozenset())
        told = newest(session, asked, now(), FEED_SHOWN)
        return Response(feed(page, unit, told, request.path), mimetype=MEDIA_TYPE)


def _feed_address(page: AnnouncementContext, asked: AnnouncementFilters) -> str:
    """Return the feed beside a list: a province's own where one is chosen."""
    if len(asked.provinces) == 1:
        return url_for(".atom_of", slug=page.places.province_slug(next(iter(asked.provinces))))
    return url_for(".atom")


def _query(asked: AnnouncementFilters) -> dict[str, list[str]]:
    """Return the query that asks the same again."""
    provinces = [COUNTRY] if asked.national else sorted(asked.provinces)
    query = {"province": provinces, "kind": sorted(kind.value for kind in asked.kinds)}
    return {name: values for name, values in query.items() if values}


def _address(query: dict[str, list[str]], number: int) -> str:
    """Another page of this list."""
    asked: dict[str, Any] = query | ({"page": [str(number)]} if number > 1 else {})
    return url_for(".listed", **asked)


def _cells(page: AnnouncementContext, one: Certificate) -> tuple[object, ...]:
    product, now_is = one.product, page.standing(one)
    return (
        product.name,
        product.producer.name if product.producer else "",
        page.where(one),
        one.stars,
        one.decision.number,
        one.issued_on,
        one.extended_until or one.valid_until,
        page.standing_words(now_is),
        printed(one.check_code),
        _("yes") if product.is_demo else "",
    )
