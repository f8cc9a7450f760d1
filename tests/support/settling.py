"""Waiting for what other transactions of the same server hold back."""

from sqlalchemy import text

from foundation.db.database import Database
from tests.support.processes import wait_until


def settle(database: Database) -> None:
    """Wait until no transaction is open that began before now; tests beside this one share its server."""
    if database.engine.dialect.name != "postgresql":
        return
    with database.unit_of_work() as session:
        mine = session.scalar(text("SELECT pg_current_xact_id()::text::bigint"))
    oldest = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > :mine")

    def alone() -> bool:
        with database.reading() as session:
            return bool(session.scalar(oldest, {"mine": mine}))

    # What is waited for is other tests, which may be long.
    wait_until(alone, timeout=240)
