from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from foundation.db.base import now
from foundation.db.database import Database
from foundation.search.indexer import BuildFailed
from foundation.search.kinds import Column, Registry
from foundation.search.models import SearchChange, SearchNode
from foundation.search.queries import FORGOTTEN_AFTER
from foundation.search.services import delete_consumed_changes
from tests.foundation.search.conftest import Change, Node
from tests.support.search import put, samples, settled, take, thing


def test_changes_made_while_it_is_built_are_taken_in(indexed: Node, things_db: Database, change: Change) -> None:
    changes = iter(samples(6, seed=77, start=500))

    def meanwhile(_: int) -> None:
        """After the records were read, before the build counts."""
        with things_db.unit_of_work() as session:
            put(session, next(changes), thing(1, "Đổi giữa chừng"), marked=True)
            take(session, thing(2, ""))

    indexed.indexer.rebuild(meanwhile)
    indexed.follow()
    assert indexed.agrees()
    assert indexed.held()["thing:500"]


def test_readers_have_the_old_index_until_the_new_one_counts(indexed: Node) -> None:
    before = indexed.home.pointer()
    seen = []
    indexed.indexer.rebuild(lambda _: seen.append(indexed.home.pointer()))
    assert seen == [before] * len(seen) != []
    after = indexed.home.pointer()
    assert before
    assert after
    assert after.previous == before.current
    assert indexed.home.path(before.current).is_dir()


def test_an_index_of_another_form_is_built_anew(indexed: Node, registry: Registry) -> None:
    wider = Registry(registry.kinds, (*registry.columns, Column("weight", "H")), registry.orders, registry.prior)
    node = Node(indexed.database, indexed.home.folder, wider)
    assert node.indexer.follow() == 40
    assert node.agrees()


def test_a_machine_the_log_was_not_kept_for_builds_anew(indexed: Node, things_db: Database, change: Change) -> None:
    with things_db.unit_of_work() as session:
        session.execute(delete(SearchNode))
    change(thing(800, "Mới"), marked=False)  # its mark was cut
    assert indexed.indexer.follow() == 41
    assert indexed.agrees()


def test_a_database_restored_from_an_older_day_has_its_index_built_anew(
    indexed: Node, things_db: Database, change: Change
) -> None:
    change(thing(800, "Sau bản sao lưu"))
    indexed.follow()
    with things_db.unit_of_work() as session:  # as if the day had not been
        take(session, thing(800, ""), marked=False)
        session.execute(delete(SearchChange))
    assert indexed.indexer.follow() == 40
    assert "thing:800" not in indexed.held()
    assert indexed.agrees()


def _unknown(indexed: Node) -> None:
    """The log was cut while the machine was away."""
    with indexed.database.unit_of_work() as session:
        session.execute(delete(SearchNode))


def _restored(indexed: Node) -> None:
    """The database is older than the index."""
    with indexed.database.unit_of_work() as session:
        session.execute(delete(SearchChange))


