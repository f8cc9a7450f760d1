"""Forms that a browser may save and send later: once each, whatever the network does. The other end of `queue.js`."""

import hashlib
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID, uuid4

from flask import Blueprint, Flask, Response, current_app, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.web.assets import SOURCE
from foundation.web.doors import PUBLIC, door
from foundation.web.form_tokens import FIELD as TOKEN
from foundation.web.performing import Find
from foundation.web.receiving import Entry, OtherEntryError, Receipt, receive_once
from foundation.workflow.rules import Refused

EXTENSION = "ocop_queue_owner"

Owner = Callable[[], str]
"""Whose entries are saved and sent here, in a word that is the same after the next sign-in."""

FIELD = "entry"
HEADER = "X-Queue"
"""What the queue says of itself: it is answered with words for its list instead of a page."""

WORKER = "queue-worker.js"

Record = TypeVar("Record")
Who = TypeVar("Who")
Read = TypeVar("Read")

queue = Blueprint("queue", __name__)


@queue.get(f"/{WORKER}")
@door(PUBLIC)
def worker() -> Response:
    """Send the script that opens a page without a network. From the root, as a page it serves may lie anywhere.

    Its name has no digest: a browser asks for it under the name it has registered, and takes a new one by itself.
    """
    script = (SOURCE / WORKER).read_bytes()
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def install(app: Flask) -> None:
    """Let pages draw their queue."""
    app.jinja_env.globals.update(new_entry=lambda: str(uuid4()), queue_owner=_owner)


def is_queued() -> bool:
    """Whether the queue of a browser sends this, and not a form."""
    return HEADER in request.headers


def perform_once(
    find: Find[Record],
    permit: Callable[[Record], Who],
    act: Callable[[Session, Who, Record, Read], Receipt],
    form: Callable[[], Read | None],
    page: Callable[[str | None], ResponseReturnValue],
    to: str,
    refusal: Callable[[Refused], str],
) -> ResponseReturnValue:
    """Do what `performing.perform` does, but once for each entry, however often it is sent.

    `act` returns what the queue says, `refusal` what it says of a refusal; both are kept, so they name nobody.
    `page` gets the words of a refusal; None for a form that says itself what is wrong, of which nothing is kept.
    """
    with current_db().reading() as records:
        permit(find(records, to_change=False))
    read = form()
    if read is None:
        return page(None)
    with current_db().unit_of_work() as records:
        found = find(records, to_change=True)
        who = permit(found)
        receipt = _received(records, lambda: act(records, who, found, read), refusal)
    if is_queued():
        return jsonify(done=receipt.is_done, words=receipt.words)
    return redirect(to) if receipt.is_done else page(receipt.words)


def _received(records: Session, act: Callable[[], Receipt], refusal: Callable[[Refused], str]) -> Receipt:
    try:
        return receive_once(records, _entry(), act, refusal)
    except OtherEntryError:
        return Receipt(is_done=False, words=_("Something else was sent before under the number of this entry."))


def _entry() -> Entry:
    """Return what this request sends; a form that gives it no number is not told from another."""
    sent = sorted((name, text) for name, text in request.form.items(multi=True) if name not in {TOKEN, FIELD})
    said = "\0".join((_owner(), request.path, *(part for pair in sent for part in pair)))
    return Entry(_number(request.form.get(FIELD, "")), hashlib.sha256(said.encode()).hexdigest())


def _number(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def _owner() -> str:
    owner: Owner | None = current_app.extensions.get(EXTENSION)
    return owner() if owner else ""
