"""Where contents lie: a folder, or a store of objects elsewhere. The only door to the library."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import obstore
from flask import current_app
from obstore.store import LocalStore, ObjectStore, from_url

from foundation.db.base import now

EXTENSION = "ocop_files"
CHUNK = 256 * 1024
LISTED = 500
DIGEST = 64
FRESH = timedelta(hours=12)
"""A content put within this time is not put again."""


class Storage:
    """Contents by their SHA-256; the same content lies there once."""

    def __init__(self, address: str | None, folder: Path) -> None:
        """`address` is a URL of a store (s3://…, gs://…, az://…, file://…); without one contents lie in `folder`."""
        if address is None or address.startswith("file://"):
            place = Path(address.removeprefix("file://")) if address else folder
            self._folder: Path | None = place
            self._store: ObjectStore = LocalStore(place, mkdir=True)
        else:
            self._folder, self._store = None, from_url(address)

    def put(self, content: bytes) -> str:
        """Keep a content; its digest. It lies safely there when this returns.

        One that has lain there for a while is put anew: as long as no row names it, it may be about to be swept.
        """
        digest = hashlib.sha256(content).hexdigest()
        lain = self.put_at(digest)
        if lain is None or lain < now() - FRESH:
            obstore.put(self._store, _key(digest), content)
            if self._folder:
                _to_disk(self._folder / _key(digest))
        return digest

    def has(self, digest: str) -> bool:
        """Whether a content lies there."""
        return self.put_at(digest) is not None

    def put_at(self, digest: str) -> datetime | None:
        """When a content was put there; None where it does not lie there."""
        try:
            return obstore.head(self._store, _key(digest))["last_modified"]
        except FileNotFoundError:
            return None

    def put_before(self, moment: datetime) -> Iterator[list[str]]:
        """Everything put there before a moment, some at a time."""
        for some in obstore.list(self._store, chunk_size=LISTED):
            found = [one["path"].rpartition("/")[2] for one in some if one["last_modified"] < moment]
            yield [digest for digest in found if len(digest) == DIGEST]

    def read(self, digest: str) -> bytes:
        """Return a whole content; FileNotFoundError where it does not lie there."""
        return bytes(obstore.get(self._store, _key(digest)).bytes())

    def stream(self, digest: str) -> Iterator[bytes]:
        """Return the same piece by piece; asked for at once, so that a missing one is found before anything is sent."""
        found = obstore.get(self._store, _key(digest))
        return (bytes(piece) for piece in found.stream(min_chunk_size=CHUNK))

    def forget(self, digest: str) -> None:
        """Delete a content; one that does not lie there is forgotten already."""
        if self.has(digest):
            obstore.delete(self._store, _key(digest))


def current_storage() -> Storage:
    """Return the storage of the running application."""
    storage: Storage = current_app.extensions[EXTENSION]
    return storage


def _key(digest: str) -> str:
    """Spread over folders, so that none holds millions."""
    return f"{digest[:2]}/{digest}"


def _to_disk(path: Path) -> None:
    """Write folder and file through to the disk: after a power cut no row is without its content."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
