"""Products beside one: of its group from its province, then of its group from elsewhere."""

from catalog.finder.cards import Card, cards_of
from catalog.finder.documents import group_ids_in
from catalog.finder.product_search import Catalogue
from catalog.products.models import PRODUCT, Product
from foundation.search.analysis import nfc
from foundation.search.index import SearchUnavailable
from foundation.search.query import Query

SPARE = 2
"""More are read than shown: the index may still know one that was removed."""

LOOKED_AT = 10
"""Products looked at from each side: those of the same producer have a place of their own on the page."""


def related_products(catalogue: Catalogue, product: Product, *, own: int, others: int) -> tuple[list[Card], list[Card]]:
    """Return what stands beside a product: more of its producer, and others of its group, the best standing first.

    At most `own` and `others` of them; one query. Without an index there are no others, and none beside an
    illustration. Every product of a group in a province asks the same of the index, which remembers its answer.
    """
    numbers = [] if product.is_demo else _numbers(catalogue, product)[: others + SPARE]
    cards = cards_of(catalogue.session, product.producer_id, besides=numbers, without=product.id)
    of_producer = [card for card in cards if card.producer_id == product.producer_id and product.producer_id]
    known = {card.id: card for card in cards}
    return of_producer[:own], [known[number] for number in numbers if number in known][:others]


def _numbers(catalogue: Catalogue, product: Product) -> list[int]:
    """Ids of products of its group by other producers, those of its province first."""
    maker = product.producer.name if product.producer else None
    try:
        hits = [hit for query in _queries(catalogue, product) for hit in catalogue.index.search(query).hits]
    except SearchUnavailable:
        return []
    numbers = [hit.number for hit in hits if maker is None or "".join(text for text, _ in hit.owner) != nfc(maker)]
    return [number for number in dict.fromkeys(numbers) if number != product.id]


def _queries(catalogue: Catalogue, product: Product) -> list[Query]:
    here = ("province", frozenset({int(product.province_code)}))
    node = catalogue.tree.group_of(product.group_id)
    if node is None:
        return [_query(here)]
    group = ("group", group_ids_in(catalogue.tree, [node.code]))
    return [_query(group, here), _query(group)]


def _query(*filters: tuple[str, frozenset[int]]) -> Query:
    return Query(kind=PRODUCT, filters=filters, order="standing", per_page=LOOKED_AT)
