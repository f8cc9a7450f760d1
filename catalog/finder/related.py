"""Products beside one: of its group from its province, then of its group from elsewhere."""

from collections.abc import Iterable

from catalog.finder.asking import Catalogue
from catalog.finder.cards import Card, cards_by_id
from catalog.finder.documents import group_ids_in
from catalog.products.models import PRODUCT, Product
from foundation.search.index import SearchAway
from foundation.search.query import Query

LOOKED_AT = 10
"""Products looked at from each side: those of the same producer stand on the page already."""


def related(catalogue: Catalogue, product: Product, most: int) -> list[Card]:
    """At most this many products beside one, the best standing first; one query. None where no index answers.

    Every product of a group in a province asks the same of the index, which remembers its answer.
    """
    try:
        numbers = dict.fromkeys(number for query in _queries(catalogue, product) for number in _asked(catalogue, query))
    except SearchAway:
        return []
    numbers.pop(product.id, None)
    cards = cards_by_id(catalogue.session, list(numbers))
    own = product.producer_id
    beside = [cards[n] for n in numbers if n in cards and (own is None or cards[n].producer_id != own)]
    return beside[:most]


def _queries(catalogue: Catalogue, product: Product) -> list[Query]:
    kind = ("kind", frozenset({catalogue.index.registry.codes[PRODUCT]}))
    here = ("province", frozenset({int(product.province_code)}))
    node = catalogue.tree.group_of(product.group_id)
    if node is None:
        return [_query(kind, here)]
    group = ("group", group_ids_in(catalogue.tree, [node.code]))
    return [_query(kind, group, here), _query(kind, group)]


def _query(*filters: tuple[str, frozenset[int]]) -> Query:
    return Query(filters=filters, order="standing", per_page=LOOKED_AT)


def _asked(catalogue: Catalogue, query: Query) -> Iterable[int]:
    return (hit.number for hit in catalogue.index.search(query).hits)
