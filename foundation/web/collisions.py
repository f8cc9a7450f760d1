"""Two people saving the same in one moment: whoever came second is asked to look at what is there now."""

import structlog
from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import Conflict

from foundation.db.collisions import is_collision
from foundation.web.errors import answer

log = structlog.get_logger("web")


def install(app: Flask) -> None:
    """Do once more what collided with another's transaction; nothing of it was kept."""
    app.register_error_handler(Exception, _once_more)


def _once_more(error: Exception) -> ResponseReturnValue:
    """Answer the request again, from the start: now its view finds what the other has saved, and says so.

    What stands before the view is asked again too: a collision may have come out of the very question whether
    somebody may. A service may have given the collision a name of its own, for which this view has no answer.
    """
    if not any(isinstance(one, DBAPIError) and is_collision(one) for one in (error, error.__cause__)):
        raise error
    if g.get("collided") or request.endpoint is None:
        log.warning("request.collided", page=request.endpoint, exc_info=error)
        return answer(Conflict())
    g.collided = True
    for file in request.files.values():
        file.stream.seek(0)
    try:
        turned_away = current_app.preprocess_request()
        return current_app.dispatch_request() if turned_away is None else turned_away
    except Exception as again:  # noqa: BLE001 - whatever it is, it is answered as always
        return current_app.handle_user_exception(again)
