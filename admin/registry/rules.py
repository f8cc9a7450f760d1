"""In which state an appointment is, and why nothing can be done to one. Pure functions."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from foundation.permissions.rules import Offer, offer_on
from foundation.workflow.rules import Workflow


class State(StrEnum):
    """Where an appointment stands on a day."""

    OFFERED = "offered"
    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class AppointmentObstacle(StrEnum):
    """Why an officer cannot do something about an appointment, beside what the appointment itself refuses."""

    MAY_NOT = "may_not"
    NO_CODE = "no_code"
    NO_NAME = "no_name"
    NO_PERSON = "no_person"


OPEN = frozenset({State.OFFERED, State.IN_FORCE, State.COMING})
"""Where something can still be done about an appointment."""


def state_of(
    starts_on: date,
    ends_on: date | None,
    today: date,
    *,
    offer: Offer = Offer.ACCEPTED,
    answer_by: date | None = None,
    source_ends_on: date | None = None,
) -> State:
    """Where an appointment stands; a lent one is over when that of the lender is, and so is what was offered then."""
    offer = offer_on(offer, answer_by, today)
    if offer in _NEVER_HELD:
        return _NEVER_HELD[offer]
    ends = min((day for day in (ends_on, source_ends_on) if day), default=None)
    if ends is not None and ends <= today:
        return State.ENDED
    if offer is Offer.OFFERED:
        return State.OFFERED
    return State.COMING if starts_on > today else State.IN_FORCE


_NEVER_HELD: Mapping[Offer, State] = {
    Offer.DECLINED: State.DECLINED,
    Offer.WITHDRAWN: State.WITHDRAWN,
    Offer.LAPSED: State.LAPSED,
}


class ListState(StrEnum):
    """How far a list of appointments is."""

    CHECKING = "checking"  # each row is looked at, nothing is kept
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"


class ListVerb(StrEnum):
    """What can be done to a list of appointments."""

    FINISH = "finish"  # no row is left
    RUN = "run"


class ListRefusal(StrEnum):
    """Why something cannot be done to a list of appointments."""

    NOT_ITS_TURN = "not_its_turn"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"


LISTS = Workflow(
    {
        (ListState.CHECKING, ListVerb.FINISH): ListState.CHECKED,
        (ListState.CHECKED, ListVerb.RUN): ListState.RUNNING,
        (ListState.RUNNING, ListVerb.FINISH): ListState.DONE,
    },
    lambda _state, _verb: ListRefusal.NOT_ITS_TURN,
    start=ListState.CHECKING,
)
