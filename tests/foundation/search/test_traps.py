"""What the library does wrongly when it is used as its guide says, and that we do not use it so."""

import sys
import threading
import tracemalloc
import unicodedata
from collections import Counter
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from whoosh import analysis, fields, index, query
from whoosh.filedb.structfile import BufferFile

from foundation.search.analysis import tokens
from foundation.search.documents import Document
from foundation.search.index import SearchIndex
from foundation.search.layout import WORDS, Files, contents
from foundation.search.query import Query, plain_terms
from foundation.search.searching import search
from foundation.search.segments import Segment
from foundation.search.snapshot import Segments, Snapshot
from tests.foundation.search.conftest import Change, Node
from tests.support.oracle import keys_of
from tests.support.processes import rounds
from tests.support.search import Written, make_registry, samples, thing

NAMES = "Chè An Giang, gạo Cần Thơ, giỏ mây, khăn tơ"


def _stock(folder: Path) -> Any:
    """An index as the library's guide makes it."""
    return index.create_in(str(folder), fields.Schema(id=fields.ID(unique=True, stored=True), text=fields.TEXT))


def _write(ix: Any, rows: dict[str, str], **how: Any) -> None:
    writer = ix.writer()
    for key, text in rows.items():
        writer.update_document(id=key, text=text)
    writer.commit(**how)


def _ids(searcher: Any) -> Counter[str]:
    return Counter(hit["id"] for hit in searcher.search(query.Term("text", "alpha"), limit=None))


def test_one_distribution_provides_the_library() -> None:
    """Several install the same package over each other, some with corrupt postings."""
    assert packages_distributions()["whoosh"] == ["Whoosh-Reloaded"]


def test_refreshing_a_searcher_returns_what_was_deleted_and_doubles(tmp_path: Path) -> None:
    ix = _stock(tmp_path)
    _write(ix, {"1": "alpha", "2": "alpha"}, merge=False)
    _write(ix, {"3": "alpha"}, merge=False)
    searcher = ix.searcher()
    _write(ix, {"4": "alpha"}, merge=False)
    searcher = searcher.refresh()
    _write(ix, {"1": "beta"}, merge=False)
    searcher = searcher.refresh()
    _write(ix, {"5": "alpha"}, optimize=True)
    searcher = searcher.refresh()
    wanted = Counter(["2", "3", "4", "5"])
    assert _ids(searcher) != wanted
    with ix.searcher() as fresh:
        assert _ids(fresh) == wanted
    searcher.close()


def test_a_reader_that_follows_sees_each_document_once(written: Written) -> None:
    """The same commits, through one process's snapshots that share their segments."""
    written.build([thing(1, "Alpha"), thing(2, "Alpha")])
    now = 0.0
    reader = SearchIndex(written.home.folder, written.registry, clock=lambda: now)

    def found() -> list[str]:
        nonlocal now
        now += 1
        return keys_of(reader.search(Query(plain_terms("alpha"), order="newest")))

    assert found() == ["thing:1", "thing:2"]
    written.change([thing(3, "Alpha")], merge=False)
    assert found() == ["thing:1", "thing:2", "thing:3"]
    written.change([thing(1, "Beta")], merge=False)
    assert found() == ["thing:2", "thing:3"]
    for number in range(4, 40):
        written.change([thing(number, "Alpha")], gone=[thing(number - 1, "")])
        assert found() == ["thing:2", f"thing:{number}"]


def test_the_librarys_own_words_drop_names(written: Written) -> None:
    stock = [token.text for token in analysis.StandardAnalyzer()(unicodedata.normalize("NFC", NAMES))]
    assert "an" not in stock
    written.build([thing(1, "Chè An Giang"), thing(2, "Gạo Cần Thơ"), thing(3, "Giỏ mây"), thing(4, "Khăn tơ")])
    for number, word in enumerate(("an", "cần", "mây", "tơ"), start=1):
        found = search(written.snapshot(), Query(plain_terms(word)))
        assert f"thing:{number}" in keys_of(found)


def test_the_librarys_own_words_are_cut_at_decomposed_marks(written: Written) -> None:
    decomposed = unicodedata.normalize("NFD", "rừng")
    assert [token.text for token in analysis.StandardAnalyzer(stoplist=None)(decomposed)] == ["ru", "ng"]
    assert [token.text for token in tokens(decomposed)] == ["rừng"]
    written.build([thing(1, unicodedata.normalize("NFD", "Mật ong rừng"))])
    assert keys_of(search(written.snapshot(), Query(plain_terms("rừng")))) == ["thing:1"]


def test_one_id_twice_in_a_batch_stays_twice_in_the_library(tmp_path: Path) -> None:
    ix = _stock(tmp_path)
    writer = ix.writer()
    writer.update_document(id="1", text="alpha")
    writer.update_document(id="1", text="alpha")
    writer.commit()
    with ix.searcher() as searcher:
        assert _ids(searcher) == Counter({"1": 2})


def test_one_id_twice_in_a_batch_stands_once_in_our_index(indexed: Node, change: Change) -> None:
    for text in ("Alpha một", "Alpha hai"):
        change(thing(900, text))
    change(thing(901, "Alpha"))
    change(thing(901, "Alpha"), listed=False)
    assert indexed.follow() == [4]
    assert indexed.held()["thing:900"][0] == "Alpha hai"  # `held` refuses one that stands twice
    assert "thing:901" not in indexed.held()


