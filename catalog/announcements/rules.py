"""Announcements: how a version moves, who may let it out, when it is public. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foundation.audit.rules import Actor
from foundation.permissions.rules import different_people
from foundation.workflow.rules import Refused, Workflow

TITLE_MAX, BODY_MAX, REASON_MAX, LABEL_MAX = 200, 20_000, 500, 120
FILES_MAX = 10
"""Files of one version; a decision and its annexes are a handful."""


class Kind(StrEnum):
    """What is announced."""

    RESULTS = "results"
    REVOCATION = "revocation"
    PLAN = "plan"
    NEWS = "news"


OF_DECISIONS = frozenset({Kind.RESULTS, Kind.REVOCATION})
"""Kinds that may show the table of a decision."""


class State(StrEnum):
    """Where a version of an announcement stands. Whether an approved one is public its hour says."""

    DRAFT = "draft"
    PREVIEW = "preview"
    APPROVED = "approved"
    DROPPED = "dropped"


class Verb(StrEnum):
    """What can be done to a version."""

    SAVE = "save"
    HAND_IN = "hand-in"
    WITHDRAW_SUBMISSION = "take-back"
    APPROVE = "approve"
    DROP = "drop"
    WITHDRAW = "withdraw"  # the whole announcement: what is being written goes with it


class Refusal(StrEnum):
    """Why something cannot be done to an announcement."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    NOT_A_DRAFT = "not_a_draft"
    NOT_SUBMITTED = "not_submitted"
    NOTHING_TO_WITHDRAW = "nothing_to_withdraw"
    PUBLIC_ALREADY = "public_already"
    OWN_WORK = "own_work"
    IN_THE_PAST = "in_the_past"
    NO_REASON = "no_reason"
    WITHDRAWN = "withdrawn"
    NOT_PUBLIC = "not_public"
    ANOTHER_OPEN = "another_open"
    NEEDS_DECISION = "needs_decision"
    DECISION_ELSEWHERE = "decision_elsewhere"
    TOO_MANY_FILES = "too_many_files"


@dataclass(frozen=True, slots=True)
class Standing:
    """A version as far as moving it depends on it; `writers` are all who wrote in it, and in whose stead they did."""

    state: State
    writers: frozenset[int] = frozenset()
    publish_at: datetime | None = None


_REFUSED: Mapping[Verb, Refusal] = {
    Verb.SAVE: Refusal.NOT_A_DRAFT,
    Verb.HAND_IN: Refusal.NOT_A_DRAFT,
    Verb.DROP: Refusal.NOT_A_DRAFT,
    Verb.WITHDRAW_SUBMISSION: Refusal.NOTHING_TO_WITHDRAW,
    Verb.APPROVE: Refusal.NOT_SUBMITTED,
    Verb.WITHDRAW: Refusal.NOT_PUBLIC,
}

VERSIONS = Workflow(
    {
        (State.DRAFT, Verb.SAVE): State.DRAFT,
        (State.DRAFT, Verb.HAND_IN): State.PREVIEW,
        (State.DRAFT, Verb.DROP): State.DROPPED,
        (State.DRAFT, Verb.WITHDRAW): State.DROPPED,
        (State.PREVIEW, Verb.WITHDRAW_SUBMISSION): State.DRAFT,
        (State.PREVIEW, Verb.APPROVE): State.APPROVED,
        (State.PREVIEW, Verb.WITHDRAW): State.DROPPED,
        (State.APPROVED, Verb.WITHDRAW_SUBMISSION): State.DRAFT,
        (State.APPROVED, Verb.WITHDRAW): State.APPROVED,
    },
    lambda _state, verb: _REFUSED[verb],
    start=State.DRAFT,
)


def move(found: Standing, verb: Verb, actor: Actor, now: datetime) -> State:
    """Where a version goes. Raises `Refused`.

    What everybody has read goes nowhere: it is corrected by another version, or withdrawn. Whoever wrote in a
    version does not let it out, nor does anybody in their stead.
    """
    if is_public(found.state, found.publish_at, now):
        raise Refused(Refusal.PUBLIC_ALREADY)
    after = VERSIONS.next(found.state, verb)
    if verb is Verb.APPROVE and is_author(found, actor):
        raise Refused(Refusal.OWN_WORK)
    return after


def is_author(found: Standing, actor: Actor) -> bool:
    """Whether a version is somebody's own work, or that of whom they act for."""
    return not all(different_people(Actor(one), actor) for one in found.writers)


def is_public(state: State, publish_at: datetime | None, now: datetime) -> bool:
    """Whether everybody may read a version: approved, and its hour has come."""
    return state is State.APPROVED and publish_at is not None and publish_at <= now


def hour(asked: datetime | None, now: datetime) -> datetime | Refusal:
    """When an approved version becomes public: at once, or at an hour that is still to come."""
    if asked is None:
        return now
    return asked if asked > now else Refusal.IN_THE_PAST


def correctable(published_at: datetime | None, withdrawn_at: datetime | None, now: datetime) -> Refusal | None:
    """Why an announcement cannot be corrected or withdrawn; None where it can."""
    if withdrawn_at:
        return Refusal.WITHDRAWN
    return None if published_at and published_at <= now else Refusal.NOT_PUBLIC


def needs_decision(kind: Kind, decision_id: int | None) -> Refusal | None:
    """Results are those of a decision on record, whose certificates make the table."""
    return Refusal.NEEDS_DECISION if kind is Kind.RESULTS and decision_id is None else None
