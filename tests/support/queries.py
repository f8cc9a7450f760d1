"""Counting what a page asks of the database."""

from collections.abc import Callable

from sqlalchemy import event

from foundation.db.database import Database


def count_queries(database: Database, act: Callable[[], object]) -> int:
    """How many SELECTs an act sends."""
    seen: list[str] = []

    def look(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", look)
    try:
        act()
    finally:
        event.remove(database.engine, "before_cursor_execute", look)
    return len(seen)
