"""One site on the real catalogue, lent to test after test for as long as none of them changes it.

Making a site takes a database, an index and an application. Most tests only read: what they leave is what they found,
and the next one may have it. Whatever a test wrote, or hung up in the application, goes with the site.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pysqlite3
from flask import Flask, Request
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from foundation.config import logs
from foundation.config.settings import Settings
from foundation.db.database import Database
from tests.support.databases import Stage, Templates
from wsgi import create_app

WRITTEN: Mapping[str, str] = {
    "sqlite": "PRAGMA data_version",
    "postgresql": "SELECT pg_current_xact_id_if_assigned()::text",
}
"""What changes when something is written: seen from another connection, and in the transaction around a test."""

HUNG = ("extensions", "view_functions", "before_request_funcs", "after_request_funcs", "teardown_appcontext_funcs")
"""Where a test may hang something up in an application."""


@dataclass(frozen=True, slots=True)
class Made:
    """An application and what it was made with."""

    app: Flask
    config: Mapping[str, Any]
    request_class: type[Request]
    hung: Any


class Site:
    """A database, a data folder and an application that belong together."""

    def __init__(self, templates: Templates, dialect: str, data_dir: Path) -> None:
        self._held = ExitStack()
        self.data_dir = data_dir
        copytree(templates.index(dialect), data_dir / "search")
        self.database: Database = self._held.enter_context(templates.rolled_back(dialect, Stage.CATALOGUE))
        self._written = self._watch()
        self._apps: dict[Settings, Made] = {}
        self._found, self._files = self._written(), self._list_files()

    def app(self, settings: Settings) -> Flask:
        """The application with these settings, as it was made."""
        if settings not in self._apps:
            app = create_app(settings, self.database)
            self._apps[settings] = Made(app, dict(app.config), app.request_class, _hung(app))
            self._files = self._list_files()
        made = self._apps[settings]
        logs.configure(settings.env)
        made.app.config.clear()
        made.app.config.update(made.config)
        made.app.testing, made.app.test_client_class, made.app.request_class = True, None, made.request_class
        return made.app

    def is_as_it_was(self) -> bool:
        """Whether the next test may have it."""
        try:
            is_written = self._written() != self._found
        except SQLAlchemyError:
            return False
        is_hung = any(_hung(made.app) != made.hung for made in self._apps.values())
        return not (is_written or is_hung) and self._list_files() == self._files

    def close(self) -> None:
        """Let the database go."""
        self._held.close()

    def _list_files(self) -> Mapping[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self.data_dir.rglob("*")}

    def _watch(self) -> Callable[[], Any]:
        asked = WRITTEN[self.database.dialect]
        if self.database.dialect == "postgresql":
            connection = self.database.bind
            return lambda: connection.execute(text(asked)).scalar()  # type: ignore[union-attr]
        other = self._held.enter_context(closing(pysqlite3.connect(make_url(self.database.url).database)))
        return lambda: other.execute(asked).fetchone()


class Sites:
    """Those of one test process, one for each database."""

    def __init__(self, templates: Templates, folder: Path) -> None:
        self._templates, self._folder = templates, folder
        self._kept: dict[str, Site] = {}
        self._serial = 0

    @contextmanager
    def lent(self, dialect: str, *, fresh: bool) -> Iterator[Site]:
        """A site of one's own until the block ends; a fresh one remembers nothing that it was asked before."""
        if fresh and dialect in self._kept:
            self._kept.pop(dialect).close()
        site = self._kept.pop(dialect, None) or self._made(dialect)
        yield site
        if site.is_as_it_was():
            self._kept[dialect] = site
        else:
            site.close()

    def close(self) -> None:
        """Let all of them go."""
        for site in self._kept.values():
            site.close()

    def _made(self, dialect: str) -> Site:
        self._serial += 1
        return Site(self._templates, dialect, self._folder / f"{dialect}-{self._serial}")


def _hung(app: Flask) -> Any:
    """What hangs in an application, by identity."""
    inside = {name: getattr(app, name) for name in HUNG}
    return len(app.url_map._rules), {
        name: {key: id(value) if name == "extensions" else repr(value) for key, value in held.items()}
        for name, held in inside.items()
        if isinstance(held, dict)
    }
