"""Databases for tests: a schema built once, then copied or rolled back for each test."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pysqlite3
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from foundation.db.database import Database
from foundation.db.migrate import upgrade
from wsgi import load_reference


class Templates:
    """Ready-made databases of one test process, each built when first asked for."""

    def __init__(self, folder: Path, postgres_url: str, worker: str) -> None:
        self.folder = folder
        self.postgres_url = postgres_url
        self.worker = worker
        self._urls: dict[tuple[str, bool], str] = {}
        self._serial = 0

    def url(self, dialect: str, *, reference: bool) -> str:
        """The URL of the template with the schema, and with the reference data if asked."""
        key = (dialect, reference)
        if key not in self._urls:
            made = self._sqlite(reference) if dialect == "sqlite" else self._postgres(reference)
            upgrade(made)
            if reference:
                database = Database.at(made)
                load_reference(database)
                database.engine.dispose()
            self._urls[key] = made
        return self._urls[key]

    def _sqlite(self, reference: bool) -> str:
        return f"sqlite:///{self.folder / ('reference' if reference else 'schema')}.sqlite3"

    def _postgres(self, reference: bool) -> str:
        name = f"{self.worker}_{'reference' if reference else 'schema'}"
        return self.create(name)

    def create(self, name: str, template: str = "template0") -> str:
        """Create a PostgreSQL database and return its URL."""
        with self._admin() as run:
            run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return str(make_url(self.postgres_url).set(database=name).render_as_string(hide_password=False))

    def drop(self, url: str) -> None:
        """Drop a PostgreSQL database made by `create`."""
        with self._admin() as run:
            run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    @contextmanager
    def _admin(self) -> Iterator[Callable[[str], object]]:
        engine = create_engine(self.postgres_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield lambda sql: connection.execute(text(sql))
        engine.dispose()

    @contextmanager
    def rolled_back(self, dialect: str, *, reference: bool) -> Iterator[Database]:
        """A database whose changes vanish: a copied file, or a transaction that is rolled back."""
        if dialect == "sqlite":
            with self.own(dialect, reference=reference) as database:
                yield database
            return
        engine = create_engine(self.url(dialect, reference=reference))
        with engine.connect() as connection:
            outer = connection.begin()
            yield Database(connection)
            outer.rollback()
        engine.dispose()

    @contextmanager
    def own(self, dialect: str, *, reference: bool) -> Iterator[Database]:
        """A database of the test's own that really commits, for threads and other processes."""
        source = self.url(dialect, reference=reference)
        self._serial += 1
        name = f"{self.worker}_{self._serial}"
        if dialect == "sqlite":
            url = f"sqlite:///{_copied(source, self.folder / f'{name}.sqlite3')}"
        else:
            url = self.create(name, template=str(make_url(source).database))
        database = Database.at(url)
        yield database
        database.engine.dispose()
        if dialect == "sqlite":
            for path in self.folder.glob(f"{name}.sqlite3*"):
                path.unlink()
        else:
            self.drop(url)


def _copied(source: str, target: Path) -> Path:
    with (
        closing(pysqlite3.connect(make_url(source).database)) as old,
        closing(pysqlite3.connect(str(target))) as new,
    ):
        old.backup(new)
    return target
