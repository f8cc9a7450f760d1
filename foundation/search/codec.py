"""How lists of postings lie on the disk: as plain numbers, read into arrays without a step in between.

The library writes blocks of pickled, compressed tuples; to read a common term took milliseconds. The rest is
the library's codec, and its own readers read these lists through it.
"""

import struct
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher

from foundation.search.documents import NAME_BIT

Ids = NDArray[np.int32]
Codes = NDArray[np.uint8]
Listed = tuple[str, Ids, Codes]
"""A term, the documents that have it, ascending, and its code in each."""

_HEAD = struct.Struct("<IIBB")
"""Number of postings, first document, bytes of a difference, the code all have or 0 where they differ."""
_WIDTHS: dict[int, np.dtype[Any]] = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


def encoded(ids: Ids, codes: Codes) -> bytes:
    """Return a list of postings, at least one; codes are not 0."""
    gaps = np.diff(ids)
    most = int(gaps.max(initial=0))
    width = next(width for width in _WIDTHS if most < 1 << 8 * width)
    same = int(codes[0]) if (codes == codes[0]).all() else 0
    head = _HEAD.pack(len(ids), int(ids[0]), width, same)
    return head + gaps.astype(_WIDTHS[width]).tobytes() + (b"" if same else codes.tobytes())


def decoded(raw: bytes) -> tuple[Ids, Codes]:
    """Return what was encoded. Raises `struct.error` or `ValueError` for what never was."""
    count, first, width, same = _HEAD.unpack_from(raw)
    split = _HEAD.size + (count - 1) * width
    # Not left to numpy, which spreads a single difference over a list cut short.
    if not count or width not in _WIDTHS or len(raw) != split + (0 if same else count):
        raise ValueError("a list of postings is cut short")
    ids = np.empty(count, np.int32)
    ids[0] = first
    np.cumsum(np.frombuffer(raw[_HEAD.size : split], _WIDTHS[width]), out=ids[1:])
    ids[1:] += np.int32(first)
    return ids, np.full(count, same, np.uint8) if same else np.frombuffer(raw[split:], np.uint8)


class Codec(W3Codec):  # type: ignore[misc] # the library has no types
    """The library's codec with lists of ours; without lengths of fields, of which our order does not ask."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> "_FieldWriter":
        """Return what writes the terms of a segment."""
        return _FieldWriter(self, storage, segment)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """Return a list for the library's own readers."""
        offset, length = terminfo.extent()
        # The library hands the length over as it unpacked it, in a tuple.
        ids, codes = decoded(dbfile.get(offset, *length))
        values = [b""] * len(ids)
        return ListMatcher(ids.tolist(), codes.tolist(), values, format_, scorer, term=term, terminfo=terminfo)


class _FieldWriter(W3FieldWriter):  # type: ignore[misc] # the library has no types
    def add_postings(self, schema: Any, _: None, items: Iterator[tuple[str, Iterable[Listed]]]) -> None:
        """Write every field with its lists."""
        for field, lists in items:
            self.start_field(field, schema[field])
            for term, ids, codes in lists:
                self._write(term.encode(), ids, codes)
            self.finish_field()

    def _write(self, term: bytes, ids: Ids, codes: Codes) -> None:
        # The library would have the sum of weights first; nothing asks for it, so that the place is free.
        named = int(np.count_nonzero(codes & NAME_BIT))
        info = W3TermInfo(named, len(ids), maxweight=int(codes.max()), minid=int(ids[0]), maxid=int(ids[-1]))
        raw = encoded(ids, codes)
        info.set_extent(self._postfile.tell(), len(raw))
        self._postfile.write(raw)
        self._tindex.add(struct.pack("!H", self._fieldid) + term, info.to_bytes())
