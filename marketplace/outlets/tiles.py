"""Tiles beneath the map, where the operator of the site named a server of them."""

from urllib.parse import urlsplit

from flask import current_app

from foundation.config.settings import Settings
from foundation.web.responses import HEADERS


def tiles() -> str | None:
    """Where tiles come from in this installation."""
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    return settings.map_tiles


def policy() -> str:
    """Return what the list's page may load: its own, and tiles where the operator named a server of them."""
    own, named = HEADERS["Content-Security-Policy"], tiles()
    if named is None:
        return own
    parts = urlsplit(named)
    return own.replace("img-src 'self'", f"img-src 'self' {parts.scheme}://{parts.netloc}")
