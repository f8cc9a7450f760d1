"""How documents lie in a Whoosh index: fields, columns and the files they are written to."""

import struct
from bisect import bisect
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import NO_MERGE

from foundation.search.bulk import BulkWriter
from foundation.search.documents import Document, packed, postings
from foundation.search.kinds import Registry

WORDS, PAIRS, MARKED, GROUPED, FIRST = "words", "pairs", "marked", "grouped", "first"
TERMS = (WORDS, PAIRS, MARKED, GROUPED, FIRST)
"""Fields of terms, each named as it is in `documents.Postings`."""
KEY, TEXTS, SORT_KEY = "key", "texts", "sort_key"
KIND, NUMBER, LENGTH, DIGEST = "kind", "number", "length", "digest"

INDEX_NAME = "MAIN"
SORT_KEY_MAX = 64
OWN_COLUMNS = {KIND: "B", NUMBER: "I", LENGTH: "B", DIGEST: "I"}

TEXTS_COLUMN = columns.VarBytesColumn()
"""Not compressed: twenty documents are shown on each page."""

SIZES = (20, 200, 2000)
"""Segments of less than 20, of 20 to 199 and of 200 to 1,999 documents are kinds of like size; larger ones stay."""
ALIKE_MAX = 10
"""So many segments of like size are merged."""


class CodedTerms(fields.FieldType):  # type: ignore[misc] # the library has no types
    """Terms without positions; a posting's weight is the code of the sections the term stands in.

    The writer's pool is told them directly (`Writer.add`), not through the library's fields.
    """

    scorable = False
    indexed = True
    stored = False
    unique = False
    spelling = False
    vector = None
    column_type = None
    analyzer = None

    def __init__(self) -> None:
        self.format = formats.Existence()


def schema(registry: Registry) -> fields.Schema:
    """Return the fields of an index for these kinds of documents."""
    numbers = OWN_COLUMNS | {column.name: column.typecode for column in registry.columns}
    return fields.Schema(
        **{name: CodedTerms() for name in TERMS},
        **{name: fields.COLUMN(columns.NumericColumn(typecode)) for name, typecode in numbers.items()},
        **{SORT_KEY: fields.COLUMN(columns.FixedBytesColumn(SORT_KEY_MAX))},
        **{KEY: fields.ID(unique=True), TEXTS: fields.COLUMN(TEXTS_COLUMN)},
    )


def check(document: Document, registry: Registry) -> None:
    """Raise where a document cannot be written: the library would notice half-way through it and could not go on."""
    numbers = [document.columns.get(column.name, 0) for column in registry.columns]
    codes = "".join(column.typecode for column in registry.columns)
    own = OWN_COLUMNS[KIND] + OWN_COLUMNS[NUMBER]
    struct.pack(f">{own}{codes}", registry.codes[document.kind], document.number, *numbers)
    "".join(document.texts).encode()


class Files(FileStorage):  # type: ignore[misc] # the library has no types
    """The files of an index.

    Read with plain reads, not memory-mapped: the library copies what it maps, and a file cut short would
    kill the process. Deleting is the indexer's business, after the commit it has published.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)

    def delete_file(self, name: str) -> None:
        """Keep the files of older commits: readers may be opening them."""


def create(folder: Path, registry: Registry) -> FileIndex:
    """Return an empty index in an empty folder."""
    folder.mkdir(parents=True)
    return FileIndex.create(Files(folder), schema(registry))


def contents(folder: Path, commit: int) -> TOC:
    """Return the library's own table of a commit: its schema and segments."""
    return TOC.read(Files(folder), INDEX_NAME, gen=commit)


def files_of(folder: Path, commit: int) -> list[str]:
    """Return the names of the files a commit consists of."""
    segments = {segment.segment_id() for segment in contents(folder, commit).segments}
    table = f"_{INDEX_NAME}_{commit}.toc"
    names = sorted(path.name for path in folder.iterdir())
    return [name for name in names if name == table or name.split(".")[0] in segments]


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Write small segments into the new one when there are many of like size; what is merged never takes long.

    The library's own policy would one day merge everything while changes wait.
    """
    kinds = [[one for one in segments if bisect(SIZES, one.doc_count_all()) == kind] for kind in range(len(SIZES))]
    merged = [segment for alike in kinds if len(alike) >= ALIKE_MAX for segment in alike]
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


class Writer:
    """One change of an index; nobody sees anything of it before `commit`."""

    def __init__(self, folder: Path, registry: Registry) -> None:
        self._registry = registry
        self._writer = BulkWriter(FileIndex(Files(folder)))

    def add(self, document: Document) -> None:
        """Write a document whose key is not in the index."""
        terms = postings(document)
        for field in TERMS:
            self._writer.pool.take(field, self._writer.docnum, getattr(terms, field))
        self._writer.add_document(**self._fields(document, terms.length))

    def replace(self, document: Document) -> None:
        """Write a document in place of the committed one with its key; at most once for each key."""
        self.remove(document.key)
        self.add(document)

    def remove(self, key: str) -> None:
        """Delete the committed document with this key, if there is one."""
        self._writer.delete_by_term(KEY, key)

    def commit(self, *, merge: bool = True) -> int:
        """Make it visible; the number of the commit."""
        self._writer.commit(mergetype=_merge_small if merge else NO_MERGE)
        return int(self._writer.generation)

    def cancel(self) -> None:
        """Forget it all."""
        self._writer.cancel()

    def _fields(self, document: Document, length: int) -> dict[str, Any]:
        numbers = {column.name: document.columns.get(column.name, 0) for column in self._registry.columns}
        return {
            KEY: document.key,
            TEXTS: packed(document),
            SORT_KEY: document.sort_key[:SORT_KEY_MAX].ljust(SORT_KEY_MAX, b"\x00"),
            KIND: self._registry.codes[document.kind],
            NUMBER: document.number,
            LENGTH: length,
            DIGEST: document.digest,
            **numbers,
        }
