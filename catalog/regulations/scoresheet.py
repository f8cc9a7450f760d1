"""A scoring sheet — phiếu chấm — as values: parts, sections, criteria, options, and what each criterion takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from foundation.i18n.content import Bilingual


@dataclass(frozen=True, slots=True)
class Option:
    """One answer with its points; `min_star` marks it as the least for that many stars. Vietnamese only."""

    label: str | None
    points: int
    min_star: int | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of a sheet with the most points it can bring.

    `excludes`: a note says for what a product is turned down here; `zero_excludes`: no points do it by themselves.
    `full_from`: the least number of stars for which all of its points are needed.
    """

    code: str
    title: Bilingual
    most: int
    notes: tuple[str, ...]
    options: tuple[Option, ...]
    case: str | None = None
    additive: bool = False
    full_from: int | None = None
    excludes: bool = False
    zero_excludes: bool = False

    def offered(self, case: str | None) -> tuple[Option, ...]:
        """Return the options that count in a case."""
        return tuple(one for one in self.options if one.case in {None, case})

    def marks(self, case: str | None) -> tuple[int, ...]:
        """Return every mark it can get, fewest points first; 0 says that no option applies."""
        points = [one.points for one in self.offered(case)]
        if not self.additive:
            return tuple(sorted({0, *points}))
        return tuple(sorted({sum(some) for count in range(len(points) + 1) for some in combinations(points, count)}))

    def least(self, stars: int, case: str | None) -> int:
        """Return the mark without which a product does not get so many stars; 0 where there is none."""
        if self.full_from is not None and self.full_from <= stars:
            return self.marks(case)[-1]
        marked = (one.points for one in self.offered(case) if one.min_star is not None and one.min_star <= stars)
        return max(marked, default=0)


@dataclass(frozen=True, slots=True)
class Section:
    """Criteria under one heading."""

    title: Bilingual
    most: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Part A, B or C of a sheet."""

    code: str
    title: Bilingual
    most: int
    sections: tuple[Section, ...]

    def criteria(self, case: str | None) -> Iterator[Criterion]:
        """Yield what is scored in a case, in the order of the sheet."""
        return (one for section in self.sections for one in section.criteria if one.case in {None, case})


@dataclass(frozen=True)
class Sheet:
    """The scoring sheet of one set of products — phiếu chấm; `key` names it in addresses.

    `whole` is False where the transcript does not add up; `excludes` are what a dossier is turned down for.
    """

    key: str
    number: int
    title: Bilingual
    source: str
    whole: bool
    excludes: tuple[str, ...]
    parts: tuple[Part, ...]

    @cached_property
    def cases(self) -> tuple[str, ...]:
        """Alternatives of which one is scored — trường hợp; none on most sheets."""
        every = [one for part in self.parts for section in part.sections for one in section.criteria]
        named = {one.case for one in every} | {option.case for one in every for option in one.options}
        return tuple(sorted(one for one in named if one is not None))

    def criteria(self, case: str | None) -> tuple[Criterion, ...]:
        """Return what is scored in a case, in the order of the sheet."""
        return tuple(one for part in self.parts for one in part.criteria(case))

    def gap(self, case: str | None) -> int:
        """Return the points that nobody can get, because the transcript has lost them."""
        reachable = sum(one.marks(case)[-1] for one in self.criteria(case))
        return sum(part.most for part in self.parts) - reachable
