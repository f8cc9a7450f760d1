"""How a claim to a producer's record moves, and why it does not. Pure functions."""

from enum import StrEnum

from foundation.workflow.rules import Workflow

TEXT_MAX = 4000
OPEN_MAX = 3
"""Claims of one account that wait at the same time: nobody runs more businesses than they can name."""


class Position(StrEnum):
    """What somebody is in the enterprise."""

    HEAD = "head"  # giám đốc, chủ nhiệm, tổ trưởng
    OWNER = "owner"  # chủ hộ, chủ trang trại, chủ cơ sở
    DEPUTY = "deputy"  # phó giám đốc, phó chủ nhiệm
    ASSIGNED = "assigned"  # người được giao nhiệm vụ


class State(StrEnum):
    """Where a claim stands."""

    LODGED = "lodged"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What can be done to a claim."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Refusal(StrEnum):
    """Why something cannot be done."""

    CLOSED = "closed"
    OWN = "own"
    NO_WORDS = "no_words"
    ASKED_ALREADY = "asked_already"
    MEMBER_ALREADY = "member_already"
    TOO_MANY = "too_many"
    NO_ACCOUNT = "no_account"
    TO_ONESELF = "to_oneself"
    STANDS_IN = "stands_in"


CLAIMS = Workflow(
    {
        (State.LODGED, Verb.ACCEPT): State.ACCEPTED,
        (State.LODGED, Verb.REFUSE): State.REFUSED,
        (State.LODGED, Verb.WITHDRAW): State.WITHDRAWN,
    },
    lambda _state, _verb: Refusal.CLOSED,
    start=State.LODGED,
)


def claim_refused(*, waiting: int, waits_here: bool, is_member: bool) -> Refusal | None:
    """Why somebody cannot claim a record: `waiting` are their claims nobody has decided yet."""
    checks = (
        (is_member, Refusal.MEMBER_ALREADY),
        (waits_here, Refusal.ASKED_ALREADY),
        (waiting >= OPEN_MAX, Refusal.TOO_MANY),
    )
    return next((why for wrong, why in checks if wrong), None)
