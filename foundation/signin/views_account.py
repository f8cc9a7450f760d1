"""One's own account: profile, password, sessions, authenticator app, recovery codes."""

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.accounts.models import Account, AccountSession
from foundation.accounts.queries import recovery_codes_left, sessions_of
from foundation.accounts.rules import PasswordProblem, SessionEnd, Stage
from foundation.accounts.second_factor import (
    begin_totp,
    confirm_totp,
    new_recovery_codes,
    remove_totp,
)
from foundation.accounts.services import change_password, change_profile, change_province
from foundation.accounts.sessions import advance, end_all, end_session, know_device, rotate
from foundation.accounts.throttling import refund_attempt
from foundation.accounts.totp import provisioning_uri
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.notices.queries import unread
from foundation.permissions.guard import scope
from foundation.permissions.offers import offers_to
from foundation.permissions.queries import appointments_of, holds, holds_office
from foundation.places.gazetteer import gazetteer
from foundation.places.models import Place
from foundation.places.queries import province_by_code
from foundation.signin import cookies
from foundation.signin.attempts import ALLOWED, came, throttled_message
from foundation.signin.doors import OPEN_FOR_ANOTHER
from foundation.signin.entry import confirm_password
from foundation.signin.forms import ChangePasswordForm, CodeForm, ConfirmForm, ProfileForm, password_words
from foundation.signin.identity import current_account, current_session, is_fresh_login, keys, own_session, signed_in
from foundation.signin.labels import role_label
from foundation.signin.links import PAGES
from foundation.signin.login import ask_to_confirm, confirm_user, sign_in_user
from foundation.signin.notices import APP_REMOVED, PASSWORD_CHANGED, tell
from foundation.signin.rules import OFFERS, safe_next
from foundation.web.doors import HALFWAY, SIGNED_IN, door
from foundation.web.installation import today
from foundation.web.links import Link
from foundation.web.qr import qr_svg
from foundation.workflow.rules import Refused

account = Blueprint("signin_account", __name__, url_prefix="/tai-khoan", template_folder="templates")


@account.get("/")
@door(SIGNED_IN)
def overview() -> ResponseReturnValue:
    """Show the account at a glance."""
    mine = current_account()
    with current_db().reading() as records:
        held = [row for row in appointments_of(records, mine.id) if holds(row, today())]
        asked = offers_to(records, mine.id, today())
        codes = recovery_codes_left(records, mine.id)
        helps, new = bool(scope(OPEN_FOR_ANOTHER)), unread(records, mine.id)
        pages = [page for page in _pages() if page.needs is None or scope(page.needs)]
        return render_template(
            "signin/overview.html",
            account=mine,
            held=held,
            asked=asked,
            answer=OFFERS,
            codes=codes,
            role=role_label,
            helps=helps,
            new=new,
            pages=pages,
        )


@account.get("/ho-so")
@door(SIGNED_IN)
def profile() -> ResponseReturnValue:
    """Name, language and province."""
    mine = current_account()
    with current_db().reading() as records:
        place = records.get(Place, mine.place_id) if mine.place_id else None
    form = _profile_form(name=mine.name, language=mine.language.value, province=place.province_code if place else "")
    return render_template("signin/profile.html", form=form)


@account.post("/ho-so")
@door(SIGNED_IN)
def profile_post() -> ResponseReturnValue:
    """Keep name, language and province."""
    form = _profile_form()
    if not form.validate():
        return render_template("signin/profile.html", form=form)
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        change_profile(records, Actor(mine.id), mine, name=form.name.data, language=Lang(form.language.data))
        change_province(records, Actor(mine.id), mine, province=province_by_code(records, form.province.data, today()))
    response = make_response(redirect(url_for(".overview")))
    cookies.drop_language(response)
    return response


@account.get("/doi-mat-khau")
@door(SIGNED_IN)
def password() -> ResponseReturnValue:
    """Show the page to change the password."""
    return _password_page(ChangePasswordForm())


