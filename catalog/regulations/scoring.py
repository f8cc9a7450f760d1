"""What a filled-in sheet scores: points exactly, stars by points and minimums, and what holds the next ones back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from catalog.regulations.rules import Bands
from catalog.regulations.scoresheet import Criterion, Sheet

DOSSIER = "dossier"
"""The knock-out that stands on every sheet: the dossier itself is turned down."""
TOTAL = "total"


class MarkRefused(ValueError):
    """A sheet that was not filled in as the law has it: the place on it, and why."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands on a sheet; `unmarked` are criteria it names only. With `mean` its marks are those of a council."""

    marks: Mapping[str, Fraction]
    unmarked: Sequence[str] = ()
    case: str | None = None
    mean: bool = False
    knock_outs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What keeps a product from so many stars: its total, or a criterion below its minimum."""

    star: int
    criterion: str
    needed: int
    given: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The result of a sheet; `stars` is None while anything is missing or knocked out."""

    parts: Mapping[str, Fraction]
    total: Fraction
    band: int
    stars: int | None
    held_back: tuple[Shortfall, ...]
    missing: tuple[str, ...]
    knocked_out: tuple[str, ...]
    gap: int


def score(sheet: Sheet, bands: Bands, filled: Filled) -> Score:
    """Return what a filled-in sheet scores; nothing is rounded before it is compared."""
    check(sheet, filled)
    criteria = sheet.criteria(filled.case)
    parts = {part.code: _sum(part.criteria(filled.case), filled.marks) for part in sheet.parts}
    total = sum(parts.values(), Fraction(0))
    missing = tuple(one.code for one in criteria if one.code not in filled.marks)
    knocked_out = _knocked_out(criteria, filled)
    stars, held_back = (None, ()) if missing or knocked_out else _stars(criteria, bands, filled, total)
    return Score(
        parts=parts,
        total=total,
        band=band(bands, total),
        stars=stars,
        held_back=held_back,
        missing=missing,
        knocked_out=knocked_out,
        gap=sheet.gap(filled.case),
    )


def band(bands: Bands, total: Fraction) -> int:
    """Return the star whose points a total reaches, whatever the minimums."""
    return max(stars for stars, least in bands.least.items() if least <= total)


def shortfalls(
    criteria: Iterable[Criterion], bands: Bands, filled: Filled, star: int, total: Fraction
) -> Iterator[Shortfall]:
    """Yield all that keeps a whole sheet from so many stars, the total first."""
    if total < bands.least[star]:
        yield Shortfall(star, TOTAL, bands.least[star], total)
    for one in criteria:
        if (given := filled.marks[one.code]) < (needed := one.least(star, filled.case)):
            yield Shortfall(star, one.code, needed, given)


def mean(sheets: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """Return the mean of the members' marks for each criterion that all of them marked; thirds stay thirds."""
    marked = set(sheets[0]).intersection(*sheets) if sheets else set()
    return {code: sum((one[code] for one in sheets), Fraction(0)) / len(sheets) for code in marked}


def check(sheet: Sheet, filled: Filled) -> None:
    """Refuse what the sheet does not offer: another case, another criterion, other points, another knock-out."""
    if sheet.cases and filled.case not in sheet.cases:
        raise MarkRefused("case", f"this sheet needs one of {', '.join(sheet.cases)}")
    if not sheet.cases and filled.case is not None:
        raise MarkRefused("case", "this sheet has none")
    known = {one.code: one for one in sheet.criteria(filled.case)}
    for code in (*filled.marks, *filled.unmarked):
        if code not in known:
            raise MarkRefused(f"marks[{code!r}]", "this sheet has no such criterion")
    for code, given in filled.marks.items():
        _check_mark(known[code], given, filled)
    for code in filled.knock_outs:
        if code != DOSSIER and not (code in known and known[code].excludes):
            raise MarkRefused(f"knock_outs[{code!r}]", "no note of this sheet says so")


def _check_mark(one: Criterion, given: Fraction, filled: Filled) -> None:
    allowed = one.marks(filled.case)
    if filled.mean and not 0 <= given <= allowed[-1]:
        raise MarkRefused(f"marks[{one.code!r}]", f"not between 0 and {allowed[-1]}")
    if not filled.mean and given not in allowed:
        raise MarkRefused(f"marks[{one.code!r}]", f"not one of {', '.join(map(str, allowed))}")


def _sum(criteria: Iterable[Criterion], marks: Mapping[str, Fraction]) -> Fraction:
    return sum((marks.get(one.code, Fraction(0)) for one in criteria), Fraction(0))


def _knocked_out(criteria: Iterable[Criterion], filled: Filled) -> tuple[str, ...]:
    named = [one.code for one in criteria if one.code in filled.knock_outs or _by_itself(one, filled)]
    return (DOSSIER, *named) if DOSSIER in filled.knock_outs else tuple(named)


def _by_itself(one: Criterion, filled: Filled) -> bool:
    return one.zero_excludes and filled.marks.get(one.code) == 0


def _stars(
    criteria: Sequence[Criterion], bands: Bands, filled: Filled, total: Fraction
) -> tuple[int, tuple[Shortfall, ...]]:
    """Return the stars of a whole sheet, with what holds back each higher one."""
    short = {star: tuple(shortfalls(criteria, bands, filled, star, total)) for star in sorted(bands.least)}
    reached = [star for star in bands.certified if not short[star]]
    points = [star for star in short if star < bands.certified_from and bands.least[star] <= total]
    stars = max(reached or points)
    return stars, tuple(one for star in short if star > stars for one in short[star])
