from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.db.database import Database
from foundation.search.documents import Document
from foundation.search.indexer import Indexer
from foundation.search.kinds import Registry
from foundation.search.queries import waiting
from tests.support.search import Written, held, make_registry, prepare, put, samples, settled, truth


@pytest.fixture
def registry() -> Registry:
    return make_registry()


@pytest.fixture
def written(tmp_path: Path, registry: Registry) -> Written:
    """An index without a database, still empty."""
    return Written(tmp_path / "search", registry)


class Node:
    """One machine: its indexer and what its index holds."""

    def __init__(self, database: Database, folder: Path, registry: Registry) -> None:
        self.database, self.registry = database, registry
        self.indexer = Indexer(database, folder, registry)
        self.home = self.indexer.home

    def follow(self) -> list[int]:
        """Follow until nothing waits; the size of each batch."""
        settled(self.database)
        return list(iter(self.indexer.follow, 0))

    def held(self) -> dict[str, tuple[str, int]]:
        """What its index says, by key."""
        return held(self.home, self.registry)

    def waiting(self) -> int:
        """How many changes it has not read."""
        pointer = self.home.pointer()
        assert pointer
        with self.database.reading() as session:
            return waiting(session, pointer.current.cursor)[0]

    def agrees(self) -> bool:
        """Whether its index says what the records say."""
        return self.held() == truth(self.database, self.registry)


@pytest.fixture
def things_db(own_db: Database) -> Database:
    """A committing database with the tests' own table."""
    prepare(own_db)
    return own_db


@pytest.fixture
def node(things_db: Database, tmp_path: Path, registry: Registry) -> Node:
    """A machine that has not looked yet."""
    return Node(things_db, tmp_path / "search", registry)


Change = Callable[..., None]


@pytest.fixture
def change(things_db: Database) -> Change:
    """Write records and mark them, in one transaction."""

    def changed(*documents: Document, listed: bool = True, marked: bool = True) -> None:
        with things_db.unit_of_work() as session:
            put(session, *documents, listed=listed, marked=marked)

    return changed


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return samples(300)


@pytest.fixture
def indexed(node: Node, change: Change) -> Node:
    """A machine whose index holds 40 records."""
    change(*samples(40), marked=False)
    node.follow()
    assert node.agrees()
    return node