@pytest.mark.parametrize("happen", [_unknown, _restored])
def test_a_needed_build_that_is_interrupted_is_still_needed(
    indexed: Node, change: Change, happen: Callable[[Node], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the machine would go on from where it was, over what it never saw."""
    change(thing(799, "Được đọc"))
    indexed.follow()
    happen(indexed)
    change(thing(800, "Không ai ghi lại"), marked=False)
    with monkeypatch.context() as patch:
        patch.setattr("foundation.search.indexer._canary", _fails)
        with pytest.raises(BuildFailed):
            indexed.indexer.follow()
    change(thing(801, "Mới"), thing(802, "Mới"))
    indexed.follow()
    assert indexed.agrees()


def test_a_build_that_fails_does_not_let_the_log_be_cut_over_what_the_old_index_lacks(
    indexed: Node, things_db: Database, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(*samples(5, seed=3, start=600))
    settled(things_db)
    with monkeypatch.context() as patch:
        patch.setattr("foundation.search.indexer._canary", _fails)
        with pytest.raises(BuildFailed):
            indexed.indexer.rebuild()
    with things_db.unit_of_work() as session:
        delete_consumed_changes(session, now())
    indexed.follow()
    assert indexed.agrees()


def test_the_log_keeps_what_the_slowest_machine_has_not_read_and_always_its_newest_row(
    indexed: Node, things_db: Database, change: Change, registry: Registry, tmp_path: Path
) -> None:
    slow = Node(things_db, tmp_path / "slow", registry)
    slow.follow()
    rows = _Log(things_db)
    for number in range(5):
        change(thing(700 + number, f"Mới {number}"))
    indexed.follow()
    assert rows.trim() == 0
    assert len(rows) == 5
    slow.follow()
    assert rows.trim() == 4
    assert len(rows) == 1
    assert rows.trim() == 0
    assert indexed.follow() == []
    change(thing(710, "Mới"))
    assert (indexed.follow(), slow.follow()) == ([1], [1])
    assert indexed.agrees()
    assert slow.agrees()


def test_a_machine_that_fell_silent_is_forgotten_and_holds_the_log_up_no_longer(
    indexed: Node, things_db: Database, change: Change, registry: Registry, tmp_path: Path
) -> None:
    silent = Node(things_db, tmp_path / "silent", registry)
    silent.follow()
    rows = _Log(things_db)
    for number in range(3):
        change(thing(700 + number, "Mới"))
    indexed.follow()
    with things_db.unit_of_work() as session:
        aged = update(SearchNode).where(SearchNode.name == silent.home.node())
        session.execute(aged.values(seen_at=now() - FORGOTTEN_AFTER - timedelta(hours=1)))
    assert rows.trim() == 2
    assert silent.follow()[0] == 43  # everything, not only what is left of the log
    assert silent.agrees()


def test_a_quiet_week_is_no_silence(indexed: Node, things_db: Database) -> None:
    """A machine that only had nothing to read need not build its index anew."""
    pointer = indexed.home.pointer()
    with things_db.unit_of_work() as session:
        session.execute(update(SearchNode).values(seen_at=now() - timedelta(days=6)))
    assert indexed.follow() == []
    with things_db.unit_of_work() as session:
        delete_consumed_changes(session, now() + timedelta(days=2))
    assert indexed.follow() == []
    assert indexed.home.pointer() == pointer


def test_a_row_from_a_former_server_neither_holds_up_the_log_nor_has_it_built_anew(
    indexed: Node, things_db: Database, change: Change
) -> None:
    """Restored onto another server, rows may carry numbers its transactions reach in years only."""
    if things_db.dialect == "sqlite":
        return
    with things_db.unit_of_work() as session:
        row = {"transaction": 1 << 40, "kind": "thing", "subject_id": 1, "changed_at": now()}
        session.execute(SearchChange.__table__.insert().values(row))  # type: ignore[attr-defined]
    change(thing(800, "Mới"))
    _settle_all_but_last(indexed)
    pointer = indexed.home.pointer()
    assert pointer
    _Log(things_db).trim()
    assert indexed.indexer.follow() == 0
    again = indexed.home.pointer()
    assert again
    assert again.current.directory == pointer.current.directory
    assert indexed.agrees()


def _settle_all_but_last(node: Node) -> None:
    """`settled` would wait for the years to pass."""
    for _ in range(600):
        node.indexer.follow()
        if node.waiting() == 1:
            return
    raise AssertionError("the log never settled")


class _Log:
    def __init__(self, database: Database) -> None:
        self.database = database

    def __len__(self) -> int:
        with self.database.reading() as session:
            return len(session.scalars(select(SearchChange.id)).all())

    def trim(self) -> int:
        with self.database.unit_of_work() as session:
            return delete_consumed_changes(session, now())


def _fails(*_: object) -> None:
    raise BuildFailed("as if it held too little")
