"""The composition root: the list of rooms and the titles of the main menu."""

from importlib import import_module

from flask import Flask
from flask_babel import lazy_gettext as _l

from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.rooms.composing import compose, settings_or_end
from foundation.rooms.house import House, Room, Site
from foundation.web.bodies import BodyLimits
from foundation.web.front import Front
from foundation.web.metrics import counted
from foundation.web.page_cache import PageCache

ROOMS = (
    "foundation.db",
    "foundation.web",
    "foundation.places",
    "foundation.outbox",
    "foundation.audit",
    "foundation.accounts",
    "foundation.permissions",
    "foundation.search",
    "foundation.tables",
    "foundation.files",
    "foundation.papers",
    "foundation.notices",
    "foundation.signin",
    "foundation.privacy",
    "foundation.registration",
    "catalog.regulations",
    "catalog.producers",
    "catalog.products",
    "catalog.certificates",
    "catalog.reports",
    "catalog.announcements",
    "catalog.representation",
    "catalog.profiles",
    "catalog.enquiries",
    "catalog.finder",
    "catalog.intake",
    "catalog.packaging",
    "catalog.legal",
    "catalog.opendata",
    "catalog.storefront",
    "marketplace.payments",
    "marketplace.events",
    "marketplace.booths",
    "marketplace.matching",
    "marketplace.outlets",
    "admin.cycle",
    "admin.decisions",
    "admin.certificates",
    "admin.intake_review",
    "admin.merges",
    "admin.registry",
    "demo",
)
"""From the ground up: in this order official data are loaded and menus filled, in reverse order people are erased."""

TITLES = {
    "products": _l("Products"),
    "trade": _l("Buy and sell"),
    "fairs": _l("Fairs"),
    "outlets": _l("Where to buy"),
    "announcements": _l("Announcements"),
    "check": _l("Check"),
    "mine": _l("My account"),
}
"""The main menu; a title appears with the first room that has a page for it, which stands for itself."""


def declared(package: str) -> Room:
    """Return what a room declares in its `room.py`, which nobody else looks at."""
    found: Room = import_module(f"{package}.room").ROOM
    return found


HOUSE = House(tuple(declared(package) for package in ROOMS), TITLES)


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """Return the site. Without settings it reads the environment, and ends with what is wrong there."""
    settings = settings or settings_or_end()
    return compose(__name__, Site.at(settings, database or Database.at(settings.database_url), HOUSE))


def application() -> Flask:
    """Return the site for a server process, which keeps for a moment what everybody gets alike."""
    app = create_app()
    app.wsgi_app = PageCache(app.wsgi_app)  # type: ignore[method-assign]
    return app


def front() -> Front:
    """Return the same behind an event loop, as `flask serve` runs it."""
    app = create_app()
    settings: Settings = app.config["OCOP_SETTINGS"]
    pages = PageCache(app)
    find = counted(pages.find) if settings.metrics_token else pages.find
    return Front(pages, find, BodyLimits(app.config["MAX_CONTENT_LENGTH"]), settings.data_dir)
