"""What is done by itself: the log of changes is kept short."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.rules import Daily
from foundation.search.services import delete_consumed_changes

TRIM = "search.trim"
AT_NIGHT = Daily(time(3, 10))


def trim_log(database: Database, _: Mapping[str, Any]) -> None:
    """Delete what every node has read."""
    with database.unit_of_work() as session:
        delete_consumed_changes(session, now())
