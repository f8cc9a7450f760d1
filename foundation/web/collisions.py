"""Two people saving the same in one moment: whoever came second is asked to look at what is there now."""

from typing import cast

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import Conflict, HTTPException

from foundation.web.errors import answer

_TAKEN = {"23505", "23503", "40001", "40P01"}
"""What PostgreSQL says where a key is taken, a record has gone, or one of two transactions has to give way."""

_SQLITE_TAKEN = ("UNIQUE constraint failed", "FOREIGN KEY constraint failed")


def install(app: Flask) -> None:
    """Do once more what collided with another's transaction; nothing of it was kept."""
    app.register_error_handler(DBAPIError, _once_more)


def is_collision(error: DBAPIError) -> bool:
    """Whether it is another transaction that stands in the way, and not a fault of ours."""
    state = getattr(error.orig, "sqlstate", None)
    return state in _TAKEN or str(error.orig).startswith(_SQLITE_TAKEN)


def _once_more(error: DBAPIError) -> ResponseReturnValue:
    """The view again, from the start: now it finds what the other has saved, and says what it says of it."""
    if not is_collision(error):
        raise error
    if g.get("collided") or request.endpoint is None:
        return answer(Conflict())
    g.collided = True
    for file in request.files.values():
        file.stream.seek(0)
    view = current_app.view_functions[request.endpoint]
    try:
        return cast(ResponseReturnValue, view(**(request.view_args or {})))
    except (HTTPException, DBAPIError) as again:
        return current_app.handle_user_exception(again)
