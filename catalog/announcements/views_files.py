"""Files of a draft on the desk: adding, reading, taking out."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from catalog.announcements.doors import WRITE
from catalog.announcements.forms import FileForm
from catalog.announcements.queries import attachments, last_version
from catalog.announcements.services import attach, detach
from catalog.announcements.views_desk import one_page, permitted, work
from foundation.db.database import current_db
from foundation.files.labels import refusal_words
from foundation.files.receiving import received_document
from foundation.files.rules import FileRefused
from foundation.files.views import delivered
from foundation.web.doors import door

announcement_files = Blueprint("announcement_files", __name__, url_prefix="/admin/thong-bao")


@announcement_files.get("/<int:announcement_id>/tep/<int:attachment_id>")
@door(WRITE)
def shown(announcement_id: int, attachment_id: int) -> ResponseReturnValue:
    """A file of the version at hand."""
    with current_db().reading() as records:
        permitted(records, announcement_id)
        version = last_version(records, announcement_id)
        files = attachments(records, [version.id])[version.id] if version else []
    kept = next((one.file for one in files if one.id == attachment_id), None)
    if kept is None:
        abort(404)
    return delivered(kept)


@announcement_files.post("/<int:announcement_id>/tep")
@door(WRITE)
def add_post(announcement_id: int) -> ResponseReturnValue:
    """Add one; drawing a picture is slow and happens before the transaction."""
    form = FileForm()
    with current_db().reading() as records:
        permitted(records, announcement_id)
    if not form.validate():
        return one_page(announcement_id, form)
    try:
        prepared = received_document(form.file.data)
    except FileRefused as refused:
        form.file.errors = [refusal_words(refused.reason)]
        return one_page(announcement_id, form)
    label = form.label.data or ""
    return work(
        announcement_id,
        lambda records, actor, at: attach(records, actor, announcement_id, prepared, label, now=at),
    )


@announcement_files.post("/<int:announcement_id>/tep/<int:attachment_id>/bo")
@door(WRITE)
def remove_post(announcement_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take one out."""
    return work(
        announcement_id,
        lambda records, actor, at: detach(records, actor, announcement_id, attachment_id, now=at),
    )
