"""Engines for SQLite and PostgreSQL that behave alike."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from foundation.config.private_files import FOLDER, private_opener, restrict_to_owner

# The bundled SQLite carries the fix of the WAL-reset corruption that 3.7.0 to 3.51.2 can suffer.
SQLITE_MIN = (3, 51, 3)
BUSY_TIMEOUT_S = 30

WRITE = "ocop_write"
"""Execution option: this transaction writes, so SQLite must take its lock at BEGIN."""


def make_engine(url: str) -> Engine:
    """Return an engine for `url` (sqlite:///FILE or postgresql+psycopg://…); creates the file's folder."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    # What a statement was given is people's: no error repeats it.
    return create_engine(url, pool_size=5, max_overflow=5, pool_pre_ping=True, hide_parameters=True)


def _sqlite(url: str) -> Engine:
    if pysqlite3.sqlite_version_info < SQLITE_MIN:
        msg = f"SQLite {pysqlite3.sqlite_version} can corrupt a database in WAL mode; 3.51.3 or newer is needed"
        raise RuntimeError(msg)
    database = make_url(url).database
    if database and database != ":memory:" and not database.startswith("file:"):
        _private(Path(database))
    engine = create_engine(url, module=pysqlite3, connect_args={"timeout": BUSY_TIMEOUT_S}, hide_parameters=True)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _private(path: Path) -> None:
    """Make the file for its owner only; SQLite gives what it writes beside it (-wal, -shm) the same mode."""
    path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    with suppress(OSError):
        os.close(private_opener(str(path), os.O_CREAT | os.O_WRONLY))
    for beside in ("", "-wal", "-shm", "-journal"):
        restrict_to_owner(path.with_name(path.name + beside))


def _on_connect(connection: Any, record: Any) -> None:
    del record
    # The driver's own implicit BEGIN is deferred and would upgrade to "database is locked".
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16384"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
