"""Fixtures every test may ask for."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from tests.support.databases import Templates
from tests.support.postgres import Postgres
from wsgi import create_app

TODAY = date(2026, 11, 23)
DIALECTS = ("sqlite", "postgresql")

_server: Postgres | None = None
_server_url = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    global _server
    if hasattr(config, "workerinput"):
        config.stash[_server_url] = config.workerinput["postgres_url"]
        return
    if config.option.collectonly:
        return
    _server = Postgres()
    config.stash[_server_url] = _server.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    del config
    if _server:
        _server.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    node.workerinput["postgres_url"] = node.config.stash[_server_url]  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Templates:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return Templates(tmp_path_factory.mktemp("databases"), request.config.stash[_server_url], worker)


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def db(templates: Templates, dialect: str) -> Iterator[Database]:
    """An empty database with the schema; nothing a test does to it stays."""
    with templates.rolled_back(dialect, reference=False) as database:
        yield database


@pytest.fixture
def reference_db(templates: Templates, dialect: str) -> Iterator[Database]:
    """The same with places and product groups loaded."""
    with templates.rolled_back(dialect, reference=True) as database:
        yield database


@pytest.fixture
def own_db(templates: Templates, dialect: str) -> Iterator[Database]:
    """An empty database that really commits, for tests with threads or processes."""
    with templates.own(dialect, reference=False) as database:
        yield database


@pytest.fixture
def own_reference_db(templates: Templates, dialect: str) -> Iterator[Database]:
    """A committing database with places and product groups loaded."""
    with templates.own(dialect, reference=True) as database:
        yield database


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        env=Env.DEMO,
        data_dir=tmp_path,
        database_url="sqlite:///:unused:",
        secret_key="k" * 40,
        base_url="http://localhost:8000",
        redis_url=None,
        storage_url=None,
        smtp_url=None,
        metrics_token=None,
        fixed_today=TODAY,
    )


@pytest.fixture
def app(settings: Settings, reference_db: Database) -> Flask:
    """The whole site on a database with reference data."""
    app = create_app(settings, reference_db)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
