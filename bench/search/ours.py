"""The site's own engine, asked as the site asks it; no understanding of the catalogue, as the rivals have none."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bench.search.asks import FACETS, PAGE_SIZE, Ask
from bench.search.engines import Counts
from foundation.search.analysis import words
from foundation.search.documents import Document
from foundation.search.generations import Cursor, Home
from foundation.search.index import SearchIndex
from foundation.search.indexer import build
from foundation.search.kinds import Column, Order, Registry, SearchKind
from foundation.search.query import Query, plain_terms


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind by its name: nothing is read from records here."""

    name: str


_KINDS = tuple(cast("SearchKind", _Kind(name)) for name in ("product", "offer", "demand", "outlet", "event"))
_COLUMNS = (
    *(Column(name, "B") for name in FACETS if name != "group"),
    *(Column(name, "H") for name in ("group", "newest", "oldest", "least")),
)
_ORDERS = (Order("newest", "oldest"), Order("stars", "least"), Order("standing", "standing"))
_AFTER_THE_LAST = 1 << 20
_REGISTRY = Registry(_KINDS, _COLUMNS, _ORDERS, prior="oldest")


class Ours:
    """The whole job of a result page through the public functions."""

    def __init__(self, folder: Path) -> None:
        self.counts: Counts = {}
        self._index = SearchIndex(folder, _REGISTRY)
        self._index.snapshot()

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        """A new generation."""
        build(Home(folder), _REGISTRY, (_ordered(document) for document in documents), Cursor())

    def search(self, ask: Ask) -> int:
        """Total of the page and, in `counts`, its facets."""
        return self._search(ask, ask.page)

    def tally(self, ask: Ask) -> int:
        """A page after the last: nothing is put in order, nothing shown."""
        return self._search(ask, _AFTER_THE_LAST)

    def _search(self, ask: Ask, page: int) -> int:
        found = self._index.search(
            Query(
                terms=plain_terms(ask.q),
                typed=tuple(words(ask.q)),
                filters=tuple(ask.filters.items()),
                facets=FACETS,
                order=ask.sort or None,
                page=page,
                per_page=PAGE_SIZE,
            )
        )
        self.counts = {name: {value: n.count for value, n in values.items()} for name, values in found.facets.items()}
        return found.total

    def complete(self, typed: str) -> int:
        """How many completions are offered."""
        return len(self._index.complete(typed))


def _ordered(document: Document) -> Document:
    """The document with columns that fall where an order does."""
    columns: dict[str, Any] = dict(document.columns)
    columns |= {"oldest": (1 << 16) - 1 - columns["newest"], "least": 7 - columns["stars"]}
    return Document(document.kind, document.number, *document.texts, columns=columns)
