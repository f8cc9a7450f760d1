"""Atom feeds (RFC 4287): events of the country or a province, those that changed last first."""

from collections.abc import Sequence
from datetime import datetime, time, timezone
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import current_app

from catalog.regulations.editions import LAW
from foundation.i18n.messages import gettext as _
from foundation.places.gazetteer import Unit
from marketplace.events.context import EventContext
from marketplace.events.ical import summary
from marketplace.events.models import Event

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
SINCE = "2026"
"""The year in which these names were given (RFC 4151)."""
BEGINNING = datetime.combine(LAW.began, time(), tzinfo=timezone.utc)
"""When a feed without entries was changed last: before the programme there was nothing."""

register_namespace("", ATOM)


def feed(page: EventContext, unit: Unit | None, told: Sequence[Event], paths: tuple[str, str]) -> str:
    """Return the feed of the country or a province; `paths` are its own and its page's."""
    root = Element(f"{{{ATOM}}}feed", {"xml:lang": page.lang.value})
    title = _("OCOP fairs and events: %(place)s", place=page.unit(unit)) if unit else _("OCOP fairs and events")
    _add(root, "id", _name(page, f"events:{unit.code if unit else 'all'}:{page.lang}"))
    _add(root, "title", title)
    _add(root, "updated", _at(max((one.updated_at for one in told), default=BEGINNING)))
    _link(root, "self", page.absolute(paths[0]), MEDIA_TYPE)
    _link(root, "alternate", page.absolute(paths[1]), "text/html")
    for event in told:
        _entry(root, page, event)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _entry(root: Element, page: EventContext, event: Event) -> None:
    entry = SubElement(root, f"{{{ATOM}}}entry", {"xml:lang": page.name(event).lang.value})
    _add(entry, "id", _name(page, f"event:{event.id}"))
    _add(entry, "title", summary(page, event))
    _add(entry, "published", _at(event.published_at or event.created_at))
    _add(entry, "updated", _at(event.updated_at))
    author = SubElement(entry, f"{{{ATOM}}}author")
    _add(author, "name", event.organiser or event.name)
    SubElement(entry, f"{{{ATOM}}}category", {"term": event.kind.value, "label": page.kind(event.kind)})
    _link(entry, "alternate", page.absolute(page.address(event)), "text/html")
    why = [event.status_reason] if event.status_reason else []
    _add(entry, "summary", " · ".join([page.kind(event.kind), page.days(event), page.where(event), *why]))


def _name(page: EventContext, what: str) -> str:
    """Return a name that is nobody else's."""
    return f"tag:{urlsplit(page.base_url).hostname or current_app.name},{SINCE}:{what}"


def _at(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{tag}").text = text


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": media_type})
