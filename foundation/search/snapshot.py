"""One immutable view of the index, held in arrays and shared by the threads of a process."""

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from foundation.i18n.text import sort_key
from foundation.search.documents import Texts
from foundation.search.generations import Generation
from foundation.search.kinds import NAME_ORDER, Order, Registry
from foundation.search.layout import KIND, LENGTH, NUMBER, OWN_COLUMNS, SORT_KEY_MAX, WORDS, contents
from foundation.search.segments import NOTHING, Posting, Segment
from foundation.search.vocabulary import Vocabulary

POSTINGS_MAX = 64 << 20
"""Bytes of decoded postings kept, for the view and again for its segments."""
COMMON = 8
"""A term that more than one document in so many has is kept spread over all documents too."""
ANSWERS_MAX = 512
"""Answers kept, some 25 kB each; they die with the generation."""

Ids: TypeAlias = NDArray[np.int32]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment with the number of its first document in the view."""

    segment: Segment
    start: int


class Segments:
    """Opened segments and their decoded postings, kept from one view to the next."""

    def __init__(self) -> None:
        self.opened: dict[str, Segment] = {}
        self.postings: LRUCache[tuple[str, str, str], Posting] = LRUCache(POSTINGS_MAX, lambda p: p.nbytes)
        self.lock = threading.Lock()
        self.vocabulary: Vocabulary | None = None

    def keep_only(self, names: Iterable[str]) -> None:
        """Let segments go that the newest view no longer has; older views still hold theirs."""
        for name in set(self.opened) - set(names):
            del self.opened[name]


class Snapshot:
    """The documents of one generation, or those of one kind. Numbers run from 0 to `size` - 1, deleted too."""

    def __init__(self, folder: Path, generation: Generation, registry: Registry, shared: Segments) -> None:
        self.generation, self.registry, self._shared = generation, registry, shared
        toc = contents(folder, generation.commit)
        typecodes = OWN_COLUMNS | {column.name: column.typecode for column in registry.columns}
        self._parts: list[_Part] = []
        self.size = 0
        deleted: list[int] = []
        for meta in toc.segments:
            name = f"{generation.directory}/{meta.segment_id()}"
            segment = shared.opened.get(name) or Segment(folder, meta, typecodes, name)
            shared.opened[name] = segment
            self._parts.append(_Part(segment, self.size))
            deleted += [number + self.size for number in meta.deleted_docs()]
            self.size += segment.size
        shared.keep_only(part.segment.name for part in self._parts)
        self.live = np.ones(self.size, np.bool_)
        self.live[deleted] = False
        self.count = self.size - len(deleted)
        self._has_deleted = bool(deleted)
        self._everything, self._kind = self.live, ""
        self._kinds: dict[str, Snapshot] = {}
        self.columns: dict[str, NDArray[Any]] = {name: self._column(name) for name in typecodes}
        self._postings: LRUCache[tuple[str, str, str], Posting] = LRUCache(POSTINGS_MAX, lambda p: p.nbytes)
        self._orders: dict[str, NDArray[np.int64]] = {}
        self._answers: LRUCache[Hashable, Any] = LRUCache(ANSWERS_MAX)
        self._lock = threading.RLock()

    def of_kind(self, name: str | None) -> "Snapshot":
        """Its documents of one kind, as if there were no others; all where none is named."""
        if name is None:
            return self
        with self._lock:
            if name not in self._kinds:
                self._kinds[name] = self._only(name)
            return self._kinds[name]

    def _only(self, name: str) -> "Snapshot":
        """Return a part that shares all that is kept, and holds nothing of what it is a part of."""
        part, live = copy(self), self.live & (self.columns[KIND] == self.registry.codes[name])
        vars(part).update(live=live, count=int(np.count_nonzero(live)), _has_deleted=True, _kind=name, _kinds={})
        return part

    def posting(self, field: str, term: str) -> Posting:
        """Return the live documents with a term."""
        key = (self._kind, field, term)
        with self._lock:
            found = self._postings.get(key)
        if found is None:
            found = self._read(field, term)
            with self._lock:
                _keep(self._postings, key, found)
        return found

    def commonness(self, field: str, term: str) -> int:
        """About how many documents have a term: deleted ones count until they are merged away."""
        return sum(part.segment.count(field, term) for part in self._parts)

    def stands(self, field: str, term: str) -> bool:
        """Whether any live document has a term, of whatever kind."""
        found = ((part, self._raw(part.segment, field, term)) for part in self._parts)
        return any(bool(self._everything[posting.ids + np.int32(part.start)].any()) for part, posting in found)

    def named(self, field: str, term: str) -> int:
        """About how many names have a term."""
        return sum(part.segment.named(field, term) for part in self._parts)

    def answered(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """Return the answer to a question, worked out once for this generation."""
        with self._lock:
            known: Answer | None = self._answers.get(question)
        if known is None:
            known = answer()
            with self._lock:
                self._answers[question] = known
        return known

    def all(self) -> Ids:
        """Every live document."""
        return self.answered(("all", self._kind), lambda: np.flatnonzero(self.live).astype(np.int32))

    def starting(self, field: str, prefix: str, most: int) -> Counter[str]:
        """Terms of a field that begin with a prefix, the first of each segment, with their `commonness`."""
        found: Counter[str] = Counter()
        for part in self._parts:
            for term, count in part.segment.starting(field, prefix, most):
                found[term] += count
        return found

    def vocabulary(self) -> Vocabulary:
        """Every folded word; built when first asked for and again only when there are new ones."""
        with self._shared.lock:
            known = self._shared.vocabulary
            names = frozenset(part.segment.name for part in self._parts)
            if known is None or known.segments != names:
                counts = [part.segment.vocabulary(WORDS) for part in self._parts]
                known = self._shared.vocabulary = Vocabulary.of(counts, names, before=known)
            return known

    def identity(self, document: int) -> tuple[str, int]:
        """Kind and id of a document."""
        kind = self.registry.kinds[int(self.columns[KIND][document])].name
        return kind, int(self.columns[NUMBER][document])

    def texts(self, document: int) -> Texts:
        """Return the stored texts of a document."""
        part = self._part(document)
        return part.segment.texts(document - part.start)

    @property
    def lengths(self) -> NDArray[np.uint8]:
        """The number of words in each name."""
        return self.columns[LENGTH]

    @property
    def prior(self) -> NDArray[np.int64]:
        """What orders equally relevant documents, smallest first."""
        name = self.registry.prior
        return self._kept_order(
            "", lambda: self.columns[name].astype(np.int64) if name else np.zeros(self.size, np.int64)
        )

    def order(self, name: str) -> NDArray[np.int64]:
        """Return a number for each document, smallest first in a declared order; KeyError for an unknown one."""
        if name == NAME_ORDER:
            return self._kept_order(name, self._by_name)
        order = {declared.name: declared for declared in self.registry.orders}[name]
        return self._kept_order(name, lambda: self._by(order))

    def _kept_order(self, name: str, make: Callable[[], NDArray[np.int64]]) -> NDArray[np.int64]:
        with self._lock:
            if name not in self._orders:
                self._orders[name] = make()
            return self._orders[name]

    def _by(self, order: Order) -> NDArray[np.int64]:
        column = self.columns[order.column].astype(np.int64)
        if order.turns is None:
            return column
        level, group = (self.columns[name] for name in order.turns)
        documents = np.flatnonzero(self._everything).astype(np.int32)
        by_group = documents[
            np.lexsort((self.columns[NUMBER][documents], column[documents], group[documents], level[documents]))
        ]
        turns = np.zeros(self.size, np.int64)
        turns[by_group] = _places_in_runs(level[by_group].astype(np.int64) << 32 | group[by_group].astype(np.int64))
        return _ranks(documents[np.lexsort((column[documents], turns[documents], level[documents]))], self.size)

    def _by_name(self) -> NDArray[np.int64]:
        """Places in the alphabet; keys that were cut are told apart by their whole names."""
        keys = np.concatenate([part.segment.sort_keys() for part in self._parts] or [np.empty(0, "S1")])
        order = np.argsort(keys, kind="stable")
        cut = np.flatnonzero(np.char.str_len(keys[order]) == SORT_KEY_MAX) if self.size else order
        sorted_keys = keys[order]
        fresh = np.ones(self.size, np.int64)
        fresh[1:] = sorted_keys[1:] != sorted_keys[:-1]
        for run in _runs(cut, sorted_keys):
            whole = sorted((sort_key(self.texts(int(document))[0][0]), int(document)) for document in order[run])
            order[run] = [document for _, document in whole]
            fresh[run[1:]] = [one != other for (one, _), (other, _) in pairwise(whole)]
        places = np.empty(self.size, np.int64)
        places[order] = np.cumsum(fresh)
        return places

    def _read(self, field: str, term: str) -> Posting:
        parts = []
        for part in self._parts:
            found = self._raw(part.segment, field, term)
            if len(found.ids):
                parts.append(Posting(found.ids + np.int32(part.start), found.codes) if part.start else found)
        if not parts:
            return NOTHING
        whole = parts[0]
        if len(parts) > 1:
            whole = Posting(np.concatenate([p.ids for p in parts]), np.concatenate([p.codes for p in parts]))
        if self._has_deleted:
            alive = self.live[whole.ids]
            whole = Posting(whole.ids[alive], whole.codes[alive])
        if len(whole.ids) * COMMON > self.size:
            whole = Posting(whole.ids, whole.codes, whole.spread(self.size))
        return whole

    def _raw(self, segment: Segment, field: str, term: str) -> Posting:
        key = (segment.name, field, term)
        with self._shared.lock:
            found = self._shared.postings.get(key)
        if found is None:
            found = segment.posting(field, term)
            with self._shared.lock:
                _keep(self._shared.postings, key, found)
        return found

    def _column(self, name: str) -> NDArray[Any]:
        columns = [part.segment.columns[name] for part in self._parts]
        return columns[0] if len(columns) == 1 else np.concatenate(columns or [np.zeros(0, np.int64)])

    def _part(self, document: int) -> _Part:
        for part in reversed(self._parts):
            if document >= part.start:
                return part
        raise IndexError(document)


def _keep(cache: LRUCache[Any, Posting], key: Any, posting: Posting) -> None:
    if posting.nbytes <= cache.maxsize:
        cache[key] = posting


def _places_in_runs(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """For sorted values the place of each among its equals, from 0."""
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.zeros(0, np.int64)
    lengths = np.diff(np.r_[starts, len(values)])
    return np.arange(len(values)) - np.repeat(starts, lengths)


def _ranks(ordered: NDArray[Any], size: int) -> NDArray[np.int64]:
    ranks = np.full(size, size, np.int64)
    ranks[ordered] = np.arange(len(ordered))
    return ranks


def _runs(places: NDArray[Any], keys: NDArray[np.bytes_]) -> Iterable[NDArray[Any]]:
    """Run of neighbouring places whose keys are equal, two or more long."""
    if len(places) < 2:  # noqa: PLR2004 - one is no run
        return
    splits = np.flatnonzero((np.diff(places) != 1) | (keys[places[1:]] != keys[places[:-1]])) + 1
    for run in np.split(places, splits):
        if len(run) > 1:
            yield run
