"""From an address's query to what it asks. Lists let nonsense go; programs are told what `unread` names."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from catalog.certificates.rules import StandingCode
from catalog.finder.producer_cards import ProducerQuery
from catalog.finder.rules import Facet, Filters, Sort
from catalog.producers.rules import ProducerType
from catalog.products.tree import GroupTree
from foundation.i18n.hygiene import clean_query
from foundation.i18n.text import normalize_spaces
from foundation.places.gazetteer import Gazetteer
from foundation.web.parameters import TEXT_MAX, Query, repeated_values

Q_MAX = TEXT_MAX
SHORTLIST_MAX = 50
Code = TypeVar("Code", bound=StrEnum)

_STARS = frozenset("12345")


def read_filters(query: Query, places: Gazetteer, tree: GroupTree, on: date) -> Filters:
    """Return what a query string asks; each facet may stand several times or once with commas.

    Provinces may be given by today's code, a former one or a slug, and become today's codes.
    """
    return Filters(
        q=_words(query),
        provinces=_provinces(query, places, on),
        groups=frozenset(code for code in repeated_values(query, Facet.GROUP) if code in tree.by_code),
        stars=frozenset(int(value) for value in repeated_values(query, Facet.STARS) if value in _STARS),
        standings=_codes(repeated_values(query, Facet.STANDING), StandingCode),
        producer_types=_codes(repeated_values(query, Facet.PRODUCER_TYPE), ProducerType),
        sort=next(iter(_codes([query.get("sort", "")], Sort)), None),
    )


def unread(query: Query, places: Gazetteer, tree: GroupTree, on: date) -> dict[str, list[str]]:
    """Return the values of each filter and of the order that mean nothing, by the name of the parameter."""
    knows: dict[str, Callable[[str], object]] = {
        Facet.PROVINCE: lambda value: places.resolve_filter(value, on),
        Facet.GROUP: tree.by_code.__contains__,
        Facet.STARS: _STARS.__contains__,
        Facet.STANDING: set(StandingCode).__contains__,
        Facet.PRODUCER_TYPE: set(ProducerType).__contains__,
    }
    asked = {
        name: [value for value in repeated_values(query, name) if not known(value)] for name, known in knows.items()
    }
    order = query.get("sort", "")
    asked["sort"] = [order] if order and not _codes([order], Sort) else []
    return {str(name): values for name, values in asked.items() if values}


def read_producer_query(query: Query, places: Gazetteer, on: date) -> ProducerQuery:
    """Return what a query string asks of the list of producers."""
    kinds = _codes(repeated_values(query, Facet.PRODUCER_TYPE), ProducerType)
    return ProducerQuery(_words(query), _provinces(query, places, on), kinds)


def read_ids(query: Query) -> list[int]:
    """Numbers of records in `ids`, with commas, each once and in order; nonsense is left out."""
    written = (part.strip() for part in query.get("ids", "")[:Q_MAX].split(","))
    # Longer numbers are no record's, and more than a database's column holds.
    known = (int(part) for part in written if part.isascii() and part.isdigit() and len(part) < 10)  # noqa: PLR2004
    return list(dict.fromkeys(known))[:SHORTLIST_MAX]


def as_query(filters: Filters) -> dict[str, list[str]]:
    """Return the query that asks the same again; defaults are left out."""
    query = {facet.value: sorted(filters.chosen(facet)) for facet in Facet}
    query |= {"q": [filters.q] if filters.q else []}
    query |= {"sort": [filters.sort.value] if filters.sort else []}
    return {name: values for name, values in query.items() if values}


def _words(query: Query) -> str:
    return normalize_spaces(clean_query(query.get("q", "")[:Q_MAX]))


def _provinces(query: Query, places: Gazetteer, on: date) -> frozenset[str]:
    found = (places.resolve_filter(value, on) for value in repeated_values(query, Facet.PROVINCE))
    return frozenset[str]().union(*found)


def _codes(values: Iterable[str], kind: type[Code]) -> frozenset[Code]:
    known = {member.value for member in kind}
    return frozenset(kind(value) for value in values if value in known)
