"""The right answers, by looking at every document."""

from collections import Counter
from collections.abc import Iterable, Mapping

from bench.search.asks import FACETS, Ask
from bench.search.engines import Counts, without
from bench.search.words import words
from foundation.search.documents import Document


class Brute:
    """Every document as a set of folded words and its columns."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.counts: Counts = {}
        self._rows = [(_bag(document), document.columns) for document in documents]

    def search(self, ask: Ask) -> int:
        """How many documents have all words and pass all filters; facets in `counts`."""
        wanted = set(words(ask.q))
        found = [columns for bag, columns in self._rows if wanted <= bag]
        self.counts = {
            facet: dict(Counter(row[facet] for row in found if _passes(row, without(ask.filters, facet))))
            for facet in FACETS
        }
        return sum(_passes(row, ask.filters) for row in found)


def _bag(document: Document) -> frozenset[str]:
    texts = (document.name, document.owner, document.place, document.group, document.story)
    return frozenset(words(" ".join(texts)))


def _passes(columns: Mapping[str, int], filters: Mapping[str, frozenset[int]]) -> bool:
    return all(columns[name] in values for name, values in filters.items())
