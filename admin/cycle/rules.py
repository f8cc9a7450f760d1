"""The words of dossiers: stages, what is done to them, why something cannot be. Pure functions."""

from dataclasses import dataclass
from enum import StrEnum

NAME_MAX = 200
WORDS_MAX = 2000
GAPS_MAX = 30


PRODUCER = "producer"
"""The party whose dossiers they are; all others are levels, by their codes in the rules."""


class Stage(StrEnum):
    """Where a dossier lies within a step, or how it ended; which office has it is told by the level."""

    PRODUCER = "producer"
    RETURNED = "returned"
    OFFICE = "office"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({Stage.CLOSED, Stage.WITHDRAWN})


class Verb(StrEnum):
    """What is done to a dossier."""

    OPEN = "open"
    LODGE = "lodge"
    RETURN = "return"
    COMPLETE = "complete"
    FORWARD = "forward"
    ACCEPT = "accept"
    DECLINE = "decline"
    FINISH = "finish"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"


REASONED = frozenset({Verb.DECLINE, Verb.CONCLUDE})
"""What is never done without words; a second return is not either."""


class Maturity(StrEnum):
    """The two groups of products that each cycle supports differently."""

    POTENTIAL = "potential"
    FORMED = "formed"


class Refusal(StrEnum):
    """Why something cannot be done to a dossier."""

    NOT_NOW = "not_now"
    NOT_YOURS = "not_yours"
    MOVED_ON = "moved_on"
    NO_REASON = "no_reason"
    NO_GAPS = "no_gaps"
    GAPS_OPEN = "gaps_open"
    WRONG_DAY = "wrong_day"
    NO_NAME = "no_name"
    NO_CASE = "no_case"
    OPEN_ALREADY = "open_already"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands: the step, the stage, and the level that has it or asked to have it completed."""

    step: str
    stage: Stage
    level: str | None = None

    @property
    def holder(self) -> str | None:
        """Whose turn it is; None where it has ended."""
        if self.stage is Stage.OFFICE:
            return self.level
        return None if self.stage in ENDED else PRODUCER


def needs_reason(verb: Verb, returns_before: int) -> bool:
    """Whether words are due; the second return within a step needs them because the first listed all gaps."""
    return verb in REASONED or (verb is Verb.RETURN and returns_before > 0)
