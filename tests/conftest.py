"""Fixtures every test may ask for."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient

from foundation.config.settings import Env, Settings
from foundation.db.database import Database
from foundation.permissions.roles import ROLES
from tests.support.databases import TODAY, Stage, Templates
from tests.support.once import compiled_once
from tests.support.pages import CheckingClient
from tests.support.postgres import Postgres
from tests.support.processes import rounds
from tests.support.seeds import is_fixed, run_seed
from tests.support.sites import Site, Sites
from wsgi import HOUSE

ROLES.adopt(HOUSE.roles)  # for tests that compose no application

DIALECTS = ("sqlite", "postgresql")
FIRST_ONLY = bool(rounds(1, 0))
MEMORY_DISK = Path("/dev/shm")
ROOM = 6 * 1024**3
"""Bytes a memory disk has to have free for a whole run."""

GARBAGE = 200_000
"""Objects more than there were before somebody looks for garbage among them; Python's own number is 700."""

hypothesis.settings.register_profile("landing", derandomize=True, deadline=None)
hypothesis.settings.register_profile("drawn", deadline=None)
hypothesis.settings.register_profile("prove", deadline=None, max_examples=1000)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let order and examples hang on the run's seed, and keep files in memory where there is room.

    Tests kill processes and look at what they left; none cuts the power, so no disk has to be waited for.
    """
    gc.disable()
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = run_seed()
    if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))
    landing = "landing" if is_fixed() else "drawn"
    hypothesis.settings.load_profile(rounds(landing, "prove"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Rooms' pages are asked on SQLite, in `make prove` on both; services and journeys are always asked on both."""
    spared = {item for item in items if FIRST_ONLY and _is_a_page_on_the_second(item)}
    config.hook.pytest_deselected(items=list(spared))
    items[:] = [item for item in items if item not in spared]


def pytest_collection_finish() -> None:
    """Modules and collected tests stay to the end: looking for garbage among them took a quarter of all tests' CPU."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    gc.enable()


def _is_a_page_on_the_second(item: pytest.Item) -> bool:
    asked = getattr(item, "callspec", None)
    second = asked is not None and asked.params.get("dialect") == DIALECTS[1]
    return second and "app" in getattr(item, "fixturenames", ()) and "journeys" not in item.path.parts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each database."""
    ran = [report.nodeid for report in terminalreporter.stats.get("passed", [])]
    counts = [f"{sum(dialect in node.rpartition('[')[2] for node in ran)} on {dialect}" for dialect in DIALECTS]
    terminalreporter.write_line(f"{len(ran)} passed, of these " + ", ".join(counts))


@pytest.fixture(scope="session", autouse=True)
def _once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with compiled_once(tmp_path_factory.mktemp("once")):
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of this process's own: what tests do to it, or leave in it, no other process meets."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Templates:
    """Made by one process for all where several run, by itself and no more than is asked for where one does."""
    shelf = tmp_path_factory.getbasetemp().parent / "shelf" if "PYTEST_XDIST_WORKER" in os.environ else None
    return Templates(tmp_path_factory.mktemp("databases"), postgres, shelf)


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


@pytest.fixture(scope="session")
def sites(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    made = Sites(templates, tmp_path_factory.mktemp("sites"))
    yield made
    made.close()


@pytest.fixture
def lent(sites: Sites, dialect: str, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site on the real demonstration catalogue, as of the tests' day; nothing a test does to it stays."""
    with sites.lent(dialect, fresh=request.node.get_closest_marker("fresh_site") is not None) as site:
        yield site


@pytest.fixture
def catalogue_db(lent: Site) -> Database:
    """Its database."""
    return lent.database


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> Settings:
    """Those of the site lent to the test, or of one it makes itself."""
    data_dir = request.getfixturevalue("lent").data_dir if "lent" in request.fixturenames else None
    return Settings(
        env=Env.DEMO,
        data_dir=data_dir or request.getfixturevalue("tmp_path"),
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
def app(settings: Settings, lent: Site) -> Flask:
    """The whole site on the real demonstration catalogue and its search index."""
    return lent.app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript: every page it gets is checked."""
    app.test_client_class = CheckingClient
    return app.test_client()
