"""Audited changes, one transaction each, then sealing them: how many a second."""

import platform
import tempfile
import time

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.audit.tasks import seal
from foundation.db.database import Database
from foundation.db.migrate import upgrade

WRITES = 2_000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        upgrade(url)
        database = Database.at(url)
        wall = time.perf_counter()
        for number in range(WRITES):
            with database.unit_of_work() as session:
                record(session, Actor(1), "bench:write", number)
        print(f"audit: {WRITES:,} changes, {WRITES / (time.perf_counter() - wall):,.0f} a second")
        wall = time.perf_counter()
        seal(database)
        print(f"audit: {WRITES:,} entries sealed in {time.perf_counter() - wall:.1f} s")
        database.engine.dispose()
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
