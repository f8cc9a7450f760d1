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
def statements(database: Database) -> Iterator[list[str]]:
    """Everything that is asked, as it comes."""
    heard: list[str] = []

    def listen(*told: object) -> None:
        heard.append(str(told[2]))

    event.listen(database.engine, "before_cursor_execute", listen)
    yield heard
    event.remove(database.engine, "before_cursor_execute", listen)


@contextmanager
def writes(database: Database) -> Iterator[list[str]]:
    """The statements that write; known at the end."""
    found: list[str] = []
    with statements(database) as heard:
        yield found
    found += [one for one in heard if is_writing(one)]


def is_writing(statement: str) -> bool:
    """Whether a statement writes."""
    return _WRITES.match(statement) is not None
