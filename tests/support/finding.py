"""Asking the finder as pages do, for tests that look at its answers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.finder.lexicon import lexicon
from catalog.finder.product_search import Catalogue, provinces_on
from catalog.finder.queries import Results, search
from catalog.finder.query_parsing import ParsedQuery, parse_query
from catalog.finder.rules import PER_PAGE, PER_PAGE_MAX, Facet, Filters
from catalog.products.tree import group_tree
from foundation.places.gazetteer import gazetteer
from foundation.search.index import SearchIndex
from tests.support.databases import TODAY

SPEAKABLE = frozenset({Facet.STARS, Facet.PROVINCE, Facet.PRODUCER_TYPE})


@dataclass(frozen=True, slots=True)
class Finder:
    """The finder on one catalogue."""

    catalogue: Catalogue

    def search(self, asked: Filters, *, page: int = 1, per_page: int = PER_PAGE) -> Results:
        """One page of the answer."""
        return search(self.catalogue, asked, page=page, per_page=per_page)

    def ask(self, q: str, **chosen: Any) -> Results:
        """The first page of the answer to a question."""
        return self.search(Filters(q=q, **chosen))

    def names(self, q: str, **chosen: Any) -> list[str]:
        """Names on the first page."""
        return [card.name.vi for card in self.ask(q, **chosen).cards]

    def ids(self, asked: Filters) -> list[int]:
        """Every product of the answer, from all its pages, in order."""
        pages = range(1, self.search(asked).counts.total // PER_PAGE_MAX + 2)
        return [card.id for page in pages for card in self.search(asked, page=page, per_page=PER_PAGE_MAX).cards]

    def understood(self, q: str, filters: frozenset[Facet] = SPEAKABLE) -> ParsedQuery:
        """A question understood with the places of this catalogue."""
        return parse_query(q, lexicon(), provinces_on(self.catalogue.places, TODAY), filters=filters)


def finder_on(session: Session, index: SearchIndex) -> Finder:
    """The finder over these records and this index."""
    return Finder(Catalogue(session, index, gazetteer(session), group_tree(session), TODAY))


def heard(found: ParsedQuery | Results) -> dict[str, list[str]]:
    """The filters heard, by facet."""
    values: dict[str, list[str]] = {}
    for said in found.spoken:
        values[said.facet.value] = sorted({*values.get(said.facet.value, []), *said.values})
    return values
