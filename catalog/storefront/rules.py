"""What pages make of counts: figures, shades of the map, tables. Pure functions."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.certificates.rules import StandingCode
from foundation.i18n.content import Bilingual

SHADES = 4
"""Shades of the map: nothing recorded, then thirds of the provinces."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many real products stand how."""

    in_force: int
    ending: int
    lapsed: int
    other: int

    @property
    def total(self) -> int:
        """All published real products."""
        return self.in_force + self.ending + self.lapsed + self.other


def figures(counts: Mapping[StandingCode, int]) -> Figures:
    """Return the four figures; every standing is in exactly one of them."""
    in_force = sum(count for code, count in counts.items() if code.has_stars)
    ending = counts.get(StandingCode.ENDS_THIS_YEAR, 0)
    lapsed = counts.get(StandingCode.LAPSED, 0)
    return Figures(in_force, ending, lapsed, sum(counts.values()) - in_force - ending - lapsed)


def shade_steps(counts: Iterable[int]) -> tuple[int, ...]:
    """Return the least counts of the second, third and fourth shade; fewer where provinces are too alike.

    Each shade holds about a third of the provinces that have products; steps are round numbers.
    """
    known = sorted(count for count in counts if count)
    if not known:
        return ()
    thirds = (known[0], known[len(known) // 3], known[2 * len(known) // 3])
    steps = [1, *(_rounded(count) for count in thirds[1:])]
    return tuple(sorted(set(steps)))


def shade(count: int, steps: tuple[int, ...]) -> int:
    """Return the shade of a count, from 1 (nothing) to 4."""
    return 1 + sum(count >= step for step in steps)


def _rounded(count: int) -> int:
    """Return a number from which one reads at a glance: 17 → 15, 612 → 600."""
    digits = len(str(count))
    step = 5 * int("1".ljust(digits - 1, "0")) if digits > 1 else 1
    return count // step * step


@dataclass(frozen=True, slots=True)
class Cell:
    """How many products of a province share these values."""

    group_id: int | None
    stars: int | None
    code: StandingCode
    former_province: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A sector's products by the level they were recognised at; `sector` is None where none is on record."""

    sector: str | None
    by_stars: Mapping[int | None, int]

    @property
    def total(self) -> int:
        """All of the sector's products."""
        return sum(self.by_stars.values())


def by_sector(cells: Iterable[Cell], sector_of: Callable[[int | None], str | None]) -> list[Row]:
    """Return a province's products by sector and level, sectors in the law's order, those without one last."""
    counted: dict[str | None, Counter[int | None]] = {}
    for cell in cells:
        counted.setdefault(sector_of(cell.group_id), Counter())[cell.stars] += cell.count
    return [Row(sector, counted[sector]) for sector in sorted(counted, key=lambda code: (code is None, code or ""))]


def standing_totals(cells: Iterable[Cell]) -> dict[StandingCode, int]:
    """How many products have each standing."""
    found: Counter[StandingCode] = Counter()
    for cell in cells:
        found[cell.code] += cell.count
    return dict(found)


def former_totals(cells: Iterable[Cell]) -> dict[str, int]:
    """How many products came from each former province, by its code."""
    found: Counter[str] = Counter()
    for cell in cells:
        found[cell.former_province] += cell.count
    return dict(found)


@dataclass(frozen=True, slots=True)
class Named:
    """A product as far as a line of text names it."""

    id: int
    slug: str
    name: Bilingual
    stars: int | None


@dataclass(frozen=True, slots=True)
class DecisionSeen:
    """A decision with what is on record of its products in one province, the best known first.

    `on_file` says that certificates rest on it; otherwise a source names it. `issued_on` is None where
    only the year is known.
    """

    number: str
    year: int
    issued_on: date | None
    province_code: str
    on_file: bool
    products: tuple[Named, ...]

    def by_stars(self) -> list[tuple[int | None, int]]:
        """How many of its products have which level, most stars first, unstated last."""
        counted = Counter(product.stars for product in self.products)
        return sorted(counted.items(), key=lambda pair: -(pair[0] or 0))
