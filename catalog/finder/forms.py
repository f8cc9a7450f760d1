"""From an address's query to what it asks; nonsense is ignored, never an error."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from catalog.certificates.rules import StandingCode
from catalog.finder.makers import MakersAsked
from catalog.finder.rules import Facet, Filters, Sort
from catalog.producers.rules import ProducerType
from catalog.products.tree import GroupTree
from foundation.i18n.hygiene import asked
from foundation.i18n.text import tidy
from foundation.places.gazetteer import Gazetteer

Q_MAX = 1000
SHORTLIST_MAX = 50
Code = TypeVar("Code", bound=StrEnum)
Query = MultiDict[str, str]


def read_filters(query: Query, places: Gazetteer, tree: GroupTree, on: date) -> Filters:
    """What a query string asks; each facet may stand several times or once with commas.

    Provinces may be given by today's code, a former one or a slug, and become today's codes.
    """
    return Filters(
        q=_words(query),
        provinces=_provinces(query, places, on),
        groups=frozenset(code for code in _values(query, Facet.GROUP) if code in tree.by_code),
        stars=frozenset(int(value) for value in _values(query, Facet.STARS) if value in {"1", "2", "3", "4", "5"}),
        standings=_codes(_values(query, Facet.STANDING), StandingCode),
        producer_types=_codes(_values(query, Facet.PRODUCER_TYPE), ProducerType),
        sort=next(iter(_codes([query.get("sort", "")], Sort)), None),
    )


def read_makers(query: Query, places: Gazetteer, on: date) -> MakersAsked:
    """What a query string asks of the list of producers."""
    kinds = _codes(_values(query, Facet.PRODUCER_TYPE), ProducerType)
    return MakersAsked(_words(query), _provinces(query, places, on), kinds)


def read_ids(query: Query) -> list[int]:
    """Numbers of records in `ids`, with commas, each once and in order; nonsense is left out."""
    written = (part.strip() for part in query.get("ids", "")[:Q_MAX].split(","))
    # Longer numbers are no record's, and more than a database's column holds.
    known = (int(part) for part in written if part.isascii() and part.isdigit() and len(part) < 10)  # noqa: PLR2004
    return list(dict.fromkeys(known))[:SHORTLIST_MAX]


def as_query(filters: Filters) -> dict[str, list[str]]:
    """The query that asks the same again; defaults are left out."""
    query = {facet.value: sorted(filters.chosen(facet)) for facet in Facet}
    query |= {"q": [filters.q] if filters.q else []}
    query |= {"sort": [filters.sort.value] if filters.sort else []}
    return {name: values for name, values in query.items() if values}


def _words(query: Query) -> str:
    return tidy(asked(query.get("q", "")[:Q_MAX]))


def _provinces(query: Query, places: Gazetteer, on: date) -> frozenset[str]:
    found = (places.resolve_filter(value, on) for value in _values(query, Facet.PROVINCE))
    return frozenset[str]().union(*found)


def _values(query: Query, facet: Facet) -> list[str]:
    return [part.strip() for value in query.getlist(facet.value) for part in value.split(",") if part.strip()]


def _codes(values: Iterable[str], kind: type[Code]) -> frozenset[Code]:
    known = {member.value for member in kind}
    return frozenset(kind(value) for value in values if value in known)
