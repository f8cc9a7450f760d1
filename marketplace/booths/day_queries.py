"""Reading a fair's days: who is expected at the gate, with whose stars something is wrong; what booths told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.certificates.queries import facts_of
from marketplace.booths.certificate_rules import stars_on
from marketplace.booths.day_models import BoothCheckin, BoothDay
from marketplace.booths.day_rules import NUMBERS, DayNumbers, total
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import Moment
from marketplace.booths.queries import labels_by_registration
from marketplace.booths.registering_models import BoothProduct, BoothRegistration, BoothStaff
from marketplace.booths.rules import SHORT_LENGTH, TAKES_PART, RegistrationState

AT_THE_GATE = TAKES_PART | {RegistrationState.NO_SHOW}
_NUMBERED = "#"
"""Before the number of a registration that has no badge."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whose code it is."""

    registration_id: int
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """An exhibitor at the gate: booths, people, when the first came; products whose stars are not in force today."""

    registration: BoothRegistration
    labels: Sequence[str]
    came_at: datetime | None
    lapsed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """What one exhibitor told of all days, and of how many."""

    registration: BoothRegistration
    labels: Sequence[str]
    days: int
    told: DayNumbers


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a fair as its booths told it."""

    expected: int
    came: int
    by_day: Sequence[tuple[date, int, DayNumbers]]
    lines: Sequence[Line]
    all: DayNumbers


def by_code(session: Session, event_id: int, code: str) -> Found | None:
    """Return whose badge of a fair has a code; a number after # is that of a registration without badges."""
    if code.startswith(_NUMBERED):
        number = code.removeprefix(_NUMBERED)
        wanted = select(BoothRegistration.id).filter_by(event_id=event_id)
        if not (number.isascii() and number.isdigit() and len(number) <= SHORT_LENGTH):
            return None
        one = session.scalar(wanted.where(BoothRegistration.id == int(number)))
        return Found(one, None) if one else None
    asked = select(BoothStaff).filter_by(event_id=event_id)
    is_short = len(code) == SHORT_LENGTH
    staff = session.scalar(asked.where(BoothStaff.short == code.upper() if is_short else BoothStaff.code == code))
    return Found(staff.registration_id, staff.id) if staff else None


def gate_list(session: Session, fair: BoothFair, at: Moment) -> list[Expected]:
    """Return who is expected, by their booths; a handful of queries for all."""
    rows = _taking_part(session, fair.event_id)
    labels = labels_by_registration(session, fair.event_id, at.now)
    came = _first_came(session, fair.event_id)
    lapsed = _lapsed(session, rows, max(fair.min_stars, 1), at.today)
    listed = [Expected(one, labels.get(one.id, []), came.get(one.id), lapsed.get(one.id, [])) for one in rows]
    return sorted(listed, key=lambda one: (list(one.labels), one.registration.id))


def report_of(session: Session, fair: BoothFair, moment: datetime) -> Report:
    """Return what booths of a fair told; four queries."""
    rows = _taking_part(session, fair.event_id)
    labels = labels_by_registration(session, fair.event_id, moment)
    told: dict[int, list[BoothDay]] = {}
    for day in session.scalars(_days(fair.event_id)):
        told.setdefault(day.registration_id, []).append(day)
    lines = [
        Line(one, labels.get(one.id, []), len(told.get(one.id, [])), total(map(_numbers, told.get(one.id, []))))
        for one in rows
    ]
    everything = [day for days in told.values() for day in days]
    came = sum(one.state is RegistrationState.CHECKED_IN for one in rows)
    return Report(len(rows), came, _by_day(everything), lines, total(map(_numbers, everything)))


def days_of(session: Session, registration_id: int) -> Mapping[date, BoothDay]:
    """Return what a booth told of each day."""
    wanted = select(BoothDay).filter_by(registration_id=registration_id).order_by(BoothDay.day)
    return {one.day: one for one in session.scalars(wanted)}


def _by_day(told: Sequence[BoothDay]) -> list[tuple[date, int, DayNumbers]]:
    days = sorted({one.day for one in told})
    grouped = {day: [_numbers(one) for one in told if one.day == day] for day in days}
    return [(day, len(numbers), total(numbers)) for day, numbers in grouped.items()]


def _days(event_id: int) -> Select[BoothDay]:
    joined = select(BoothDay).join(BoothRegistration, BoothRegistration.id == BoothDay.registration_id)
    return joined.where(BoothRegistration.event_id == event_id).order_by(BoothDay.day)


def _numbers(day: BoothDay) -> DayNumbers:
    return DayNumbers(**{name: getattr(day, name) for name in NUMBERS})


def _taking_part(session: Session, event_id: int) -> Sequence[BoothRegistration]:
    wanted = select(BoothRegistration).filter_by(event_id=event_id)
    wanted = wanted.where(BoothRegistration.state.in_(AT_THE_GATE)).order_by(BoothRegistration.id)
    return session.scalars(
        wanted.options(
            joinedload(BoothRegistration.producer),
            selectinload(BoothRegistration.staff),
            selectinload(BoothRegistration.products).joinedload(BoothProduct.product),
        )
    ).all()


def _first_came(session: Session, event_id: int) -> dict[int, datetime]:
    wanted = select(BoothCheckin.registration_id, func.min(BoothCheckin.at))
    wanted = wanted.where(BoothCheckin.event_id == event_id, BoothCheckin.found.in_(TAKES_PART))
    rows = session.execute(wanted.group_by(BoothCheckin.registration_id))
    return {row[0]: row[1] for row in rows}


def _lapsed(session: Session, rows: Sequence[BoothRegistration], least: int, today: date) -> dict[int, list[str]]:
    """Return the products of each whose stars of today are fewer than the fair asks for, or none; two queries."""
    products = {each.product_id: each.product.name for one in rows for each in one.products}
    facts = facts_of(session, list(products))
    lacking = {number for number in products if (stars_on(*facts[number], today, today).stars or 0) < least}
    return {one.id: [products[each.product_id] for each in one.products if each.product_id in lacking] for one in rows}
