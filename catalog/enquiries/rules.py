"""When a question is taken and answered. Pure functions."""

from enum import StrEnum

TEXT_MAX = 2000
OPEN_MAX = 5
"""Questions of one account that wait at the same time."""


class Refusal(StrEnum):
    """Why something cannot be done."""

    REPRESENTED = "represented"
    TOO_MANY = "too_many"
    NO_WORDS = "no_words"
    ANSWERED = "answered"


def asking_refused(*, represented: bool, waiting: int, text: str) -> Refusal | None:
    """Why a question is not taken; `waiting` are those of the same account that nobody has answered yet."""
    checks = (
        (represented, Refusal.REPRESENTED),
        (not text.strip(), Refusal.NO_WORDS),
        (waiting >= OPEN_MAX, Refusal.TOO_MANY),
    )
    return next((why for wrong, why in checks if wrong), None)


def answering_refused(*, answered: bool, text: str) -> Refusal | None:
    """Why an answer is not taken."""
    return Refusal.ANSWERED if answered else None if text.strip() else Refusal.NO_WORDS
