"""How long things are kept, and why: what rooms declare, for the job that drops it and the pages that tell of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.support import LazyProxy
from flask import current_app
from sqlalchemy.orm import Session

EXTENSION = "ocop_retention"

Drop = Callable[[Session, datetime], int]
"""Drop what ended before a moment; how much it was."""


@dataclass(frozen=True, slots=True)
class KeepRule:
    """What is kept, how long after it ended, why not longer or shorter, and what it is in words for its people.

    The audit, appointments, consents and requests are kept: law and decisions rest on them.
    """

    what: str
    lasts: timedelta
    reason: str
    words: LazyProxy


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A rule with the room's own function that follows it."""

    rule: KeepRule
    drop: Drop


def current_rules() -> tuple[KeepRule, ...]:
    """Return what the composition root handed over."""
    found: tuple[KeepRule, ...] = current_app.extensions[EXTENSION]
    return found
