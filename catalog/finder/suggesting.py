"""Suggestions while somebody types: groups and provinces by their names, then products, producers, other records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.finder.product_search import Catalogue
from catalog.products.models import PRODUCT
from foundation.i18n.languages import Lang
from foundation.search.analysis import plain, words
from foundation.search.index import SearchUnavailable

ITEMS = 8
NAMES_MAX = 2
"""Groups, and provinces, offered at most; the rest is for products."""


class SuggestionKind(StrEnum):
    """What a suggestion leads to."""

    GROUP = "group"
    PROVINCE = "province"
    PRODUCT = "product"
    PRODUCER = "producer"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion; `key` is a group's or province's code, a record's id. Rooms above bring kinds of their own."""

    text: str
    kind: str
    key: str


def suggest(catalogue: Catalogue, text: str, lang: Lang, others: Sequence[str] = ()) -> list[Suggestion]:
    """At most eight suggestions for what has been typed so far; none where there is no index to ask.

    `others` are kinds of records that rooms above bring.
    """
    typed = " ".join(words(text))
    if not typed:
        return []
    groups = [(node.title.shown(lang).text, node.code) for node in catalogue.tree.shelves()]
    provinces = [(unit.title.shown(lang).text, unit.code) for unit in catalogue.places.provinces(catalogue.today)]
    found = [
        *_named(SuggestionKind.GROUP, groups, typed),
        *_named(SuggestionKind.PROVINCE, provinces, typed),
    ]
    return found + _from_index(catalogue, text, ITEMS - len(found), others)


def _named(kind: SuggestionKind, labels: Iterable[tuple[str, str]], typed: str) -> list[Suggestion]:
    """Those whose name begins with what was typed."""
    begun = [Suggestion(label, kind, code) for label, code in labels if plain(label).startswith(typed)]
    return begun[:NAMES_MAX]


def _from_index(catalogue: Catalogue, text: str, most: int, others: Sequence[str]) -> list[Suggestion]:
    """Return products before all else, but for as much room as others have names for."""
    index = catalogue.index
    try:
        products = index.complete(text, kinds=(PRODUCT,), most=most)
        makers = index.complete(text, kinds=(SuggestionKind.PRODUCER.value,), most=most)
        more = index.complete(text, kinds=others, most=NAMES_MAX) if others else ()
    except SearchUnavailable:
        return []
    left = most - len(more)
    named = [*products[: max(left - NAMES_MAX, left - len(makers))], *makers][:left]
    own = [Suggestion(one.text, SuggestionKind(one.kind), str(one.number)) for one in named]
    return own + [Suggestion(one.text, one.kind, str(one.number)) for one in more]
