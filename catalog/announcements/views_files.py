"""Files of a draft on the desk: adding, reading, taking out."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from catalog.announcements.desk_work import found, permitted, work
from catalog.announcements.doors import WRITE
from catalog.announcements.forms import FileForm
from catalog.announcements.queries import attachments, last_version
from catalog.announcements.services import attach, detach
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words
from foundation.files.receiving import received_document
from foundation.files.rules import FileRefused
from foundation.files.sending import delivered
from foundation.files.services import PreparedFile
from foundation.web.doors import door
from foundation.web.performing import no_form

announcement_files = Blueprint("announcement_files", __name__, url_prefix="/admin/thong-bao")


@announcement_files.get("/<int:announcement_id>/tep/<int:attachment_id>")
@door(WRITE)
def shown(announcement_id: int, attachment_id: int) -> ResponseReturnValue:
    """Show a file of the version at hand."""
    with current_db().reading() as records:
        permitted(found(records, announcement_id))
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
    label = form.label.data or ""
    return work(
        announcement_id,
        lambda records, actor, about, prepared: attach(records, actor, about.id, prepared, label, now=now()),
        lambda: _prepared(form),
        form,
    )


@announcement_files.post("/<int:announcement_id>/tep/<int:attachment_id>/bo")
@door(WRITE)
def remove_post(announcement_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take one out."""
    return work(
        announcement_id,
        lambda records, actor, about, _: detach(records, actor, about.id, attachment_id, now=now()),
        no_form,
    )


def _prepared(form: FileForm) -> PreparedFile | None:
    """Return the file that was sent; why it is not taken stands beside its field."""
    if not form.validate():
        return None
    try:
        return received_document(form.file.data)
    except FileRefused as refused:
        form.file.errors = [refusal_words(refused.reason)]
        return None