@account.post("/doi-mat-khau")
@door(SIGNED_IN)
def password_post() -> ResponseReturnValue:
    """Change the password; every other session ends. For fear of a thief this one does too."""
    form, at = ChangePasswordForm(), now()
    if not form.validate():
        return _password_page(form)
    proof = confirm_password(current_db(), signed_in(), form.current.data, now=at)
    if proof.account is None:
        form.current.errors = [
            throttled_message(proof.waiting) if proof.waiting else _("The present password is not right.")
        ]
        return _password_page(form), ALLOWED[bool(proof.waiting)]
    try:
        with current_db().unit_of_work() as records:
            mine, here = _mine(records), own_session(records)
            typed = {"password": form.password.data, "stolen": form.stolen.data}
            change_password(records, Actor(mine.id), mine, **typed, now=at, keep=here)
            tell(records, mine, PASSWORD_CHANGED, now=at)
            refund_attempt(records, proof.limits, at)
            token, device = rotate(records, here, now=at), know_device(records, mine, None, now=at)
    except Refused as refused:
        form.password.errors = [password_words(refused.of(PasswordProblem))]
        return _password_page(form)
    confirm_user(here)
    response = _kept(make_response(redirect(url_for(".overview"))), here, token)
    cookies.set_device_cookie(response, device)
    return response


@account.get("/xac-nhan")
@door(SIGNED_IN)
def confirm() -> ResponseReturnValue:
    """Show the page that asks for the password again before a sensitive act."""
    return _confirm_page(ConfirmForm(), safe_next(request.args.get("next")))


@account.post("/xac-nhan")
@door(SIGNED_IN)
def confirm_post() -> ResponseReturnValue:
    """Look at the password again; the session goes on under a new token."""
    form, at, back = ConfirmForm(), now(), safe_next(request.form.get("next"))
    if not form.validate():
        return _confirm_page(form, back)
    proof = confirm_password(current_db(), signed_in(), form.password.data, now=at)
    if proof.account is None:
        form.password.errors = [
            throttled_message(proof.waiting) if proof.waiting else _("The present password is not right.")
        ]
        return _confirm_page(form, back), ALLOWED[bool(proof.waiting)]
    with current_db().unit_of_work() as records:
        refund_attempt(records, proof.limits, at)
        here = own_session(records)
        token = rotate(records, here, now=at)
    confirm_user(here)
    return _kept(make_response(redirect(back)), here, token)


@account.get("/phien")
@door(SIGNED_IN)
def sessions() -> ResponseReturnValue:
    """Every browser that is signed in."""
    here = current_session()
    with current_db().reading() as records:
        found = sessions_of(records, current_account().id, now())
        return render_template("signin/sessions.html", sessions=found, here=here)


@account.post("/phien")
@door(SIGNED_IN)
def sessions_end_all() -> ResponseReturnValue:
    """End every session but this one."""
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        end_all(records, Actor(mine.id), mine, why=SessionEnd.ENDED_BY_OWNER, now=now(), keep=own_session(records))
    return redirect(url_for(".sessions"))


