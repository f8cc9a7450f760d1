"""Coming in, going out, and finding back in: pages for everybody."""

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.rules import AccountStatus, RateLimit, SessionEnd, Stage, email_limits
from foundation.accounts.second_factor import prove_second_factor
from foundation.accounts.services import reset_with_code, reset_with_link, take_over
from foundation.accounts.sessions import advance, end_session, know_device
from foundation.accounts.tasks import ask_for_way_in
from foundation.accounts.throttling import refund_attempt
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.signin import cookies
from foundation.signin.attempts import ALLOWED, came, code_limits, identifier_digest, throttled_message
from foundation.signin.entry import (
    Admission,
    Proof,
    count_attempt,
    enter,
    known_origin,
    prove_password,
    second_factor_limits,
)
from foundation.signin.forms import (
    CodeForm,
    ForgottenForm,
    HandedCodeForm,
    NewPasswordForm,
    SignInForm,
    add_password_problem,
)
from foundation.signin.identity import current_session, keys
from foundation.signin.links import SIGN_IN_LINKS
from foundation.signin.login import sign_in_user, sign_out_user
from foundation.signin.notices import PASSWORD_CHANGED, tell
from foundation.signin.rules import JUST_SET, follows_acceptance, safe_next, stage_after_second_factor
from foundation.web.doors import PUBLIC, door
from foundation.web.installation import today
from foundation.web.links import Link
from foundation.workflow.rules import Refused

signin = Blueprint("signin", __name__, url_prefix="/tai-khoan", template_folder="templates")


