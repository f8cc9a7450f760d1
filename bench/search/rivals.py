"""The same job by others: tantivy, SQLite's FTS5, and Whoosh as its manual shows it.

The job: every word of the query, folded, in any of four fields (name ×8, producer ×4, place ×3, the rest ×1),
filters, five exact facets each ignoring its own filter, and the names of the twenty best. Whoosh's manual shows
highlights and a correction as well, so it does both; tantivy and FTS5 are spared them, which favours these two.
None of the three finds a word that is misspelled or only begun.

`python -m bench.search.rivals` compares totals and facets with the right ones on a small corpus.
"""

import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

import pysqlite3
import tantivy
from tantivy import Filter, Occur, Order, Query, TextAnalyzerBuilder, Tokenizer
from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh import sorting
from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.qparser import AndGroup, MultifieldParser
from whoosh.support.charset import accent_map

from bench.search.asks import FACETS, PAGE_SIZE, Ask
from bench.search.engines import Counts, without
from bench.search.words import words
from foundation.search.documents import Document

BOOSTS = {"name": 8.0, "owner": 4.0, "place": 3.0, "story": 1.0}
_COLUMNS = (*FACETS, "newest")
_FALLING = {"newest": True, "stars": True, "standing": False}
_VALUES_MAX = 1_000

Filters = Mapping[str, frozenset[int]]


class Tantivy:
    """tantivy: one text field per boost, columns as fast fields, its own parser with every word required.

    Facets are `terms` aggregations: all whose filter is not set in one pass, and one pass more for each
    filter that is, because an aggregation obeys the whole query.
    """

    def __init__(self, folder: Path) -> None:
        self.counts: Counts = {}
        self._index = _tantivy_index(folder)
        self._searcher = self._index.searcher()

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        """Index with one thread, merges finished."""
        writer = _tantivy_index(folder).writer(heap_size=256_000_000, num_threads=1)
        for document in documents:
            columns = {name: document.columns[name] for name in _COLUMNS}
            writer.add_document(tantivy.Document(**_fields(document), **columns))
        writer.commit()
        writer.wait_merging_threads()

    def search(self, ask: Ask) -> int:
        """Total of the page and, in `counts`, its facets."""
        said = self._said(ask)
        page = self._searcher.search(
            self._filtered(said, ask.filters),
            limit=PAGE_SIZE,
            offset=(ask.page - 1) * PAGE_SIZE,
            order_by_field=ask.sort or None,
            order=Order.Desc if _FALLING.get(ask.sort, True) else Order.Asc,
        )
        for _, address in page.hits:
            self._searcher.doc(address).get_first("name")
        self._count(said, ask.filters)
        return page.count  # type: ignore[attr-defined,no-any-return]  # its stub leaves it out

    def tally(self, ask: Ask) -> int:
        """The facets alone; the total is that of what is typed."""
        self._count(self._said(ask), ask.filters)
        return max(sum(values.values()) for values in self.counts.values())

    def _said(self, ask: Ask) -> Query:
        typed = " ".join(words(ask.q))
        said, _ = self._index.parse_query_lenient(typed, list(BOOSTS), field_boosts=BOOSTS, conjunction_by_default=True)
        return said

    def _count(self, said: Query, filters: Filters) -> None:
        self.counts = {}
        unset = [facet for facet in FACETS if facet not in filters]
        for facets in (unset, *([facet] for facet in FACETS if facet in filters)):
            request = {facet: {"terms": {"field": facet, "size": _VALUES_MAX}} for facet in facets}
            narrowed = self._filtered(said, without(filters, facets[0]))
            for facet, told in self._searcher.aggregate(narrowed, request).items():
                self.counts[facet] = {int(row["key"]): row["doc_count"] for row in told["buckets"]}

    def _filtered(self, said: Query, filters: Filters) -> Query:
        terms = [Query.term_set_query(self._index.schema, name, sorted(values)) for name, values in filters.items()]
        narrow = [(Occur.Must, Query.const_score_query(term, 0.0)) for term in terms]
        return Query.boolean_query([(Occur.Must, said), *narrow]) if narrow else said


