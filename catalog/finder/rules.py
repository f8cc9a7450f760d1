"""What a reader asks of the catalogue and how counts are rolled up. Pure functions."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.certificates.rules import StandingCode
from catalog.producers.rules import ProducerType

PER_PAGE = 24
PER_PAGE_MAX = 100
WORDS_MAX = 12
"""More words than this add nothing a reader could mean."""


class Sort(StrEnum):
    """Orders a list can be asked in."""

    RELEVANCE = "relevance"
    STANDING = "standing"
    STARS = "stars"
    NEWEST = "newest"
    NAME = "name"


class Facet(StrEnum):
    """What a list can be narrowed by."""

    PROVINCE = "province"
    GROUP = "group"
    STARS = "stars"
    STANDING = "standing"
    PRODUCER_TYPE = "producer_type"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks: words, and the chosen values of each facet (none chosen = all).

    `provinces` are current codes, `groups` public group codes of the edition in force.
    """

    q: str = ""
    provinces: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    stars: frozenset[int] = frozenset()
    standings: frozenset[StandingCode] = frozenset()
    producer_types: frozenset[ProducerType] = frozenset()
    sort: Sort | None = None

    @property
    def order(self) -> Sort:
        """The order that applies: what was asked for, else relevance for words and standing without."""
        if self.sort is None or (self.sort is Sort.RELEVANCE and not self.q):
            return Sort.RELEVANCE if self.q else Sort.STANDING
        return self.sort

    def chosen(self, facet: Facet) -> frozenset[str]:
        """Return the chosen values of one facet in the form they have in addresses."""
        values: dict[Facet, Iterable[object]] = {
            Facet.PROVINCE: self.provinces,
            Facet.GROUP: self.groups,
            Facet.STARS: self.stars,
            Facet.STANDING: self.standings,
            Facet.PRODUCER_TYPE: self.producer_types,
        }
        return frozenset(str(value) for value in values[facet])

    @property
    def narrowed(self) -> bool:
        """Whether any facet is chosen."""
        return any(self.chosen(facet) for facet in Facet)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many products share these values; `shelf` are the group codes they are counted under."""

    province: str
    shelf: tuple[str, ...]
    stars: int | None
    standing: StandingCode
    producer_type: ProducerType
    count: int

    def values(self, facet: Facet) -> tuple[str, ...]:
        """Return the values under which these products are counted in one facet."""
        if facet is Facet.PROVINCE:
            return (self.province,)
        if facet is Facet.GROUP:
            return self.shelf
        if facet is Facet.STARS:
            return (str(self.stars),) if self.stars else ()
        return (self.standing.value,) if facet is Facet.STANDING else (self.producer_type.value,)


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a facet: how many products, and how many of them with stars in force."""

    value: str
    count: int
    in_force: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Rollup:
    """Counts of a list: all hits of the filters, and each facet counted as if it were not chosen itself."""

    total: int
    in_force: int
    facets: dict[Facet, list[FacetCount]] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[tuple[FacetCount, ...], ...]:
        """All that the facets say, as one value that can be compared."""
        return tuple(tuple(counts) for counts in self.facets.values())


def roll_up(cells: Iterable[Cell], filters: Filters) -> Rollup:
    """Exact counts from the cells of the words' hits; values without a hit appear only when chosen."""
    rows = list(cells)
    hits = [cell for cell in rows if _passes(cell, filters, skip=None)]
    return Rollup(
        total=sum(cell.count for cell in hits),
        in_force=_in_force(hits),
        facets={facet: _facet(rows, filters, facet) for facet in Facet},
    )


def _facet(rows: list[Cell], filters: Filters, facet: Facet) -> list[FacetCount]:
    counts: Counter[str] = Counter()
    in_force: Counter[str] = Counter()
    for cell in rows:
        if _passes(cell, filters, skip=facet):
            for value in cell.values(facet):
                counts[value] += cell.count
                in_force[value] += cell.count if cell.standing.has_stars else 0
    chosen = filters.chosen(facet)
    known = sorted({*counts, *chosen}, key=_natural)
    return [FacetCount(value, counts[value], in_force[value], value in chosen) for value in known]


def _passes(cell: Cell, filters: Filters, skip: Facet | None) -> bool:
    for facet in Facet:
        wanted = filters.chosen(facet)
        if facet is not skip and wanted and wanted.isdisjoint(cell.values(facet)):
            return False
    return True


def _in_force(cells: Iterable[Cell]) -> int:
    return sum(cell.count for cell in cells if cell.standing.has_stars)


def _natural(value: str) -> tuple[int, str]:
    order: Callable[[str], int] = [s.value for s in StandingCode].index
    return (order(value), "") if value in tuple(StandingCode) else (-1, value)
