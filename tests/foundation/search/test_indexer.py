from pathlib import Path

import pytest
from sqlalchemy import func, select

from foundation.db.database import Database
from foundation.search.generations import Home
from foundation.search.indexer import BATCH, BuildFailed, Indexer
from foundation.search.kinds import Registry
from foundation.search.models import SearchChange
from foundation.search.services import mark_changed
from tests.foundation.search.conftest import Change, Node
from tests.support.search import OFFER, THING, Shelf, put, samples, settled, take, thing


def logged(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(SearchChange.id))) or 0


def test_the_first_look_builds_the_index(node: Node, change: Change) -> None:
    change(*samples(30), marked=False)
    assert node.indexer.follow() == 30
    assert node.agrees()
    assert node.indexer.follow() == 0


def test_an_empty_catalogue_has_an_index_that_holds_nothing(node: Node) -> None:
    assert node.indexer.follow() == 0
    assert node.held() == {}


def test_a_change_and_its_mark_commit_together(indexed: Node, change: Change) -> None:
    change(thing(1, "Chè tân cương", kind=OFFER))
    assert indexed.follow() == [1]
    assert indexed.held()["offer:1"][0] == "Chè tân cương"
    assert indexed.agrees()


def test_what_is_rolled_back_is_not_marked(indexed: Node, things_db: Database) -> None:
    def fail() -> None:
        with things_db.unit_of_work() as session:
            put(session, thing(1, "Không bao giờ"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert logged(things_db) == 0
    assert indexed.follow() == []
    assert indexed.agrees()


def test_marking_nothing_writes_nothing(things_db: Database) -> None:
    with things_db.unit_of_work() as session:
        mark_changed(session, THING, [])
    assert logged(things_db) == 0


def test_a_record_changed_several_times_reads_as_the_last_time(indexed: Node, change: Change) -> None:
    for text in ("một", "hai", "ba"):
        change(thing(900, f"Bánh {text}"))
    assert indexed.follow() == [3]
    assert indexed.held()["thing:900"][0] == "Bánh ba"
    assert indexed.agrees()


def test_what_is_deleted_or_no_longer_listed_is_no_longer_found(
    indexed: Node, things_db: Database, change: Change
) -> None:
    first, second, *_ = samples(40)
    with things_db.unit_of_work() as session:
        take(session, first)
    change(second, listed=False)
    assert indexed.follow() == [2]
    assert {first.key, second.key}.isdisjoint(indexed.held())
    assert indexed.agrees()
    change(first, second)
    indexed.follow()
    assert {first.key, second.key} <= indexed.held().keys()


def test_a_mark_without_a_change_or_a_kind_does_no_harm(indexed: Node, things_db: Database) -> None:
    with things_db.unit_of_work() as session:
        mark_changed(session, THING, [1, 2, 77_777])
        mark_changed(session, "unheard", [1])
    assert indexed.follow() == [4]
    assert indexed.agrees()
    assert indexed.waiting() == 0


def test_a_batch_is_500_at_most(indexed: Node, change: Change) -> None:
    change(*samples(BATCH + 20, seed=7))
    settled(indexed.database)
    assert indexed.indexer.follow() == BATCH
    assert indexed.waiting() == 20
    assert indexed.follow() == [20]
    assert indexed.agrees()


def test_a_batch_interrupted_before_it_counts_is_done_again(
    indexed: Node, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library has committed, the pointer has not moved."""
    before = indexed.held()
    change(*samples(5, seed=3), thing(800, "Mới"))
    settled(indexed.database)
    for _ in range(3):
        with monkeypatch.context() as patch:
            patch.setattr(Home, "publish", _dies)
            with pytest.raises(_Died):
                indexed.indexer.follow()
        assert indexed.waiting() == 6
        assert indexed.held() == before
    assert indexed.follow() == [6]
    assert indexed.agrees()


def test_files_of_an_interrupted_batch_that_never_reached_the_disk_are_not_built_upon(
    indexed: Node, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut what was not published may hold anything."""
    change(thing(800, "Mới"))
    settled(indexed.database)
    with monkeypatch.context() as patch:
        patch.setattr(Home, "publish", _dies)
        with pytest.raises(_Died):
            indexed.indexer.follow()
    pointer = indexed.home.pointer()
    assert pointer
    left = [path for path in indexed.home.path(pointer.current).iterdir() if path.name not in pointer.current.files]
    assert left
    for path in left:
        path.write_bytes(bytes(path.stat().st_size))
    assert indexed.follow() == [1]
    assert indexed.agrees()


def test_a_batch_interrupted_before_it_is_reported_is_not_lost(
    indexed: Node, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(thing(800, "Mới"))
    settled(indexed.database)
    with monkeypatch.context() as patch:
        patch.setattr(Indexer, "_report", _dies)
        with pytest.raises(_Died):
            indexed.indexer.follow()
    assert indexed.follow() == []
    assert indexed.agrees()


def test_reading_the_same_changes_twice_changes_nothing(indexed: Node, change: Change) -> None:
    pointer = indexed.home.pointer()
    assert pointer
    change(*samples(10, seed=9))
    indexed.follow()
    once = indexed.held()
    newer = indexed.home.pointer()
    assert newer
    rewound = type(newer.current)(
        newer.current.directory,
        newer.current.commit,
        newer.current.shape,
        pointer.current.cursor,
        newer.current.files,
    )
    indexed.home.publish(type(newer)(rewound, newer.previous))
    assert sum(indexed.follow()) >= 10
    assert indexed.held() == once


def test_a_record_that_cannot_be_read_holds_up_no_other(indexed: Node, registry: Registry, change: Change) -> None:
    shelf = registry.kinds[0]
    assert isinstance(shelf, Shelf)
    shelf.poison = {700, 701}
    change(thing(700, "Độc"), thing(702, "Lành"), thing(701, "Độc"))
    assert indexed.follow() == [3]
    assert "thing:702" in indexed.held()
    assert "thing:700" not in indexed.held()
    indexed.indexer.rebuild()
    assert "thing:702" in indexed.held()
    shelf.poison = set()
    change(thing(700, "Độc"), thing(701, "Độc"))
    indexed.follow()
    assert indexed.agrees()


def test_a_record_whose_numbers_fit_no_column_holds_up_no_other(indexed: Node, change: Change) -> None:
    change(
        thing(700, "Quá lớn", columns={"province": 256}),
        thing(701, "Quá nhỏ", columns={"stars": -1}),
        thing(702, "Lành", columns={"province": 255}),
    )
    assert indexed.follow() == [3]
    assert {"thing:700", "thing:701", "thing:702"} & indexed.held().keys() == {"thing:702"}
    indexed.indexer.rebuild()
    assert {"thing:700", "thing:701", "thing:702"} & indexed.held().keys() == {"thing:702"}


def test_another_process_of_the_machine_leaves_the_index_alone(
    indexed: Node, change: Change, registry: Registry
) -> None:
    change(thing(800, "Mới"))
    settled(indexed.database)
    second = Indexer(indexed.database, indexed.home.folder, registry)
    with indexed.home.locked(wait=False) as mine:
        assert mine
        assert second.follow() == 0
    assert second.follow() == 1
    assert indexed.agrees()


def test_a_build_that_holds_too_little_leaves_the_index_in_use(
    indexed: Node, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer = indexed.home.pointer()
    with monkeypatch.context() as patch:
        patch.setattr("foundation.search.layout.Writer.add", lambda *_: None)
        with pytest.raises(BuildFailed, match="0 of 40 documents"):
            indexed.indexer.rebuild()
    assert indexed.home.pointer() == pointer
    change(thing(800, "Mới"))
    assert indexed.follow() == [1]
    assert indexed.agrees()


def test_a_folder_of_somebody_elses_is_not_taken_for_an_index(tmp_path: Path, node: Node, change: Change) -> None:
    folder = node.home.folder
    folder.mkdir(exist_ok=True)
    (folder / "g-000009").mkdir()
    (folder / "g-000010.building").mkdir()
    change(*samples(3), marked=False)
    node.follow()
    assert node.agrees()
    assert sorted(path.name for path in folder.glob("g-*")) == ["g-000010"]


class _Died(Exception):
    """What a killed process does not even get to raise."""


def _dies(*_: object) -> None:
    raise _Died
