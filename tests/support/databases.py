"""Databases for tests: a schema built once, then copied or rolled back for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from catalog.intake.services import import_file
from catalog.products.tree import group_tree
from demo.cli import CATALOGUE, LIST_KEY
from foundation.db.database import Database
from foundation.db.migrate import upgrade
from foundation.places.gazetteer import gazetteer
from foundation.search.indexer import Indexer
from tests.support.once import Worked
from tests.support.postgres import Postgres
from wsgi import HOUSE

TODAY = date(2026, 11, 23)


class Stage(StrEnum):
    """How much a template holds."""

    EMPTY = "empty"
    SCHEMA = "schema"
    REFERENCE = "reference"
    CATALOGUE = "catalogue"


def _import_catalogue(database: Database) -> None:
    import_file(database, CATALOGUE, list_key=LIST_KEY, today=TODAY)


_FILL: dict[Stage, Callable[[Database], None]] = {
    Stage.REFERENCE: HOUSE.load_reference,
    Stage.CATALOGUE: _import_catalogue,
}


class Templates:
    """Ready-made databases of one test process, each built when first asked for."""

    def __init__(self, folder: Path, postgres: Postgres, name: str = "made") -> None:
        self.folder = folder
        self.postgres = postgres
        self.name = name
        self._urls: dict[tuple[str, Stage], str] = {}
        self._copies: dict[Stage, str] = {}
        self._worked = Worked()
        self._serial = 0

    def url(self, dialect: str, stage: Stage) -> str:
        """The URL of the template at this stage."""
        key = (dialect, stage)
        if key not in self._urls:
            self._urls[key] = made = self._made(dialect, stage)
            if stage is Stage.SCHEMA:
                upgrade(made)
            elif stage in _FILL:
                database = Database.at(made)
                _FILL[stage](database)
                with database.reading() as session:
                    gazetteer(session), group_tree(session)
                if stage is Stage.CATALOGUE:
                    Indexer(database, self.folder / f"{dialect}-search", HOUSE.registry(lambda: TODAY)).rebuild()
                database.engine.dispose()
        return self._urls[key]

    def _made(self, dialect: str, stage: Stage) -> str:
        """A new database: empty for the first stage, else a copy of the stage before."""
        before = None if stage is Stage.EMPTY else self.url(dialect, list(Stage)[list(Stage).index(stage) - 1])
        if dialect == "sqlite":
            target = self.folder / f"{stage}.sqlite3"
            target.touch()
            return f"sqlite:///{_copied(before, target) if before else target}"
        return self.create(f"{self.name}_{stage}", str(make_url(before).database) if before else "template0")

    def index(self, dialect: str) -> Path:
        """The search index of the demonstration catalogue; readers get a copy."""
        self.url(dialect, Stage.CATALOGUE)
        return self.folder / f"{dialect}-search"

    def create(self, name: str, template: str = "template0") -> str:
        """Create a PostgreSQL database and return its URL."""
        with self._admin() as run:
            run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.postgres.url(name)

    def drop(self, url: str) -> None:
        """Drop a PostgreSQL database made by `create`."""
        with self._admin() as run:
            run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    @contextmanager
    def _admin(self) -> Iterator[Callable[[str], object]]:
        engine = create_engine(self.postgres.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield lambda sql: connection.execute(text(sql))
        engine.dispose()

    @contextmanager
    def rolled_back(self, dialect: str, stage: Stage) -> Iterator[Database]:
        """A database whose changes vanish: a copied file, or a transaction that is rolled back."""
        if dialect == "sqlite":
            with self.own(dialect, stage) as database:
                yield database
            return
        engine = create_engine(self._lent(stage))
        with engine.connect() as connection:
            outer = connection.begin()
            yield Database(connection)
            outer.rollback()
        engine.dispose()

    def _lent(self, stage: Stage) -> str:
        """A copy of a PostgreSQL template for what is rolled back: numbers once given are not, and would be missing."""
        if stage not in self._copies:
            template = self.url("postgresql", stage)
            self._copies[stage] = self.create(f"{self.name}_{stage}_lent", str(make_url(template).database))
            self._worked.hand_over(template, self._copies[stage])
        return self._copies[stage]

    @contextmanager
    def own(self, dialect: str, stage: Stage) -> Iterator[Database]:
        """A database of the test's own that really commits, for threads and other processes."""
        source = self.url(dialect, stage)
        self._serial += 1
        name = f"{self.name}_{self._serial}"
        if dialect == "sqlite":
            url = f"sqlite:///{_copied(source, self.folder / f'{name}.sqlite3')}"
        else:
            url = self.create(name, template=str(make_url(source).database))
        self._worked.hand_over(source, url)
        database = Database.at(url)
        yield database
        database.engine.dispose()
        if dialect == "sqlite":
            for path in self.folder.glob(f"{name}.sqlite3*"):
                path.unlink()
        else:
            self.drop(url)


def _copied(source: str, target: Path) -> Path:
    """A copy of a database that nobody has open: all of it is in its one file."""
    made = str(make_url(source).database)
    assert not Path(f"{made}-wal").exists(), source
    return Path(shutil.copyfile(made, target))
