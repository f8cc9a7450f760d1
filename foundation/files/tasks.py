"""Deleting the contents of what was discarded."""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.db.database import Database
from foundation.files.models import StoredFile
from foundation.files.queries import digests_of, is_needed
from foundation.files.storage import Storage

Handler = Callable[[Database, Mapping[str, Any]], None]


def forgetter(storage: Storage) -> Handler:
    """The job that deletes a discarded file's contents, but for those another file consists of too."""

    def forget(database: Database, payload: Mapping[str, Any]) -> None:
        # A transaction that writes, so that nobody keeps the same content between the question and the deed.
        with database.unit_of_work() as session:
            kept = session.get_one(StoredFile, payload["file_id"])
            for digest in digests_of(kept):
                if not is_needed(session, digest):
                    storage.forget(digest)

    return forget
