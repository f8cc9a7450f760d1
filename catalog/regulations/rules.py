"""What the law says on a day: editions as dated rows, and pure lookups in them. The values stand in `data/`."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from catalog.regulations.procedure import Party, Procedure
from catalog.regulations.sources import Sourced
from foundation.i18n.content import Bilingual
from foundation.i18n.text import fold, slug


@dataclass(frozen=True, kw_only=True)
class Turn(Sourced):
    """The first or the last day for which an edition answers."""

    day: date


@dataclass(frozen=True, kw_only=True)
class Transition(Sourced):
    """Dossiers of these kinds, lodged before a day, are finished by the older edition until another."""

    dossiers: frozenset[str]
    lodged_before: date
    until: date


@dataclass(frozen=True, kw_only=True)
class SheetFile:
    """Where an edition's scoring sheets lie, and its name in the taxonomy and in public addresses."""

    file: str
    groups: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Parts(Sourced):
    """Most points of each part of a scoring sheet."""

    points: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Bands(Sourced):
    """The least average of points for each star, most stars first; below `certified_from` there is no certificate."""

    least: Mapping[int, int]
    certified_from: int

    @property
    def certified(self) -> tuple[int, ...]:
        """Stars with a certificate, fewest first."""
        return tuple(sorted(stars for stars in self.least if stars >= self.certified_from))


@dataclass(frozen=True, kw_only=True)
class Minimums(Sourced):
    """Whether the least options of each star are on file; where not, a council confirms them by hand."""

    on_file: bool


