"""One request of a result page, as every engine here is given it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FACETS = ("province", "group", "stars", "standing", "producer_type")
"""Columns a page counts, each ignoring its own filter."""

PAGE_SIZE = 20

RELEVANCE = ""
SORTS = ("newest", "stars", "standing")
"""Orders other than by relevance: newest first, most stars first, best standing (lowest number) first."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a result page; `page` starts at 1, values of one filter are alternatives."""

    q: str
    filters: Mapping[str, frozenset[int]] = field(default_factory=dict)
    page: int = 1
    sort: str = RELEVANCE