@account.post("/phien/<int:session_id>")
@door(SIGNED_IN)
def sessions_end(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions; somebody else's is not there."""
    with current_db().unit_of_work() as records:
        mine, ending = _mine(records), records.get(AccountSession, session_id)
        if ending is None or ending.account_id != mine.id:
            abort(404)
        end_session(records, Actor(mine.id), ending, why=SessionEnd.ENDED_BY_OWNER, now=now())
    return redirect(url_for(".sessions"))


@account.get("/ung-dung-xac-thuc")
@door(HALFWAY)
def app() -> ResponseReturnValue:
    """Show the authenticator app: set it up, or see that it is."""
    mine = current_account()
    if mine.pending_salt is not None:
        return _app_page(mine, CodeForm())
    if mine.has_second_factor:
        return render_template("signin/app_on.html", must=_must())
    return render_template("signin/app_start.html", must=_must())


@account.post("/ung-dung-xac-thuc/bat-dau")
@door(HALFWAY)
def app_begin() -> ResponseReturnValue:
    """Make what the app is to share with the site."""
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        if not mine.has_second_factor:
            begin_totp(records, mine, keys=keys())
    return redirect(url_for(".app"))


@account.get("/ung-dung-xac-thuc/qr.svg")
@door(HALFWAY)
def app_qr() -> ResponseReturnValue:
    """Show what the app scans; shown only until it is confirmed."""
    mine = current_account()
    if mine.pending_salt is None:
        abort(404)
    uri = provisioning_uri(keys().totp_secret(mine.id, mine.pending_salt), mine.identifier)
    return Response(qr_svg(uri), mimetype="image/svg+xml")


@account.post("/ung-dung-xac-thuc")
@door(HALFWAY)
def app_confirm() -> ResponseReturnValue:
    """Return the app's first code: from now on one is asked for. Recovery codes are told once, here."""
    form, at = CodeForm(), now()
    with current_db().unit_of_work() as records:
        mine, here = _mine(records), own_session(records)
        if mine.pending_salt is None:
            return redirect(url_for(".app"))
        try:
            codes = confirm_totp(records, Actor(mine.id), mine, code=form.code.data or "", keys=keys(), now=at)
        except Refused:
            form.code.errors = [_("This code is not right, or was used before.")]
            return _app_page(mine, form)
        token = advance(records, here, stage=Stage.FULL, now=at)
        device = know_device(records, mine, came().device_token, now=at)
    sign_in_user(here)
    response = _kept(make_response(render_template("signin/codes.html", codes=codes)), here, token)
    cookies.set_device_cookie(response, device)
    return response


@account.post("/ung-dung-xac-thuc/tat")
@door(SIGNED_IN)
def app_off() -> ResponseReturnValue:
    """Take the app away; who holds an office cannot."""
    if not is_fresh_login():
        return ask_to_confirm(url_for(".app"))
    if _must():
        abort(403)
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        remove_totp(records, Actor(mine.id), mine)
        tell(records, mine, APP_REMOVED, now=now())
    return redirect(url_for(".overview"))


@account.post("/ma-khoi-phuc")
@door(SIGNED_IN)
def recovery() -> ResponseReturnValue:
    """Return new recovery codes; the earlier ones are worth nothing any more."""
    if not is_fresh_login():
        return ask_to_confirm(url_for(".app"))
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        if not mine.has_second_factor:
            abort(404)
        codes = new_recovery_codes(records, Actor(mine.id), mine, keys=keys())
    return render_template("signin/codes.html", codes=codes)


def _profile_form(**kept: str) -> ProfileForm:
    form = ProfileForm(**kept)
    with current_db().reading() as records:
        provinces = gazetteer(records).provinces(today())
    form.province.choices = [("", _("not said")), *((one.code, one.full_name) for one in provinces)]
    return form


def _app_page(mine: Account, form: CodeForm) -> str:
    secret = keys().totp_secret(mine.id, mine.pending_salt or "")
    return render_template("signin/app.html", form=form, secret=secret, is_next=mine.owes_second_factor)


def _password_page(form: ChangePasswordForm) -> str:
    return render_template("signin/password.html", form=form, who=current_account().identifier)


def _confirm_page(form: ConfirmForm, back: str) -> str:
    return render_template("signin/confirm.html", form=form, back=back, who=current_account().identifier)


def _pages() -> tuple[Link, ...]:
    found: tuple[Link, ...] = current_app.extensions[PAGES]
    return found


def _mine(records: Session) -> Account:
    return records.get_one(Account, current_account().id)


def _must() -> bool:
    with current_db().reading() as records:
        return holds_office(records, current_account().id, today())


def _kept(response: Response, here: AccountSession, token: str) -> Response:
    cookies.set_session_cookie(response, token, is_staff=here.is_staff)
    return response
