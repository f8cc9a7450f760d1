"""The composition root: the only module that knows every room."""

from flask import Flask

from foundation.config.settings import Settings
from foundation.db.database import EXTENSION, Database


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The site with these settings."""
    app = Flask(__name__)
    app.extensions[EXTENSION] = database or Database.at(settings.database_url)
    return app


def load_reference(database: Database) -> None:
    """Load places and product groups."""
    del database
