"""How an account moves, and why its owner is not let further. Pure functions."""

from enum import StrEnum

from foundation.accounts.rules import AccountStatus
from foundation.workflow.rules import Workflow


class Verb(StrEnum):
    """What can be done to an account."""

    CONFIRM = "confirm"
    CLOSE = "close"


class Refusal(StrEnum):
    """Why something cannot be done; which of several reasons it was with a link or a code is nobody's business."""

    EXISTS = "exists"  # an account with this address or number is there already
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    SECRET = "secret"  # noqa: S105 - the link or the code is wrong, used, or too old
    CODE = "code"  # the code of the app is wrong, or was used before


ACCOUNTS = Workflow(
    {
        (AccountStatus.INVITED, Verb.CONFIRM): AccountStatus.ACTIVE,
        (AccountStatus.INVITED, Verb.CLOSE): AccountStatus.CLOSED,
        (AccountStatus.ACTIVE, Verb.CLOSE): AccountStatus.CLOSED,
    },
    lambda status, _verb: Refusal.CLOSED if status is AccountStatus.CLOSED else Refusal.CONFIRMED,
    start=AccountStatus.INVITED,
    field="status",
)