@dataclass(frozen=True, kw_only=True)
class Recognition(Sourced):
    """Who recognises some stars; on fewer days than the edition answers for where it says so."""

    stars: frozenset[int]
    by: str
    who: Bilingual
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it holds on a day of its edition."""
        return (self.since or on) <= on <= (self.until or on)


@dataclass(frozen=True, kw_only=True)
class Validity(Sourced):
    """How many months a certificate runs from the day of its issue."""

    months: int


@dataclass(frozen=True, kw_only=True)
class Renewal(Sourced):
    """Between which days before expiry a renewal is lodged."""

    earliest_days: int
    latest_days: int


@dataclass(frozen=True, kw_only=True)
class Extension(Sourced):
    """How long certificates issued before a day stay valid past expiry while their renewal is pending."""

    issued_before: date
    days: int


@dataclass(frozen=True, kw_only=True)
class Ground(Sourced):
    """Why a certificate may be revoked: a letter of the article."""

    code: str
    letter: str
    title: Bilingual


@dataclass(frozen=True, kw_only=True)
class Revoker:
    """Who revokes some stars."""

    stars: frozenset[int]
    level: str
    who: Bilingual


@dataclass(frozen=True, kw_only=True)
class Revocation(Sourced):
    """On which grounds certificates are revoked, by whom, and within how many days of the finding."""

    within_days: int
    grounds: tuple[Ground, ...]
    by: tuple[Revoker, ...]

    def level(self, stars: int) -> str:
        """Return the level that revokes so many stars."""
        return next(one.level for one in self.by if stars in one.stars)


@dataclass(frozen=True, kw_only=True)
class Level:
    """A level of authorities and the last day it existed; which names of authorities are of it."""

    code: str
    title: Bilingual
    begins: tuple[str, ...] = ()
    others: bool = False
    until: date | None = None
    decision: str | None = None
    article: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Edition:
    """One edition of the rules — phiên bản quy định; equal to itself only."""

    code: str
    decisions: tuple[str, ...]
    since: Turn
    until: Turn | None
    transitions: tuple[Transition, ...]
    sheets: SheetFile
    parts: Parts
    bands: Bands
    minimums: Minimums
    recognitions: tuple[Recognition, ...]
    validity: Validity
    renewal: Renewal | None
    extension: Extension | None
    revocation: Revocation
    procedure: Procedure

    @property
    def address(self) -> str:
        """Its name in public addresses."""
        return slug(self.code)

    @property
    def title(self) -> str:
        """Its decisions as they are cited."""
        return ", ".join(self.decisions)

    @property
    def last_day(self) -> date | None:
        """The last day on which somebody is judged by it, transitions included; None while it answers for new ones."""
        return max([self.until.day, *(one.until for one in self.transitions)]) if self.until else None

    def given_by(self, level: str, on: date) -> frozenset[int]:
        """Return the stars this level recognises on a day."""
        return frozenset().union(*(one.stars for one in self.recognitions if one.by == level and one.holds(on)))

    def recognised_by(self, stars: int, on: date) -> tuple[Recognition, ...]:
        """Who recognises so many stars on a day, as the file has them."""
        return tuple(one for one in self.recognitions if stars in one.stars and one.holds(on))

    def expiry(self, issued_on: date) -> date:
        """Return the last day of a certificate that was issued under it on this day."""
        return months_after(issued_on, self.validity.months)

    def extends(self, issued_on: date) -> Extension | None:
        """Return what it says of extending a certificate of this day."""
        return self.extension if self.extension and issued_on < self.extension.issued_before else None


@dataclass(frozen=True)
class Book:
    """Scoring sheets that one or several editions share, under one address."""

    address: str
    file: str
    groups: str
    title: str
    since: date
    until: date | None

    def in_force(self, on: date) -> bool:
        """Whether somebody was judged by them on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Law:
    """All editions, oldest first, with the levels of authorities and the day the programme began."""

    editions: tuple[Edition, ...]
    levels: tuple[Level, ...]
    parties: tuple[Party, ...]
    began: date
    _starts: list[date] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Where each edition begins, for looking up a day."""
        object.__setattr__(self, "_starts", [one.since.day for one in self.editions])

    def on(self, day: date) -> Edition:
        """Return the one edition that answers for a day; the first one also for what was before it."""
        return self.editions[max(bisect_right(self._starts, day) - 1, 0)]

    def longest_extension(self, issued_on: date) -> int:
        """By how many days any edition lets a certificate of this day be extended at most."""
        return max((found.days for one in self.editions if (found := one.extends(issued_on))), default=0)

    @cached_property
    def by_code(self) -> Mapping[str, Edition]:
        """Editions by their codes."""
        return {one.code: one for one in self.editions}

    @cached_property
    def by_address(self) -> Mapping[str, Edition]:
        """Editions by their names in public addresses."""
        return {one.address: one for one in self.editions}

    @cached_property
    def grounds(self) -> Mapping[str, Ground]:
        """Every ground of a revocation by its code."""
        return {one.code: one for edition in self.editions for one in edition.revocation.grounds}

    @cached_property
    def party_by_code(self) -> Mapping[str, Party]:
        """Who has duties in the procedure, by their codes."""
        return {one.code: one for one in self.parties}

    @cached_property
    def level_by_code(self) -> Mapping[str, Level]:
        """Levels of authorities by their codes."""
        return {one.code: one for one in self.levels}

    @cached_property
    def books(self) -> tuple[Book, ...]:
        """The sheets, newest first."""
        found: dict[str, list[Edition]] = {}
        for one in self.editions:
            found.setdefault(one.sheets.address, []).append(one)
        return tuple(_book(editions) for editions in reversed(found.values()))

    def book_of(self, edition: Edition) -> Book:
        """Return the sheets of an edition, which others may share."""
        return next(one for one in self.books if one.address == edition.sheets.address)

    def newest_with(self, book: Book) -> Edition:
        """Return the newest of the editions that share these sheets."""
        return next(one for one in reversed(self.editions) if one.sheets.address == book.address)

    def level_of(self, authority: str) -> Level:
        """Return the level of an authority by the words its name begins with."""
        words = fold(authority) + " "
        named = (one for one in self.levels if any(words.startswith(fold(begin) + " ") for begin in one.begins))
        return next(named, None) or next(one for one in self.levels if one.others)


def months_after(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _book(editions: list[Edition]) -> Book:
    first, last = editions[0], editions[-1]
    own = last.sheets
    return Book(own.address, own.file, own.groups, last.title, first.since.day, last.last_day)
