"""Registering: the form, the letter's link, the message's code. What is answered never tells who has an account."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier, read_identifier
from foundation.accounts.rules import KnownOrigin, email_limits
from foundation.accounts.sessions import know_device
from foundation.accounts.throttling import refund_attempt
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.privacy.purposes import asked
from foundation.registration.forms import CodeForm, RegisterForm
from foundation.registration.rules import Intention
from foundation.registration.services import Ticked, confirm_code, confirm_link, register
from foundation.signin import cookies
from foundation.signin.attempts import ALLOWED, came, code_limits, throttled_message
from foundation.signin.entry import count_attempt
from foundation.signin.forms import NewPasswordForm, add_password_problem
from foundation.signin.identity import keys
from foundation.signin.rules import JUST_SET
from foundation.web.doors import PUBLIC, door
from foundation.web.installation import today
from foundation.web.routing import current_lang
from foundation.workflow.rules import Refused

EXTENSION = "ocop_registration_by_phone"
"""Whether messages can be sent to phones."""

registration = Blueprint("registration", __name__, url_prefix="/tai-khoan/dang-ky", template_folder="templates")


@registration.get("")
@door(PUBLIC)
def form() -> ResponseReturnValue:
    """Show the form; nothing is ticked."""
    return _form_page(RegisterForm())


@registration.post("")
@door(PUBLIC)
def form_post() -> ResponseReturnValue:
    """Queue a link or a code. The same is answered for an address that has an account."""
    filled, at = RegisterForm(), now()
    if not filled.validate():
        return _form_page(filled)
    identifier = read_identifier(filled.identifier.data)
    if problem := _problem(identifier):
        filled.identifier.errors = [problem]
    if filled.errors or identifier is None:
        return _form_page(filled)
    limits = email_limits("register", keys().name_digest(identifier.text), came().address, KnownOrigin())
    if not count_attempt(current_db(), limits, at):
        with current_db().unit_of_work() as records:
            name, lang, wanted = filled.name.data, current_lang(), _wanted()
            register(records, identifier, name=name, language=lang, wanted=wanted, ticked=_ticked(), now=at)
    return render_template("registration/asked.html", by_phone=bool(identifier.phone))


@registration.get("/<token>")
@door(PUBLIC)
def link(token: str) -> ResponseReturnValue:
    """Show the page behind the letter's link; looking at it uses nothing up."""
    return render_template("registration/link.html", form=NewPasswordForm(), token=token)


@registration.post("/<token>")
@door(PUBLIC)
def link_post(token: str) -> ResponseReturnValue:
    """Open the account with the password of its owner."""
    filled = NewPasswordForm()
    if filled.validate():
        try:
            with current_db().unit_of_work() as records:
                account = confirm_link(records, token=token, password=filled.password.data, now=now(), today=today())
                device = know_device(records, account, came().device_token, now=now(), came_in=False)
            return _to_sign_in(device)
        except Refused as refused:
            add_password_problem(filled, refused, _("This link is used or too old. Register again."))
    return render_template("registration/link.html", form=filled, token=token)


@registration.get("/ma")
@door(PUBLIC)
def code() -> ResponseReturnValue:
    """Show the page for the code of a message."""
    return render_template("registration/code.html", form=CodeForm())


@registration.post("/ma")
@door(PUBLIC)
def code_post() -> ResponseReturnValue:
    """Look at the code and open the account."""
    filled, at = CodeForm(), now()
    if not filled.validate():
        return render_template("registration/code.html", form=filled)
    identifier = read_identifier(filled.identifier.data)
    limits = code_limits("registered", identifier, filled.code.data, KnownOrigin())
    if waiting := count_attempt(current_db(), limits, at):
        filled.code.errors = [throttled_message(waiting)]
        return render_template("registration/code.html", form=filled), ALLOWED[True]
    typed = {"code": filled.code.data, "password": filled.password.data}
    try:
        with current_db().unit_of_work() as records:
            account: Account = confirm_code(records, identifier, **typed, keys=keys(), now=at, today=today())
            refund_attempt(records, limits, at)
            device = know_device(records, account, came().device_token, now=at, came_in=False)
        return _to_sign_in(device)
    except Refused as refused:
        otherwise = _("Number or code are not right, or the code is too old. Register again.")
        add_password_problem(filled, refused, otherwise, "code")
    return render_template("registration/code.html", form=filled)


def _form_page(filled: RegisterForm) -> str:
    return render_template(
        "registration/form.html", form=filled, asked=asked(today()), phones=current_app.extensions[EXTENSION]
    )


def _problem(identifier: Identifier | None) -> str | None:
    """Why nothing can be sent there; says nothing about who has an account."""
    if identifier is None:
        return _("This is neither an email address nor a Vietnamese phone number.")
    if identifier.phone and not current_app.extensions[EXTENSION]:
        return _("We cannot send messages to phones yet. Use an email address, or ask at your commune for an account.")
    return None


def _wanted() -> Intention:
    return Intention.PRODUCER if request.form.get("wanted") == Intention.PRODUCER else Intention.BUYER


def _ticked() -> Ticked:
    """Return what was ticked, in the version that was shown; a wording that changed meanwhile was not read."""
    shown, named = asked(today()), request.form.getlist("purpose")
    found = [one for purpose, one in shown.items() if purpose in named]
    return tuple(
        (one.purpose, one.version) for one in found if request.form.get(f"version-{one.purpose}") == str(one.version)
    )


def _to_sign_in(device: str) -> ResponseReturnValue:
    response = make_response(redirect(url_for("signin.sign_in", done=JUST_SET)))
    cookies.set_device_cookie(response, device)
    return response
