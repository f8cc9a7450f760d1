"""What can be done to a certificate on record, and why it cannot: extending it, ending it. Pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from catalog.certificates.models import AuthorityLevel
from catalog.certificates.rules import EXTENSION_DAYS, WINDOW_SINCE, CertificateFact, EndedBy, Ground

MINISTRY_STARS = 5


class Refusal(StrEnum):
    """Why something cannot be done to a certificate."""

    ENDED = "ended"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NOT_TRANSITIONAL = "not_transitional"
    LODGED_LATER = "lodged_later"
    LODGED_AFTER_EXPIRY = "lodged_after_expiry"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    OVER = "over"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_ISSUE = "before_issue"
    WRONG_LEVEL = "wrong_level"
    NO_GROUND = "no_ground"


@dataclass(frozen=True, slots=True)
class Extension:
    """A renewal that is pending: lodged when, and until when the old certificate stays valid at most."""

    lodged_on: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A decision that ends a certificate."""

    by: EndedBy
    ground: Ground | None
    authority: str
    level: AuthorityLevel
    number: str
    issued_on: date
    reason: str


def last_day(fact: CertificateFact) -> date:
    """The last day to which a certificate can be extended."""
    return fact.valid_until + timedelta(days=EXTENSION_DAYS)


def extension_refused(fact: CertificateFact, asked: Extension, today: date) -> Refusal | None:
    """Why a certificate cannot be extended so (26/2026/QĐ-TTg art. 12.3)."""
    checks = (
        (Refusal.ENDED, fact.ended_by is not None),
        (Refusal.NOT_TRANSITIONAL, fact.issued_on >= WINDOW_SINCE),
        (Refusal.OVER, today > last_day(fact)),
        (Refusal.LODGED_LATER, asked.lodged_on > today),
        (Refusal.LODGED_AFTER_EXPIRY, asked.lodged_on > fact.valid_until),
        (Refusal.TOO_SHORT, asked.until <= max(fact.valid_until, today)),
        (Refusal.TOO_LONG, asked.until > last_day(fact)),
    )
    return next((why for why, wrong in checks if wrong), None)


def ending_refused(fact: CertificateFact, asked: Ending, today: date) -> Refusal | None:
    """Why a certificate cannot be ended so: who recognised five stars revokes them, the province all others."""
    level = AuthorityLevel.MINISTRY if fact.stars == MINISTRY_STARS else AuthorityLevel.PROVINCE
    checks = (
        (Refusal.ENDED, fact.ended_by is not None),
        (Refusal.NO_GROUND, (asked.by is EndedBy.REVOKED) != (asked.ground is not None)),
        (Refusal.IN_THE_FUTURE, asked.issued_on > today),
        (Refusal.BEFORE_ISSUE, asked.issued_on < fact.issued_on),
        (Refusal.WRONG_LEVEL, asked.level is not level),
    )
    return next((why for why, wrong in checks if wrong), None)
