"""How long things are kept, and why: one line each, as it stands in the operators' handbook."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

Drop = Callable[[Session, datetime], int]
"""Drop what ended before a moment; how much it was."""


@dataclass(frozen=True, slots=True)
class KeepRule:
    """What is kept, how long after it ended, and why not longer or shorter."""

    what: str
    lasts: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule with the room's own function that follows it."""

    rule: KeepRule
    drop: Drop


RULES = (
    KeepRule(
        "account_sessions", timedelta(days=90), "a sign-in that was not the owner's is found out within three months"
    ),
    KeepRule("one_time_secrets", timedelta(days=30), "whoever was handed a code may ask what became of it"),
    KeepRule("attempt_lanes", timedelta(0), "a lane that is open again says nothing"),
    KeepRule("known_devices", timedelta(days=400), "as long as a browser keeps the cookie"),
    KeepRule("notices", timedelta(days=180), "what was read half a year ago is told elsewhere too"),
    KeepRule("registrations", timedelta(0), "an address nobody confirmed may be another's"),
    KeepRule("appointment_lists", timedelta(days=30), "what became of each row stands in the audit too"),
    KeepRule("claim_proofs", timedelta(days=180), "whoever was refused, or is replaced, may contest it meanwhile"),
    KeepRule("unconfirmed_reports", timedelta(0), "a report nobody confirmed may be another's"),
    KeepRule("report_senders", timedelta(days=90), "whoever reported may come back to the answer"),
    KeepRule("letters", timedelta(days=30), "letters and messages in the folder of an installation without mail"),
)
"""The audit, appointments, consents and requests are kept: law and decisions rest on them."""


def kept(**drops: Drop) -> tuple[Kept, ...]:
    """Every rule with its function; ValueError where one is missing or has no rule."""
    if set(drops) != {rule.what for rule in RULES}:
        raise ValueError(f"rules and functions differ: {sorted(set(drops) ^ {rule.what for rule in RULES})}")
    return tuple(Kept(rule, drops[rule.what]) for rule in RULES)
