"""Suggestions while somebody types: groups and provinces by their names, then products and producers."""

from collections.abc import Iterable
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
    """One suggestion; `key` is a group's or province's code, a product's or producer's id."""

    text: str
    kind: SuggestionKind
    key: str


def suggest(catalogue: Catalogue, text: str, lang: Lang) -> list[Suggestion]:
    """At most eight suggestions for what has been typed so far; none where there is no index to ask."""
    typed = " ".join(words(text))
    if not typed:
        return []
    groups = [(node.title.shown(lang).text, node.code) for node in catalogue.tree.shelves()]
    provinces = [(unit.title.shown(lang).text, unit.code) for unit in catalogue.places.provinces(catalogue.today)]
    found = [
        *_named(SuggestionKind.GROUP, groups, typed),
        *_named(SuggestionKind.PROVINCE, provinces, typed),
    ]
    return found + _from_index(catalogue, text, ITEMS - len(found))


def _named(kind: SuggestionKind, labels: Iterable[tuple[str, str]], typed: str) -> list[Suggestion]:
    """Those whose name begins with what was typed."""
    begun = [Suggestion(label, kind, code) for label, code in labels if plain(label).startswith(typed)]
    return begun[:NAMES_MAX]


def _from_index(catalogue: Catalogue, text: str, most: int) -> list[Suggestion]:
    try:
        products = catalogue.index.complete(text, kinds=(PRODUCT,), most=most)
        makers = catalogue.index.complete(text, kinds=(SuggestionKind.PRODUCER.value,), most=most)
    except SearchUnavailable:
        return []
    named = [*products[: max(most - NAMES_MAX, most - len(makers))], *makers][:most]
    return [Suggestion(one.text, SuggestionKind(one.kind), str(one.number)) for one in named]
