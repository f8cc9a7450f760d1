"""Who made this request: the session behind its cookie, as Flask-Login's `current_user`, for pages that ask."""

from functools import cached_property

from flask import Flask, Response, current_app, request, url_for
from flask_login import AnonymousUserMixin, UserMixin, current_user
from sqlalchemy.orm import Session, joinedload

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession
from foundation.accounts.rules import Stage, is_fresh
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.languages import Lang
from foundation.permissions.queries import principal_of as who_is
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Principal
from foundation.signin.cookies import chosen_language
from foundation.web.form_tokens import EXTENSION as FORM_OWNER
from foundation.web.installation import today
from foundation.web.queueing import EXTENSION as QUEUE_OWNER
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
    app.extensions[QUEUE_OWNER] = _queue_owner

    @app.after_request
    def private(response: Response) -> Response:
        if request.path.startswith(PRIVATE):
            response.headers["Cache-Control"] = "no-store"
        return response


class User(UserMixin):  # type: ignore[misc] # the library has no types
    """Whoever shows a living session, at whatever stage: Flask-Login's `current_user`."""

    def __init__(self, session: AccountSession) -> None:
        self.session = session

    def get_id(self) -> str:
        """Return the account's number, as the library wants it."""
        return str(self.session.account_id)

    @property
    def is_active(self) -> bool:
        """Whether all has been proved that was asked for at the sign-in."""
        return self.session.stage is Stage.FULL

    @property
    def is_halfway(self) -> bool:
        """Whether a second factor is to be set up first."""
        return self.session.stage is Stage.ENROL

    @property
    def is_authenticated(self) -> bool:
        """Whether they have come in wholly.

        Whoever was appointed to an office meanwhile signs in anew: that asks for a second factor and ends sooner.
        """
        who = self.who
        offices = ROLES.offices
        return who is not None and (self.session.is_staff or not any(one.role in offices for one in who.held))

    @cached_property
    def who(self) -> Principal | None:
        """They with the appointments of today; None before all is proved."""
        if not self.is_active:
            return None
        with current_db().reading() as session:
            return who_is(session, self.session.account_id, today())


class Stranger(AnonymousUserMixin):  # type: ignore[misc] # the library has no types
    """Whoever shows no living session."""

    session: AccountSession | None = None
    who: Principal | None = None
    is_halfway = False


def current_session() -> AccountSession | None:
    """Return the living session of this request's browser, at whatever stage; None for a stranger."""
    user: User | Stranger = current_user
    return user.session


def signed_in() -> AccountSession:
    """Return the session of whoever is signed in; behind a door there is one."""
    found = current_session()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def own_session(records: Session) -> AccountSession:
    """Return the same in a transaction that changes it, with its account."""
    return records.get_one(AccountSession, signed_in().id, options=[joinedload(AccountSession.account)])


def current_account() -> Account:
    """Return the account of whoever is signed in."""
    return signed_in().account


def is_fresh_login() -> bool:
    """Whether whoever is signed in gave the password recently enough for a sensitive act."""
    found = current_session()
    return found is not None and is_fresh(found.proved_at, now())


def keys() -> Keys:
    """Return what the site's own secret is good for."""
    return Keys(str(current_app.config["SECRET_KEY"]))


def _form_owner() -> str | None:
    """Return the row and not its token: that changes when the password is proved, and forms that are open stay good.

    With its moment: SQLite may give the number of a row that was erased to the next.
    """
    found = current_session()
    return f"account session {found.id} {found.opened_at.isoformat()}" if found else None


def _queue_owner() -> str:
    """Return the account and not its session: what a phone has saved is sent after the next sign-in too."""
    found = current_session()
    return f"account {found.account_id}" if found else ""


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