def _tantivy_index(folder: Path) -> tantivy.Index:
    schema = tantivy.SchemaBuilder()
    for name in BOOSTS:
        schema.add_text_field(name, stored=name == "name", tokenizer_name="folded")
    for name in _COLUMNS:
        schema.add_integer_field(name, indexed=True, fast=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    analyzer = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()
    index.register_tokenizer("folded", analyzer)
    return index


class Fts5:
    """SQLite's FTS5 beside a table of columns; unicode61 leaves đ alone, so text is given with d instead.

    Facets are one statement: the matching rows are found once, and five GROUP BY with each its own filters read
    them. The page is a second statement, ordered by `rank` (bm25 with the boosts) or by a column.
    """

    def __init__(self, folder: Path) -> None:
        self.counts: Counts = {}
        self._db = pysqlite3.connect(folder / "fts5.sqlite3")
        self._db.execute("PRAGMA mmap_size = 1073741824")

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        """Fill and optimise the index in one transaction."""
        with pysqlite3.connect(folder / "fts5.sqlite3") as db:
            columns = ", ".join(f'"{name}" INTEGER NOT NULL' for name in _COLUMNS)
            db.execute(f"CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT NOT NULL, {columns})")
            options = "content='', tokenize='unicode61 remove_diacritics 2'"
            db.execute(f"CREATE VIRTUAL TABLE fts USING fts5({', '.join(BOOSTS)}, {options})")
            boosts = ", ".join(str(boost) for boost in BOOSTS.values())
            db.execute(f"INSERT INTO fts (fts, rank) VALUES ('rank', 'bm25({boosts})')")
            for number, document in enumerate(documents):
                row = (number, document.name, *(document.columns[name] for name in _COLUMNS))
                db.execute(f"INSERT INTO doc VALUES ({', '.join('?' * len(row))})", row)
                texts = (_undashed(text) for text in _fields(document).values())
                db.execute(
                    "INSERT INTO fts (rowid, name, owner, place, story) VALUES (?, ?, ?, ?, ?)", (number, *texts)
                )
            db.execute("INSERT INTO fts (fts) VALUES ('optimize')")
            db.execute("ANALYZE")

    def search(self, ask: Ask) -> int:
        """Total of the page and, in `counts`, its facets."""
        said = self._said(ask)
        order = f'doc."{ask.sort}" {"DESC" if _FALLING[ask.sort] else "ASC"}' if ask.sort else "rank"
        self._db.execute(
            f"SELECT doc.title FROM fts JOIN doc ON doc.id = fts.rowid WHERE fts MATCH ? AND {_narrowed(ask.filters)} "
            f"ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {(ask.page - 1) * PAGE_SIZE}",
            (said,),
        ).fetchall()
        return self._count(said, ask.filters)

    def tally(self, ask: Ask) -> int:
        """The facets and the total alone."""
        return self._count(self._said(ask), ask.filters)

    def _said(self, ask: Ask) -> str:
        return " ".join(f'"{word}"' for word in words(ask.q))

    def _count(self, said: str, filters: Filters) -> int:
        columns = ", ".join(f'"{name}"' for name in FACETS)
        facets = [
            f"SELECT '{name}', \"{name}\", count(*) FROM hit WHERE {_narrowed(without(filters, name))} GROUP BY 2"
            for name in FACETS
        ]
        rows = self._db.execute(
            f"WITH hit AS MATERIALIZED (SELECT {columns} FROM fts JOIN doc ON doc.id = fts.rowid WHERE fts MATCH ?) "
            f"SELECT 'total', 0, count(*) FROM hit WHERE {_narrowed(filters)} UNION ALL {' UNION ALL '.join(facets)}",
            (said,),
        ).fetchall()
        self.counts = {name: {} for name in FACETS}
        for name, value, count in rows[1:]:
            self.counts[name][value] = count
        return int(rows[0][2])


def _narrowed(filters: Filters) -> str:
    """The filters as a condition; their values are numbers."""
    parts = [f'"{name}" IN ({", ".join(map(str, sorted(values)))})' for name, values in filters.items()]
    return " AND ".join(parts) or "1"


def _undashed(text: str) -> str:
    return text.replace("đ", "d").replace("Đ", "D")


class IdiomaticWhoosh:
    """Whoosh by its manual: MultifieldParser, `filter=`, `groupedby=` counting, highlights of hits, `correct_query`.

    `groupedby` obeys the filter, so each facet whose own filter is set costs a search of its own, unscored. It also
    makes Whoosh score and keep every hit whatever the limit.
    """

    def __init__(self, folder: Path) -> None:
        self.counts: Counts = {}
        self._searcher = whoosh_index.open_dir(folder).searcher()
        self._parser = MultifieldParser(list(BOOSTS), self._searcher.schema, fieldboosts=BOOSTS, group=AndGroup)

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        """Index in one writer with 256 MB."""
        folded = RegexTokenizer(r"[^\W_]+") | LowercaseFilter() | CharsetFilter(accent_map)
        stored = {"name", "story"}
        texts = {name: TEXT(analyzer=folded, stored=name in stored) for name in BOOSTS}
        columns = {name: NUMERIC(int, bits=32, signed=False, sortable=True) for name in _COLUMNS}
        writer = whoosh_index.create_in(folder, Schema(**texts, **columns)).writer(limitmb=256)
        for document in documents:
            writer.add_document(**_fields(document), **{name: document.columns[name] for name in _COLUMNS})
        writer.commit()

    def search(self, ask: Ask) -> int:
        """Total of the page and, in `counts`, its facets."""
        said = self._parser.parse(" ".join(words(ask.q)))
        order = sorting.FieldFacet(ask.sort, reverse=_FALLING[ask.sort]) if ask.sort else None
        page = self._searcher.search(
            said,
            limit=ask.page * PAGE_SIZE,
            filter=_alternatives(ask.filters),
            groupedby=[facet for facet in FACETS if facet not in ask.filters],
            maptype=sorting.Count,
            sortedby=order,
        )
        for hit in page[(ask.page - 1) * PAGE_SIZE : ask.page * PAGE_SIZE]:
            hit.highlights("name")
            hit.highlights("story")
        self._searcher.correct_query(said, ask.q)
        self._count(said, ask.filters)
        self.counts |= {facet: dict(page.groups(facet)) for facet in FACETS if facet not in ask.filters}
        return len(page)

    def _count(self, said: whoosh_query.Query, filters: Filters) -> None:
        self.counts = {}
        for facet in filters:
            narrow = _alternatives(without(filters, facet))
            found = self._searcher.search(
                said, limit=None, scored=False, filter=narrow, groupedby=facet, maptype=sorting.Count
            )
            self.counts[facet] = dict(found.groups(facet))


def _alternatives(filters: Filters) -> whoosh_query.Query | None:
    narrow = [
        whoosh_query.Or([whoosh_query.Term(name, value) for value in sorted(values)])
        for name, values in filters.items()
    ]
    return whoosh_query.And(narrow) if narrow else None


def _fields(document: Document) -> dict[str, str]:
    """The four fields of the rivals; the words of the group stand with the story."""
    story = f"{document.group}. {document.story}"
    return {"name": document.name, "owner": document.owner, "place": document.place, "story": story}


if __name__ == "__main__":
    # What makes and checks a corpus would weigh on a process that only searches.
    sys.exit(not import_module("bench.search.check").agree())
