"""What is known of a product's stars on a given day. Pure functions; the day is an argument."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from catalog.regulations.editions import expiry
from foundation.i18n.text import fold

_DASHES = str.maketrans("‐‑‒–—−", "------")
_NUMBER_SAID = re.compile(r"^(?:quyết định|qđ)?\s*(?:số|so|no)\b[\s.:]*", re.IGNORECASE)


def decision_key(authority: str, number: str) -> tuple[str, str]:
    """Return what an authority's number is known by, however the two are spelt: dashes, blanks, QD for QĐ, "Số"."""
    plain = re.sub(r"\s", "", _NUMBER_SAID.sub("", number.strip().translate(_DASHES))).upper()
    return fold(authority).replace("uy ban nhan dan", "ubnd"), plain.replace("QD-", "QĐ-")


class Evidence(StrEnum):
    """Who says it, best first: a state body's own page, state news, other news, a copy, a seller."""

    GOV = "gov"
    GOV_NEWS = "gov_news"
    NEWS = "news"
    SECONDARY = "secondary"
    LISTING = "listing"

    @property
    def trusted(self) -> bool:
        """Whether a claim with this evidence can put stars in force."""
        return self in {Evidence.GOV, Evidence.GOV_NEWS, Evidence.NEWS}


class EndedBy(StrEnum):
    """What ended a certificate before its time."""

    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


class StandingCode(StrEnum):
    """What can be said of a product's stars today, best first."""

    IN_FORCE = "in_force"
    EXTENDED = "extended"
    ENDS_THIS_YEAR = "ends_this_year"
    LAPSED = "lapsed"
    UNDATED = "undated"
    UNCLASSED = "unclassed"
    PROPOSED_5 = "proposed_5"
    UNVERIFIED = "unverified"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"

    @property
    def order(self) -> int:
        """Place in the default order of lists, 0 first."""
        return list(StandingCode).index(self)

    @property
    def has_stars(self) -> bool:
        """Whether gold stars may be shown."""
        return self in {StandingCode.IN_FORCE, StandingCode.EXTENDED}


class Basis(StrEnum):
    """What a standing rests on."""

    CERTIFICATE = "certificate"
    CLAIM = "claim"
    NONE = "none"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class CertificateFact:
    """A certificate as far as standing depends on it; `number` is its decision's."""

    stars: int
    number: str
    issued_on: date
    valid_until: date
    extended_until: date | None = None
    ended_on: date | None = None
    ended_by: EndedBy | None = None
    check_code: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim as far as standing depends on it.

    `stars` is None where the source states no class; `proposes_five` where it was put forward for five
    stars and the result is not in the source.
    """

    stars: int | None
    evidence: Evidence
    issued_on: date | None = None
    year: int | None = None
    number: str | None = None
    proposes_five: bool = False
    source: str | None = None

    @property
    def ends(self) -> tuple[date, date] | None:
        """First and last day on which what it claims may end; one day where its date is known."""
        if self.issued_on:
            return expiry(self.issued_on), expiry(self.issued_on)
        if self.year:
            return expiry(date(self.year, 1, 1)), expiry(date(self.year, 12, 31))
        return None

    @property
    def said_in(self) -> int:
        """Year it speaks of, 0 where it names none."""
        return self.issued_on.year if self.issued_on else self.year or 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a product's stars on one day.

    `stars` are in force, else None; `recognised_stars` is the level the record names whatever its
    standing. `valid_until` is the last day, exact or the end of its year by `precision`. `changes_on`
    is the first day on which the same facts would say something else, None when never.
    """

    code: StandingCode
    basis: Basis
    stars: int | None = None
    recognised_stars: int | None = None
    evidence: Evidence | None = None
    year: int | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    precision: Precision | None = None
    number: str | None = None
    ended_on: date | None = None
    ended_by: EndedBy | None = None
    check_code: str | None = None
    source: str | None = None
    changes_on: date | None = None


