"""Several workers that do the same at the same moment, each in a thread with a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy.orm import Session

from foundation.db.database import Database

Came = TypeVar("Came")
WORKERS = 4


def together(
    database: Database, work: Callable[[Session], Came], *refused: type[Exception], workers: int = WORKERS
) -> list[Came]:
    """What came of it for those who were not refused; any other error is raised."""
    start = Barrier(workers)

    def one(_: int) -> list[Came]:
        try:
            with database.unit_of_work() as session:
                start.wait()
                return [work(session)]
        except refused:
            return []

    with ThreadPoolExecutor(workers) as pool:
        return [came for found in pool.map(one, range(workers)) for came in found]
