"""The procedure of an edition: who does what in each step, cases, papers, numbers, rounds, clocks, gaps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from string import Formatter

from catalog.regulations.sources import Sourced
from foundation.i18n.content import Bilingual


class Act(StrEnum):
    """What somebody does in a step."""

    LEAD = "lead"
    FILL = "fill"
    HELP = "help"
    RECEIVE = "receive"
    CONFIRM = "confirm"
    CONSOLIDATE = "consolidate"
    ASSESS = "assess"
    SELECT = "select"
    APPROVE = "approve"
    NOTIFY = "notify"
    FORWARD = "forward"
    FOLLOW = "follow"


class Council(StrEnum):
    """How a council comes to its result: in a meeting, or by written opinions first."""

    MEETING = "meeting"
    WRITTEN = "written"


class Copy(StrEnum):
    """What a paper is handed in as."""

    ORIGINAL = "original"
    COPY = "copy"
    NOTARISED = "notarised"
    SAMPLE = "sample"


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who has duties: the producer and the levels of authorities, while they exist."""

    code: str
    title: Bilingual
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What parties do in a step; `rows` are those of the programme's guide."""

    act: Act
    by: tuple[str, ...]
    title: Bilingual
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step(Sourced):
    """A step of the cycle; `optional` where a province may leave it out."""

    code: str
    title: Bilingual
    optional: bool
    duties: tuple[Duty, ...]


@dataclass(frozen=True, kw_only=True)
class Case(Sourced):
    """Why a dossier is lodged: first time, upgrade, renewal."""

    code: str
    title: Bilingual
    council: Council


@dataclass(frozen=True, kw_only=True)
class Paper(Sourced):
    """A paper of some cases, from whom to whom; `units` of a sample, `services` where it is asked of services too."""

    code: str
    title: Bilingual
    cases: frozenset[str]
    by: str
    to: str
    mandatory: bool
    copy: Copy
    units: int = 0
    services: bool = True


@dataclass(frozen=True, kw_only=True)
class Number(Sourced):
    """A number on papers: its pattern and who gives it."""

    code: str
    title: Bilingual
    pattern: str
    given_by: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """What the number is made of."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.pattern) if name)

    def printed(self, **parts: object) -> str:
        """Return the number as papers have it."""
        return self.pattern.format(**parts)


@dataclass(frozen=True, kw_only=True)
class Round(Sourced):
    """A round of a level each year: dossiers forwarded before a day are decided by another; days as month and day."""

    level: str
    before: tuple[int, int]
    decided_by: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RoundDates:
    """A round of one year."""

    before: date
    decided_by: date


@dataclass(frozen=True, kw_only=True)
class Clock(Sourced):
    """Within how many days something is done; `ahead` counts back from the day it is done for.

    `cases` are those it runs for, all where none is named.
    """

    code: str
    title: Bilingual
    by: str
    days: int
    working: bool
    ahead: bool = False
    cases: frozenset[str] = frozenset()

    def due(self, start: date, is_working: Callable[[date], bool]) -> date:
        """Return the last day, counted from the day after (or before) the start."""
        step = timedelta(days=-1 if self.ahead else 1)
        day, left = start, self.days
        while left:
            day += step
            left -= not self.working or is_working(day)
        return day


@dataclass(frozen=True, kw_only=True)
class Passing(Sourced):
    """From how many points a level passes a dossier on to the next."""

    by: str
    to: str
    least: int


@dataclass(frozen=True, kw_only=True)
class CharterRule(Sourced):
    """What the rules of a council — quy chế — must set, because no decision of the state does; what provinces set."""

    code: str
    title: Bilingual
    seen: Bilingual | None = None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is not known of an edition."""

    about: str
    title: Bilingual


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """All of it for one edition."""

    steps: tuple[Step, ...]
    cases: tuple[Case, ...]
    papers: tuple[Paper, ...]
    numbers: tuple[Number, ...] = ()
    rounds: tuple[Round, ...] = ()
    clocks: tuple[Clock, ...] = ()
    passings: tuple[Passing, ...] = ()
    charter: tuple[CharterRule, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def step(self, code: str) -> Step:
        """Return a step of the cycle."""
        return next(one for one in self.steps if one.code == code)

    def who(self, step: str, act: Act) -> tuple[str, ...]:
        """List the parties that do this in a step, as the file has them."""
        named = [party for duty in self.step(step).duties if duty.act is act for party in duty.by]
        return tuple(dict.fromkeys(named))

    def papers_of(self, case: str, *, service: bool, by: str | None = None) -> tuple[Paper, ...]:
        """List the papers of a case, of one party or of all."""
        return tuple(
            one for one in self.papers if case in one.cases and (one.services or not service) and by in {None, one.by}
        )

    def case(self, code: str) -> Case:
        """Return a case."""
        return next(one for one in self.cases if one.code == code)

    def number(self, code: str) -> Number | None:
        """Return a number's format; None where none is known."""
        return next((one for one in self.numbers if one.code == code), None)

    def clock(self, code: str) -> Clock | None:
        """Return a clock; None where the edition sets none."""
        return next((one for one in self.clocks if one.code == code), None)

    def round_of(self, level: str, forwarded_on: date) -> RoundDates | None:
        """Return the round that decides on what was forwarded on a day; None where no rounds are set."""
        years = (forwarded_on.year, forwarded_on.year + 1)
        rounds = (one for year in years for one in _rounds(self.rounds, level, year))
        return min((one for one in rounds if forwarded_on < one.before), key=lambda one: one.before, default=None)

    def passes_to(self, level: str, total: Fraction) -> str | None:
        """Return to whom a level passes a dossier of so many points; None where it keeps it."""
        return next((one.to for one in self.passings if one.by == level and one.least <= total), None)


def _rounds(rounds: tuple[Round, ...], level: str, year: int) -> Iterator[RoundDates]:
    for one in rounds:
        if one.level == level:
            yield RoundDates(date(year, *one.before), date(year, *one.decided_by))
