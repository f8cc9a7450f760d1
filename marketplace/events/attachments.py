"""What is attached to an event: documents everybody reads once it has a page, and photos with words."""

from datetime import datetime

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.files.models import StoredFile
from foundation.files.services import PreparedFile, discard, keep
from foundation.workflow.rules import Refused
from marketplace.events.details import note_change, one_line
from marketplace.events.models import Event, EventDocument, EventPhoto
from marketplace.events.rules import EVENTS, FILES_MAX, PHOTOS_MAX, Refusal, Verb


def add_document(session: Session, actor: Actor, event: Event, prepared: PreparedFile, label: str) -> None:
    """Add a file that everybody may read once the event has a page."""
    kept = _kept(session, actor, event, prepared, is_full=len(event.documents) >= FILES_MAX, public=False)
    event.documents.append(EventDocument(file=kept, label=one_line(label) or kept.name or str(kept.id)))
    note_change(session, actor, event, "add-document", file=kept.id)


def add_photo(session: Session, actor: Actor, event: Event, prepared: PreparedFile, label: str) -> None:
    """Add a picture with what it shows in words, for those who do not see it."""
    kept = _kept(session, actor, event, prepared, is_full=len(event.photos) >= PHOTOS_MAX, public=True)
    event.photos.append(EventPhoto(file=kept, label=one_line(label) or event.name))
    note_change(session, actor, event, "add-photo", file=kept.id)


def remove_document(session: Session, actor: Actor, event: Event, document_id: int, *, now: datetime) -> None:
    """Take a file out; told again nothing happens."""
    EVENTS.apply(event, Verb.UPDATE)
    for one in [one for one in event.documents if one.id == document_id]:
        _take_out(session, actor, one, now)
    session.expire(event, ["documents"])
    note_change(session, actor, event, "remove-document")


def remove_photo(session: Session, actor: Actor, event: Event, photo_id: int, *, now: datetime) -> None:
    """Take a picture out; told again nothing happens."""
    EVENTS.apply(event, Verb.UPDATE)
    for one in [one for one in event.photos if one.id == photo_id]:
        _take_out(session, actor, one, now)
    session.expire(event, ["photos"])
    note_change(session, actor, event, "remove-photo")


def _kept(
    session: Session, actor: Actor, event: Event, prepared: PreparedFile, *, is_full: bool, public: bool
) -> StoredFile:
    EVENTS.apply(event, Verb.UPDATE)
    if is_full:
        raise Refused(Refusal.TOO_MANY)
    return keep(session, actor, prepared, public=public)


def _take_out(session: Session, actor: Actor, attached: EventDocument | EventPhoto, now: datetime) -> None:
    session.delete(attached)
    session.flush()
    discard(session, actor, attached.file, now=now)
