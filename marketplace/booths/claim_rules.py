"""How a claim of a booth moves, and until when one is held. Pure functions."""

from datetime import datetime, timedelta
from enum import StrEnum

from foundation.workflow.rules import Workflow
from marketplace.booths.rules import BoothRefusal


class ClaimState(StrEnum):
    """Where a claim of a booth stands."""

    HELD = "held"
    ASSIGNED = "assigned"
    PAID = "paid"
    RELEASED = "released"


LIVE_CLAIMS = frozenset({ClaimState.HELD, ClaimState.ASSIGNED, ClaimState.PAID})
"""Of a booth there is one at most."""


class ClaimVerb(StrEnum):
    """What can be done to a claim."""

    ASSIGN = "assign"
    PAY = "pay"
    RELEASE = "release"


CLAIMS = Workflow(
    {
        (ClaimState.HELD, ClaimVerb.ASSIGN): ClaimState.ASSIGNED,
        (ClaimState.HELD, ClaimVerb.PAY): ClaimState.PAID,
        (ClaimState.ASSIGNED, ClaimVerb.PAY): ClaimState.PAID,
        **{(state, ClaimVerb.RELEASE): ClaimState.RELEASED for state in ClaimState if state in LIVE_CLAIMS},
    },
    lambda _state, _verb: BoothRefusal.NOT_THERE,
    start=ClaimState.HELD,
)


def is_held(until: datetime, now: datetime) -> bool:
    """Whether a hold has not run out."""
    return now < until


def held_until(now: datetime, minutes: int, closes_at: datetime) -> datetime:
    """Return until when a booth taken now is held: no click prolongs it, and it does not outlast the window."""
    return min(now + timedelta(minutes=minutes), closes_at)
