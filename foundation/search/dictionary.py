"""The terms of one segment in memory, in their order: some fifty bytes each.

A question looks up dozens of terms, most of which no document has. The library would walk its hash
tables on the disk for each.
"""

import struct
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LENGTHS = struct.Struct("!ii")
_FIELD = struct.Struct("!H")
_NAMED, _COUNT, _EXTENT = struct.Struct("!f"), struct.Struct("!I"), struct.Struct("!qi")
_NAMED_AT, _COUNT_AT, _EXTENT_AT = 1, 5, struct.calcsize("!BfIBBfII")
"""Where an entry of the library tells the number of names and of documents, and where their list is."""


class Dictionary:
    """Reads nothing from the disk once it is made, so that threads need no lock.

    A term is found by its hash in a sorted array; terms of one beginning, between neighbours in their order.
    """

    def __init__(self, index: Any) -> None:
        self._fields: dict[str, int] = index.extras["fieldmap"]
        file, start = index.dbfile, index.startofdata
        self._entries: bytes = file.get(start, index.endofdata - start)
        stored = np.dtype(index.extras["indextype"]).newbyteorder(">")
        raw = file.get(index.indexbase, index.indexlen * stored.itemsize)
        self._places: NDArray[np.uint32] = (np.frombuffer(raw, stored) - start).astype(np.uint32)
        hashes = np.fromiter(map(hash, map(self._key_at, range(len(self._places)))), np.int64, len(self._places))
        order = np.argsort(hashes)
        self._hashes: NDArray[np.int64] = hashes[order]
        self._by_hash: NDArray[np.uint32] = order.astype(np.uint32)

    def extent(self, field: str, term: str) -> tuple[int, int] | None:
        """Where in the file of postings the list of a term lies, and its length; None where no document has it."""
        place = self._place(self._key(field, term))
        if place is None:
            return None
        begin, _ = self._value(place)
        offset, length = _EXTENT.unpack_from(self._entries, begin + _EXTENT_AT)
        return offset, length

    def count(self, field: str, term: str) -> int:
        """How many documents have a term, deleted ones included."""
        place = self._place(self._key(field, term))
        return 0 if place is None else self._count(place)

    def named(self, field: str, term: str) -> int:
        """How many documents have a term in their name, deleted ones included."""
        place = self._place(self._key(field, term))
        return 0 if place is None else int(_NAMED.unpack_from(self._entries, self._value(place)[0] + _NAMED_AT)[0])

    def starting(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of a field that begin with a prefix, in order, with the number of their documents."""
        key = self._key(field, prefix)
        places = range(len(self._places))
        for place in places[bisect_left(places, key, key=self._key_at) :]:
            found = self._key_at(place)
            if not found.startswith(key):
                return
            yield found[_FIELD.size :].decode(), self._count(place)

    def _place(self, key: bytes) -> int | None:
        wanted = np.int64(hash(key))
        at = int(self._hashes.searchsorted(wanted))
        while at < len(self._hashes) and self._hashes[at] == wanted:
            place = int(self._by_hash[at])
            if self._key_at(place) == key:
                return place
            at += 1
        return None

    def _count(self, place: int) -> int:
        count: int = _COUNT.unpack_from(self._entries, self._value(place)[0] + _COUNT_AT)[0]
        return count

    def _key(self, field: str, term: str) -> bytes:
        return _FIELD.pack(self._fields.get(field, (1 << 16) - 1)) + term.encode()

    def _key_at(self, place: int) -> bytes:
        start = int(self._places[place])
        length, _ = _LENGTHS.unpack_from(self._entries, start)
        return self._entries[start + _LENGTHS.size : start + _LENGTHS.size + length]

    def _value(self, place: int) -> tuple[int, int]:
        start = int(self._places[place])
        key, value = _LENGTHS.unpack_from(self._entries, start)
        begin = start + _LENGTHS.size + key
        return begin, begin + value
