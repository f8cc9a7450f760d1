"""Taking files from a request: counted first, then looked at; nothing is stored before the request was allowed."""

from collections.abc import Callable
from io import SEEK_END
from typing import IO

from flask import request
from werkzeug.datastructures import FileStorage

from foundation.accounts.throttling import admit
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.rules import FileRefused, Reason, upload_limits
from foundation.files.services import PreparedFile, prepare_document, prepare_image
from foundation.files.storage import current_storage
from foundation.permissions.guard import current_who


def received_image(sent: FileStorage) -> PreparedFile:
    """Return a picture as it may be kept; raises `FileRefused`."""
    return _counted(sent, lambda stream, name: prepare_image(current_storage(), stream, name=name))


def received_document(sent: FileStorage) -> PreparedFile:
    """Return a document or a scan as it may be kept; raises `FileRefused`."""
    return _counted(sent, lambda stream, name: prepare_document(current_storage(), stream, name=name))


def count_upload(sent: FileStorage) -> None:
    """Count a file in its sender's day, whatever becomes of it: looking at it costs too; raises `FileRefused`.

    Committed at once, like an attempt to sign in, so that many at a time are not let through by any of them.
    """
    size = sent.stream.seek(0, SEEK_END)
    sent.stream.seek(0)
    who = current_who()
    limits = upload_limits(who.account_id if who else None, request.remote_addr or "", size)
    with current_db().unit_of_work() as session:
        waiting = admit(session, limits, now())
    if waiting:
        raise FileRefused(Reason.QUOTA)


def _counted(sent: FileStorage, prepare: Callable[[IO[bytes], str], PreparedFile]) -> PreparedFile:
    count_upload(sent)
    return prepare(sent.stream, sent.filename or "")
