"""Demands and offers as the model sees them: quantities in units, prices with what they include, days, places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

PER_DAYS: Mapping[str, int] = MappingProxyType({"day": 1, "week": 7, "month": 30})
"""How many days a quantity is for; one in total is for all of them."""
BASE: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "g": ("kg", 0.001),
        "kg": ("kg", 1.0),
        "ta": ("kg", 100.0),
        "tonne": ("kg", 1000.0),
        "ml": ("l", 0.001),
        "l": ("l", 1.0),
        "piece": ("piece", 1.0),
    }
)
"""Each unit's base unit and how much of it one is; a pack is what it holds."""
PACK = "pack"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it was typed: its base unit and how much of it one is."""

    base: str
    holds: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """So much, in total or per day, week or month."""

    amount: float
    unit: Unit
    per: str | None = None

    def over(self, days: int) -> float:
        """Return how much of the base unit it comes to in so many days."""
        total = self.amount * self.unit.holds
        return total if self.per is None else total * days / PER_DAYS[self.per]


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included."""

    first: date
    last: date

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def shared(self, other: "Days") -> "Days | None":
        """Return the days in common."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Days(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Money:
    """A price for a unit, and what it includes; None where that was not said."""

    dong: float
    unit: Unit
    includes: frozenset[str] | None

    @property
    def each(self) -> float:
        """Return the price of the base unit."""
        return self.dong / self.unit.holds

    def compares(self, other: "Money") -> bool:
        """Tell whether two prices are of the same thing."""
        return self.includes is not None and self.includes == other.includes and self.unit.base == other.unit.base


@dataclass(frozen=True, slots=True)
class Tiers:
    """A price list: from how many units each price holds, fewest first."""

    unit: Unit
    includes: frozenset[str] | None
    tiers: tuple[tuple[float, float], ...]

    def at(self, asked: float | None) -> Money:
        """Return the price for so much of the base unit; the first one where that is not known."""
        units = -1.0 if asked is None else asked / self.unit.holds
        held = [dong for least, dong in self.tiers if least <= units + 1e-9 * units]
        return Money(held[-1] if held else self.tiers[0][1], self.unit, self.includes)


@dataclass(frozen=True, slots=True)
class Place:
    """A province, and where in it."""

    province: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a buyer needs."""

    organisation: str | None
    group: str | None
    subgroup: str | None
    text: str | None
    quantity: Quantity | None
    days: Days
    place: Place
    price: Money | None
    hard: bool
    min_stars: int | None
    certifications: frozenset[str]
    payment_days: float | None
    blocked: frozenset[str]

    def asked(self) -> float | None:
        """Return how much of the base unit is asked for, over the days of delivery."""
        return None if self.quantity is None else self.quantity.over(len(self.days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a seller would rather have."""

    min_quantity: Quantity | None = None
    provinces: frozenset[str] | None = None
    payment_days: float | None = None
    price_floor: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a producer can supply."""

    id: str
    organisation: str | None
    newcomer: bool
    state: str | None
    valid_until: date | None
    group: str | None
    subgroup: str | None
    text: str | None
    quantity: Quantity | None
    min_order: Quantity | None
    window: Days | None
    season: tuple[float, ...] | None
    price: Tiers | None
    place: Place
    fresh: bool
    delivers_to: frozenset[str] | None
    stars: int | None
    certificate_until: date | None
    certifications: Mapping[str, date | None]
    replies: tuple[float, float] | None
    confirmed_on: date | None
    prefers: Preferences

    def holds(self, code: str, until: date) -> bool:
        """Tell whether a certification is held and valid to a day."""
        ends = self.certifications.get(code, date.min)
        return ends is None or ends >= until

    def common(self, days: Days) -> Days | None:
        """Return the days of delivery on which it can be had; all of them where no window is set."""
        return days if self.window is None else days.shared(self.window)
