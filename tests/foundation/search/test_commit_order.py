"""Sequence order is not commit order: what is marked first and commits last must not be lost."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from foundation.db.database import Database
from foundation.search.documents import Document
from foundation.search.kinds import Registry
from foundation.search.models import SearchChange
from tests.foundation.search.conftest import Node
from tests.support.databases import Stage, Templates
from tests.support.search import make_registry, prepare, put, samples, take, thing


@pytest.fixture
def server(templates: Templates) -> Iterator[Database]:
    with templates.own("postgresql", Stage.SCHEMA) as database:
        prepare(database)
        yield database


def _node(server: Database, folder: Path, registry: Registry) -> Node:
    made = Node(server, folder, registry)
    made.follow()
    return made


def test_a_transaction_that_marked_first_and_commits_last_is_not_lost(
    server: Database, tmp_path: Path, registry: Registry
) -> None:
    node = _node(server, tmp_path, registry)
    with server.unit_of_work() as late:
        put(late, thing(1, "Chè muộn"))
        with server.unit_of_work() as early:
            put(early, thing(2, "Chè sớm"))
        for _ in range(3):
            assert node.indexer.follow() == 0  # the place of neither is certain yet
        assert _last_committed(server) == 2  # a reader of "all ids above the last seen" would go on from here
    assert sum(node.follow()) == 2
    assert node.held().keys() == {"thing:1", "thing:2"}
    assert node.agrees()


def test_a_build_begun_while_a_transaction_is_open_misses_nothing_of_it(
    server: Database, tmp_path: Path, registry: Registry
) -> None:
    node = Node(server, tmp_path, registry)
    with server.unit_of_work() as late:
        put(late, thing(1, "Chè muộn"))
        with server.unit_of_work() as early:
            put(early, thing(2, "Chè sớm"))
        node.indexer.rebuild()
        assert node.held().keys() == {"thing:2"}
    node.follow()
    assert node.held().keys() == {"thing:1", "thing:2"}


def test_what_is_rolled_back_holds_nobody_up(server: Database, tmp_path: Path, registry: Registry) -> None:
    node = _node(server, tmp_path, registry)

    def fail() -> None:
        with server.unit_of_work() as lost:
            put(lost, thing(1, "Không bao giờ"))
            with server.unit_of_work() as other:
                put(other, thing(2, "Chè"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    node.follow()
    assert node.held().keys() == {"thing:2"}


def test_two_machines_come_to_the_same_while_many_write(server: Database, tmp_path: Path) -> None:
    nodes = [_node(server, tmp_path / name, make_registry()) for name in ("one", "other")]
    documents = samples(60)
    done = threading.Event()
    followers = [threading.Thread(target=_follow, args=(node, done)) for node in nodes]
    writers = [threading.Thread(target=_write, args=(server, documents[n::3], random.Random(n))) for n in range(3)]
    for thread in (*followers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    nodes[1].indexer.rebuild()
    done.set()
    for thread in followers:
        thread.join()
    for node in nodes:
        node.follow()
        assert node.waiting() == 0
        assert node.agrees()
    assert nodes[0].held() == nodes[1].held()
    assert nodes[0].home.node() != nodes[1].home.node()


def _write(server: Database, documents: list[Document], rng: random.Random) -> None:
    """Change random records in transactions of random length."""
    for number in range(25):
        with server.unit_of_work() as session:
            for document in rng.sample(documents, 2):
                if rng.random() < 0.25:
                    take(session, document)
                else:
                    put(session, thing(document.number, f"{document.name} {number}", kind=document.kind))
            threading.Event().wait(rng.choice((0, rng.random() / 50)))


def _follow(node: Node, done: threading.Event) -> None:
    while not done.is_set():
        node.indexer.follow()


def _last_committed(server: Database) -> int:
    with server.reading() as session:
        return session.scalar(select(func.max(SearchChange.id))) or 0
