"""A worker process whose jobs each leave a note and take a moment, for tests that kill it."""

import sys
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.models import ScheduledTask
from foundation.outbox.worker import Worker, WorkerParts

LEASE = timedelta(seconds=1)


def note(database: Database, payload: Mapping[str, Any]) -> None:
    """Leave the note of this job, once however often it is tried: the schedule's table serves as notebook."""
    time.sleep(0.03)
    with database.unit_of_work() as session:
        session.merge(ScheduledTask(kind=f"note {payload['n']}", next_run_at=now()))
    time.sleep(0.03)


def main() -> None:
    """Work on the database named by the first argument until killed."""
    worker = Worker(Database.at(sys.argv[1]), WorkerParts({"note": note}, ()), name=sys.argv[2], lease=LEASE)
    worker.run_forever(threading.Event(), poll=0.05)


if __name__ == "__main__":
    main()
