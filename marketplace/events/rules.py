"""Events: what they are, how they move, when they are over, who publishes them. Pure functions."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from foundation.audit.rules import Actor
from foundation.permissions.rules import different_people
from foundation.workflow.rules import Workflow

NAME_MAX, LINE_MAX, TEXT_MAX, REASON_MAX = 200, 300, 4000, 500
PROGRAMME_MAX, FILES_MAX, PHOTOS_MAX = 60, 10, 12
COUNT_MAX = 10_000_000
DONG_MAX = 10**15


class EventKind(StrEnum):
    """What happens."""

    FAIR = "fair"  # hội chợ
    WEEK = "week"  # tuần hàng
    CONFERENCE = "conference"  # hội nghị kết nối cung cầu
    TRAINING = "training"  # tập huấn
    FESTIVAL = "festival"  # lễ hội
    RESULTS = "results"  # công bố kết quả


REGISTERED = frozenset({EventKind.FAIR, EventKind.WEEK})
"""Kinds that their organiser registers as a trade fair with the Department of Industry and Trade."""


class State(StrEnum):
    """Where an event stands. Whether it is to come, on or over, its days say."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    DROPPED = "dropped"


PUBLIC = frozenset({State.PUBLISHED, State.POSTPONED, State.CANCELLED, State.HELD})
"""What has a page, for ever: what was announced once is never gone."""


class Verb(StrEnum):
    """What can be done to an event."""

    SAVE = "save"
    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    DISCARD = "discard"
    UPDATE = "update"  # programme, provinces, files, the registration
    CORRECT = "correct"
    POSTPONE = "postpone"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    HOLD = "hold"
    RECORD = "record"  # results
    PUBLISH_RESULTS = "publish-results"


class Refusal(StrEnum):
    """Why something cannot be done to an event."""

    NOT_THERE = "not_there"
    OWN_WORK = "own_work"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NO_PLACE = "no_place"
    ABROAD = "abroad"
    ELSEWHERE = "elsewhere"
    NO_REASON = "no_reason"
    ENDS_BEFORE = "ends_before"
    SAME_DAYS = "same_days"
    NOT_OVER = "not_over"
    NO_RESULTS = "no_results"
    TOO_MANY = "too_many"
    NO_PROVINCE = "no_province"
    OUTSIDE = "outside"


_TO_COME = (State.PUBLISHED, State.POSTPONED)

EVENTS = Workflow(
    {
        (State.DRAFT, Verb.SAVE): State.DRAFT,
        (State.DRAFT, Verb.SUBMIT): State.SUBMITTED,
        (State.DRAFT, Verb.DISCARD): State.DROPPED,
        (State.SUBMITTED, Verb.RETURN): State.DRAFT,
        (State.SUBMITTED, Verb.PUBLISH): State.PUBLISHED,
        **{(state, Verb.UPDATE): state for state in (State.DRAFT, *_TO_COME, State.HELD)},
        **{(state, Verb.CORRECT): state for state in _TO_COME},
        **{(state, Verb.CANCEL): State.CANCELLED for state in _TO_COME},
        **{(state, Verb.RESCHEDULE): State.PUBLISHED for state in _TO_COME},
        (State.PUBLISHED, Verb.POSTPONE): State.POSTPONED,
        (State.PUBLISHED, Verb.HOLD): State.HELD,
        (State.HELD, Verb.RECORD): State.HELD,
        (State.HELD, Verb.PUBLISH_RESULTS): State.HELD,
    },
    lambda _state, _verb: Refusal.NOT_THERE,
    start=State.DRAFT,
)


class Step(StrEnum):
    """What is done with the Department of Industry and Trade for a fair."""

    LODGED = "lodged"  # the registration was handed in
    ESTABLISHED = "established"  # copy of the organiser's registration of business or of its founding
    PROVEN = "proven"  # proof of the quality or title that the name or theme claims
    ANSWERED = "answered"  # the written confirmation came
    CHANGED = "changed"  # the change was registered, too
    REPORTED = "reported"  # the report after the fair


class Phase(StrEnum):
    """Whether an event is to come, on or over."""

    TO_COME = "to_come"
    ON = "on"
    OVER = "over"


def last_day(starts_on: date, ends_on: date | None) -> date:
    """Return its last day; where nobody said it, the first is all that is known."""
    return ends_on or starts_on


def phase(starts_on: date, ends_on: date | None, today: date) -> Phase:
    """Return whether it is to come, on or over."""
    if today < starts_on:
        return Phase.TO_COME
    return Phase.ON if today <= last_day(starts_on, ends_on) else Phase.OVER


def is_open(state: State, window: tuple[date | None, date | None], starts_on: date, today: date) -> bool:
    """Whether one can register to take part today: within the window that was told, at the latest until it begins."""
    opens, closes = window
    told = opens is not None or closes is not None
    within = (opens is None or opens <= today) and today <= (closes or starts_on)
    return state is State.PUBLISHED and told and within


def is_own_work(writers: Collection[int], actor: Actor) -> bool:
    """Whether somebody, or whom they act for, wrote in it: then another publishes it."""
    return not all(different_people(Actor(one), actor) for one in writers)


def days_refused(starts_on: date, ends_on: date | None) -> Refusal | None:
    """Why these days cannot be; None where they can."""
    return Refusal.ENDS_BEFORE if ends_on is not None and ends_on < starts_on else None
