"""Making one application of all rooms."""

import os
import sys
from collections.abc import Iterator, Mapping
from functools import partial

import structlog
from flask import Flask

from foundation.config import logs
from foundation.config.private_files import make_private
from foundation.config.settings import ConfigError, Settings
from foundation.db import cli as data
from foundation.db import database as records
from foundation.files import storage
from foundation.outbox import worker
from foundation.permissions import guard
from foundation.permissions.roles import ROLES
from foundation.rooms.house import Site
from foundation.search import cli as indexing
from foundation.search import index
from foundation.signin import identity, login
from foundation.web import form_tokens, metrics, sitemaps
from foundation.web.application import prepare
from foundation.web.doors import PUBLIC
from foundation.web.health import health
from foundation.web.openapi import init_api

log = structlog.get_logger("settings")

LIBRARIES: Mapping[str, str] = {"api-docs.": PUBLIC, "health.": PUBLIC, "metrics.": PUBLIC, "web.": PUBLIC}
"""Endpoints that no room declares and that cannot say it themselves."""


def settings_or_end(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return what the environment sets; ends the process with what is wrong there."""
    try:
        settings = Settings.from_env(environ)
    except ConfigError as error:
        sys.exit("The site does not start:\n" + "\n".join(f"  {line}" for line in error.problems))
    make_private(settings.data_dir)
    return settings


def compose(name: str, site: Site) -> Flask:
    """Return the application of a module by this name: every room in it, and its doors closed."""
    logs.configure(site.settings.env)
    for warning in site.settings.warnings():
        log.warning("settings.warning", warning=warning)
    ROLES.adopt(site.rooms.roles)
    app = Flask(name, static_folder=None)
    app.config["OCOP_SETTINGS"] = site.settings
    prepare(app, site.settings, site.rooms.menus())
    app.extensions |= _ground(site)
    for room in site.rooms.rooms:
        app.extensions |= {key: made(site) for key, made in room.handed.items()}
    _register(app, site)
    identity.install(app)
    login.install(app)
    _close(app, site)
    return app


def _ground(site: Site) -> dict[str, object]:
    """Return what accessors of the ground find."""
    checks = [check for room in site.rooms.rooms for check in room.checks]
    asked = tuple((one.name, lambda session, _, ask=one.ask: ask(session, site)) for one in checks)
    return {
        records.EXTENSION: site.database,
        storage.EXTENSION: site.storage,
        index.EXTENSION: site.index,
        indexing.INDEXER: site.indexer,
        data.EXTENSION: data.DataParts(site.rooms.loaders, asked, site.settings.today),
        worker.EXTENSION: _work(site),
        sitemaps.EXTENSION: site.rooms.sitemap,
    }


def _work(site: Site) -> worker.WorkerParts:
    jobs = site.rooms.jobs
    return worker.WorkerParts(
        {kind: job.handler(site) for kind, job in jobs.items()},
        tuple((kind, job.schedule) for kind, job in jobs.items() if job.schedule),
        tuple(follow(site) for room in site.rooms.rooms for follow in room.followers),
    )


def _register(app: Flask, site: Site) -> None:
    for room in site.rooms.rooms:
        for pages in room.blueprints:
            app.register_blueprint(pages)
        for command in room.commands:
            app.cli.add_command(command)
    asked = [one for room in site.rooms.rooms for one in room.health]
    app.register_blueprint(health(tuple((one.name, lambda ask=one.ask: ask(site)) for one in asked)))  # type: ignore[misc] # bound early
    metrics.install(app, site.settings.metrics_token, _measured(site))
    form_tokens.ask_no_token_of_programs(app)
    described = init_api(app)
    for api in site.rooms.parts.api:
        described.register_blueprint(api)


def _measured(site: Site) -> Iterator[metrics.Measured]:
    """Yield what rooms measure, and whether each thing that must answer does."""
    asked = [one for room in site.rooms.rooms for one in room.health]
    yield metrics.Measured(
        "ready",
        "1 where what must answer before visitors are let in does.",
        lambda: {one.name: float(one.ask(site) is None) for one in asked},
        "part",
    )
    for one in (one for room in site.rooms.rooms for one in room.metrics):
        yield metrics.Measured(one.name, one.says, partial(one.ask, site), one.label)


def _close(app: Flask, site: Site) -> None:
    """Close every door; rooms that are public as a whole cannot forget one."""
    public = [room for room in site.rooms.rooms if room.is_public]
    pages = [pages for room in public for pages in (*room.blueprints, *room.parts.api)]
    doors = {**LIBRARIES, **{f"{one.name}.": PUBLIC for one in pages}}
    guard.install(app, site.rooms.policy, doors)
