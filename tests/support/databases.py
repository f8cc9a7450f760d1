"""Databases for tests: each stage built once in a run, then copied or rolled back for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from fcntl import LOCK_EX, flock
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from catalog.intake.services import import_file
from catalog.products.tree import group_tree
from demo.cli import CATALOGUE, LIST_KEY
from foundation.db.database import Database
from foundation.db.migrate import upgrade
from foundation.permissions.queries import territory
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

    def __init__(self, folder: Path, postgres: Postgres, shelf: Path | None = None) -> None:
        self.folder = folder
        self.postgres = postgres
        self._shelf = shelf
        self._urls: dict[tuple[str, Stage], str] = {}
        self._copies: dict[Stage, str] = {}
        self._worked = Worked()
        self._serial = 0

    def url(self, dialect: str, stage: Stage) -> str:
        """The URL of the template at this stage."""
        key = (dialect, stage)
        if key not in self._urls:
            self._urls[key] = made = self._taken(dialect, stage) if self._shelf else self._made(dialect, stage)
            if stage in _FILL:
                database = Database.at(made)
                with database.reading() as session:
                    gazetteer(session), group_tree(session), territory(session)
                database.engine.dispose()
        return self._urls[key]

    def _made(self, dialect: str, stage: Stage) -> str:
        """A new database: empty for the first stage, else a copy of the stage before with what this one adds."""
        before = None if stage is Stage.EMPTY else self.url(dialect, list(Stage)[list(Stage).index(stage) - 1])
        if dialect == "sqlite":
            target = self.folder / f"{stage}.sqlite3"
            target.touch()
            made = f"sqlite:///{_copied(before, target) if before else target}"
        else:
            made = self.create(f"made_{stage}", str(make_url(before).database) if before else "template0")
        if stage is Stage.SCHEMA:
            upgrade(made)
        elif stage in _FILL:
            self._fill(made, stage, self.folder / f"{dialect}-search")
        return made

    def _fill(self, made: str, stage: Stage, index: Path) -> None:
        database = Database.at(made)
        _FILL[stage](database)
        if stage is Stage.CATALOGUE:
            Indexer(database, index, HOUSE.registry(lambda: TODAY)).rebuild()
        database.engine.dispose()

    def _taken(self, dialect: str, stage: Stage) -> str:
        """A copy of what the first process that asked has put on the shelf."""
        assert self._shelf
        if not any(known == dialect for known, _ in self._urls):
            shutil.copytree(_shelved(self._shelf, dialect), self.folder, dirs_exist_ok=True)
        if dialect == "sqlite":
            return f"sqlite:///{self.folder / f'{stage}.sqlite3'}"
        self.postgres.adopt(self._shelf / "postgresql-server")
        return self.postgres.url(f"made_{stage}")

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
            self._copies[stage] = self.create(f"lent_{stage}", str(make_url(template).database))
        self._worked.hand_over(self.url("postgresql", stage), self._copies[stage])
        return self._copies[stage]

    @contextmanager
    def own(self, dialect: str, stage: Stage) -> Iterator[Database]:
        """A database of the test's own that really commits, for threads and other processes."""
        source = self.url(dialect, stage)
        self._serial += 1
        name = f"own_{self._serial}"
        if dialect == "sqlite":
            url = f"sqlite:///{_copied(source, self.folder / f'{name}.sqlite3')}"
        else:
            url = self.create(name, template=str(make_url(source).database))
        self._worked.hand_over(source, url)
        database = Database.at(url)
        yield database
        database.engine.dispose()
        self._worked.forget(url)
        if dialect == "sqlite":
            for path in self.folder.glob(f"{name}.sqlite3*"):
                path.unlink()
        else:
            self.drop(url)


def _shelved(shelf: Path, dialect: str) -> Path:
    """Where all stages and the index of one dialect lie, made by whoever comes first while others wait."""
    shelf.mkdir(exist_ok=True)
    ready = shelf / dialect
    with (shelf / f"{dialect}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not ready.exists():
            (making := shelf / f"{dialect}-making").mkdir()
            server = Postgres()
            Templates(making, server).url(dialect, Stage.CATALOGUE)
            server.leave(shelf / f"{dialect}-server")
            making.rename(ready)
    return ready


def _copied(source: str, target: Path) -> Path:
    """A copy of a database that nobody has open: all of it is in its one file."""
    made = str(make_url(source).database)
    assert not Path(f"{made}-wal").exists(), source
    return Path(shutil.copyfile(made, target))
