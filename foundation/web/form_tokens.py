"""To whom the token in a form belongs: to the account's session once somebody is signed in, else to the browser."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

View = TypeVar("View", bound=Callable[..., Any])

EXTENSION = "ocop_form_owner"

Owner = Callable[[], str | None]
"""The account's session behind a request, in a word that stays the same as long as it lives; None for a stranger."""

FIELD = "csrf_token"


class FormSession(SecureCookieSession):
    """What the token is compared with. A stranger's is drawn at random and kept in a cookie, by the first form shown.

    Whoever is signed in needs no such cookie: a token from before the sign-in, or of another account, is not theirs.
    """

    def __contains__(self, key: object) -> bool:
        """Whether there is something to compare with."""
        return super().__contains__(key) or (key == FIELD and _owner() is not None)

    def __getitem__(self, key: str) -> Any:
        """Return what it is compared with."""
        return (_owner() if key == FIELD else None) or super().__getitem__(key)


class _FormSessions(SecureCookieSessionInterface):
    session_class = FormSession


def install(app: Flask, *, https: bool) -> None:
    """Name the cookie so that browsers take it from this host over https only; plain connections cannot have that."""
    app.session_interface = _FormSessions()
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if https else "session",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
    )


def signed_by_sender(view: View) -> View:
    """Declare that no browser asks this: a program of others does, and the view checks its signature itself."""
    view.__is_signed__ = True  # type: ignore[attr-defined] # a word on the view, as its door is
    return view


def ask_no_token_of_programs(app: Flask) -> None:
    """Ask for no token where messages are signed by whoever sends them; once all views are known."""
    for view in app.view_functions.values():
        if getattr(view, "__is_signed__", False):
            app.extensions["csrf"].exempt(view)


def is_owned() -> bool:
    """Whether forms of this visitor belong to an account: somebody is signed in."""
    return _owner() is not None


def _owner() -> str | None:
    owner: Owner | None = current_app.extensions.get(EXTENSION)
    return owner() if owner else None
