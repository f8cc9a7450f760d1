"""Public pictures under their digests; every other file is answered by its own room's view, with `delivered`."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from foundation.db.database import current_db
from foundation.files.models import StoredFile
from foundation.files.queries import is_public
from foundation.files.rules import ENDINGS, MediaType
from foundation.files.storage import current_storage
from foundation.web.doors import PUBLIC, door

files = Blueprint("files", __name__)

_HARMLESS = "default-src 'none'; sandbox"
"""Whatever a file holds, opened as a page it does nothing."""


@files.get("/media/<string(length=64):digest>.webp")
@door(PUBLIC)
def media(digest: str) -> ResponseReturnValue:
    """A public picture; its address is its content's, so it may be kept for ever."""
    with current_db().reading() as session:
        if not is_public(session, digest):
            abort(404)
    try:
        content = current_storage().read(digest)
    except FileNotFoundError:
        abort(404)
    response = Response(content, mimetype=MediaType.WEBP.value)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = _HARMLESS
    return response


def delivered(kept: StoredFile, *, digest: str | None = None) -> Response:
    """A file for whoever the calling view has permitted to read it; `digest` names another of its renditions.

    Pictures are shown, everything else is saved: a PDF opened within the site could pass for one of its pages.
    """
    try:
        response = Response(current_storage().stream(digest or kept.sha256), mimetype=kept.media_type.value)
    except FileNotFoundError:
        abort(404)
    stem = kept.name.rpartition(".")[0] or kept.name or str(kept.id)
    disposition = "inline" if kept.is_image else "attachment"
    response.headers.set("Content-Disposition", disposition, filename=f"{stem}.{ENDINGS[kept.media_type]}")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = _HARMLESS
    return response
