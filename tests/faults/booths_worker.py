"""A process that chooses a booth for every so-many-th registration of a fair, each in a transaction of its own."""

import sys
from collections import Counter

from sqlalchemy import select

from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.workflow.rules import Refused
from marketplace.booths.choosing import Choice, choose
from marketplace.booths.queries import registration_by_id
from marketplace.booths.registering_models import BoothRegistration
from tests.marketplace.booths.conftest import NOW


def main(url: str, first: int, workers: int) -> None:
    """Choose for all registrations of this process; those with an odd number would wait."""
    database, came = Database.at(url), Counter[str]()
    with database.reading() as session:
        numbers = list(session.scalars(select(BoothRegistration.id).order_by(BoothRegistration.id)))
    for number in numbers[first::workers]:
        came[_choose(database, number)] += 1
    print(dict(came))


def _choose(database: Database, number: int) -> str:
    try:
        with database.unit_of_work() as session:
            registration = registration_by_id(session, number, lock=True)
            assert registration is not None
            return choose(session, SYSTEM, registration, Choice(would_wait=bool(number % 2)), now=NOW).value
    except Refused as refused:
        return str(refused)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
