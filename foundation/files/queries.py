"""Reading files, and checking that their contents are there."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, or_, select
from sqlalchemy.orm import Session, selectinload

from foundation.db.base import Base
from foundation.files.models import Rendition, StoredFile
from foundation.files.storage import Storage


def file_by_id(session: Session, file_id: int) -> StoredFile | None:
    """Return the file with its renditions, or None; also None for a discarded one."""
    found = session.get(StoredFile, file_id, options=[selectinload(StoredFile.renditions)])
    return found if found and found.discarded_at is None else None


def is_public(session: Session, digest: str) -> bool:
    """Whether a rendition with this content is served to everybody."""
    asked = select(Rendition.id).join(StoredFile, Rendition.file_id == StoredFile.id)
    return session.scalar(asked.where(Rendition.sha256 == digest, StoredFile.public).limit(1)) is not None


def files_of(session: Session, account_id: int) -> list[StoredFile]:
    """Return what somebody sent, oldest first."""
    return list(session.scalars(select(StoredFile).filter_by(uploaded_by_id=account_id).order_by(StoredFile.id)))


def digests_of(kept: StoredFile) -> frozenset[str]:
    """Every content a file consists of."""
    return frozenset({kept.sha256, *(drawn.sha256 for drawn in kept.renditions)})


def is_needed(session: Session, digest: str) -> bool:
    """Whether a file that was not discarded consists of this content."""
    asked = select(StoredFile.id).outerjoin(Rendition, Rendition.file_id == StoredFile.id)
    same = or_(StoredFile.sha256 == digest, Rendition.sha256 == digest)
    return session.scalar(asked.where(same, StoredFile.discarded_at.is_(None)).limit(1)) is not None


def unneeded(session: Session, digests: Collection[str]) -> list[str]:
    """Those of these contents of which no file that was not discarded consists; two queries."""
    kept = StoredFile.discarded_at.is_(None)
    whole = select(StoredFile.sha256).where(StoredFile.sha256.in_(digests), kept)
    drawn = select(Rendition.sha256).join(StoredFile, Rendition.file_id == StoredFile.id)
    held = {*session.scalars(whole), *session.scalars(drawn.where(Rendition.sha256.in_(digests), kept))}
    return [digest for digest in digests if digest not in held]


def unreferenced_files(session: Session, before: datetime) -> list[StoredFile]:
    """Files sent before a moment that nothing on record points to: papers replaced, uploads given up."""
    asked = select(StoredFile).where(StoredFile.discarded_at.is_(None), StoredFile.created_at < before)
    for column in file_columns():
        asked = asked.where(~select(column).where(column == StoredFile.id).correlate(StoredFile).exists())
    return list(session.scalars(asked.order_by(StoredFile.id)))


def file_columns() -> list[Column[Any]]:
    """Return the columns of every room that name a file; what a file itself consists of does not count."""
    own = Rendition.__tablename__
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if table.name != own and key.target_fullname == f"{StoredFile.__tablename__}.id"
    ]


def check_files(session: Session, storage: Storage) -> Iterator[str]:
    """Sentences for files whose content is not there."""
    asked = select(StoredFile).filter_by(discarded_at=None).options(selectinload(StoredFile.renditions))
    for kept in session.scalars(asked.order_by(StoredFile.id)):
        if missing := sorted(digest for digest in digests_of(kept) if not storage.has(digest)):
            yield f"file {kept.id}: its content {missing[0][:12]}… is not in the storage"
