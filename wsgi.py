"""The composition root: the only module that knows every room."""

import os
import sys
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l

from catalog.certificates import tasks as certificates_tasks
from catalog.certificates.queries import check_certificates
from catalog.finder import documents as searched
from catalog.finder.cards import count_products
from catalog.intake import cli as intake_cli
from catalog.opendata.api import api
from catalog.products.queries import check_products
from catalog.products.taxonomy import load_groups
from catalog.storefront.views import storefront
from demo import cli as demo_cli
from foundation.config import logs
from foundation.config.settings import ConfigError, Settings
from foundation.db import cli as db_cli
from foundation.db.base import now
from foundation.db.cli import DataParts
from foundation.db.cli import load_reference as load_all
from foundation.db.database import EXTENSION, Database
from foundation.outbox import cli as outbox_cli
from foundation.outbox.queries import check_outbox, lag
from foundation.outbox.worker import EXTENSION as WORKER
from foundation.outbox.worker import WorkerParts
from foundation.places.queries import check_places
from foundation.places.services import load_places
from foundation.search import cli as search_cli
from foundation.search import index as search_index
from foundation.search import tasks as search_tasks
from foundation.search.index import SearchIndex
from foundation.search.indexer import Indexer
from foundation.search.kinds import Registry
from foundation.web.application import NavEntry, prepare
from foundation.web.health import health
from foundation.web.openapi import open_api
from foundation.web.serving import serve_command

LAG_MAX = timedelta(minutes=5)
"""A worker this far behind is not working."""

NAV = (NavEntry("storefront.products", _l("Products")),)

FIND = NavEntry("storefront.products", _l("Find a product"))

LOADERS = (("places", load_places), ("product groups", load_groups))

SCHEDULE = (
    (certificates_tasks.REFRESH, certificates_tasks.AT_MIDNIGHT),
    (search_tasks.TRIM, search_tasks.AT_NIGHT),
)

CHECKS = (
    ("places", lambda session, _: check_places(session)),
    ("product groups", lambda session, _: check_products(session)),
    ("certificates", check_certificates),
    ("outbox", lambda session, _: check_outbox(session, now())),
)


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The site. Without settings it reads the environment, and ends with what is wrong there."""
    settings = settings or _settings()
    logs.configure(settings.env)
    app = Flask(__name__, static_folder=None)
    app.config["OCOP_SETTINGS"] = settings
    records = database or Database.at(settings.database_url)
    app.extensions[EXTENSION] = records
    kinds = registry(settings.today)
    index = SearchIndex(settings.data_dir / "search", kinds)
    indexer = Indexer(records, settings.data_dir / "search", kinds)
    app.extensions[search_index.EXTENSION], app.extensions[search_cli.INDEXER] = index, indexer
    handlers = {
        certificates_tasks.REFRESH: certificates_tasks.refresher(settings.today),
        search_tasks.TRIM: search_tasks.trim_log,
    }
    app.extensions[WORKER] = WorkerParts(handlers, SCHEDULE, followers=(indexer.follow,))
    app.extensions[db_cli.EXTENSION] = DataParts(LOADERS, CHECKS, settings.today)
    prepare(app, settings, NAV, find=FIND)
    app.register_blueprint(storefront)
    app.register_blueprint(
        health(
            (
                ("database", lambda: _database_answers(records)),
                ("search", index.health),
                ("worker", lambda: _worker_follows(records)),
            )
        )
    )
    open_api(app).register_blueprint(api)
    for command in (db_cli.database, db_cli.reference, intake_cli.cli, demo_cli.cli, outbox_cli.cli, search_cli.cli):
        app.cli.add_command(command)
    app.cli.add_command(db_cli.verify_command)
    app.cli.add_command(serve_command)
    return app


def registry(today: Callable[[], date]) -> Registry:
    """Everything that is searched."""
    kinds = (searched.ProductKind(today), searched.ProducerKind(today))
    return Registry(kinds, searched.COLUMNS, searched.ORDERS, searched.PRIOR)


def application() -> Flask:
    """The site for a server process."""
    return create_app()


def load_reference(database: Database) -> None:
    """Load places and product groups."""
    for _ in load_all(database, LOADERS):
        pass


def _database_answers(records: Database) -> str | None:
    with records.reading() as session:
        count_products(session)
    return None


def _worker_follows(records: Database) -> str | None:
    with records.reading() as session:
        behind = lag(session, now())
    return f"the oldest job has been waiting for {behind}" if behind > LAG_MAX else None


def _settings() -> Settings:
    try:
        return Settings.from_env(os.environ)
    except ConfigError as error:
        sys.exit("The site does not start:\n" + "\n".join(f"  {line}" for line in error.problems))
