"""A worker process that books statements of payments on the database named by the first argument until killed."""

import sys
import threading
from datetime import timedelta

from foundation.db.database import Database
from foundation.outbox.worker import Worker, WorkerParts
from marketplace.payments import statements
from marketplace.payments.statements import BOOK
from marketplace.payments.tasks import booking_job
from tests.support.databases import TODAY

statements.PART = 5


def main() -> None:
    """Book whatever waits."""
    parts = WorkerParts({BOOK: booking_job(lambda: TODAY)}, ())
    worker = Worker(Database.at(sys.argv[1]), parts, name=sys.argv[2], lease=timedelta(seconds=1))
    worker.run_forever(threading.Event(), poll=0.02)


if __name__ == "__main__":
    main()
