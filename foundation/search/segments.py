"""Reading one immutable segment of an index: postings and columns as arrays, texts one by one.

With `dictionary` and `codec` the only module that knows how the library's files are made;
`tests/foundation/search` compares each answer with the documents and with the library's own.
"""

import threading
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.search.codec import decoded
from foundation.search.dictionary import Dictionary
from foundation.search.documents import Texts, unpacked
from foundation.search.layout import SORT_KEY, SORT_KEY_MAX, TEXTS, TEXTS_COLUMN, Files


class Posting(NamedTuple):
    """The documents that have a term, ascending, and the code of its sections in each.

    `dense` is for a common term the code in every document of the view, 0 where it is not.
    """

    ids: NDArray[np.int32]
    codes: NDArray[np.uint8]
    dense: NDArray[np.uint8] | None = None

    @property
    def nbytes(self) -> int:
        """Memory it takes, with its keeping."""
        return int(self.ids.nbytes + self.codes.nbytes + (0 if self.dense is None else self.dense.nbytes)) + 200

    def spread(self, size: int) -> NDArray[np.uint8]:
        """Return the code in every document of a view of `size`."""
        if self.dense is not None:
            return self.dense
        dense = np.zeros(size, np.uint8)
        dense[self.ids] = self.codes
        return dense


NOTHING = Posting(np.empty(0, np.int32), np.empty(0, np.uint8))


class Segment:
    """An opened segment. Its files share positions, so everything that reads them holds `lock`."""

    def __init__(self, folder: Path, segment: Any, typecodes: dict[str, str], name: str) -> None:
        self.name = name
        self.size: int = segment.doc_count_all()
        self.lock = threading.Lock()
        self._terms: Any = None
        self._documents: Any = None
        self._sort_keys: Any = None
        codec, storage = segment.codec(), Files(folder)
        self._terms = codec.terms_reader(storage, segment)
        self._dictionary = Dictionary(self._terms._tindex)  # noqa: SLF001 - its tables are read once and whole
        self._postings = self._terms._postfile  # noqa: SLF001 - opened with the terms
        self._documents = codec.per_document_reader(storage, segment)
        self.columns = {name: self._column(name, typecode) for name, typecode in typecodes.items()}
        # Opened now: the indexer removes the files of older commits, opened ones can still be read.
        self._sort_keys = self._file(SORT_KEY)
        self._texts = self._documents.column_reader(TEXTS, TEXTS_COLUMN)
        self._vocabulary: dict[str, int] | None = None

    def __del__(self) -> None:
        """Give the files back when the last snapshot that reads them is gone."""
        for file in (self._terms, self._documents, self._sort_keys):
            if file is not None:
                file.close()

    def posting(self, field: str, term: str) -> Posting:
        """Every document with a term, deleted ones included."""
        extent = self._dictionary.extent(field, term)
        if extent is None:
            return NOTHING
        with self.lock:
            raw = self._postings.get(*extent)
        return Posting(*decoded(raw))

    def count(self, field: str, term: str) -> int:
        """How many documents have a term, deleted ones included."""
        return self._dictionary.count(field, term)

    def named(self, field: str, term: str) -> int:
        """How many documents have a term in their name, deleted ones included."""
        return self._dictionary.named(field, term)

    def starting(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the first terms of a field that begin with a prefix, in order, with the number of their documents."""
        return list(islice(self._dictionary.starting(field, prefix), most))

    def vocabulary(self, field: str) -> dict[str, int]:
        """Every term of a field with the number of its documents."""
        if self._vocabulary is None:
            self._vocabulary = dict(self._dictionary.starting(field, ""))
        return self._vocabulary

    def texts(self, number: int) -> Texts:
        """Return the stored texts of a document."""
        with self.lock:
            raw = self._texts[number]
        return unpacked(raw)

    def sort_keys(self) -> NDArray[np.bytes_]:
        """Return the alphabetical key of each document."""
        with self.lock:
            raw = self._sort_keys.get(0, self.size * SORT_KEY_MAX) if self._sort_keys else b""
        kept = np.zeros(self.size, f"S{SORT_KEY_MAX}")
        read = np.frombuffer(raw, f"S{SORT_KEY_MAX}")
        kept[: len(read)] = read
        return kept

    def _column(self, name: str, typecode: str) -> NDArray[Any]:
        """Return a column as native numbers; documents behind its last written value have 0."""
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
        """Return the opened file of a column; None where no document has a value."""
        if not self._documents.has_column(name):
            return None
        return self._documents._get_column_file(name)[0]  # noqa: SLF001 - its reader copies value by value
