"""Flask-Login over sessions that are rows of ours: it says who somebody is, turns away, and tells who comes and goes.

What it would note in cookies is not noted: a row is looked up once in a request, and only where somebody asks.
"""

from flask import Flask, Request, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import (
    LoginManager,
    confirm_login,
    current_user,
    login_user,
    logout_user,
    user_accessed,
    user_needs_refresh,
)

from foundation.accounts.models import AccountSession
from foundation.accounts.queries import live_session
from foundation.accounts.rules import TOUCH_EVERY
from foundation.accounts.sessions import touch
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.signin.cookies import session_token
from foundation.signin.identity import Stranger, User


class SessionTableLogin(LoginManager):  # type: ignore[misc] # the library has no types
    """The row behind our own cookie says who somebody is, and nothing else that a browser sends.

    The library would also look at the cookie of forms and at one "to be remembered": whoever plants that one keeps
    somebody out, and a page that has looked at a cookie varies by it.
    """

    def init_app(self, app: Flask, *_: object) -> None:
        """Belong to an application, without looking at cookies after every answer and before every template."""
        app.login_manager = self  # type: ignore[attr-defined] # where the library looks for it

    def _load_user(self) -> None:
        user_accessed.send(_app())
        self._update_request_context_with_user(self._load_user_from_request(request))


def install(app: Flask) -> None:
    """Let `current_user` be whoever shows the cookie of a living session, and a stranger anybody else."""
    login = SessionTableLogin(app)
    login.anonymous_user = Stranger
    login.request_loader(_user_of)
    login.unauthorized_handler(_turn_away)


def sign_in_user(opened: AccountSession) -> None:
    """Somebody has come in with this session; half-way in is not in. What was typed before belongs to nobody now."""
    login_user(User(opened))
    _clear_form_cookie()


def confirm_user(proved: AccountSession) -> None:
    """Whoever is signed in has proved it again: this request goes on with the session as it is now."""
    current_user.session = proved
    confirm_login()
    _clear_form_cookie()


def ask_to_confirm(back: str) -> ResponseReturnValue:
    """To the page that asks for the password again, and from there on to `back`."""
    user_needs_refresh.send(_app())
    return redirect(url_for("signin_account.confirm", next=back))


def sign_out_user() -> None:
    """Whoever was signed in is a stranger for the rest of this request."""
    logout_user()
    _clear_form_cookie()


def _clear_form_cookie() -> None:
    """Clear what the library notes there: the row says it, and nobody reads it."""
    session.clear()


def _app() -> Flask:
    """Who signals come from."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - as signals are sent
    return app


def _user_of(asked: Request) -> User | None:
    """Whoever this browser is signed in as, at whatever stage.

    That the session is in use is noted at most every few minutes, in a short transaction of its own.
    """
    del asked
    token, at = session_token(), now()
    if not token:
        return None
    with current_db().reading() as records:
        found = live_session(records, token, at)
    if found and at - found.seen_at >= TOUCH_EVERY:
        with current_db().unit_of_work() as records:
            touch(records, found.id, now=at)
    return User(found) if found else None


def _turn_away() -> ResponseReturnValue:
    """To the sign-in, or to what is still owed; back to the page afterwards where it was only to be read."""
    if current_user.is_halfway:
        return redirect(url_for("signin_account.app"))
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signin.sign_in", next=back))
