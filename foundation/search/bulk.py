"""Writing a segment: its postings are kept in arrays until all are there, then written a list at a time.

The library keeps a tuple for each posting, sorts them on the disk when there are many, and writes them one
by one. Arrays take a fraction of that time and memory, so that a new index of any size is one segment.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, repeat
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from foundation.search.codec import Codec, Listed


class _Field:
    """The postings of one field in the order they came: of a document after those of the documents before it."""

    def __init__(self) -> None:
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.terms, self.documents, self.codes = array("I"), array("i"), array("B")

    def take(self, document: int, codes: Mapping[str, int]) -> None:
        self.terms.extend(map(self.numbers.__getitem__, codes))
        self.documents.extend(repeat(document, len(codes)))
        self.codes.extend(codes.values())

    def lists(self) -> Iterator[Listed]:
        names = sorted(self.numbers)
        rank = np.empty(len(names), np.uint32)
        rank[[self.numbers[name] for name in names]] = np.arange(len(names))
        ranks = rank[np.frombuffer(self.terms, np.uint32)]
        ends = np.cumsum(np.bincount(ranks, minlength=len(names)))
        order = np.argsort(ranks, kind="stable")
        del ranks
        documents = np.frombuffer(self.documents, np.int32)[order]
        codes = np.frombuffer(self.codes, np.uint8)[order]
        del order
        start = 0
        for name, end in zip(names, ends.tolist(), strict=True):
            yield name, documents[start:end], codes[start:end]
            start = end


class Pool:
    """The postings of a segment that is being written; stands where the library has its own."""

    def __init__(self) -> None:
        self._fields: defaultdict[str, _Field] = defaultdict(_Field)

    def take(self, field: str, document: int, codes: Mapping[str, int]) -> None:
        """Return the terms of a document, each with its code."""
        self._fields[field].take(document, codes)

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting, as the library hands them over when it merges segments."""
        field, term, document, weight, _ = posting
        self.take(field, document, {term.decode(): int(weight)})

    def iter_postings(self) -> Iterator[tuple[str, Iterable[Listed]]]:
        """Fields and their terms, sorted; each is let go when the next one is asked for."""
        for field in sorted(self._fields):
            yield field, self._fields.pop(field).lists()

    def cleanup(self) -> None:
        """Let everything go."""
        self._fields.clear()


class BulkWriter(SegmentWriter):  # type: ignore[misc] # the library has no types
    """The library's writer with a pool of arrays."""

    def __init__(self, index: Any) -> None:
        # Not one compound file a segment: our readers open its parts directly.
        super().__init__(index, codec=Codec(), compound=False, timeout=10)
        self.pool = Pool()
