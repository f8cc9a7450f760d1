"""What is done by itself: offers nobody answered in time are noted, and whoever asked is told."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from admin.registry.services import lapse_all
from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.rules import Daily

LAPSE = "registry.lapse"
AT_NIGHT = Daily(time(1, 15))

Handler = Callable[[Database, Mapping[str, Any]], None]


def lapser(today: Callable[[], date]) -> Handler:
    """Build the job that ends what waited too long; what it missed is over all the same, by its day."""

    def work(database: Database, _: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            lapse_all(session, now=now(), today=today())

    return work
