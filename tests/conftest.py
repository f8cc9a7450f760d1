"""Fixtures every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from tests.support.databases import TODAY, Stage, Templates
from tests.support.once import compiled_once
from tests.support.pages import CheckingClient
from tests.support.postgres import Postgres
from tests.support.processes import rounds
from wsgi import create_app

DIALECTS = ("sqlite", "postgresql")
FIRST_ONLY = bool(rounds(1, 0))
MEMORY_DISK = Path("/dev/shm")
ROOM = 6 * 1024**3
"""Bytes a memory disk has to have free for a whole run."""

_server: Postgres | None = None
_server_url = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once for all processes, and keep files in memory where there is room.

    Tests kill processes and look at what they left; none cuts the power, so no disk has to be waited for.
    """
    global _server
    if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))
    if hasattr(config, "workerinput"):
        config.stash[_server_url] = config.workerinput["postgres_url"]
        return
    if config.option.collectonly:
        return
    _server = Postgres()
    config.stash[_server_url] = _server.start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Rooms' pages are asked on SQLite, in `make prove` on both; services and journeys are always asked on both."""
    spared = {item for item in items if FIRST_ONLY and _is_a_page_on_the_second(item)}
    config.hook.pytest_deselected(items=list(spared))
    items[:] = [item for item in items if item not in spared]


def _is_a_page_on_the_second(item: pytest.Item) -> bool:
    asked = getattr(item, "callspec", None)
    second = asked is not None and asked.params.get("dialect") == DIALECTS[1]
    return second and "app" in getattr(item, "fixturenames", ()) and "journeys" not in item.path.parts


def pytest_unconfigure(config: pytest.Config) -> None:
    del config
    if _server:
        _server.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each database."""
    ran = [report.nodeid for report in terminalreporter.stats.get("passed", [])]
    counts = [f"{sum(dialect in node.rpartition('[')[2] for node in ran)} on {dialect}" for dialect in DIALECTS]
    terminalreporter.write_line(f"{len(ran)} passed, of these " + ", ".join(counts))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    node.workerinput["postgres_url"] = node.config.stash[_server_url]  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with compiled_once(tmp_path_factory.mktemp("once")):
        yield


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
    with templates.rolled_back(dialect, Stage.SCHEMA) as database:
        yield database


@pytest.fixture
def reference_db(templates: Templates, dialect: str) -> Iterator[Database]:
    """The same with places and product groups loaded."""
    with templates.rolled_back(dialect, Stage.REFERENCE) as database:
        yield database


@pytest.fixture
def own_db(templates: Templates, dialect: str) -> Iterator[Database]:
    """An empty database that really commits, for tests with threads or processes."""
    with templates.own(dialect, Stage.SCHEMA) as database:
        yield database


@pytest.fixture
def own_reference_db(templates: Templates, dialect: str) -> Iterator[Database]:
    """A committing database with places and product groups loaded."""
    with templates.own(dialect, Stage.REFERENCE) as database:
        yield database


@pytest.fixture
def catalogue_db(templates: Templates, dialect: str) -> Iterator[Database]:
    """The real demonstration catalogue, as of the tests' day; nothing a test does to it stays."""
    with templates.rolled_back(dialect, Stage.CATALOGUE) as database:
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
def app(settings: Settings, catalogue_db: Database, templates: Templates) -> Flask:
    """The whole site on the real demonstration catalogue and its search index."""
    shutil.copytree(templates.index(catalogue_db.dialect), settings.data_dir / "search")
    app = create_app(settings, catalogue_db)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript: every page it gets is checked."""
    app.test_client_class = CheckingClient
    return app.test_client()
