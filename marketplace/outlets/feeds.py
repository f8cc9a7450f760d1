"""Atom feeds (RFC 4287): points of sale of a province, those that changed last first."""

from collections.abc import Sequence
from datetime import datetime, time, timezone
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import current_app

from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from marketplace.outlets.context import OutletContext
from marketplace.outlets.models import Outlet

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
SINCE = "2026"
"""The year in which these names were given (RFC 4151)."""
BEGINNING = datetime.combine(LAW.began, time(), tzinfo=timezone.utc)
"""When a feed without entries was changed last: before the programme there was nothing."""

register_namespace("", ATOM)


def feed(page: OutletContext, unit: Unit, told: Sequence[Outlet], path: str) -> str:
    """Return the feed of a province; `path` is its own."""
    root = Element(f"{{{ATOM}}}feed", {"xml:lang": page.lang.value})
    _add(root, "id", _name(page, f"outlets:{unit.code}:{page.lang}"))
    _add(root, "title", _("Where to buy OCOP products: %(place)s", place=unit.title.shown(page.lang).text))
    _add(root, "updated", _at(max((one.updated_at for one in told), default=BEGINNING)))
    _link(root, "self", page.absolute(path), MEDIA_TYPE)
    _link(root, "alternate", page.absolute(page.province_address(unit.code)), "text/html")
    for outlet in told:
        _entry(root, page, outlet)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _entry(root: Element, page: OutletContext, outlet: Outlet) -> None:
    entry = SubElement(root, f"{{{ATOM}}}entry", {"xml:lang": "vi"})
    _add(entry, "id", _name(page, f"outlet:{outlet.id}"))
    _add(entry, "title", outlet.name)
    _add(entry, "published", _at(outlet.created_at))
    _add(entry, "updated", _at(outlet.updated_at))
    author = SubElement(entry, f"{{{ATOM}}}author")
    _add(author, "name", outlet.operator or outlet.name)
    SubElement(entry, f"{{{ATOM}}}category", {"term": outlet.kind.value, "label": page.kind(outlet.kind)})
    _link(entry, "alternate", page.absolute(page.address(outlet)), "text/html")
    closed = [_("closed for good")] if outlet.closed_on else []
    _add(entry, "summary", " · ".join([page.kind(outlet.kind), page.where(outlet), *closed]))


def _name(page: OutletContext, what: str) -> str:
    """Return a name that is nobody else's."""
    return f"tag:{urlsplit(page.base_url).hostname or current_app.name},{SINCE}:{what}"


def _at(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{tag}").text = text


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": media_type})
