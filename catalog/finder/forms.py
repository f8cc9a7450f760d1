"""From an address's query to what it asks; nonsense is ignored, never an error."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from catalog.certificates.rules import StandingCode
from catalog.finder.rules import Facet, Filters, Sort
from catalog.producers.rules import ProducerType
from catalog.products.tree import GroupTree
from foundation.i18n.text import tidy
from foundation.places.gazetteer import Gazetteer

Q_MAX = 1000
Code = TypeVar("Code", bound=StrEnum)
Query = MultiDict[str, str]


def read_filters(query: Query, places: Gazetteer, tree: GroupTree, on: date) -> Filters:
    """What a query string asks; each facet may stand several times or once with commas.

    Provinces may be given by today's code, a former one or a slug, and become today's codes.
    """
    provinces: set[str] = set()
    for value in _values(query, Facet.PROVINCE):
        provinces |= places.resolve_filter(value, on)
    return Filters(
        q=tidy(query.get("q", "")[:Q_MAX].replace("\x00", " ")),
        provinces=frozenset(provinces),
        groups=frozenset(code for code in _values(query, Facet.GROUP) if code in tree.by_code),
        stars=frozenset(int(value) for value in _values(query, Facet.STARS) if value in {"1", "2", "3", "4", "5"}),
        standings=_codes(_values(query, Facet.STANDING), StandingCode),
        producer_types=_codes(_values(query, Facet.PRODUCER_TYPE), ProducerType),
        sort=next(iter(_codes([query.get("sort", "")], Sort)), None),
    )


def as_query(filters: Filters) -> dict[str, list[str]]:
    """The query that asks the same again; defaults are left out."""
    query = {facet.value: sorted(filters.chosen(facet)) for facet in Facet}
    query |= {"q": [filters.q] if filters.q else []}
    query |= {"sort": [filters.sort.value] if filters.sort else []}
    return {name: values for name, values in query.items() if values}


def _values(query: Query, facet: Facet) -> list[str]:
    return [part.strip() for value in query.getlist(facet.value) for part in value.split(",") if part.strip()]


def _codes(values: Iterable[str], kind: type[Code]) -> frozenset[Code]:
    known = {member.value for member in kind}
    return frozenset(kind(value) for value in values if value in known)
