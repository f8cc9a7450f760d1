"""Work after a transaction, as the house gets it."""

from datetime import timedelta

from foundation.db.base import now
from foundation.outbox.cli import cli
from foundation.outbox.queries import check_outbox, lag
from foundation.rooms.house import Check, Health, Room, Site

LAG_MAX = timedelta(minutes=5)
"""A worker this far behind is not working."""


def _follows(site: Site) -> str | None:
    with site.database.reading() as session:
        behind = lag(session, now())
    return f"the oldest job has been waiting for {behind}" if behind > LAG_MAX else None


ROOM = Room(
    name="foundation.outbox",
    checks=(Check("outbox", lambda session, _: check_outbox(session, now())),),
    health=(Health("worker", _follows),),
    commands=(cli,),
)
