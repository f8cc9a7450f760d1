"""Files and photos of an event while it is prepared: adding, reading, taking out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import received_document, received_image
from foundation.files.rules import FileRefused, Reason
from foundation.files.sending import delivered
from foundation.files.services import PreparedFile
from foundation.permissions.guard import permit
from foundation.web.doors import door
from foundation.workflow.rules import Refused
from marketplace.events.attachments import add_document, add_photo, remove_document, remove_photo
from marketplace.events.context import EventContext
from marketplace.events.doors import PREPARE
from marketplace.events.forms_work import UploadForm
from marketplace.events.models import Event
from marketplace.events.preparing import both, on_event, words_of
from marketplace.events.queries import documents_of
from marketplace.events.work import Act, event_at, jurisdiction_of

Receive = Callable[[FileStorage], PreparedFile]
Add = Callable[[Session, Actor, Event, PreparedFile, str], None]


class Remove(Protocol):
    """Takes out what is attached to an event, by its number."""

    def __call__(self, session: Session, actor: Actor, event: Event, number: int, /, *, now: datetime) -> None:
        """Take it out."""


@both("/<int:event_id>/tep")
@door(PREPARE)
def files(event_id: int) -> ResponseReturnValue:
    """Show its files and photos, and forms for more."""
    return _page(event_id)


@both("/<int:event_id>/tep", "POST")
@door(PREPARE)
def document_post(event_id: int) -> ResponseReturnValue:
    """Add a file."""
    form = UploadForm(prefix="file")
    return _upload(event_id, form, received_document, add_document, document=form)


@both("/<int:event_id>/anh", "POST")
@door(PREPARE)
def photo_post(event_id: int) -> ResponseReturnValue:
    """Add a photo; drawing it is slow and happens before the transaction."""
    form = UploadForm(prefix="photo")
    return _upload(event_id, form, received_image, add_photo, photo=form)


@both("/<int:event_id>/tep/<int:document_id>")
@door(PREPARE)
def document(event_id: int, document_id: int) -> ResponseReturnValue:
    """Show a file, also of a draft."""
    with current_db().reading() as records:
        permit(PREPARE, jurisdiction_of(event_at(records, event_id)))
        found = documents_of(records, event_id, [document_id])
        kept = found[0].file if found else abort(404)
    return delivered(kept)


@both("/<int:event_id>/tep/<int:document_id>/bo", "POST")
@door(PREPARE)
def document_remove_post(event_id: int, document_id: int) -> ResponseReturnValue:
    """Take a file out."""
    return _take_out(event_id, remove_document, document_id)


@both("/<int:event_id>/anh/<int:photo_id>/bo", "POST")
@door(PREPARE)
def photo_remove_post(event_id: int, photo_id: int) -> ResponseReturnValue:
    """Take a photo out."""
    return _take_out(event_id, remove_photo, photo_id)


def _upload(event_id: int, form: UploadForm, receive: Receive, add: Add, **forms: UploadForm) -> ResponseReturnValue:
    """Attach a file that was sent, with the words told of it."""
    act: Act[PreparedFile] = lambda records, actor, event, sent: add(records, actor, event, sent, form.label.data)  # noqa: E731
    shows: Callable[[Refused | None], ResponseReturnValue] = lambda refused: _page(event_id, refused, **forms)  # noqa: E731
    return on_event(event_id, act, lambda: _received(form, receive), shows, url_for(".files", event_id=event_id))


def _take_out(event_id: int, remove: Remove, number: int) -> ResponseReturnValue:
    act: Act[object] = lambda records, actor, event, _: remove(records, actor, event, number, now=now())  # noqa: E731
    return on_event(event_id, act, to=url_for(".files", event_id=event_id))


def _received(form: UploadForm, receive: Receive) -> PreparedFile | None:
    """Return the file that was sent; why it is not taken stands beside its field."""
    if not form.validate():
        return None
    if not form.file.data:
        form.file.errors = [file_words(Reason.EMPTY)]
        return None
    try:
        return receive(form.file.data)
    except FileRefused as refused:
        form.file.errors = [file_words(refused.reason)]
        return None


def _page(event_id: int, refused: Refused | None = None, **forms: Any) -> str:
    with current_db().reading() as records:
        event = event_at(records, event_id)
        permit(PREPARE, jurisdiction_of(event))
        return render_template(
            "events/files.html",
            page=EventContext(records),
            event=event,
            document=forms.get("document") or UploadForm(formdata=None, prefix="file"),
            photo=forms.get("photo") or UploadForm(formdata=None, prefix="photo"),
            refused=words_of(refused),
        )
