"""The site of the matrix: one for all tests of a process, and as new for each of them."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pysqlite3
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.engine import make_url

from foundation.accounts import passwords
from foundation.config.settings import Env, Settings
from foundation.db.database import EXTENSION as DATABASE
from foundation.db.database import Database
from tests.support.databases import TODAY, Stage, Templates
from tests.support.matrix import Matrix
from tests.support.processes import rounds
from wsgi import create_app


@pytest.fixture
def cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_NOBODY", cheap.hash("nobody's"))


@pytest.fixture(scope="session")
def _site(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with templates.own("sqlite", Stage.REFERENCE) as database:
        yield create_app(_settings(tmp_path_factory.mktemp("matrix")), database)


_KEPT_BY = rounds("reference_db", "own_reference_db")
"""Full rounds write too much for one transaction: rows that it let go are swept only after its end."""


@pytest.fixture
def matrix(dialect: str, request: pytest.FixtureRequest, cheap_hash: None) -> Iterator[Matrix]:
    """The doors of a site with places; whoever comes is made when they come.

    On SQLite the site, and what it compiled, is the one that the test before had: with the records it began with.
    """
    if dialect != "sqlite":
        yield Matrix(create_app(request.getfixturevalue("settings"), request.getfixturevalue(_KEPT_BY)))
        return
    site, templates = request.getfixturevalue("_site"), request.getfixturevalue("templates")
    _renew(site.extensions[DATABASE], templates.url("sqlite", Stage.REFERENCE))
    with _as_it_was(site):
        yield Matrix(site)


def _renew(database: Database, template: str) -> None:
    database.engine.dispose()
    with (
        closing(pysqlite3.connect(make_url(template).database)) as first,
        closing(pysqlite3.connect(database.engine.url.database)) as used,
    ):
        first.backup(used)


@contextmanager
def _as_it_was(site: Flask) -> Iterator[None]:
    """Whatever a test hangs into the site or leaves in its folder goes with it."""
    config, asked, request_class = dict(site.config), dict(site.before_request_funcs), site.request_class
    site.before_request_funcs.update({name: list(functions) for name, functions in asked.items()})
    yield
    site.config.clear()
    site.config.update(config)
    site.before_request_funcs.clear()
    site.before_request_funcs.update(asked)
    site.request_class = request_class
    shutil.rmtree(config["OCOP_SETTINGS"].data_dir)
    config["OCOP_SETTINGS"].data_dir.mkdir()


def _settings(folder: Path) -> Settings:
    return Settings(
        env=Env.DEMO,
        data_dir=folder,
        database_url="sqlite:///:unused:",
        secret_key="k" * 40,
        base_url="http://localhost:8000",
        redis_url=None,
        storage_url=None,
        smtp_url=None,
        metrics_token=None,
        fixed_today=TODAY,
    )
