"""Keeping a node's index in step with the records. One at a time on a node, held by a lock.

A batch of changes is read behind the cursor, the records are read again, the index is written once and
brought to the disk, and only then the cursor moves: a batch that is interrupted is simply done again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from foundation.db.base import now
from foundation.db.database import Database
from foundation.search.documents import Document
from foundation.search.generations import Cursor, Generation, Home, Pointer, Verified, damage, settle, sweep_files
from foundation.search.kinds import Registry, SearchKind, change_kind
from foundation.search.layout import Writer, check, create, files_of
from foundation.search.queries import changes_after, head, moved_back, node
from foundation.search.services import report
from foundation.search.snapshot import Segments, Snapshot

BATCH = 500
CHUNK = 500
"""Records read at once while building."""
REPORT_AFTER = timedelta(hours=1)
"""A machine with nothing to read says this often that it is still there."""

log = structlog.get_logger("search")


class BuildFailed(Exception):
    """A built index does not hold what it should; the one in use stays."""


class Indexer:
    """The indexer of one node: `folder` holds its index, `database` the records."""

    def __init__(self, database: Database, folder: Path, registry: Registry) -> None:
        self.database, self.registry = database, registry
        self.home = Home(folder)
        self._verified: Verified = {}

    def follow(self) -> int:
        """Take in what has changed, at most one batch; how many changes.

        Builds the index where there is none that can be continued. 0 also where another process of this
        node is at it.
        """
        with self.home.locked(wait=False) as mine:
            if not mine:
                return 0
            reason = self._needed()
            if reason:
                log.info("search.rebuild", reason=reason)
                return self._build(lambda _: None)
            return self._take_batch()

    def rebuild(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Build anew from the records beside the index in use, then put it in its place; how many documents.

        `progress` is told how many records were read since the last time. Readers answer throughout.
        """
        with self.home.locked(wait=True):
            self._needed()
            count = self._build(progress)
            while self._take_batch():
                pass
            return count

    def _needed(self) -> str | None:
        """Why a build is needed; remembered until there was one, however often it is interrupted."""
        known = self.home.wanted()
        reason = known or self._must_build()
        if reason and not known:
            self.home.want(reason)
        return reason

    def _must_build(self) -> str | None:
        """Why the index in use cannot be continued; None when it can."""
        pointer = self.home.pointer()
        if pointer is None:
            return "there is no index"
        if pointer.current.shape != self.registry.shape:
            return "the index was built for another form"
        with self.database.reading() as session:
            if node(session, self.home.node()) is None:
                return "the log may have been cut since this node last read it"
            if moved_back(session, pointer.current.cursor):
                return "the database is older than the index"
        return damage(self.home.path(pointer.current), pointer.current, self._verified)

    def _take_batch(self) -> int:
        pointer = self.home.pointer()
        if pointer is None:
            return 0
        with self.database.reading() as session:
            changes = changes_after(session, pointer.current.cursor, BATCH)
            seen = node(session, self.home.node())
            ids: dict[str, set[int]] = defaultdict(set)
            for change in changes:
                ids[change.kind].add(change.subject_id)
            gone, documents = self._truth(session, ids)
        if not changes:
            if seen and seen.seen_at < now() - REPORT_AFTER:
                self._report(pointer.current.cursor)
            return 0
        cursor = Cursor(changes[-1].transaction, changes[-1].id)
        self._write(pointer, gone, documents, cursor)
        return len(changes)

    def _truth(self, session: Session, ids: dict[str, set[int]]) -> tuple[list[str], list[Document]]:
        """Return what the records say now: keys to take out, and documents to put in their place."""
        gone: list[str] = []
        documents: list[Document] = []
        for kind in self.registry.kinds:
            wanted = ids.get(change_kind(kind), set())
            found = {document.number: document for document in self._documents(kind, session, wanted)}
            documents += found.values()
            gone += [f"{kind.name}:{number}" for number in sorted(wanted - found.keys())]
        return gone, documents

    def _write(self, pointer: Pointer, gone: list[str], documents: list[Document], cursor: Cursor) -> None:
        current = pointer.current
        folder = self.home.path(current)
        sweep_files(folder, current)  # a commit nobody published is done again, from what was
        writer = Writer(folder, self.registry)
        try:
            for key in gone:
                writer.remove(key)
            for document in documents:
                writer.replace(document)
            commit = writer.commit()
        except BaseException:
            with suppress(Exception):
                writer.cancel()
            raise
        files = settle(folder, files_of(folder, commit), current.files)
        newer = Generation(current.directory, commit, current.shape, cursor, files)
        self.home.publish(Pointer(newer, pointer.previous))
        sweep_files(folder, newer)
        self._report(cursor)

    def _build(self, progress: Callable[[int], None]) -> int:
        with self.database.reading() as session:
            cursor = head(session)
        if self.home.wanted():
            # From here on nobody cuts the log behind the cursor. An index in use needs it from where it is.
            self._report(cursor)
        count = build(self.home, self.registry, self._everything(progress), cursor)
        self.home.want(None)
        self._report(cursor)
        return count

    def _everything(self, progress: Callable[[int], None]) -> Iterator[Document]:
        """Every listed document, in chunks of their own transactions so that nobody waits for a long one."""
        for kind in self.registry.kinds:
            with self.database.reading() as session:
                ids = list(kind.ids(session))
            for start in range(0, len(ids), CHUNK):
                chunk = ids[start : start + CHUNK]
                with self.database.reading() as session:
                    yield from self._documents(kind, session, set(chunk))
                progress(len(chunk))

    def _report(self, cursor: Cursor) -> None:
        with self.database.unit_of_work() as session:
            report(session, self.home.node(), cursor, now())

    def _documents(self, kind: SearchKind, session: Session, ids: set[int]) -> Iterator[Document]:
        """Yield the documents of those of these records that are listed; one that cannot be read holds up no other."""
        for number, record in kind.load(session, ids).items() if ids else ():
            try:
                document = kind.document(record) if kind.is_listed(record) else None
                if document is not None:
                    check(document, self.registry)
            except Exception:
                log.exception("search.document_failed", kind=kind.name, number=number)
                continue
            if document is not None:
                yield document


def build(home: Home, registry: Registry, documents: Iterable[Document], cursor: Cursor) -> int:
    """Write an index of these documents beside the one in use and put it in its place; how many there were.

    `cursor` says how far the log of changes had been read before the first document was. Raises
    `BuildFailed` when what was written does not hold them all; then nothing has changed.
    """
    building = home.new_directory()
    create(building, registry)
    writer = Writer(building, registry)
    count = 0
    for document in documents:
        writer.add(document)
        count += 1
    commit = writer.commit(merge=False)
    files = settle(building, files_of(building, commit), {})
    _canary(building, Generation(building.name, commit, registry.shape, cursor, files), registry, count)
    directory = home.finish_directory(building)
    newer = Generation(directory.name, commit, registry.shape, cursor, files)
    sweep_files(directory, newer)
    old = home.pointer()
    pointer = Pointer(newer, old.current if old else None)
    home.publish(pointer)
    home.sweep(pointer)
    return count


def _canary(folder: Path, built: Generation, registry: Registry, count: int) -> None:
    """Open what was built as a reader would, before anybody has to rely on it."""
    wrong = damage(folder, built, {})
    snapshot = None if wrong else Snapshot(folder, built, registry, Segments())
    if snapshot is None or snapshot.count != count:
        raise BuildFailed(wrong or f"the index holds {snapshot.count if snapshot else 0} of {count} documents")
    for document in (0, snapshot.size - 1) if count else ():
        snapshot.texts(document)
