"""Reports: how they move, until when they are answered, which page they are about. Pure functions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from catalog.certificates.check_code import read_code
from foundation.privacy.rules import working_days_after
from foundation.workflow.rules import Workflow

TEXT_MAX, PAGE_MAX = 4000, 300
CONFIRM_WITHIN = timedelta(days=3)
"""How long a report waits for its letter's link; then nothing of it is kept."""


class Kind(StrEnum):
    """What is reported."""

    ERROR = "error"
    FAKE = "fake"
    COMPLAINT = "complaint"


class State(StrEnum):
    """Where a report stands."""

    UNCONFIRMED = "unconfirmed"
    RECEIVED = "received"
    IN_HAND = "in_hand"
    ANSWERED = "answered"
    DECLINED = "declined"


OPEN = frozenset({State.RECEIVED, State.IN_HAND})
CLOSED = frozenset({State.ANSWERED, State.DECLINED})


class Verb(StrEnum):
    """What can be done to a report."""

    CONFIRM = "confirm"
    TAKE = "take"
    ANSWER = "answer"
    DECLINE = "decline"


class Refusal(StrEnum):
    """Why something cannot be done to a report."""

    CLOSED = "closed"
    TAKEN = "taken"
    NO_WORDS = "no_words"
    TOO_OLD = "too_old"


REPORTS = Workflow(
    {
        (State.UNCONFIRMED, Verb.CONFIRM): State.RECEIVED,
        (State.RECEIVED, Verb.TAKE): State.IN_HAND,
        (State.IN_HAND, Verb.TAKE): State.IN_HAND,
        (State.RECEIVED, Verb.ANSWER): State.ANSWERED,
        (State.RECEIVED, Verb.DECLINE): State.DECLINED,
        (State.IN_HAND, Verb.ANSWER): State.ANSWERED,
        (State.IN_HAND, Verb.DECLINE): State.DECLINED,
    },
    lambda _state, _verb: Refusal.CLOSED,
    start=State.UNCONFIRMED,
)

WORKING_DAYS: Mapping[Kind, int] = {Kind.FAKE: 3, Kind.ERROR: 5, Kind.COMPLAINT: 10}
"""Within how many working days a report is answered: the site's own promise, published on the form. Law 122/2025/QH15
asks a platform to publish its deadlines and to keep them, and names none."""


def due_on(kind: Kind, confirmed: date, is_working: Callable[[date], bool]) -> date:
    """Return the last day for an answer; the day of confirmation does not count."""
    return working_days_after(confirmed, WORKING_DAYS[kind], is_working)


def is_late(state: State, due: date | None, today: date) -> bool:
    """Whether somebody waits longer than was promised."""
    return state in OPEN and due is not None and today > due


@dataclass(frozen=True, slots=True)
class About:
    """The record a page is about; at most one of them."""

    product_id: int | None = None
    producer_id: int | None = None
    code: str | None = None


_PRODUCT = re.compile(r"/(?:vi/san-pham|en/products)/[^/?#]+-([0-9]{1,18})")
_PRODUCER = re.compile(r"/(?:vi/chu-the|en/producers)/[^/?#]+-([0-9]{1,18})")
_CODE = re.compile(r"/x/([^/?#]{9,40})")


def read_page(text: str) -> str | None:
    """Return the address of a page of this site, without a host, or None: it is shown to officers as a link."""
    page = text.strip()[:PAGE_MAX]
    good = page.startswith("/") and not page.startswith(("//", "/\\")) and page.isprintable()
    return page if good else None


def about(page: str | None) -> About:
    """Return what a page is about, by its address."""
    if page and (found := _PRODUCT.match(page)):
        return About(product_id=int(found[1]))
    if page and (found := _PRODUCER.match(page)):
        return About(producer_id=int(found[1]))
    if page and (found := _CODE.match(page)):
        return About(code=read_code(found[1]))
    return About()
