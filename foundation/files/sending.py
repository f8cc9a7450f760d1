"""Sending a stored file to whoever the calling view has permitted to read it."""

from flask import Response, abort

from foundation.files.models import StoredFile
from foundation.files.rules import ENDINGS
from foundation.files.storage import current_storage

HARMLESS = "default-src 'none'; sandbox"
"""Whatever a file holds, opened as a page it does nothing."""


def delivered(kept: StoredFile, *, digest: str | None = None) -> Response:
    """Return a file for whoever the calling view has permitted to read it; `digest` names another of its renditions.

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
    response.headers["Content-Security-Policy"] = HARMLESS
    return response
