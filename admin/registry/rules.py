"""In which state an appointment is, and why nothing can be done to one. Pure functions."""

from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where an appointment stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    ENDED = "ended"


class Why(StrEnum):
    """Why an officer cannot do something about an appointment, beside what the appointment itself refuses."""

    MAY_NOT = "may_not"
    NO_NAME = "no_name"
    NO_PERSON = "no_person"


def state_of(starts_on: date, ends_on: date | None, today: date, *, source_ends_on: date | None = None) -> State:
    """Where an appointment stands; a lent one is over when that of the lender is."""
    ends = min((day for day in (ends_on, source_ends_on) if day), default=None)
    if ends is not None and ends <= today:
        return State.ENDED
    return State.COMING if starts_on > today else State.IN_FORCE


class ListState(StrEnum):
    """How far a list of appointments is."""

    CHECKING = "checking"  # each row is looked at, nothing is kept
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
