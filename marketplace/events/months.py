"""A month as weeks of days with what happens on each. Pure."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.events.listed import ListedEvent
from marketplace.events.wording import Period

IN_A_CELL = 3
"""Events named in a day of the grid; how many more there are is said, and the list beneath names them."""

_WEEKS = Calendar()


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its events; one of another month has none."""

    day: date
    is_inside: bool
    events: tuple[ListedEvent, ...] = ()

    @property
    def named(self) -> tuple[ListedEvent, ...]:
        """Those that are named in the grid."""
        return self.events[:IN_A_CELL]

    @property
    def more(self) -> int:
        """How many are not."""
        return max(0, len(self.events) - IN_A_CELL)


def weeks_of(month: Period, events: Sequence[ListedEvent]) -> list[list[Day]]:
    """Return the weeks of a month, Monday first."""
    return [[_day(day, month, events) for day in week] for week in _WEEKS.monthdatescalendar(*_of(month))]


def begins(month: Period, events: Sequence[ListedEvent]) -> list[tuple[date, list[ListedEvent]]]:
    """Return the days of a month on which something begins or was going on when it began, with what that is."""
    found: dict[date, list[ListedEvent]] = {}
    for event in events:
        found.setdefault(max(event.starts_on, month.first), []).append(event)
    return sorted(found.items())


def _day(day: date, month: Period, events: Sequence[ListedEvent]) -> Day:
    is_inside = month.first <= day <= month.last
    on = tuple(one for one in events if one.starts_on <= day <= one.last_on) if is_inside else ()
    return Day(day, is_inside, on)


def _of(month: Period) -> tuple[int, int]:
    return month.first.year, month.first.month
