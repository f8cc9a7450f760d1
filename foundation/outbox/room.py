"""Work after a transaction, as the house gets it."""

from datetime import timedelta

from foundation.db.base import now
from foundation.outbox.cli import cli
from foundation.outbox.queries import check_outbox, jobs_by_state, lag
from foundation.rooms.house import Check, Health, Metric, Room, Site

LAG_MAX = timedelta(minutes=5)
"""A worker this far behind is not working."""


def _follows(site: Site) -> str | None:
    with site.database.reading() as session:
        behind = lag(session, now())
    return f"the oldest job has been waiting for {behind}" if behind > LAG_MAX else None


def _waiting(site: Site) -> dict[str, float]:
    with site.database.reading() as session:
        return {state: float(count) for state, count in jobs_by_state(session).items()}


def _behind(site: Site) -> dict[str, float]:
    with site.database.reading() as session:
        return {"": lag(session, now()).total_seconds()}


ROOM = Room(
    name="foundation.outbox",
    checks=(Check("outbox", lambda session, _: check_outbox(session, now())),),
    health=(Health("worker", _follows),),
    metrics=(
        Metric("outbox_jobs", "Jobs that wait, and those given up.", _waiting, "state"),
        Metric("outbox_lag_seconds", "How long the oldest due job has been waiting.", _behind),
    ),
    commands=(cli,),
)
