"""What can be done to a certificate on record, and why it cannot: extending it, ending it. Pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from catalog.certificates.rules import CertificateFact, EndedBy
from catalog.regulations.editions import edition_on, extension_of


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
    ground: str | None
    authority: str
    level: str
    number: str
    issued_on: date
    reason: str


def last_day(fact: CertificateFact, today: date) -> date | None:
    """Return the last day to which the law of today lets a certificate be extended; None where it does not."""
    extension = extension_of(fact.issued_on, today)
    return fact.valid_until + timedelta(days=extension.days) if extension else None


def extension_refused(fact: CertificateFact, asked: Extension, today: date) -> Refusal | None:
    """Why a certificate cannot be extended so."""
    most = last_day(fact, today)
    if fact.ended_by or most is None:
        return Refusal.ENDED if fact.ended_by else Refusal.NOT_TRANSITIONAL
    checks = (
        (Refusal.OVER, today > most),
        (Refusal.LODGED_LATER, asked.lodged_on > today),
        (Refusal.LODGED_AFTER_EXPIRY, asked.lodged_on > fact.valid_until),
        (Refusal.TOO_SHORT, asked.until <= max(fact.valid_until, today)),
        (Refusal.TOO_LONG, asked.until > most),
    )
    return next((why for why, wrong in checks if wrong), None)


def ending_refused(fact: CertificateFact, asked: Ending, today: date) -> Refusal | None:
    """Why a certificate cannot be ended so, by the law of the day of the decision that ends it."""
    revocation = edition_on(asked.issued_on).revocation
    grounds = {one.code for one in revocation.grounds} if asked.by is EndedBy.REVOKED else {None}
    checks = (
        (Refusal.ENDED, fact.ended_by is not None),
        (Refusal.NO_GROUND, asked.ground not in grounds),
        (Refusal.IN_THE_FUTURE, asked.issued_on > today),
        (Refusal.BEFORE_ISSUE, asked.issued_on < fact.issued_on),
        (Refusal.WRONG_LEVEL, asked.level != revocation.level(fact.stars)),
    )
    return next((why for why, wrong in checks if wrong), None)
