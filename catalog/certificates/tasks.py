"""What is done by itself: standings are asked again when a day begins."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from catalog.certificates.services import refresh_due
from foundation.db.database import Database
from foundation.outbox.rules import Daily

REFRESH = "certificates.refresh_standings"
AT_MIDNIGHT = Daily(time(0, 0, 5))


def refresher(today: Callable[[], date]) -> Callable[[Database, Mapping[str, Any]], None]:
    """Build the job that asks the rule again for every product whose day has come."""

    def refresh(database: Database, _: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            refresh_due(session, today())

    return refresh
