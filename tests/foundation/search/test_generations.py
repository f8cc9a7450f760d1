import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from foundation.search.generations import Cursor, Generation, Home, Pointer, settle
from foundation.search.layout import Writer, create
from tests.foundation.search.conftest import Change, Node
from tests.support.search import Written, samples


def generation(directory: str, commit: int = 1) -> Generation:
    return Generation(directory, commit, "1/thing/", Cursor(3, 7), {f"MAIN_{commit}.trm": (10, 0xFFFFFFFF)})


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_pointer_is_read_as_it_was_published(home: Home) -> None:
    for pointer in (Pointer(generation("g-000001")), Pointer(generation("g-000002", 9), generation("g-000001"))):
        home.publish(pointer)
        assert home.pointer() == pointer


def test_before_the_first_publication_there_is_no_pointer(home: Home) -> None:
    assert home.pointer() is None
    assert home.signature() is None


def test_every_publication_can_be_seen_from_outside(home: Home) -> None:
    seen = set()
    for commit in range(50):
        home.publish(Pointer(generation("g-000001", commit % 10)))
        seen.add(home.signature())
    assert len(seen) == 50


def test_whoever_looks_while_pointers_are_replaced_sees_a_whole_one(home: Home) -> None:
    home.publish(Pointer(generation("g-000001")))
    done = threading.Event()
    seen: list[Pointer | None] = []

    def look() -> None:
        while not done.is_set():
            seen.append(home.pointer())

    thread = threading.Thread(target=look)
    thread.start()
    for commit in range(200):
        home.publish(Pointer(generation("g-000001", commit)))
    done.set()
    thread.join()
    assert seen
    assert None not in seen


def test_a_publication_that_is_interrupted_leaves_the_old_pointer(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Pointer(generation("g-000001"))
    home.publish(old)

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    for step in ("json.dump", "os.fsync"):
        with monkeypatch.context() as patch:
            patch.setattr(f"foundation.search.generations.{step}", full)
            with pytest.raises(OSError, match="no space"):
                home.publish(Pointer(generation("g-000002")))
        assert home.pointer() == old


def test_a_pointer_counts_only_once_every_file_it_names_has_reached_the_disk(
    indexed: Node, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library itself never waits for the disk: a power cut would leave it unreadable."""
    acts: list[tuple[str, str]] = []
    fsync, replace, rename = os.fsync, Path.replace, Path.rename

    def synced(descriptor: int) -> None:
        acts.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        fsync(descriptor)

    def replaced(self: Path, target: Path) -> Path:
        acts.append(("replace", target.name))
        return replace(self, target)

    def renamed(self: Path, target: Path) -> Path:
        acts.append(("rename", target.name))
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Path, "rename", renamed)
    home = indexed.home.folder.name
    indexed.indexer.rebuild()
    built = current(indexed.home)
    at = acts.index(("replace", "current"))
    before = acts[:at]
    synced_names = {name for act, name in before if act == "sync"}
    assert synced_names >= {*built.files, "current.new", f"{built.directory}.building"}
    assert before.index(("rename", built.directory)) > max(before.index(("sync", name)) for name in built.files)
    assert before[before.index(("rename", built.directory)) + 1] == ("sync", home)
    assert acts[at + 1] == ("sync", home)

    acts.clear()
    change(*samples(3, seed=5))
    indexed.follow()
    changed = current(indexed.home)
    at = acts.index(("replace", "current"))
    fresh = set(changed.files) - set(built.files)
    assert len(fresh) > 3
    assert {name for act, name in acts[:at] if act == "sync"} == {*fresh, "current.new", built.directory}
    assert acts[at + 1] == ("sync", home)


def current(home: Home) -> Generation:
    pointer = home.pointer()
    assert pointer
    return pointer.current


def test_the_library_alone_syncs_nothing(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """If it ever does, what we do ourselves can be thought over."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    create(written.home.folder / "bare", written.registry)
    writer = Writer(written.home.folder / "bare", written.registry)
    for document in samples(5):
        writer.add(document)
    writer.commit()
    assert synced == []


def test_settling_reads_only_files_that_are_new(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").write_bytes(b"")
    assert settle(tmp_path, ["a", "b"], {"a": (1, 2)}) == {"a": (1, 2), "b": (0, 0)}


def test_the_lock_is_held_by_one(home: Home) -> None:
    with home.locked(wait=False) as mine:
        assert mine
        with home.locked(wait=False) as other:
            assert not other
    with home.locked(wait=False) as again:
        assert again


def test_whoever_waits_for_the_lock_gets_it(home: Home) -> None:
    order: list[str] = []
    held = threading.Event()

    def second() -> None:
        held.wait()
        with home.locked(wait=True):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with home.locked(wait=True):
        held.set()
        threading.Event().wait(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_machine_keeps_its_name(home: Home, tmp_path: Path) -> None:
    assert home.node() == Home(home.folder).node() != Home(tmp_path / "other").node()
    assert len(home.node()) == 32


def test_a_machine_whose_name_was_never_written_gets_one(home: Home) -> None:
    """Killed between making the file and writing it; two machines without a name would be taken for one."""
    (home.folder / "node").touch()
    assert len(home.node()) == 32
    assert home.node() == home.node()


def test_directories_count_on_and_unfinished_ones_are_removed(home: Home) -> None:
    assert home.new_directory().name == "g-000001.building"
    (home.folder / "g-000007").mkdir()
    (home.folder / "g-000008.building").mkdir()
    assert home.new_directory().name == "g-000008.building"
    assert sorted(path.name for path in home.folder.iterdir()) == ["g-000007"]


def test_only_directories_a_pointer_names_stay(written: Written) -> None:
    for _ in range(3):
        written.build(samples(3))
    pointer = written.home.pointer()
    assert pointer
    assert pointer.previous
    (written.home.folder / "g-000099.building").mkdir()
    written.home.sweep(pointer)
    kept = {path.name for path in written.home.folder.glob("g-*")}
    assert kept == {pointer.current.directory, pointer.previous.directory, "g-000099.building"}


def test_a_directory_holds_only_the_files_of_its_commit(written: Written) -> None:
    written.build(samples(30))
    sizes = []
    for number in range(12):
        written.change(samples(2, seed=number))
        pointer = written.home.pointer()
        assert pointer
        folder = written.home.path(pointer.current)
        sizes.append(len(list(folder.iterdir())))
        assert {path.name for path in folder.iterdir()} - set(pointer.current.files) <= {"MAIN_WRITELOCK"}
    assert max(sizes) < 400


def test_the_pointer_is_plain_text_and_no_program(written: Written) -> None:
    """The library's own tables are pickles; which of them may be opened is decided before any is."""
    written.build(samples(3))
    raw: dict[str, Any] = json.loads((written.home.folder / "current").read_text(encoding="utf-8"))
    assert raw["current"]["files"]
