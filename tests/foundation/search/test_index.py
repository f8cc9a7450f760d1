"""A damaged index is noticed, answered around and healed."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.search.generations import Generation, Home, Pointer, Verified, damage
from foundation.search.index import LOOK_AFTER_S, SearchIndex, SearchUnavailable
from foundation.search.kinds import Column, Registry
from foundation.search.query import Query, plain_terms
from tests.foundation.search.conftest import Change, Node
from tests.support.oracle import keys_of
from tests.support.search import Written, make_registry, samples, thing


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float = LOOK_AFTER_S) -> None:
        self.now += seconds


class Reader:
    """A process that only reads."""

    def __init__(self, home: Home, registry: Registry) -> None:
        self.clock = Clock()
        self.index = SearchIndex(home.folder, registry, clock=self.clock)

    def found(self, text: str) -> list[str]:
        return keys_of(self.index.search(Query(plain_terms(text))))


@pytest.fixture
def reader(written: Written) -> Reader:
    """A process reading an index of which there is a generation before it."""
    for age in ("cũ", "mới"):
        written.build([thing(1, f"Chè {age}"), thing(2, "Gạo"), thing(3, f"Mật {age}")])
    return Reader(written.home, written.registry)


def current(home: Home) -> Generation:
    pointer = home.pointer()
    assert pointer
    return pointer.current


def _pointer(home: Home) -> Pointer:
    pointer = home.pointer()
    assert pointer
    return pointer


def files(home: Home, suffix: str) -> list[Path]:
    folder = home.path(current(home))
    return sorted(folder / name for name in current(home).files if name.endswith(suffix))


def torn(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zeroed(path: Path) -> None:
    """As a file system leaves a file whose blocks never reached the disk."""
    path.write_bytes(bytes(path.stat().st_size))


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def missing(path: Path) -> None:
    path.unlink()


OURS = ["thing:1", "thing:3"]
DAMAGES = (torn, zeroed, one_bit, missing)


def test_without_an_index_callers_are_told_to_browse(written: Written) -> None:
    index = SearchIndex(written.home.folder, written.registry)
    with pytest.raises(SearchUnavailable, match="there is no index yet"):
        index.search(Query())
    with pytest.raises(SearchUnavailable):
        index.complete("che")
    assert index.health() == "there is no index yet"


@pytest.mark.parametrize("hurt", DAMAGES)
def test_every_file_of_an_index_is_watched(written: Written, hurt: Callable[[Path], None]) -> None:
    written.build(samples(20))
    generation = current(written.home)
    folder = written.home.path(generation)
    for name in generation.files:
        kept = (folder / name).read_bytes()
        if not kept and hurt is not missing:
            continue
        hurt(folder / name)
        told = damage(folder, generation, {})
        assert told
        assert told.startswith(name)
        (folder / name).write_bytes(kept)
    assert damage(folder, generation, {}) is None


def test_what_was_read_once_is_read_again_only_when_it_was_touched(written: Written) -> None:
    generation = written.build(samples(20))
    folder = written.home.path(generation)
    verified: Verified = {}
    assert damage(folder, generation, verified) is None
    assert len(verified) == len(generation.files)
    path = files(written.home, ".pst")[0]
    before = verified[path]
    one_bit(path)
    os.utime(path, ns=(before[1], before[1]))
    assert damage(folder, generation, verified) is None  # who sets the time back as well is no accident
    os.utime(path)
    assert damage(folder, generation, verified) == f"{path.name} has other content"


@pytest.mark.parametrize("hurt", DAMAGES)
@pytest.mark.parametrize("suffix", [".toc", ".pst"])
def test_the_generation_before_answers_for_a_damaged_one(
    reader: Reader, written: Written, hurt: Callable[[Path], None], suffix: str
) -> None:
    hurt(files(written.home, suffix)[0])
    assert reader.found("cũ") == OURS
    trouble = reader.index.health()
    assert trouble
    assert trouble.startswith(f"index {current(written.home).name}: ")


@pytest.mark.parametrize("hurt", DAMAGES)
def test_a_running_reader_notices_damage_within_a_second(
    reader: Reader, written: Written, hurt: Callable[[Path], None]
) -> None:
    assert reader.found("mới") == OURS
    assert reader.index.health() is None
    hurt(files(written.home, ".pst")[0])
    reader.clock.forward()
    assert reader.found("cũ") == OURS
    assert reader.index.health()


def test_a_reader_that_a_writer_overtakes_each_time_answers_on(
    reader: Reader, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the pointer named a moment ago is gone when the next one is published; that is no damage."""
    assert reader.found("chè") == ["thing:1"]
    written.change([thing(4, "Chè bốn")])

    def overtaken(folder: Path, generation: Generation, verified: Verified) -> str:
        del folder, verified
        written.change([thing(5, "Chè năm")])
        return f"{generation.name} was cleaned up"

    with monkeypatch.context() as patched:
        patched.setattr("foundation.search.index.damage", overtaken)
        reader.clock.forward()
        assert reader.found("chè") == ["thing:1"]
        assert reader.index.health() is None
    reader.clock.forward()
    assert set(reader.found("chè")) == {"thing:1", "thing:4", "thing:5"}


