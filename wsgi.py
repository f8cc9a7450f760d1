"""The composition root: the only module that knows every room."""

from flask import Flask

from catalog.certificates import models as _certificates
from catalog.products.taxonomy import load_groups
from foundation.config.settings import Settings
from foundation.db.cli import load_reference as load_all
from foundation.db.database import EXTENSION, Database
from foundation.places.services import load_places

assert _certificates

LOADERS = (("places", load_places), ("product groups", load_groups))


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The site with these settings."""
    app = Flask(__name__)
    app.extensions[EXTENSION] = database or Database.at(settings.database_url)
    return app


def load_reference(database: Database) -> None:
    """Load places and product groups."""
    for _ in load_all(database, LOADERS):
        pass
