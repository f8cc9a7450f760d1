"""Alembic's entry: the same engine and metadata as the site, on either database."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

import wsgi as _wsgi  # every room's tables register on the metadata
from foundation.db.base import Base, UtcDateTime
from foundation.db.engine import WRITE, make_engine
from foundation.db.spatial import is_compared


def render_item(kind: str, item: object, autogen_context: object) -> str | Literal[False]:
    """Write our timestamp as the column type it is, so that a migration stands on its own."""
    del autogen_context
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


__all__ = ["_wsgi"]
config = context.config
engine = make_engine(config.attributes["url"])


def rest_keys(connection: Connection) -> None:
    """Let SQLite make a table anew that others point to: that drops the old one, which their keys would refuse."""
    if connection.dialect.name == "sqlite" and connection.connection.driver_connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")


def broken_keys(connection: Connection) -> list[str]:
    """Tables whose keys point nowhere after all."""
    if connection.dialect.name != "sqlite":
        return []
    return sorted({str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})


with engine.connect().execution_options(**{WRITE: True}) as connection:
    rest_keys(connection)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        include_name=lambda name, kind, _: is_compared(name, kind),
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if found := broken_keys(connection):
        raise RuntimeError(f"keys point nowhere: {found}")
engine.dispose()