@signin.get("/dang-nhap")
@door(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page."""
    return _sign_in_page(SignInForm(), safe_next(request.args.get("next")))


@signin.post("/dang-nhap")
@door(PUBLIC)
def sign_in_post() -> ResponseReturnValue:
    """Look at address and password; whatever is wrong is said in the same words."""
    form, back = SignInForm(), safe_next(request.form.get("next"))
    if not form.validate():
        return _sign_in_page(form, back)
    proof = prove_password(current_db(), form.identifier.data, form.password.data, came(), keys=keys(), now=now())
    if proof.waiting:
        otherwise = _("A new password works at once: ask for one below, then sign in with this browser.")
        form.password.errors = [f"{throttled_message(proof.waiting)} {otherwise}"]
        return _sign_in_page(form, back), ALLOWED[True]
    way = _first_way(proof, form.password.data)
    if way is None:
        form.password.errors = [_("Address, number or password are not right.")]
        return _sign_in_page(form, back)
    return _inside(way, back)


@signin.post("/dang-xuat")
@door(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    found = current_session()
    if found is not None:
        with current_db().unit_of_work() as records:
            ending = records.get_one(AccountSession, found.id)
            end_session(records, Actor(found.account_id), ending, why=SessionEnd.SIGNED_OUT, now=now())
    sign_out_user()
    response = redirect(url_for(".sign_in"))
    cookies.clear_session_cookie(response)
    return response


@signin.get("/ma-xac-nhan")
@door(PUBLIC)
def second_factor() -> ResponseReturnValue:
    """Show the page that asks for the app's code."""
    if _half_way() is None:
        return redirect(url_for(".sign_in"))
    return render_template("signin/second_factor.html", form=CodeForm(), back=safe_next(request.args.get("next")))


@signin.post("/ma-xac-nhan")
@door(PUBLIC)
def second_factor_post() -> ResponseReturnValue:
    """Look at the app's code, or a recovery code."""
    form, back, at, found = CodeForm(), safe_next(request.form.get("next")), now(), _half_way()
    if found is None:
        return redirect(url_for(".sign_in"))
    if not form.validate():
        return _second_factor_page(form, back)
    limits = second_factor_limits(current_db(), found.account_id, form.code.data, came(), now=at)
    if waiting := count_attempt(current_db(), limits, at):
        form.code.errors = [
            " ".join((throttled_message(waiting), _("To sign in without waiting, use a recovery code.")))
        ]
        return _second_factor_page(form, back), ALLOWED[True]
    way = _second_way(found.id, form.code.data, limits)
    if way is None:
        form.code.errors = [_("This code is not right, or was used before.")]
        return _second_factor_page(form, back)
    return _inside(way, back)


@signin.get("/quen-mat-khau")
@door(PUBLIC)
def forgotten() -> ResponseReturnValue:
    """Show the page for a forgotten password."""
    return render_template("signin/forgotten.html", form=ForgottenForm(), asked=False)


@signin.post("/quen-mat-khau")
@door(PUBLIC)
def forgotten_post() -> ResponseReturnValue:
    """Queue a link or a code; whether there is such an account is not said."""
    form, at = ForgottenForm(), now()
    if not form.validate():
        return render_template("signin/forgotten.html", form=form, asked=False)
    identifier = read_identifier(form.identifier.data)
    if identifier is None:
        form.identifier.errors = [_("This is neither an email address nor a Vietnamese phone number.")]
        return render_template("signin/forgotten.html", form=form, asked=False)
    speaks = known_origin(current_db(), identifier, came(), now=at)
    limits = email_limits("forgotten", identifier_digest(identifier), came().address, speaks)
    if not count_attempt(current_db(), limits, at):
        with current_db().unit_of_work() as records:
            ask_for_way_in(records, identifier)
    return render_template("signin/forgotten.html", form=form, asked=True)


@signin.get("/mat-khau-moi/<token>")
@door(PUBLIC)
def new_password(token: str) -> ResponseReturnValue:
    """Show the page behind the link of a letter; looking at it uses nothing up."""
    return render_template("signin/new_password.html", form=NewPasswordForm(), token=token)


@signin.post("/mat-khau-moi/<token>")
@door(PUBLIC)
def new_password_post(token: str) -> ResponseReturnValue:
    """Set the new password and know this browser from now on."""
    form, at = NewPasswordForm(), now()
    if form.validate():
        try:
            with current_db().unit_of_work() as records:
                account = reset_with_link(records, token=token, password=form.password.data, now=at)
                if account.confirmed_at != at:  # the first password is no news to its owner
                    tell(records, account, PASSWORD_CHANGED, now=at)
                device = know_device(records, account, came().device_token, now=now(), came_in=False)
            return _to_sign_in(device)
        except Refused as refused:
            add_password_problem(form, refused, _("This link is used or too old. Ask for a new one."))
    return render_template("signin/new_password.html", form=form, token=token)


@signin.get("/nhap-ma")
@door(PUBLIC)
def handed_code() -> ResponseReturnValue:
    """Show the page for a code that was handed over: to confirm an account, or to set a new password."""
    return render_template("signin/handed_code.html", form=HandedCodeForm())


@signin.post("/nhap-ma")
@door(PUBLIC)
def handed_code_post() -> ResponseReturnValue:
    """Look at the code; the account is confirmed, or gets its new password."""
    form, at = HandedCodeForm(), now()
    if not form.validate():
        return render_template("signin/handed_code.html", form=form)
    identifier = read_identifier(form.identifier.data)
    limits = code_limits("handed", identifier, form.code.data, known_origin(current_db(), identifier, came(), now=at))
    if waiting := count_attempt(current_db(), limits, at):
        form.code.errors = [throttled_message(waiting)]
        return render_template("signin/handed_code.html", form=form), ALLOWED[True]
    try:
        with current_db().unit_of_work() as records:
            found = account_by_identifier(records, identifier)
            use = take_over if found and found.status is AccountStatus.INVITED else reset_with_code
            account: Account = use(
                records, found, code=form.code.data, password=form.password.data, keys=keys(), now=at
            )
            refund_attempt(records, limits, at)
            device = know_device(records, account, came().device_token, now=at, came_in=False)
        return _to_sign_in(device)
    except Refused as refused:
        otherwise = _("Number or code are not right, or the code is too old. Ask at the commune for a new one.")
        add_password_problem(form, refused, otherwise, "code")
    return render_template("signin/handed_code.html", form=form)


@signin.get("/ngon-ngu/<lang_code>")
@door(PUBLIC)
def language(lang_code: str) -> ResponseReturnValue:
    """Choose a language in this browser and go back."""
    response = redirect(safe_next(request.args.get("next")))
    if lang_code in tuple(Lang):
        cookies.keep_language(response, Lang(lang_code))
    return response


def _sign_in_page(form: SignInForm, back: str) -> str:
    strangers: tuple[Link, ...] = current_app.extensions[SIGN_IN_LINKS]
    done = _("You have accepted. Sign in again to take up the office.") if follows_acceptance(back) else None
    if request.args.get("done") == JUST_SET:
        done = _("The password is set. Sign in with it.")
    return render_template("signin/sign_in.html", form=form, back=back, done=done, strangers=strangers)


def _first_way(proof: Proof, password: str) -> Admission | None:
    """How far the password leads; None if it is wrong, or was changed in this moment."""
    if proof.account is None:
        return None
    try:
        with current_db().unit_of_work() as records:
            before = current_session()
            return enter(records, proof, password, came(), before=before, now=now(), today=today())
    except Refused:
        return None


def _second_factor_page(form: CodeForm, back: str) -> str:
    return render_template("signin/second_factor.html", form=form, back=back)


def _second_way(session_id: int, code: str, limits: tuple[RateLimit, ...]) -> Admission | None:
    """How far the second factor leads: wholly in, or to the app that is to take the old one's place; None if wrong."""
    at = now()
    with current_db().unit_of_work() as records:
        opened = records.get_one(AccountSession, session_id)
        if not prove_second_factor(records, opened.account, code=code, keys=keys(), now=at):
            return None
        refund_attempt(records, limits, at)
        stage = stage_after_second_factor(must_renew=opened.account.owes_second_factor)
        token = advance(records, opened, stage=stage, now=at)
        is_in = stage is Stage.FULL
        return Admission(
            opened, token, know_device(records, opened.account, came().device_token, now=at) if is_in else None
        )


def _half_way() -> AccountSession | None:
    found = current_session()
    return found if found and found.stage is Stage.SECOND_FACTOR else None


def _inside(way: Admission, back: str) -> Response:
    """On to where the visitor wanted, or to what is still owed."""
    sign_in_user(way.session)
    onward = {
        Stage.SECOND_FACTOR: url_for("signin.second_factor", next=back),
        Stage.ENROL: url_for("signin_account.app"),
        Stage.FULL: back,
    }
    response = make_response(redirect(onward[way.session.stage]))
    cookies.set_session_cookie(response, way.token, is_staff=way.session.is_staff)
    if way.device_token:
        cookies.set_device_cookie(response, way.device_token)
        cookies.drop_language(response)
    return response


def _to_sign_in(device: str) -> Response:
    response = make_response(redirect(url_for("signin.sign_in", done=JUST_SET)))
    cookies.set_device_cookie(response, device)
    return response
