"""Dividing a list into pages. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

NEAR = 1
"""Pages shown on either side of the current one."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `page` (from 1) of a list of `total` entries, `per_page` on each."""

    total: int
    page: int
    per_page: int

    @property
    def last(self) -> int:
        """Number of the last page; an empty list has one page."""
        return max(1, -(-self.total // self.per_page))

    @property
    def exists(self) -> bool:
        """Whether the list has this page."""
        return 1 <= self.page <= self.last

    @property
    def first_entry(self) -> int:
        """Number of the page's first entry, 0 in an empty list."""
        return (self.page - 1) * self.per_page + 1 if self.total else 0

    @property
    def last_entry(self) -> int:
        """Number of the page's last entry."""
        return min(self.page * self.per_page, self.total)

    @property
    def previous(self) -> int | None:
        """The page before, if any."""
        return self.page - 1 if self.page > 1 else None

    @property
    def following(self) -> int | None:
        """The page after, if any."""
        return self.page + 1 if self.page < self.last else None

    def window(self) -> list[int | None]:
        """Page numbers to offer: first, last and those near; None stands for a gap of two or more."""
        wanted = {1, self.last, *range(self.page - NEAR, self.page + NEAR + 1)}
        numbers = sorted(n for n in wanted if 1 <= n <= self.last)
        shown: list[int | None] = []
        for number in numbers:
            before = shown[-1] if shown else None
            if before and number - before == 2:  # noqa: PLR2004 - a gap of one page is shorter shown than hidden
                shown.append(before + 1)
            elif before and number - before > 1:
                shown.append(None)
            shown.append(number)
        return shown


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list was asked, and the addresses that ask it again with a part changed."""

    path: str
    query: Mapping[str, Sequence[str]]

    def changed(self, **parts: Sequence[str] | str | int | None) -> str:
        """Return this list with parts of its query changed; None takes a part away."""
        asked = {name: value for name, value in {**self.query, **parts}.items() if value}
        return f"{self.path}?{urlencode(asked, doseq=True)}" if asked else self.path

    def numbered(self, number: int) -> dict[str, Sequence[str]]:
        """Return its query with the number of a page; the first needs none."""
        return {**self.query, **({"page": [str(number)]} if number > 1 else {})}

    def page(self, number: int) -> str:
        """Another page of it; the first needs no number."""
        return self.changed(page=number if number > 1 else None)


def page_number(text: str | None) -> int:
    """Return the page an address asks for: 1 where it names none, 0 where it names nonsense."""
    if not text:
        return 1
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0  # noqa: PLR2004 - no list is longer
