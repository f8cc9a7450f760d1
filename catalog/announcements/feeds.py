"""Atom feeds: the newest announcements of the country or of a province."""

from collections.abc import Sequence
from datetime import datetime, time, timezone

from flask import render_template, url_for

from catalog.announcements.models import Version
from catalog.announcements.showing import AnnouncementContext
from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from foundation.web.atom import Feed, FeedEntry, written_feed

BEGINNING = datetime.combine(LAW.began, time(), tzinfo=timezone.utc)
"""When a feed without entries was changed last: before the programme nothing was announced."""


def feed(page: AnnouncementContext, unit: Unit | None, told: Sequence[Version], path: str) -> str:
    """Return the feed of a province, or of the country where `unit` is None; `path` is its own."""
    whose = unit.title.shown(page.lang).text if unit else _("the whole country")
    made = Feed(
        name=f"announcements:{unit.code if unit else 'vn'}:{page.lang}",
        title=_("OCOP announcements: %(whose)s", whose=whose),
        lang=page.lang.value,
        here=page.absolute(path),
        page=page.absolute(url_for("announcements.listed", province=unit.code if unit else None)),
        updated=max((one.publish_at or BEGINNING for one in told), default=BEGINNING),
    )
    return written_feed(page.base_url, made, (_entry(page, one) for one in told))


def _entry(page: AnnouncementContext, version: Version) -> FeedEntry:
    """Return one announcement; its name stays the same whatever its title becomes, and a correction is an update."""
    found = version.announcement
    title, text = version.named.shown(page.lang), version.bilingual.shown(page.lang)
    return FeedEntry(
        name=f"announcement:{found.id}",
        title=title.text,
        lang=title.lang.value,
        page=page.absolute(page.address(version)),
        author=page.whose(found),
        kind=(found.kind.value, page.kind(found.kind)),
        published=found.published_at or BEGINNING,
        updated=version.publish_at or BEGINNING,
        html=render_template("announcements/_entry.html", page=page, text=text.text),
    )
