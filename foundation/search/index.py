"""The index as one process sees it: the newest snapshot that can be trusted, or none and why."""

import threading
import time
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TypeVar

import structlog
from flask import current_app

from foundation.search.completion import complete
from foundation.search.generations import Generation, Home, Mark, Verified, damage, marks_of
from foundation.search.kinds import Registry
from foundation.search.query import Completion, FoundTerm, Query
from foundation.search.searching import search
from foundation.search.snapshot import Segments, Snapshot

EXTENSION = "ocop_search"
LOOK_AFTER_S = 1.0
"""How often the disk is asked whether there is something newer."""
TRIES = 3
"""A generation may be replaced while it is being opened."""

Answer = TypeVar("Answer")
log = structlog.get_logger("search")


class SearchUnavailable(Exception):
    """No index can be asked; the reason is for operators."""


class SearchIndex:
    """Answers from immutable snapshots; safe for threads; writes nothing.

    A damaged or missing index is never an error page: the generation before it answers, and where there
    is none `SearchAway` tells callers to browse the records instead. `trouble` is what operators are told.
    """

    def __init__(self, folder: Path, registry: Registry, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.home, self.registry = Home(folder), registry
        self.trouble: str | None = "there is no index yet"
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = -LOOK_AFTER_S
        self._snapshot: Snapshot | None = None
        self._published: object = None
        self._marks: object = None
        self._verified: Verified = {}
        self._shared = Segments()

    def search(self, query: Query) -> FoundTerm:
        """Answer a question; `SearchAway` when nothing can."""
        return self._asked(lambda snapshot: search(snapshot, query))

    def complete(self, text: str, *, kinds: Sequence[str] = (), most: int = 8) -> tuple[Completion, ...]:
        """Suggest names while somebody types; `SearchAway` when nothing can."""
        return self._asked(lambda snapshot: complete(snapshot, text, kinds=kinds, most=most))

    def cached(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what `make` works out from the records, kept while this generation answers; each time where none does.

        Every change of a record that is searched brings a new generation, so what is kept lags no more than a list.
        """
        try:
            snapshot = self.snapshot()
        except SearchUnavailable:
            return make()
        return snapshot.answered(("from the records", key), make)

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot that can be trusted; `SearchAway` where there is none."""
        # Only the very first look is waited for; later the old snapshot answers while one thread looks.
        if self._due() and self._lock.acquire(blocking=self._snapshot is None):
            try:
                if self._due():
                    self._refresh()
            finally:
                self._looked = self._clock()
                self._lock.release()
        if self._snapshot is None:
            raise SearchUnavailable(self.trouble)
        return self._snapshot

    def health(self) -> str | None:
        """None when the newest generation answers, else what is wrong."""
        try:
            self.snapshot()
        except SearchUnavailable as away:
            return str(away)
        return self.trouble

    def _due(self) -> bool:
        return self._clock() - self._looked >= LOOK_AFTER_S

    def _asked(self, ask: Callable[[Snapshot], Answer]) -> Answer:
        snapshot = self.snapshot()
        try:
            return ask(snapshot)
        except Exception as error:
            # A torn file makes the library's readers fail in many ways; what is not the file's fault is logged too.
            log.exception("search.failed", generation=snapshot.generation.name)
            with self._lock:
                self._verified.clear()
                self._refresh(force=True)
            if self._snapshot is None or self._snapshot.generation == snapshot.generation:
                raise SearchUnavailable(f"a search failed ({type(error).__name__})") from error
            return ask(self._snapshot)

    def _refresh(self, *, force: bool = False) -> None:
        """Follow the pointer; where it leads to damage, go back one generation."""
        for _ in range(TRIES):
            published = self.home.signature()
            if not force and self._snapshot and published == self._published and not self._touched():
                return
            if self._follow(published):
                self._published = published
                return

    def _follow(self, published: Mark | None) -> bool:
        """Open what the pointer names; False where a writer published the next one meanwhile.

        What cannot be opened then is not damaged but gone, and what answered goes on answering.
        """
        pointer, trouble = self.home.pointer(), self.trouble
        if pointer is None or pointer.current.shape != self.registry.shape:
            self._lose("there is no index yet" if pointer is None else "the index was built for another form")
            return True
        newest = self._open(pointer.current)
        if newest:
            self._take(newest, None)
            return True
        if self.home.signature() != published:
            self.trouble = trouble
            return False
        reason = self.trouble or "the index cannot be read"
        older = self._open(pointer.previous) if pointer.previous else None
        if older:
            self._take(older, reason)
        else:
            self._lose(reason)
        return True

    def _open(self, generation: Generation) -> Snapshot | None:
        folder = self.home.path(generation)
        wrong = damage(folder, generation, self._verified)
        if wrong is None:
            try:
                return Snapshot(folder, generation, self.registry, self._shared)
            except Exception as error:  # noqa: BLE001 - the library fails in many ways on what it cannot read
                wrong = f"it cannot be opened ({type(error).__name__})"
        self.trouble = f"index {generation.name}: {wrong}"
        self._shared = Segments()  # what was read of damaged files must not outlive the damage
        return None

    def _take(self, snapshot: Snapshot, trouble: str | None) -> None:
        if trouble and trouble != self.trouble:
            log.warning("search.older_generation_answers", reason=trouble)
        self._snapshot, self.trouble = snapshot, trouble
        self._marks = marks_of(self.home.path(snapshot.generation), snapshot.generation)

    def _lose(self, reason: str) -> None:
        if self._snapshot is not None or self.trouble != reason:
            log.warning("search.away", reason=reason)
        self._snapshot, self.trouble = None, reason

    def _touched(self) -> bool:
        """Whether the files of the snapshot are no longer as they were: the indexer never changes one."""
        if self._snapshot is None:
            return True
        generation = self._snapshot.generation
        return marks_of(self.home.path(generation), generation) != self._marks


def current_index() -> SearchIndex:
    """Return the index of the running application."""
    index: SearchIndex = current_app.extensions[EXTENSION]
    return index
