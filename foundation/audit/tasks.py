"""What is done by itself: entries are sealed a few seconds after they were written."""

from collections.abc import Mapping
from typing import Any

import structlog

from foundation.audit.services import BATCH, seal_entries
from foundation.db.database import Database

SEAL = "audit.seal"

log = structlog.get_logger("audit")


def seal(database: Database, _: Mapping[str, Any] | None = None) -> int:
    """Build the job that seals everything whose order is settled; how many entries.

    The last seal goes into the log: kept elsewhere, it shows a chain that was cut off at its end.
    """
    done = 0
    while True:
        with database.unit_of_work() as session:
            count, head = seal_entries(session)
        done += count
        if count:
            log.info("audit.sealed", entries=count, head=head)
        if count < BATCH:
            return done


def sealer(database: Database, payload: Mapping[str, Any]) -> None:
    """Seal what waits, as the job's handler."""
    seal(database, payload)
