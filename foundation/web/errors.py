"""Error pages that say what to do next, in the reader's language; problem details for the API."""

import re
from http import HTTPMethod
from types import TracebackType
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, json, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException, InternalServerError, NotFound, SecurityError

from foundation.i18n.hygiene import clean_query as written
from foundation.i18n.languages import of_path
from foundation.i18n.messages import gettext as _
from foundation.i18n.text import normalize_spaces
from foundation.web.form_tokens import is_owned
from foundation.web.moved import moved_to
from foundation.web.resending import resendable_fields

log = structlog.get_logger("web")

API = "/api/"
GONE = frozenset({404, 410})
"""What is not at an address may be found by its name."""

WORDS_MAX, READ_MAX = 80, 400
_NUMBER = re.compile(r"-\d+$")
_BETWEEN = re.compile(r"[-_+./]+")


def install(app: Flask) -> None:
    """Answer every HTTP error with a page, or with RFC 9457 problem details under /api/."""
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(500, answer)
    app.register_error_handler(CSRFError, answer)
    # The framework would write the address, which people typed, and the error's own words.
    app.log_exception = _note  # type: ignore[method-assign, assignment] # the library would call it by position too


def _note(found: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    method = request.method if request.method in set(HTTPMethod) else "another"
    log.error("request.failed", page=request.endpoint, method=method, exc_info=found[1])


def answer(error: HTTPException) -> ResponseReturnValue:
    """Return the page of an error, or its problem details."""
    if error.response is not None:
        return error.response
    if isinstance(error, SecurityError | BadHost):
        # A name that is not the site's own, or none at all: there is no address from which a page could be built.
        return f"{error.name}\n", 400, {"Content-Type": "text/plain"}
    code = error.code or InternalServerError.code
    headers = [(n, v) for n, v in error.get_headers() if n.lower() not in {"content-type", "content-length"}]
    if request.path.startswith(API):
        return json.dumps(_problem(error, code)), code, [*headers, ("Content-Type", "application/problem+json")]
    if code == NotFound.code and (led_on := _led_on()):
        return led_on
    title, advice = words(code, error)
    asked = words_of(request.path) if code in GONE else ""
    told = {"code": code, "title": title, "advice": advice, "asked": asked}
    if isinstance(error, CSRFError):
        return (
            render_template("web/error.html", **told, is_stale=True, kept=resendable_fields(), owned=is_owned()),
            code,
            headers,
        )
    return render_template("web/error.html", **told, is_stale=False, kept=None), code, headers


def _led_on() -> ResponseReturnValue | None:
    """Return the way to where an address has moved, with its query as it was asked."""
    new = moved_to(request.path) if request.method in {"GET", "HEAD"} else None
    if new is None:
        return None
    query = request.query_string.decode("latin-1")
    return redirect(quote(new) + (f"?{query}" if query else ""), 301)


def words_of(path: str) -> str:
    """Return what an address speaks of, as somebody would look for it: its last part without number and hyphens."""
    last = path.rstrip("/").rpartition("/")[2]
    # Cut before it is looked at: composing a thousand marks on one letter takes a second.
    spoken = normalize_spaces(_BETWEEN.sub(" ", _NUMBER.sub("", written(last[:READ_MAX]))))[:WORDS_MAX]
    return "" if of_path(f"/{spoken}") or not any(c.isalpha() for c in spoken) else spoken


def _problem(error: HTTPException, code: int) -> dict[str, Any]:
    found = {"type": "about:blank", "title": error.name, "status": code, "detail": error.description}
    data = getattr(error, "data", None) or {}
    errors = data.get("messages")
    return found | ({"errors": errors} if errors else {})


def words(code: int, error: HTTPException) -> tuple[str, str]:
    """Title and advice for an error page."""
    if isinstance(error, CSRFError):
        return (
            _("This form is no longer valid"),
            _("It was open for too long, or you signed in or out meanwhile. Nothing was saved yet."),
        )
    known = {
        400: (_("This address cannot be read"), _("Check the address, or start from the home page.")),
        403: (_("You may not open this page"), _("Sign in with an account that may, or go back to the home page.")),
        404: (
            _("There is no such page"),
            _("It may have moved, or the address may be mistyped. Search for the product by its name."),
        ),
        405: (_("This page cannot be used that way"), _("Go back and use the page's own buttons.")),
        409: (
            _("Somebody saved the same in this moment"),
            _("Your changes were not saved. Go back, look at what is there now, and send them again."),
        ),
        410: (_("This record has been removed"), error.description or ""),
        413: (_("This file is too large"), _("Choose a smaller file and send it again.")),
        429: (_("Too many requests"), _("Please wait a minute and try again.")),
        503: (_("Not there yet"), _("It is being prepared. Please try again in a minute.")),
    }
    return known.get(
        code,
        (
            _("Something went wrong on our side"),
            _("It has been noted. Please try again in a minute."),
        ),
    )
