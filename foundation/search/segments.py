"""Reading one immutable segment of an index: postings and columns as arrays, texts one by one.

The only module that looks inside the library's readers; `tests/foundation/search` compares each
answer with the library's own.
"""

import threading
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import TermNotFound

from foundation.search.layout import SORT_KEY, SORT_KEY_MAX, TEXTS, Files

Text = tuple[str, str]
"""A text and its plain form."""
Texts = tuple[Text, Text, Text, Text]
"""Name, owner, place and story of a document."""


class Posting(NamedTuple):
    """The documents that have a term, ascending, and the code of its sections in each."""

    ids: NDArray[np.int32]
    codes: NDArray[np.uint8]

    @property
    def nbytes(self) -> int:
        """Memory it takes, with its keeping."""
        return int(self.ids.nbytes + self.codes.nbytes) + 200


NOTHING = Posting(np.empty(0, np.int32), np.empty(0, np.uint8))


class Segment:
    """An opened segment. Its files share positions, so everything that reads them holds `lock`."""

    def __init__(self, folder: Path, schema: Any, segment: Any, typecodes: dict[str, str], name: str) -> None:
        self.name = name
        self.size: int = segment.doc_count_all()
        self.lock = threading.Lock()
        self._schema = schema
        self._terms: Any = None
        self._documents: Any = None
        self._sort_keys: Any = None
        codec, storage = segment.codec(), Files(folder)
        self._terms = codec.terms_reader(storage, segment)
        self._documents = codec.per_document_reader(storage, segment)
        self.columns = {name: self._column(name, typecode) for name, typecode in typecodes.items()}
        # Opened now: the indexer removes the files of older commits, opened ones can still be read.
        self._sort_keys = self._file(SORT_KEY)
        self._documents.stored_fields(0)
        self._vocabulary: dict[str, int] | None = None

    def __del__(self) -> None:
        """Give the files back when the last snapshot that reads them is gone."""
        for file in (self._terms, self._documents, self._sort_keys):
            if file is not None:
                file.close()

    def posting(self, field: str, term: str) -> Posting:
        """Every document with a term, deleted ones included."""
        with self.lock:
            try:
                matcher = self._terms.matcher(field, term.encode(), self._schema[field].format)
            except TermNotFound:
                return NOTHING
            return _decoded(matcher)

    def starting(self, field: str, prefix: str, most: int) -> list[str]:
        """The first terms of a field that begin with a prefix, in their order."""
        found: list[str] = []
        with self.lock:
            for name, term in self._terms.terms_from(field, prefix.encode()):
                if name != field or not term.startswith(prefix.encode()) or len(found) == most:
                    break
                found.append(term.decode())
        return found

    def vocabulary(self, field: str) -> dict[str, int]:
        """Every term of a field with the number of its documents."""
        if self._vocabulary is None:
            with self.lock:
                self._vocabulary = {
                    term.decode(): info.doc_frequency()
                    for (name, term), info in self._terms.items_from(field, b"")
                    if name == field
                }
        return self._vocabulary

    def texts(self, number: int) -> Texts:
        """The stored texts of a document."""
        with self.lock:
            found: Texts = self._documents.stored_fields(number)[TEXTS]
        return found

    def sort_keys(self) -> NDArray[np.bytes_]:
        """The alphabetical key of each document."""
        with self.lock:
            raw = self._sort_keys.get(0, self.size * SORT_KEY_MAX) if self._sort_keys else b""
        kept = np.zeros(self.size, f"S{SORT_KEY_MAX}")
        read = np.frombuffer(raw, f"S{SORT_KEY_MAX}")
        kept[: len(read)] = read
        return kept

    def _column(self, name: str, typecode: str) -> NDArray[Any]:
        """A column as native numbers; documents behind its last written value have 0."""
        read = np.frombuffer(self._raw(name), np.dtype(typecode).newbyteorder(">"))
        values = np.zeros(self.size, typecode)
        values[: len(read)] = read
        return values

    def _raw(self, name: str) -> bytes:
        file = self._file(name)
        if file is None:
            return b""
        with file:
            raw: bytes = file.read()
        return raw

    def _file(self, name: str) -> Any:
        """The opened file of a column; None where no document has a value."""
        if not self._documents.has_column(name):
            return None
        return self._documents._get_column_file(name)[0]  # noqa: SLF001 - its reader copies value by value


def _decoded(matcher: Any) -> Posting:
    """All postings of a term, a block at a time; the library would hand them out one by one."""
    if not isinstance(matcher, W3LeafMatcher):
        return _listed(matcher)
    ids, codes = [], []
    while True:
        matcher._read_data()  # noqa: SLF001 - the block as written: differences of ids, weights
        gaps, weights, _ = matcher._data  # noqa: SLF001 - the same
        ids.append(np.cumsum(np.array(gaps, np.int32), dtype=np.int32))
        codes.append(_codes(weights, len(gaps)))
        if matcher._lastblock:  # noqa: SLF001 - the same
            break
        matcher._goto(matcher._nextoffset)  # noqa: SLF001 - the same
    return Posting(np.concatenate(ids), np.concatenate(codes)) if len(ids) > 1 else Posting(ids[0], codes[0])


def _codes(weights: Any, count: int) -> NDArray[np.uint8]:
    """The weights of a block: one number where all are the same."""
    if isinstance(weights, tuple):
        return np.array(weights, np.uint8)
    return np.full(count, 1 if weights is None else int(weights), np.uint8)


def _listed(matcher: Any) -> Posting:
    """Postings the library keeps with the term itself."""
    rows = []
    while matcher.is_active():
        rows.append((matcher.id(), matcher.weight()))
        matcher.next()
    return Posting(np.array([r[0] for r in rows], np.int32), np.array([r[1] for r in rows], np.uint8))
