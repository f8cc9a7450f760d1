"""Consent, requests about personal data and their deadlines. Pure functions."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from foundation.i18n.content import Bilingual
from foundation.workflow.rules import Workflow

TEXT_MAX = 4000


class Purpose(StrEnum):
    """What personal data are used for only where the person agrees."""

    NEWS = "news"
    CONTACT = "contact"
    PUBLIC_CONTACT = "public_contact"


class ConsentDoor(StrEnum):
    """Where somebody agreed."""

    OWN_PAGE = "own_page"
    REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of what somebody agrees to; what was agreed to once is never reworded, a new version is added."""

    purpose: Purpose
    version: int
    since: date
    title: Bilingual
    text: Bilingual


def newest(wordings: tuple[Wording, ...], on: date) -> dict[Purpose, Wording]:
    """Each purpose's wording on a day; a purpose that begins later has none yet."""
    begun = sorted((one for one in wordings if one.since <= on), key=lambda one: one.version)
    return {one.purpose: one for one in begun}


# Requests: what is asked, how it moves, until when ------------------------------------------------------------------


class Kind(StrEnum):
    """What somebody asks for about their personal data."""

    ACCESS = "access"
    CORRECT = "correct"
    DELETE = "delete"
    WITHDRAW = "withdraw"
    OBJECT = "object"
    COMPLAINT = "complaint"


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    IN_HAND = "in_hand"  # the first answer was given
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"  # by whoever asked


OPEN = frozenset({State.RECEIVED, State.IN_HAND})


class Verb(StrEnum):
    """What can be done to a request."""

    REPLY = "reply"
    EXTEND = "extend"
    FULFIL = "fulfil"
    REFUSE = "refuse"
    CANCEL = "cancel"


class Refusal(StrEnum):
    """Why something cannot be done to a request."""

    CLOSED = "closed"
    REPLIED = "replied"
    EXTENDED = "extended"
    TOO_LATE = "too_late"
    TOO_LONG = "too_long"
    NOT_LATER = "not_later"
    NO_WORDS = "no_words"
    OWN = "own"
    OFFICE = "office"
    ASKED_ALREADY = "asked_already"
    BY_ITSELF = "by_itself"


REQUESTS = Workflow(
    {
        (State.RECEIVED, Verb.REPLY): State.IN_HAND,
        (State.RECEIVED, Verb.EXTEND): State.RECEIVED,
        (State.RECEIVED, Verb.FULFIL): State.DONE,
        (State.RECEIVED, Verb.REFUSE): State.REFUSED,
        (State.RECEIVED, Verb.CANCEL): State.CANCELLED,
        (State.IN_HAND, Verb.EXTEND): State.IN_HAND,
        (State.IN_HAND, Verb.FULFIL): State.DONE,
        (State.IN_HAND, Verb.REFUSE): State.REFUSED,
        (State.IN_HAND, Verb.CANCEL): State.CANCELLED,
    },
    lambda state, _verb: Refusal.REPLIED if state in OPEN else Refusal.CLOSED,
    start=State.RECEIVED,
)


_PERIODS = tomllib.loads((Path(__file__).parent / "data" / "periods.toml").read_text(encoding="utf-8"))
"""What the law says, as data; a kind of request without its days does not start."""

REPLY_WORKING_DAYS: int = _PERIODS["reply_working_days"]

DAYS: Mapping[Kind, int] = {kind: _PERIODS["days"][kind] for kind in Kind}
"""Within how many days of its receipt a request is done. No one processes data for the site."""

DAYS_WITH_PROCESSORS: Mapping[Kind, int] = {
    kind: _PERIODS["days_with_processors"].get(kind, DAYS[kind]) for kind in Kind
}
"""The same where somebody else processes the data for the site."""

EXTENSION_DAYS_MAX: int = _PERIODS["extension_days"]
COOLING_OFF = timedelta(days=7)
"""An account that is to be deleted waits this long, so that neither anger nor a thief deletes it."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when somebody is answered, and until when it is done."""

    reply_on: date
    due_on: date


def deadlines(kind: Kind, received: date, is_working: Callable[[date], bool], *, processors: bool = False) -> Deadlines:
    """Return the last days by law. The day of receipt does not count; a last day that is a holiday is not moved on."""
    days = (DAYS_WITH_PROCESSORS if processors else DAYS)[kind]
    return Deadlines(working_days_after(received, REPLY_WORKING_DAYS, is_working), received + timedelta(days=days))


def working_days_after(day: date, count: int, is_working: Callable[[date], bool]) -> date:
    """Return the `count`th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def extension_refused(due_on: date, to: date, today: date, *, extended: bool) -> Refusal | None:
    """Why a deadline cannot be put off: once only, before it has passed, and not by too much."""
    checks = (
        (extended, Refusal.EXTENDED),
        (today > due_on, Refusal.TOO_LATE),
        (to <= due_on, Refusal.NOT_LATER),
        (to > due_on + timedelta(days=EXTENSION_DAYS_MAX), Refusal.TOO_LONG),
    )
    return next((why for wrong, why in checks if wrong), None)


def is_late(state: State, reply_on: date, due_on: date, today: date) -> bool:
    """Whether somebody waits longer than the law allows."""
    return (state is State.RECEIVED and today > reply_on) or (state in OPEN and today > due_on)
