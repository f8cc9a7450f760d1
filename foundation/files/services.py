"""Keeping and discarding files."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import event
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.files.drawing import draw
from foundation.files.models import Rendition, StoredFile
from foundation.files.rules import (
    BYTES_MAX,
    SCAN_WIDTH,
    SMALL_WIDTH,
    WIDTHS,
    Drawn,
    FileRefused,
    MediaType,
    Reason,
    document_type,
    looks_like_image,
    named_refusal,
    shown_name,
)
from foundation.files.storage import Storage
from foundation.outbox.services import enqueue

FORGET = "files.forget"
_KEPT = "ocop_files_kept"
"""Under which a session knows the files whose contents it has yet to put into the storage."""


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file that was looked at and may be kept: in memory, while nothing of it lies in the storage."""

    storage: Storage
    name: str
    sha256: str
    media_type: MediaType
    size: int
    contents: Mapping[str, bytes]
    drawn: tuple[tuple[Drawn, str], ...] = ()


def prepare_image(storage: Storage, stream: IO[bytes], *, name: str = "") -> PreparedFile:
    """Draw a picture for this storage: slow, so before the transaction; raises `FileRefused`."""
    return _drawn(storage, _read(stream), (SMALL_WIDTH, *WIDTHS), name)


def prepare_document(storage: Storage, stream: IO[bytes], *, name: str) -> PreparedFile:
    """Return the same for a document; a scan is drawn wide enough to be read."""
    content = _read(stream)
    if looks_like_image(content[:12]):
        return _drawn(storage, content, (*WIDTHS, SCAN_WIDTH), name)
    found = document_type(content, name)
    if found is None:
        raise FileRefused(Reason.KIND)
    digest = hashlib.sha256(content).hexdigest()
    return PreparedFile(storage, name, digest, found, len(content), {digest: content})


def keep(session: Session, actor: Actor, prepared: PreparedFile, *, public: bool) -> StoredFile:
    """Keep what was prepared; ValueError for a public document.

    Its contents are put into the storage by the commit, when everything else was judged: a transaction that is
    refused leaves nothing there.
    """
    if public and not prepared.drawn:
        raise ValueError("only pictures are served to everybody")
    kept = StoredFile(
        sha256=prepared.sha256,
        media_type=prepared.media_type,
        size=prepared.size,
        name=shown_name(prepared.name),
        public=public,
        uploaded_by_id=actor.account_id,
        renditions=[
            Rendition(box=one.box, sha256=digest, width=one.width, height=one.height, size=len(one.content))
            for one, digest in prepared.drawn
        ],
    )
    session.add(kept)
    session.flush()
    session.info.setdefault(_KEPT, []).append((kept, prepared))
    record(session, actor, "file:keep", kept.id, after={"sha256": kept.sha256, "type": kept.media_type})
    return kept


@event.listens_for(Session, "before_commit")
def _put_contents(session: Session) -> None:
    """Put the contents of what a transaction kept into the storage, at its very end.

    Before the commit, so that no row is ever without its content; one that a savepoint took back has none.
    """
    if session.in_nested_transaction() or _KEPT not in session.info:
        return
    session.flush()  # what the database itself refuses, it refuses now
    for kept, prepared in session.info.pop(_KEPT):
        if kept in session:
            for content in prepared.contents.values():
                prepared.storage.put(content)


def publish(session: Session, actor: Actor, kept: StoredFile, *, public: bool) -> None:
    """Serve a picture to everybody, or no longer."""
    if kept.public != public:
        kept.public = public
        session.flush()
        record(session, actor, "file:publish" if public else "file:hide", kept.id)


def discard(session: Session, actor: Actor, kept: StoredFile, *, now: datetime) -> None:
    """Delete a file: nobody sees it from this transaction on, then its content goes."""
    if kept.discarded_at is None:
        kept.public, kept.discarded_at = False, now
        session.flush()
        record(session, actor, "file:discard", kept.id)
        enqueue(session, FORGET, {"file_id": kept.id}, dedupe_key=str(kept.id))


def _read(stream: IO[bytes]) -> bytes:
    content = stream.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise FileRefused(Reason.TOO_LARGE)
    if not content:
        raise FileRefused(Reason.EMPTY)
    if named := named_refusal(content[:12]):
        raise FileRefused(named)
    return content


def _drawn(storage: Storage, content: bytes, boxes: Collection[int], name: str) -> PreparedFile:
    made = tuple((one, hashlib.sha256(one.content).hexdigest()) for one in draw(content, boxes))
    widest, digest = made[0]
    contents = {digest: one.content for one, digest in made}
    return PreparedFile(storage, name, digest, MediaType.WEBP, len(widest.content), contents, made)
