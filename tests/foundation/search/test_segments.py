"""What is read of an index is what was written, and what the library's own readers say."""

import random
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from foundation.search.documents import Document, postings, unpacked
from foundation.search.layout import ALIKE_MAX, INDEX_NAME, OWN_COLUMNS, PAIRS, TERMS, TEXTS, WORDS, Files
from foundation.search.snapshot import Snapshot
from tests.support.search import Written, samples, thing


class Both:
    """One commit as we read it and as the library does."""

    def __init__(self, written: Written) -> None:
        self.snapshot: Snapshot = written.snapshot()
        pointer = written.home.pointer()
        assert pointer
        folder = written.home.path(pointer.current)
        self.reader: Any = FileIndex(Files(folder), indexname=INDEX_NAME).reader()
        self.columns = [*OWN_COLUMNS, *(column.name for column in written.registry.columns)]

    def compare(self, live: Iterable[Document]) -> None:
        """Every term, column and text; the library reads postings by our codec, so these are told by the documents."""
        written = self._written(live)
        assert self.reader.doc_count_all() == self.snapshot.size
        assert self.reader.doc_count() == self.snapshot.count == len(self.snapshot.all())
        alive = [n for n in range(self.snapshot.size) if not self.reader.is_deleted(n)]
        assert self.snapshot.all().tolist() == alive
        for field in TERMS:
            terms = set(self.reader.field_terms(field))
            assert {term for of, term in written if of == field} <= terms  # merges have still to take some away
            for term in terms:
                found = self.snapshot.posting(field, term)
                rows = list(zip(found.ids.tolist(), found.codes.tolist(), strict=True))
                assert rows == self._posting(field, term) == sorted(written[field, term])
        for name in self.columns:
            column = self.reader.column_reader(name)
            assert [int(self.snapshot.columns[name][n]) for n in alive] == [column[n] for n in alive]
        texts = self.reader.column_reader(TEXTS)
        for number in alive:
            assert self.snapshot.texts(number) == unpacked(texts[number])

    def _written(self, live: Iterable[Document]) -> dict[tuple[str, str], list[tuple[int, int]]]:
        documents = {document.key: document for document in live}
        written: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number in self.snapshot.all().tolist():
            kind, of = self.snapshot.identity(number)
            terms = postings(documents[f"{kind}:{of}"])
            for field in TERMS:
                for term, code in getattr(terms, field).items():
                    written[field, term].append((number, code))
        return written

    def _posting(self, field: str, term: str) -> list[tuple[int, int]]:
        try:
            matcher = self.reader.postings(field, term)
        except TermNotFound:
            return []
        rows = []
        while matcher.is_active():
            rows.append((matcher.id(), int(matcher.weight())))
            matcher.next()
        return rows

    def close(self) -> None:
        self.reader.close()


@pytest.fixture
def history() -> list[Document]:
    return samples(500, seed=11)


def _commits(written: Written, history: list[Document]) -> Iterator[dict[str, Document]]:
    """Random changes; after each what should be there."""
    rng = random.Random(5)
    live = {document.key: document for document in history[:150]}
    written.build(live.values())
    yield live
    for step in range(10):
        gone = rng.sample(sorted(live), rng.choice((0, 1, 20)))
        fresh = rng.sample(history, rng.choice((1, 5, 40)))
        put = {d.key: Document(d.kind, d.number, f"{d.name} {step}", columns=d.columns) for d in fresh}
        dropped = [live.pop(key) for key in gone if key not in put]
        live |= put
        written.change(put.values(), gone=dropped, merge=step % 4 == 3)
        yield live


def test_postings_columns_and_texts_are_the_librarys_over_segments_deletions_and_merges(
    written: Written, history: list[Document]
) -> None:
    segments = set()
    for live in _commits(written, history):
        both = Both(written)
        both.compare(live.values())
        segments.add(len(both.snapshot._parts))
        names = {f"{k}:{n}" for k, n in map(both.snapshot.identity, both.snapshot.all().tolist())}
        assert names == live.keys()
        both.close()
    assert len(segments) > 2


