"""The cookies of whoever signs in: the session, the browser that is known, the language chosen."""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from foundation.accounts.rules import PUBLIC
from foundation.i18n.languages import Lang

DEVICE_DAYS = 400
"""As long as browsers keep a cookie."""

LANGUAGE = "ocop_lang"


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _name(plain: str) -> str:
    # The prefix makes browsers refuse a cookie of that name from a neighbouring host or a plain connection.
    return f"__Host-{plain}" if _secure() else plain


def session_token() -> str | None:
    """Return what this browser shows."""
    return request.cookies.get(_name("ocop_session"))


def device_token() -> str | None:
    """Return what this browser is known by."""
    return request.cookies.get(_name("ocop_device"))


def chosen_language() -> Lang | None:
    """Return the language chosen in this browser."""
    found = request.cookies.get(LANGUAGE, "")
    return Lang(found) if found in tuple(Lang) else None


def set_session_cookie(response: Response, token: str, *, is_staff: bool) -> None:
    """Give the browser its session; an officer's ends with the browser, a farmer's phone keeps it."""
    _set(response, _name("ocop_session"), token, None if is_staff else PUBLIC.absolute)


def set_device_cookie(response: Response, token: str) -> None:
    """Let the browser be known."""
    _set(response, _name("ocop_device"), token, timedelta(days=DEVICE_DAYS))


def keep_language(response: Response, lang: Lang) -> None:
    """Remember the language for pages without one in their address."""
    _set(response, LANGUAGE, lang.value, timedelta(days=DEVICE_DAYS))


def clear_session_cookie(response: Response) -> None:
    """Take the session away."""
    response.delete_cookie(_name("ocop_session"), secure=_secure(), httponly=True, samesite="Lax")


def drop_language(response: Response) -> None:
    """Forget the language chosen here: the account's counts again."""
    response.delete_cookie(LANGUAGE, secure=_secure(), httponly=True, samesite="Lax")


def _set(response: Response, name: str, value: str, lasts: timedelta | None) -> None:
    response.set_cookie(name, value, max_age=lasts, secure=_secure(), httponly=True, samesite="Lax", path="/")
