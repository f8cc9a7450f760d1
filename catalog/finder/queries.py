"""Finding products: what the index answers, read from the records and counted for the facets."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog.certificates.rules import StandingCode
from catalog.finder.browsing import browse
from catalog.finder.cards import Card, cards_by_id
from catalog.finder.product_search import NOWHERE, Catalogue, EmptyPlaces, SearchAnswer, answer
from catalog.finder.query_parsing import ParsedFilter
from catalog.finder.rules import Facet, FacetCount, Filters, Rollup
from catalog.producers.rules import ProducerType
from catalog.products.tree import GroupTree
from foundation.search.index import SearchUnavailable
from foundation.search.query import FacetValue, FoundTerm


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a list with the counts of the whole, and how the question was taken.

    `spoken` are the filters heard in the words and applied, `relaxed` those given up because nothing has
    all of it; `complete` is False where not every word had to be found, `missing` the words nothing has.
    `bare` are places asked for that nothing is from. `near` are a few products that have only some of the
    words, where hardly any has all of them.
    `away` says that the index could not be asked and the words were only looked for in names.
    """

    counts: Rollup
    cards: list[Card]
    spoken: tuple[ParsedFilter, ...] = ()
    relaxed: tuple[ParsedFilter, ...] = ()
    missing: tuple[str, ...] = ()
    complete: bool = True
    suggestion: str | None = None
    near: tuple[Card, ...] = ()
    bare: EmptyPlaces = NOWHERE
    away: bool = False


def search(catalogue: Catalogue, filters: Filters, *, page: int, per_page: int) -> Results:
    """Return the page of products a question asks for, with exact facet counts; the index and one query.

    `page` starts at 1. A page past the end has no cards. Without an index the records are browsed.
    """
    try:
        answered = answer(catalogue, filters, page=page, per_page=per_page)
    except SearchUnavailable:
        listed = browse(catalogue.session, catalogue.tree, filters, page=page, per_page=per_page)
        return Results(listed.counts, listed.cards, away=True)
    return _results(catalogue, filters, answered)


def _results(catalogue: Catalogue, filters: Filters, answered: SearchAnswer) -> Results:
    found = answered.found
    hits = {hit.number: hit for hit in (*found.hits, *answered.near)}
    records = cards_by_id(catalogue.session, hits)
    cards = records
    if filters.q:
        cards = {n: replace(card, found=(hits[n].name, hits[n].owner)) for n, card in records.items()}
    listed = [hit.number for hit in found.hits]
    return Results(
        counts=_counts(found, filters, catalogue.tree),
        cards=[cards[number] for number in listed if number in cards],
        near=tuple(cards[number] for number in hits if number in cards and number not in listed),
        spoken=tuple(said for said in answered.heard.spoken if said not in answered.relaxed),
        relaxed=answered.relaxed,
        missing=found.missing,
        complete=found.complete,
        suggestion=answered.suggestion,
        bare=answered.bare,
    )


def _counts(found: FoundTerm, filters: Filters, tree: GroupTree) -> Rollup:
    facets = {facet: _facet(facet, found.facets.get(facet.value, {}), filters, tree) for facet in Facet}
    return Rollup(found.total, found.total_beside, facets)


def _facet(facet: Facet, counted: Mapping[int, FacetValue], filters: Filters, tree: GroupTree) -> list[FacetCount]:
    """Return a facet's values with their counts; those without a hit appear only when chosen."""
    total: Counter[str] = Counter()
    in_force: Counter[str] = Counter()
    for number, count in counted.items():
        for value in _values(facet, number, tree):
            total[value] += count.count
            in_force[value] += count.beside
    chosen = filters.chosen(facet)
    known = sorted({*total, *chosen}, key=lambda value: _place(facet, value))
    return [FacetCount(value, total[value], in_force[value], value in chosen) for value in known]


def _values(facet: Facet, number: int, tree: GroupTree) -> tuple[str, ...]:
    if facet is Facet.PROVINCE:
        return (f"{number:02}",)
    if facet is Facet.GROUP:
        return tree.shelf(number or None)
    if facet is Facet.STARS:
        return (str(number),) if number else ()
    kinds: list[StandingCode] | list[ProducerType]
    kinds = list(StandingCode) if facet is Facet.STANDING else list(ProducerType)
    return (kinds[number].value,)


def _place(facet: Facet, value: str) -> tuple[int, str]:
    """Return the order of a facet's values: standings as the rule has them, all others by their code."""
    return (StandingCode(value).order, "") if facet is Facet.STANDING else (0, value)
