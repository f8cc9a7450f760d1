"""Atom feeds (RFC 4287): the newest announcements of the country or of a province."""

from collections.abc import Sequence
from datetime import datetime, time, timezone
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import current_app, render_template, url_for

from catalog.announcements.models import Version
from catalog.announcements.showing import AnnouncementContext
from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
SINCE = "2026"
"""The year in which these names were given (RFC 4151)."""
BEGINNING = datetime.combine(LAW.began, time(), tzinfo=timezone.utc)
"""When a feed without entries was changed last: before the programme nothing was announced."""

register_namespace("", ATOM)


def feed(page: AnnouncementContext, unit: Unit | None, told: Sequence[Version], path: str) -> str:
    """Return the feed of a province, or of the country where `unit` is None; `path` is its own."""
    root = Element(f"{{{ATOM}}}feed", {"xml:lang": page.lang.value})
    whose = unit.title.shown(page.lang).text if unit else _("the whole country")
    _add(root, "id", _name(page, f"announcements:{unit.code if unit else 'vn'}:{page.lang}"))
    _add(root, "title", _("OCOP announcements: %(whose)s", whose=whose))
    _add(root, "updated", _at(max((one.publish_at or BEGINNING for one in told), default=BEGINNING)))
    listed = url_for("announcements.listed", province=unit.code if unit else None)
    _link(root, "self", page.absolute(path), MEDIA_TYPE)
    _link(root, "alternate", page.absolute(listed), "text/html")
    for version in told:
        _entry(root, page, version)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _entry(root: Element, page: AnnouncementContext, version: Version) -> None:
    """One announcement; its name stays the same whatever its title becomes, and a correction is an update."""
    found = version.announcement
    title, text = version.named.shown(page.lang), version.bilingual.shown(page.lang)
    entry = SubElement(root, f"{{{ATOM}}}entry", {"xml:lang": title.lang.value})
    _add(entry, "id", _name(page, f"announcement:{found.id}"))
    _add(entry, "title", title.text)
    _add(entry, "published", _at(found.published_at or BEGINNING))
    _add(entry, "updated", _at(version.publish_at or BEGINNING))
    author = SubElement(entry, f"{{{ATOM}}}author")
    _add(author, "name", page.whose(found))
    SubElement(entry, f"{{{ATOM}}}category", {"term": found.kind.value, "label": page.kind(found.kind)})
    _link(entry, "alternate", page.absolute(page.address(version)), "text/html")
    drawn = render_template("announcements/_entry.html", page=page, text=text.text)
    _add(entry, "content", drawn, type="html")


def _name(page: AnnouncementContext, what: str) -> str:
    """Return a name that is nobody else's (RFC 4151)."""
    return f"tag:{urlsplit(page.base_url).hostname or current_app.name},{SINCE}:{what}"


def _at(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{tag}", attributes).text = text


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": media_type})
