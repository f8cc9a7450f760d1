"""Sessions: one that writes and commits once, one that cannot write."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from foundation.db.engine import WRITE, make_engine

EXTENSION = "ocop_db"


class Database:
    """Where the records live.

    Bound to an engine in service; tests may bind it to one connection whose outer transaction they
    roll back, and then every commit becomes a savepoint.
    """

    def __init__(self, bind: Engine | Connection) -> None:
        self.bind = bind

    @classmethod
    def at(cls, url: str) -> "Database":
        """Return the database behind an SQLAlchemy URL."""
        return cls(make_engine(url))

    @property
    def engine(self) -> Engine:
        """The engine, also when bound to one connection."""
        return self.bind if isinstance(self.bind, Engine) else self.bind.engine

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def url(self) -> str:
        """The SQLAlchemy URL, with its password."""
        return self.engine.url.render_as_string(hide_password=False)

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """One transaction that writes: commits at the end, rolls back on any error."""
        with self._session(writes=True) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view for reading; the database itself refuses writes."""
        with self._session(writes=False) as session:
            yield session

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[Session]:
        if isinstance(self.bind, Connection):
            with Session(self.bind, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
                yield session
            return
        options = {WRITE: writes}
        if self.dialect == "postgresql" and not writes:
            options["postgresql_readonly"] = True
        bound = self.bind.execution_options(**options)
        with Session(bound, expire_on_commit=False, autoflush=writes) as session:
            yield session


def current_db() -> Database:
    """Return the database of the running application."""
    database: Database = current_app.extensions[EXTENSION]
    return database
