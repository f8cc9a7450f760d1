"""What search engines are told: every public page in both languages, in parts, and what they need not ask for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask import Blueprint, Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape
from sqlalchemy.orm import Session

from foundation.db.database import current_db
from foundation.i18n.languages import DEFAULT, Lang
from foundation.web.doors import PUBLIC, door
from foundation.web.installation import base_url

EXTENSION = "ocop_sitemaps"

PART = 2000
"""Records in one file, each in every language: far below the 50,000 addresses that are allowed."""

PRIVATE = ("/admin/", "/ho-so/", "/tai-khoan/")
"""Where nothing is public."""

_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Entry:
    """A page by its path in each language; the day it last changed, where that is known."""

    paths: Mapping[Lang, str]
    changed_on: date | None = None


class Section(Protocol):
    """Pages of one kind; `name` is a word of the file's address."""

    @property
    def name(self) -> str:
        """A word of lower-case letters."""
        ...

    def parts(self, session: Session) -> Iterable[tuple[int, date | None]]:
        """Return the parts that have pages, each with the day something in it last changed."""
        ...

    def entries(self, session: Session, part: int) -> Iterable[Entry]:
        """Return the pages of one part; none for a part that does not exist."""
        ...


@dataclass(frozen=True, slots=True)
class FewPages:
    """A section that fits into one part."""

    name: str
    pages: Callable[[Session], Iterable[Entry]]

    def parts(self, session: Session) -> Iterable[tuple[int, date | None]]:
        """One, where there are any."""
        return ((1, None),) if any(True for _ in self.pages(session)) else ()

    def entries(self, session: Session, part: int) -> Iterable[Entry]:
        """All of them."""
        return self.pages(session) if part == 1 else ()


def single_pages(*endpoints: str) -> FewPages:
    """Return the pages that stand for themselves."""
    return FewPages(
        "pages", lambda _: (Entry({lang: url_for(one, lang=lang.value) for lang in Lang}) for one in endpoints)
    )


sitemaps = Blueprint("sitemaps", __name__)


@sitemaps.get("/robots.txt")
@door(PUBLIC)
def robots() -> Response:
    """Where nothing is public, and where the list of pages is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {base_url()}/sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@sitemaps.get("/sitemap.xml")
@door(PUBLIC)
def index() -> Response:
    """Every part of every section."""
    with current_db().reading() as session:
        listed = "".join(
            f"<sitemap><loc>{base_url()}/sitemaps/{section.name}-{part}.xml</loc>{_changed(changed)}</sitemap>\n"
            for section in _sections()
            for part, changed in section.parts(session)
        )
    return _xml(f"{_HEAD}<sitemapindex {_XMLNS}>\n{listed}</sitemapindex>\n")


@sitemaps.get("/sitemaps/<name>-<int:part>.xml")
@door(PUBLIC)
def section(name: str, part: int) -> ResponseReturnValue:
    """One part: each page in each language, with its others."""
    found = next((one for one in _sections() if one.name == name), None)
    if found is None:
        abort(404)
    with current_db().reading() as session:
        pages = "".join(_urls(found.entries(session, part), base_url()))
    if not pages:
        abort(404)
    return _xml(f'{_HEAD}<urlset {_XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{pages}</urlset>\n')


def _urls(entries: Iterable[Entry], base: str) -> Iterator[str]:
    for entry in entries:
        whole = {lang: escape(base + path) for lang, path in entry.paths.items()}
        others = {**{lang.value: address for lang, address in whole.items()}, "x-default": whole[DEFAULT]}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{address}"/>' for lang, address in others.items()
        )
        for address in whole.values():
            yield f"<url><loc>{address}</loc>{_changed(entry.changed_on)}{links}</url>\n"


def _changed(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _xml(text: str) -> Response:
    return Response(text, mimetype="application/xml")


def _sections() -> tuple[Section, ...]:
    found: tuple[Section, ...] = current_app.extensions[EXTENSION]
    return found