def test_where_both_are_damaged_callers_are_told_to_browse(reader: Reader, written: Written) -> None:
    pointer = written.home.pointer()
    assert pointer
    assert pointer.previous
    for generation in (pointer.current, pointer.previous):
        for name in generation.files:
            zeroed(written.home.path(generation) / name)
    with pytest.raises(SearchUnavailable):
        reader.found("mới")
    assert reader.index.health()


@pytest.mark.parametrize("garbage", [b"", b"\x00" * 400, b"{", b"[]", b"null", b'{"current": 1, "previous": null}'])
def test_a_pointer_that_cannot_be_read_is_no_pointer(reader: Reader, written: Written, garbage: bytes) -> None:
    assert reader.found("mới") == OURS
    (written.home.folder / "current").write_bytes(garbage)
    assert written.home.pointer() is None
    reader.clock.forward()
    with pytest.raises(SearchUnavailable, match="there is no index yet"):
        reader.found("mới")


def test_an_index_of_another_form_is_not_asked(reader: Reader, written: Written) -> None:
    shape = Registry(written.registry.kinds, (Column("weight", "H"),))
    with pytest.raises(SearchUnavailable, match="built for another form"):
        Reader(written.home, shape).found("mới")
    assert reader.found("mới") == OURS


def test_the_disk_is_asked_once_a_second(reader: Reader, written: Written) -> None:
    assert reader.found("mới") == OURS
    written.change([thing(4, "Bánh")])
    reader.clock.forward(LOOK_AFTER_S * 0.9)
    assert reader.found("bánh") == []
    reader.clock.forward(LOOK_AFTER_S * 0.1)
    assert reader.found("bánh") == ["thing:4"]


def test_the_newest_generation_answers_again_as_soon_as_there_is_one(reader: Reader, written: Written) -> None:
    zeroed(files(written.home, ".pst")[0])
    assert reader.found("cũ") == OURS
    written.build([thing(1, "Chè mới"), thing(3, "Chè mới")])
    reader.clock.forward()
    assert reader.found("mới") == OURS
    assert reader.index.health() is None


def test_a_search_that_fails_on_a_torn_file_is_answered_by_the_generation_before(
    reader: Reader, written: Written
) -> None:
    """Between two looks at the disk the snapshot may find out first."""
    reader.index.snapshot()
    zeroed(files(written.home, ".pst")[0])
    assert reader.found("mới") == []
    assert reader.found("cũ") == OURS
    assert reader.index.health()


def test_what_was_read_of_a_damaged_file_is_forgotten_with_it(reader: Reader, written: Written) -> None:
    reader.index.snapshot()
    path = files(written.home, ".trm")[0]
    kept = path.read_bytes()
    zeroed(path)
    assert reader.found("mới") == OURS  # its terms were read before; the damage is seen at the next look
    reader.clock.forward()
    assert reader.found("cũ") == OURS
    path.write_bytes(kept)
    written.home.publish(_pointer(written.home))
    reader.clock.forward()
    assert reader.found("mới") == OURS


def test_a_search_that_fails_for_another_reason_is_away_and_told(reader: Reader) -> None:
    with pytest.raises(SearchUnavailable, match="a search failed"):
        reader.index.search(Query(order="unheard of"))
    assert reader.found("mới") == OURS


def test_whoever_asks_while_the_index_is_first_opened_waits_for_it(written: Written) -> None:
    """A site that starts under load must not tell its first visitors that there is no index."""
    written.build(samples(200))
    for _ in range(5):
        index = SearchIndex(written.home.folder, make_registry())
        start = threading.Barrier(8)
        away: list[SearchUnavailable] = []
        threads = [threading.Thread(target=_ask, args=(index, start, away)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert away == []


def _ask(index: SearchIndex, start: threading.Barrier, away: list[SearchUnavailable]) -> None:
    start.wait()
    for _ in range(20):
        try:
            index.search(Query(plain_terms("chè")))
        except SearchUnavailable as reason:
            away.append(reason)


@pytest.mark.parametrize("hurt", DAMAGES)
def test_the_indexer_heals_what_is_damaged(indexed: Node, change: Change, hurt: Callable[[Path], None]) -> None:
    reader = Reader(indexed.home, indexed.registry)
    assert reader.index.health() is None
    for path in files(indexed.home, ".trm"):
        hurt(path)
    reader.clock.forward()
    assert reader.index.health()
    change(thing(800, "Phượng hoàng"))
    indexed.follow()
    reader.clock.forward()
    assert reader.index.health() is None
    assert reader.found("phượng hoàng")[0] == "thing:800"
    assert indexed.agrees()


def test_the_indexer_heals_a_pointer_that_cannot_be_read(indexed: Node) -> None:
    (indexed.home.folder / "current").write_bytes(b"\x00" * 300)
    assert indexed.indexer.follow() == 40
    assert indexed.agrees()


def test_what_was_worked_out_is_kept_while_a_generation_answers(written: Written, reader: Reader) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [reader.index.cached("figure", make) for _ in range(3)] == [0, 0, 0]
    assert reader.index.cached("another", make) == 1
    written.build([thing(1, "Chè mới hơn")])
    reader.clock.forward()
    assert reader.index.cached("figure", make) == 2


def test_where_no_generation_answers_everything_is_worked_out_each_time(tmp_path: Path, written: Written) -> None:
    index = SearchIndex(tmp_path / "nothing", written.registry)
    answers = iter([1, 2])
    assert [index.cached("figure", lambda: next(answers)) for _ in range(2)] == [1, 2]
