"""Reading administrative units, and checks of them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from foundation.places.models import REFORM, Place, PlaceLevel, PlaceSuccession

PROVINCES, COMMUNES, FORMER_PROVINCES = 34, 3321, 63
"""Units by law: 202/2025/QH15 and 19/2025/QĐ-TTg; 63 provinces before."""


def province_by_code(session: Session, code: str, on: date) -> Place | None:
    """Return the province that has this code on a day, or None."""
    asked = select(Place).filter_by(level=PlaceLevel.PROVINCE, code=code).where(Place.valid_from <= on)
    return session.scalars(asked.where(or_(Place.valid_to.is_(None), Place.valid_to > on))).one_or_none()


def check_places(session: Session) -> Iterator[str]:
    """Sentences for what does not hold: counts, overlapping days, former units nobody took over."""
    units = list(session.scalars(select(Place)))
    if not units:
        return
    yield from _counts(units)
    yield from _overlaps(units)
    continued = set(session.scalars(select(PlaceSuccession.predecessor_id)))
    for unit in units:
        if unit.valid_to and unit.level is not PlaceLevel.DISTRICT and unit.id not in continued:
            yield f"{unit.full_name} ({unit.code}): ended and nobody took it over"


def _counts(units: list[Place]) -> Iterator[str]:
    on_reform = [u for u in units if u.valid_from == REFORM]
    found = {
        "provinces": (sum(u.level is PlaceLevel.PROVINCE for u in on_reform), PROVINCES),
        "communes": (sum(u.level is PlaceLevel.COMMUNE for u in on_reform), COMMUNES),
        "former provinces": (
            sum(u.level is PlaceLevel.PROVINCE and u.valid_from < REFORM for u in units),
            FORMER_PROVINCES,
        ),
    }
    for name, (count, wanted) in found.items():
        if count != wanted:
            yield f"{count} {name} instead of {wanted}"


def _overlaps(units: list[Place]) -> Iterator[str]:
    by_code: dict[str, list[Place]] = defaultdict(list)
    for unit in units:
        by_code[unit.code].append(unit)
    for code, same in by_code.items():
        same.sort(key=lambda u: u.valid_from)
        for before, after in pairwise(same):
            if before.valid_to is None or before.valid_to > after.valid_from:
                yield f"{code}: two units on one day"
