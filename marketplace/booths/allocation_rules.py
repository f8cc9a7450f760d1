"""Who gets a booth: by coming first, by published criteria, or by the quotas of provinces. Pure functions.

Each decision can be told to whoever asks: the points of every criterion, the place in the order, the quota.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

OTHERS = "*"
"""The quota of every province that has none of its own."""


class Allocation(StrEnum):
    """How the booths of a fair are given."""

    FIRST_COME = "first_come"
    SELECTION = "selection"
    QUOTA = "quota"


class Measure(StrEnum):
    """What points can be given for: facts on record, nothing that has to be judged."""

    STARS = "stars"  # of the best certificate on the event's days
    FIRST_TIME = "first_time"  # at no fair here within three years
    OWN_PROVINCE = "own_province"  # from the province where it is held
    PRODUCTS = "products"  # certified products brought along
    COOPERATIVE = "cooperative"


CAPS: Mapping[Measure, int] = {
    Measure.STARS: 5,
    Measure.FIRST_TIME: 1,
    Measure.OWN_PROVINCE: 1,
    Measure.PRODUCTS: 5,
    Measure.COOPERATIVE: 1,
}
"""The most of each that counts."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A published criterion: the points of each unit of what it measures."""

    measure: Measure
    points: int


@dataclass(frozen=True, slots=True)
class Application:
    """What is known of whoever applies when it is decided; `number` is the registration's."""

    number: int
    sent_at: datetime
    province: str
    measured: Mapping[Measure, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """An application in the order in which booths are given, with its points."""

    application: Application
    points: int
    is_chosen: bool


def points_of(application: Application, criteria: Iterable[Criterion]) -> int:
    """Return the points of an application; what is not known of it counts nothing."""
    return sum(
        one.points * min(CAPS[one.measure], max(0, application.measured.get(one.measure, 0))) for one in criteria
    )


def first_come(applications: Iterable[Application], capacity: int) -> list[Placed]:
    """Give to whoever was first."""
    ordered = sorted(applications, key=_came)
    return [Placed(one, 0, place < capacity) for place, one in enumerate(ordered)]


def select(applications: Iterable[Application], capacity: int, criteria: Sequence[Criterion]) -> list[Placed]:
    """Give by points; of equal points, to whoever was first."""
    scored = sorted(
        ((points_of(one, criteria), one) for one in applications), key=lambda pair: (-pair[0], *_came(pair[1]))
    )
    return [Placed(one, points, place < capacity) for place, (points, one) in enumerate(scored)]


def by_quota(
    applications: Iterable[Application], capacity: int, quotas: Mapping[str, int], criteria: Sequence[Criterion] = ()
) -> list[Placed]:
    """Give each province so many, within it by points; what a province leaves over goes to the best of the rest.

    A province without a quota of its own shares that of `OTHERS`. Quotas that sum to more than there is are cut by the
    order of points, never by the order of provinces.
    """
    ordered = select(applications, capacity, criteria)
    within, counted = list[Placed](), Counter[str]()
    for one in ordered:
        share = one.application.province if one.application.province in quotas else OTHERS
        if counted[share] < quotas.get(share, 0) and len(within) < capacity:
            counted[share] += 1
            within.append(one)
    rest = [one for one in ordered if one not in within]
    chosen = {one.application.number for one in [*within, *rest[: max(0, capacity - len(within))]]}
    return [Placed(one.application, one.points, one.application.number in chosen) for one in ordered]


def _came(application: Application) -> tuple[datetime, int]:
    return application.sent_at, application.number
