"""Who made this request: the session behind its cookie, looked up once, and only on pages that ask."""

from datetime import date

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import live_session
from foundation.accounts.rules import TOUCH_EVERY, Stage, is_fresh
from foundation.accounts.sessions import touch
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.languages import Lang
from foundation.permissions.guard import Entered, current_who
from foundation.permissions.queries import who as who_is
from foundation.permissions.rules import OFFICES, Who
from foundation.signin.cookies import chosen_language, session_token
from foundation.web.form_tokens import EXTENSION as FORM_OWNER
from foundation.web.routing import EXTENSION as LANGUAGES
from foundation.web.routing import Unmarked

PRIVATE = ("/tai-khoan/", "/admin/", "/ho-so/")
"""Where pages are for one person: never kept by a cache, and in that person's language."""


UNMARKED = ("/x/", "/demo")
"""Where pages are for everybody but name no language: what is printed on a package is one address for all."""


def install(app: Flask) -> None:
    """Let the pages for one person know their reader's language, and keep them out of every cache."""
    app.extensions[LANGUAGES] = Unmarked(_language, _switch)
    app.extensions[FORM_OWNER] = _form_owner

    @app.after_request
    def private(response: Response) -> Response:
        if request.path.startswith(PRIVATE):
            response.headers["Cache-Control"] = "no-store"
        return response


def current_session() -> AccountSession | None:
    """The living session of this request's browser, at whatever stage; None for a stranger.

    That it is in use is noted at most every few minutes, in a short transaction of its own.
    """
    if "account_session" not in g:
        token = session_token()
        g.account_session = _looked_up(token) if token else None
    found: AccountSession | None = g.account_session
    return found


def signed_in() -> AccountSession:
    """The session of whoever is signed in; behind a door there is one."""
    found = current_session()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def current_account() -> Account:
    """The account of whoever is signed in."""
    return signed_in().account


def proved_lately() -> bool:
    """Whether whoever is signed in gave the password recently enough for a sensitive act."""
    found = current_session()
    return found is not None and is_fresh(found.proved_at, now())


def entered() -> Entered:
    """How far this request's visitor has come in.

    Whoever was appointed to an office meanwhile signs in anew: that asks for a second factor and ends sooner.
    """
    found = current_session()
    if found is None or found.stage is Stage.SECOND_FACTOR:
        return Entered.NOT
    if found.stage is Stage.ENROL:
        return Entered.HALFWAY
    held = (current_who() or Who(found.account_id)).held
    outgrown = not found.is_staff and any(one.role in OFFICES for one in held)
    return Entered.NOT if outgrown else Entered.WHOLLY


def who(today: date) -> Who | None:
    """Whoever is wholly signed in, with the appointments of today."""
    found = current_session()
    if found is None or found.stage is not Stage.FULL:
        return None
    with current_db().reading() as session:
        return who_is(session, found.account_id, today)


def turn_away(entered_: Entered) -> ResponseReturnValue:
    """To the sign-in, or to what is still owed; back to the page afterwards where it was only to be read."""
    if entered_ is Entered.HALFWAY:
        return redirect(url_for("signin_account.app"))
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signin.sign_in", next=back))


def keys() -> Keys:
    """What the site's own secret is good for."""
    return Keys(str(current_app.config["SECRET_KEY"]))


def today() -> date:
    """Today in Vietnam."""
    day: date = current_app.jinja_env.globals["today"]()  # type: ignore[operator]
    return day


def _looked_up(token: str) -> AccountSession | None:
    at = now()
    with current_db().reading() as session:
        found = live_session(session, token, at)
    if found and at - found.seen_at >= TOUCH_EVERY:
        with current_db().unit_of_work() as session:
            touch(session, found.id, now=at)
    return found


def _form_owner() -> str | None:
    """The row and not its token: that changes when the password is proved, and forms that are open stay good.

    With its moment: SQLite may give the number of a row that was erased to the next.
    """
    found = current_session()
    return f"account session {found.id} {found.opened_at.isoformat()}" if found else None


def _language() -> Lang | None:
    if request.path.startswith(UNMARKED):
        return chosen_language()
    if not request.path.startswith(PRIVATE):
        return None
    found = current_session()
    return chosen_language() or (found.account.language if found else None)


def _switch(lang: Lang) -> str | None:
    if not request.path.startswith((*PRIVATE, *UNMARKED)):
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" and request.endpoint else None
    return url_for("signin.language", lang_code=lang.value, next=back)
