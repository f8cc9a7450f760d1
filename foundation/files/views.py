"""Public pictures under their digests; every other file is answered by its own room's view, with `delivered`."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from foundation.db.database import current_db
from foundation.files.queries import is_public
from foundation.files.rules import MediaType
from foundation.files.sending import HARMLESS
from foundation.files.storage import current_storage
from foundation.web.doors import PUBLIC, door

files = Blueprint("files", __name__)


@files.get("/media/<string(length=64):digest>.webp")
@door(PUBLIC)
def media(digest: str) -> ResponseReturnValue:
    """Show a public picture; its address is its content's, so it may be kept for ever."""
    with current_db().reading() as session:
        if not is_public(session, digest):
            abort(404)
    try:
        content = current_storage().read(digest)
    except FileNotFoundError:
        abort(404)
    response = Response(content, mimetype=MediaType.WEBP.value)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = HARMLESS
    return response
