"""Listening at the engine: what is written while something happens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from foundation.db.database import Database

_WRITES = re.compile(
    r"\s*(?:WITH\b.*\)\s*)?(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\b",
    re.IGNORECASE | re.DOTALL,
)


@contextmanager
def writes(database: Database) -> Iterator[list[str]]:
    """The statements that write, as they come."""
    heard: list[str] = []

    def listen(*told: object) -> None:
        if _WRITES.match(str(told[2])):
            heard.append(str(told[2]))

    event.listen(database.engine, "before_cursor_execute", listen)
    yield heard
    event.remove(database.engine, "before_cursor_execute", listen)