def test_a_mapped_segment_is_copied_to_the_heap_by_the_library_and_not_by_us(written: Written) -> None:
    generation = written.build(samples(1500))
    folder = written.home.path(generation)
    sizes = {Path(name).suffix: (folder / name).stat().st_size for name in generation.files}
    postings, terms = sizes[".pst"], sizes[".trm"]
    assert postings > 100_000
    toc = contents(folder, generation.commit)
    [meta] = toc.segments
    memory = bytes(postings)
    assert _allocated(lambda: BufferFile(memoryview(memory))) >= postings
    assert not Files(folder).supports_mmap
    # The terms are held on purpose; their lists are read when they are asked for.
    assert _allocated(lambda: Segment(folder, meta, {"number": "I"}, "s")) < terms + postings / 4


def _allocated(make: Any) -> int:
    tracemalloc.start()
    try:
        kept = make()
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    close = getattr(kept, "close", None)
    if close:
        close()
    return used


THREADS = 8
SEARCHES = rounds(200, 1000)


class _Asking:
    """Threads that search one shared index and compare with what its documents say."""

    def __init__(self, reader: SearchIndex, documents: list[Document]) -> None:
        self.reader, self.documents = reader, documents
        self.wrong: list[str] = []
        self.errors: list[BaseException] = []

    def run(self, seed: int) -> None:
        for number in range(SEARCHES):
            document = self.documents[(seed * 31 + number * 7) % len(self.documents)]
            try:
                self._look(document, number)
            except Exception as error:  # noqa: BLE001 - counted
                self.errors.append(error)

    def _look(self, document: Document, number: int) -> None:
        # A word of its own for each document, so that an answer can be judged whatever the writer does.
        found = self.reader.search(Query(plain_terms(document.name), facets=("province",), per_page=1 + number % 20))
        names = ["".join(piece for piece, _ in hit.name) for hit in found.hits]
        if found.total != 1 or names != [document.name] or keys_of(found) != [document.key]:
            self.wrong.append(f"{document.name}: {names}")
        counts = {value: facet.count for value, facet in found.facets["province"].items()}
        if counts != {document.columns["province"]: 1}:
            self.wrong.append(f"{document.name}: {counts}")


def _named(count: int, start: int = 1) -> list[Document]:
    """Documents with a word nobody else has and one that everybody has."""
    letters = "bcdghklmnpqrstvx"
    return [
        thing(
            number,
            "Chè " + "".join(letters[number >> shift & 15] * 2 for shift in (8, 4, 0)),
            columns={"province": number % 34},
        )
        for number in range(start, start + count)
    ]


def test_threads_share_an_index_beside_a_writer(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's readers share one place in each file; used by threads they answer wrongly or fail."""
    documents = _named(200)
    written.build(documents)
    clock = iter(range(10_000_000))
    reader = SearchIndex(written.home.folder, make_registry(), clock=lambda: float(next(clock)))
    monkeypatch.setattr("foundation.search.snapshot.POSTINGS_MAX", 20_000)  # so that files are read again and again
    monkeypatch.setattr("foundation.search.snapshot.ANSWERS_MAX", 1)
    asking = _Asking(reader, documents)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=asking.run, args=(seed,)) for seed in range(THREADS)]
        for thread in threads:
            thread.start()
        commits = 0
        while any(thread.is_alive() for thread in threads):
            written.change(_named(5, start=1000 + commits % 3 * 5), merge=commits % 4 != 0)
            commits += 1
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert asking.errors == []
    assert asking.wrong == []
    assert commits > 3


def test_the_librarys_reader_is_not_for_threads(written: Written) -> None:
    """Why each of our segments reads under a lock: without it the same threads get nonsense."""
    written.build(samples(1500))
    snapshot = written.snapshot()
    wanted = {word: snapshot.posting(WORDS, word).ids.tolist() for word in ("che", "mat", "ong", "rung", "xa", "hop")}
    [part] = snapshot._parts
    part.segment.lock = _NoLock()  # type: ignore[assignment]
    bad: list[object] = []

    def read(seed: int) -> None:
        words = sorted(wanted)
        for number in range(400):
            word = words[(seed + number) % len(words)]
            try:
                if part.segment.posting(WORDS, word).ids.tolist() != wanted[word]:
                    bad.append(word)
            except Exception as error:  # noqa: BLE001 - counted
                bad.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=read, args=(seed,)) for seed in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert bad


class _NoLock:
    def __enter__(self) -> None:
        """Lock nothing."""

    def __exit__(self, *_: object) -> None:
        """Unlock nothing."""


def test_an_old_snapshot_goes_on_answering_while_its_files_are_removed(written: Written) -> None:
    written.build(_named(50))
    old = written.snapshot()
    for number in range(15):
        written.change(_named(50, start=1 + number % 2))
    pointer = written.home.pointer()
    assert pointer
    assert not set(old.generation.files) <= {path.name for path in written.home.path(pointer.current).iterdir()}
    found = search(old, Query(plain_terms("chè"), order="name", per_page=100))
    assert len(found.hits) == 50
    with pytest.raises(Exception):  # noqa: B017, PT011 - the library fails in many ways
        Snapshot(written.home.path(pointer.current), old.generation, written.registry, Segments())