def standing(certificates: Iterable[CertificateFact], claims: Iterable[ClaimFact], today: date) -> Standing:
    """Return the one rule for what is shown of a product's stars on `today`.

    A certificate speaks before any claim, except one that a source dates in a later year than the
    certificate's last word: then somebody recognised the product again.
    """
    last = max(certificates, key=_recency, default=None)
    if last is None:
        return _of_claims(list(claims), today)
    own = _of_certificate(last, today)
    if own.code.has_stars:
        return own
    spoken = max(last.issued_on.year, last.ended_on.year if last.ended_on else 0)
    newer = _of_claims([c for c in claims if c.evidence.trusted and c.said_in > spoken], today)
    return newer if newer.code in {StandingCode.IN_FORCE, StandingCode.ENDS_THIS_YEAR} else own


def _recency(fact: CertificateFact) -> tuple[bool, date, date, int, str]:
    """Larger is later: one that has not been ended, then the newest; the rest only makes ties stable."""
    return (
        fact.ended_by is None,
        fact.issued_on,
        fact.ended_on or date.max,
        -fact.stars,
        fact.number + (fact.ended_by or ""),
    )


def _of_certificate(fact: CertificateFact, today: date) -> Standing:
    code, changes = _certificate_code(fact, today)
    return Standing(
        code=code,
        basis=Basis.CERTIFICATE,
        stars=fact.stars if code.has_stars else None,
        recognised_stars=fact.stars,
        year=fact.issued_on.year,
        issued_on=fact.issued_on,
        valid_until=fact.extended_until if code is StandingCode.EXTENDED else fact.valid_until,
        precision=Precision.DAY,
        number=fact.number,
        ended_on=fact.ended_on,
        ended_by=fact.ended_by,
        check_code=fact.check_code,
        changes_on=changes,
    )


def _certificate_code(fact: CertificateFact, today: date) -> tuple[StandingCode, date | None]:
    if fact.ended_by is EndedBy.SUPERSEDED:
        return StandingCode.SUPERSEDED, None
    if fact.ended_by:
        return StandingCode.REVOKED, None
    if today <= fact.valid_until:
        return StandingCode.IN_FORCE, fact.valid_until + timedelta(days=1)
    if fact.extended_until and today <= fact.extended_until:
        return StandingCode.EXTENDED, fact.extended_until + timedelta(days=1)
    return StandingCode.LAPSED, None


def _of_claims(claims: list[ClaimFact], today: date) -> Standing:
    """Return the best that the claims allow: stars in force, then the newest word of a trusted source."""
    if not claims:
        return Standing(code=StandingCode.UNVERIFIED, basis=Basis.NONE)
    best = min(claims, key=lambda c: _preference(c, today))
    code, changes = _claim_code(best, today)
    ends = best.ends
    return Standing(
        code=code,
        basis=Basis.CLAIM,
        stars=best.stars if code.has_stars else None,
        recognised_stars=best.stars,
        evidence=best.evidence,
        year=best.said_in or None,
        issued_on=best.issued_on,
        valid_until=ends[1] if ends else None,
        precision=(Precision.DAY if best.issued_on else Precision.YEAR) if ends else None,
        number=best.number,
        source=best.source,
        changes_on=changes,
    )


def _preference(claim: ClaimFact, today: date) -> tuple[object, ...]:
    """Smaller is better: not yet over, then newest, then best evidence, then the lower star."""
    code, _ = _claim_code(claim, today)
    alive = (StandingCode.IN_FORCE, StandingCode.ENDS_THIS_YEAR)
    rank = alive.index(code) if code in alive else 3 if code is StandingCode.UNVERIFIED else 2
    order = list(Evidence).index(claim.evidence)
    last = claim.ends[1] if claim.ends else date.min
    return rank, -claim.said_in, order, claim.stars or 9, claim.proposes_five, last, claim.number or ""


def _claim_code(claim: ClaimFact, today: date) -> tuple[StandingCode, date | None]:
    """Return what one claim says on `today`, and the day on which it will say something else."""
    if not claim.evidence.trusted:
        return StandingCode.UNVERIFIED, None
    if claim.stars is None:
        return (StandingCode.PROPOSED_5 if claim.proposes_five else StandingCode.UNCLASSED), None
    if claim.ends is None:
        return StandingCode.UNDATED, None
    first, last = claim.ends
    # A certificate is good through its last day, so the year's first possible end leaves that day in force.
    after_first = first + timedelta(days=1) if first == last else first
    if today < after_first:
        return StandingCode.IN_FORCE, after_first
    if today <= last:
        return StandingCode.ENDS_THIS_YEAR, last + timedelta(days=1)
    return StandingCode.LAPSED, None
