"""Sensitive acts ask for the password again on their own page, so that nothing that was typed is lost."""

from flask import Response, after_this_request
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import Length

from foundation.accounts.rules import PASSWORD_MAX
from foundation.accounts.sessions import rotate
from foundation.accounts.throttling import refund_attempt
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.signin import cookies
from foundation.signin.attempts import throttled_message
from foundation.signin.entry import Proof, confirm_password
from foundation.signin.identity import is_fresh_login, own_session, signed_in
from foundation.signin.login import confirm_user
from foundation.web.forms import Form


class AgainForm(Form):
    """What a sensitive act asks for, and the password where it was given too long ago."""

    password = PasswordField(
        _l("Enter your password again"),
        [Length(max=PASSWORD_MAX * 4, message=_l("This is too long."))],
        render_kw={"autocomplete": "current-password"},
    )

    @property
    def asks_password(self) -> bool:
        """Whether the page has to show the field."""
        return not is_fresh_login()


def proved(form: AgainForm) -> bool:
    """Whether whoever is signed in has proved it lately, or does so with this form; else the form says what to do.

    After the right password the session goes on under a new token.
    """
    if is_fresh_login():
        return True
    if not form.password.data:
        form.password.errors = [
            _("Enter your password again to do this: you last entered it more than 15 minutes ago.")
        ]
        return False
    proof = confirm_password(current_db(), signed_in(), form.password.data, now=now())
    if proof.account is None:
        words = throttled_message(proof.waiting) if proof.waiting else _("The present password is not right.")
        form.password.errors = [words]
        return False
    _go_on(proof)
    return True


def _go_on(proof: Proof) -> None:
    at = now()
    with current_db().unit_of_work() as records:
        refund_attempt(records, proof.limits, at)
        here = own_session(records)
        token = rotate(records, here, now=at)
    # The cookie of this request is worth nothing any more; whoever asks again gets the session as it is now.
    confirm_user(here)

    @after_this_request
    def keep(response: Response) -> Response:
        cookies.set_session_cookie(response, token, is_staff=here.is_staff)
        return response
