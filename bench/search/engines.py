"""What every measured engine offers, and where each is found."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from bench.search.asks import Ask
from foundation.search.documents import Document

Counts = dict[str, dict[int, int]]
"""Of each facet, how many documents have each value; values nothing has are left out."""

ENGINES = {
    "ours": "bench.search.ours:Ours",
    "tantivy": "bench.search.rivals:Tantivy",
    "fts5": "bench.search.rivals:Fts5",
    "whoosh": "bench.search.rivals:IdiomaticWhoosh",
}
"""Name of each engine → module and class; only the one that is asked for is imported."""

SLOW = frozenset({"whoosh"})
"""Engines that take minutes to build a large index, and tenths of a second to search a small one."""


@runtime_checkable
class Engine(Protocol):
    """An index opened for reading."""

    counts: Counts
    """The facets of the last search, each ignoring its own filter."""

    def __init__(self, folder: Path) -> None:
        """Open what `build` left in `folder`."""

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        """Index all documents into an empty folder."""

    def search(self, ask: Ask) -> int:
        """Do the whole job of one result page; how many documents match."""


@runtime_checkable
class Completes(Protocol):
    """An engine that completes what is being typed."""

    def complete(self, typed: str) -> int:
        """How many completions are offered."""


@runtime_checkable
class Tallies(Protocol):
    """An engine that can count the facets of an ask and leave the page out."""

    def tally(self, ask: Ask) -> int:
        """Total of the ask and, in `counts`, its facets."""


def engine(name: str) -> type[Engine]:
    """The class of an engine; ModuleNotFoundError where it or its library is not installed."""
    module, _, found = ENGINES[name].partition(":")
    return cast("type[Engine]", getattr(import_module(module), found))


def index_folder(work: Path, name: str, size: int) -> Path:
    """Where an engine's index of a size lies."""
    return work / f"{name}-{size}"


def without(filters: Mapping[str, frozenset[int]], facet: str) -> dict[str, frozenset[int]]:
    """The filters a facet's counts obey: all but its own."""
    return {name: values for name, values in filters.items() if name != facet}
