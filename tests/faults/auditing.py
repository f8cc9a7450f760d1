"""A process that makes audited changes and says which were acknowledged, for tests that kill it."""

import sys

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.audit.tasks import seal
from foundation.db.database import Database


def main() -> None:
    """Write entries from the number in the second argument on, or seal them, until killed."""
    database = Database.at(sys.argv[1])
    if sys.argv[2] == "seal":
        while True:
            seal(database)
    number = int(sys.argv[2])
    while True:
        with database.unit_of_work() as session:
            record(session, Actor(1), "fault:write", number, after={"number": number})
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main()
