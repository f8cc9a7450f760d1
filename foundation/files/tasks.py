"""Deleting the contents of what was discarded, and sweeping out what nothing points to."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any

import structlog

from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.queries import digests_of, is_needed, unneeded, unreferenced_files
from foundation.files.services import discard
from foundation.files.storage import Storage
from foundation.outbox.rules import Daily

SWEEP = "files.sweep"
IN_THE_NIGHT = Daily(time(3, 30))
GRACE = timedelta(days=2)
"""Whoever sends something has put it on record long before; a content lies in the storage before its row does."""

log = structlog.get_logger("files")

Handler = Callable[[Database, Mapping[str, Any]], None]


def forgetter(storage: Storage) -> Handler:
    """Build the job that deletes a discarded file's contents, but for those another file consists of too."""

    def forget(database: Database, payload: Mapping[str, Any]) -> None:
        # A transaction that writes, so that nobody keeps the same content between the question and the deed.
        with database.unit_of_work() as session:
            kept = session.get_one(StoredFile, payload["file_id"])
            for digest in digests_of(kept):
                if not is_needed(session, digest):
                    storage.forget(digest)

    return forget


def sweeper(storage: Storage) -> Handler:
    """Build the job that discards files nothing points to, and deletes contents that are no file's."""

    def sweep(database: Database, _: Mapping[str, Any]) -> None:
        before = now() - GRACE
        with database.unit_of_work() as session:
            discarded = unreferenced_files(session, before)
            for kept in discarded:
                discard(session, SYSTEM, kept, now=now())
        deleted = 0
        for digests in storage.put_before(before):
            with database.unit_of_work() as session:
                for digest in unneeded(session, digests):
                    lain = storage.put_at(digest)  # somebody may have sent the same again meanwhile
                    if lain and lain < before:
                        storage.forget(digest)
                        deleted += 1
        log.info("files.swept", discarded=len(discarded), deleted=deleted)

    return sweep
