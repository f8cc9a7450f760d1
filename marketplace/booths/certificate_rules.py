"""What stars a product has on all days of a fair. Pure functions over the one rule of standings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.certificates.rules import CertificateFact, ClaimFact, standing

LONGEST = 60
"""Days of an event that are asked; what lasts longer is no fair."""


@dataclass(frozen=True, slots=True)
class StarsHeld:
    """The stars that are in force on every day, or None; the number and end of what the first day rests on."""

    stars: int | None
    number: str = ""
    valid_until: date | None = None


def stars_on(
    certificates: Iterable[CertificateFact], claims: Iterable[ClaimFact], first: date, last: date
) -> StarsHeld:
    """Return the fewest stars of any day from the first to the last; None where one day has none."""
    known, said = list(certificates), list(claims)
    days = [first + timedelta(days=after) for after in range(min((last - first).days, LONGEST - 1) + 1)]
    found = [standing(known, said, day) for day in days]
    stars = [one.stars for one in found if one.stars is not None]
    begins = found[0]
    held = min(stars) if len(stars) == len(found) else None
    return StarsHeld(held, begins.number or "", begins.valid_until)


def is_enough(held: Iterable[StarsHeld], least: int) -> bool:
    """Whether something may be shown: at least one product, and each with as many stars as the fair asks for."""
    known = list(held)
    return bool(known) and all(least == 0 or (one.stars or 0) >= least for one in known)