def test_changes_one_by_one_merge_among_themselves_and_leave_a_catalogue_alone(written: Written) -> None:
    """What is merged is read and written again while the next change waits."""
    live = {document.key: document for document in samples(300)}
    written.build(live.values())
    [first] = written.snapshot()._parts
    sizes = []
    for step in range(25):
        changed = thing(10_000 + step, f"Mới {step}")
        live[changed.key] = changed
        written.change([changed])
        snapshot = written.snapshot()
        assert snapshot._parts[0].segment.name == first.segment.name
        sizes.append(len(snapshot._parts))
    assert max(sizes) == 1 + ALIKE_MAX
    assert min(sizes[ALIKE_MAX:]) < ALIKE_MAX
    both = Both(written)
    both.compare(live.values())
    both.close()


def test_postings_of_many_blocks_are_whole(written: Written) -> None:
    rng = random.Random(1)
    count = 2125
    documents = [
        thing(
            number,
            "chè" if rng.random() < 0.9 else "gạo chè",
            owner=rng.choice(("", "chè")),
            story=rng.choice(("", "chè")),
        )
        for number in range(1, count + 1)
    ]
    written.build(documents)
    snapshot = written.snapshot()
    found = snapshot.posting(WORDS, "che")
    order = [documents[int(n) - 1] for n in snapshot.columns["number"]]
    assert found.ids.tolist() == list(range(count))
    assert found.codes.tolist() == [postings(document).words["che"] for document in order]
    both = Both(written)
    both.compare(documents)
    both.close()


def test_terms_of_one_document_and_of_equal_codes_are_read(written: Written) -> None:
    written.build([thing(1, "Một"), *(thing(n, "Đều") for n in range(2, 1500))])
    snapshot = written.snapshot()
    assert snapshot.posting(WORDS, "mot").ids.tolist() == [0]
    deu = snapshot.posting(WORDS, "deu")
    assert len(deu.ids) == 1498
    assert set(deu.codes.tolist()) == {96}
    assert snapshot.posting(WORDS, "khong").ids.tolist() == []


def test_columns_without_a_value_and_at_their_limits_are_read(written: Written) -> None:
    most = {"stars": 255}, {"group": 65535}, {"prior": (1 << 32) - 1}, {"newest": (1 << 64) - 1}
    edges: tuple[dict[str, int], ...] = ({}, *most, {})
    documents = [thing(number, "Chè", columns=columns) for number, columns in enumerate(edges, start=1)]
    written.build(documents)
    snapshot = written.snapshot()
    for column in ("province", "stars", "group", "prior", "newest"):
        assert snapshot.columns[column].tolist() == [d.columns.get(column, 0) for d in documents]


def test_sort_keys_are_kept_to_their_limit(written: Written) -> None:
    documents = [*samples(40), thing(99, "Dài " * 60), Document("thing", 100, "không khóa")]
    written.build(documents)
    snapshot = written.snapshot()
    [part] = snapshot._parts
    assert part.segment.sort_keys().tolist() == [document.sort_key[:64] for document in documents]


def test_starting_terms_are_those_of_the_field(written: Written) -> None:
    written.build(samples(100))
    snapshot = written.snapshot()
    both = Both(written)
    for prefix in ("c", "ch", "che_", "zz", "x"):
        for field in (WORDS, PAIRS):
            wanted = [t for t in both.reader.field_terms(field) if t.startswith(prefix)]
            assert list(snapshot.starting(field, prefix, 10_000)) == wanted
    both.close()


def test_the_vocabulary_counts_the_documents_of_each_word(written: Written) -> None:
    documents = samples(100)
    written.build(documents)
    snapshot = written.snapshot()
    counts = snapshot.vocabulary().counts
    for word in ("che", "mat", "an", "xa"):
        assert counts[word] == sum(word in postings(document).words for document in documents)


def test_numbers_are_big_endian_on_disk_and_native_here(written: Written) -> None:
    written.build([thing(1, "Chè", columns={"group": 0x0102})])
    assert written.snapshot().columns["group"].dtype == np.dtype("H")
    pointer = written.home.pointer()
    assert pointer
    [path] = written.home.path(pointer.current).glob("*group*")
    assert struct.pack(">H", 0x0102) in path.read_bytes()
