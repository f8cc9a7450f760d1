"""Files in one step, for tests that are about something else than their preparation."""

from typing import IO

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.files.models import StoredFile
from foundation.files.services import keep, prepare_document, prepare_image
from foundation.files.storage import Storage


def keep_image(
    session: Session, storage: Storage, actor: Actor, stream: IO[bytes], *, public: bool, name: str = ""
) -> StoredFile:
    """Keep a picture as the site would after its form was judged."""
    return keep(session, actor, prepare_image(storage, stream, name=name), public=public)


def keep_document(
    session: Session, storage: Storage, actor: Actor, stream: IO[bytes], *, name: str, public: bool
) -> StoredFile:
    """Keep a document or a scan the same way."""
    return keep(session, actor, prepare_document(storage, stream, name=name), public=public)
