"""Atom feeds (RFC 4287): what changed last of anything that has pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import current_app

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
SINCE = "2026"
"""The year in which these names were given (RFC 4151)."""

register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `name` is its own for ever, `here` where it is read, `page` the page that shows the same."""

    name: str
    title: str
    lang: str
    here: str
    page: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry: `name` stays the same whatever its title becomes; `kind` is a code and its words."""

    name: str
    title: str
    lang: str
    page: str
    author: str
    kind: tuple[str, str]
    published: datetime
    updated: datetime
    summary: str = ""
    html: str = ""


def written_feed(base_url: str, feed: Feed, entries: Iterable[FeedEntry]) -> str:
    """Return a feed as it is sent; `base_url` is the site's own, whose names are nobody else's."""
    root = Element(f"{{{ATOM}}}feed", {"xml:lang": feed.lang})
    _add(root, "id", _name(base_url, feed.name))
    _add(root, "title", feed.title)
    _add(root, "updated", _at(feed.updated))
    _link(root, "self", feed.here, MEDIA_TYPE)
    _link(root, "alternate", feed.page, "text/html")
    for one in entries:
        _entry(root, base_url, one)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _entry(root: Element, base_url: str, told: FeedEntry) -> None:
    entry = SubElement(root, f"{{{ATOM}}}entry", {"xml:lang": told.lang})
    _add(entry, "id", _name(base_url, told.name))
    _add(entry, "title", told.title)
    _add(entry, "published", _at(told.published))
    _add(entry, "updated", _at(told.updated))
    author = SubElement(entry, f"{{{ATOM}}}author")
    _add(author, "name", told.author)
    SubElement(entry, f"{{{ATOM}}}category", {"term": told.kind[0], "label": told.kind[1]})
    _link(entry, "alternate", told.page, "text/html")
    if told.summary:
        _add(entry, "summary", told.summary)
    if told.html:
        _add(entry, "content", told.html, type="html")


def _name(base_url: str, what: str) -> str:
    """Return a name that is nobody else's (RFC 4151)."""
    return f"tag:{urlsplit(base_url).hostname or current_app.name},{SINCE}:{what}"


def _at(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{tag}", attributes).text = text


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": media_type})
