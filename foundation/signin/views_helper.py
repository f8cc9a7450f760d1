"""Help at the commune: an officer opens an account for somebody, or hands over a code for a new password."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import hold_account, issue_code, open_account
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit, scope
from foundation.permissions.offers import appointed_them, office_not_over
from foundation.permissions.rules import Jurisdiction
from foundation.signin.attempts import ALLOWED, throttled_message
from foundation.signin.doors import HAND_OVER_CODE, OPEN_FOR_ANOTHER
from foundation.signin.entry import ask_about_people
from foundation.signin.forms import OpenForm, WhoseForm
from foundation.signin.identity import current_account, keys
from foundation.signin.notices import CODE_HANDED_OVER, tell
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.workflow.rules import Refused

helper = Blueprint("signin_helper", __name__, url_prefix="/tai-khoan", template_folder="templates")


@helper.get("/mo-ho")
@door(OPEN_FOR_ANOTHER)
def open_for() -> ResponseReturnValue:
    """Show the page to open an account for somebody."""
    return render_template("signin/open_for.html", form=OpenForm(), code=None)


@helper.post("/mo-ho")
@door(OPEN_FOR_ANOTHER)
def open_for_post() -> ResponseReturnValue:
    """Open it in one's own place, and show the code once."""
    form = OpenForm()
    identifier = read_identifier(form.identifier.data or "")
    if form.validate() and identifier is None:
        form.identifier.errors = [_("This is neither an email address nor a Vietnamese phone number.")]
    if form.errors or identifier is None:
        return render_template("signin/open_for.html", form=form, code=None)
    if waiting := ask_about_people(current_db(), current_account().id, now=now()):
        form.identifier.errors = [throttled_message(waiting)]
        return render_template("signin/open_for.html", form=form, code=None), ALLOWED[True]
    place_id = next(iter(sorted(scope(OPEN_FOR_ANOTHER).places)))
    actor = permit(OPEN_FOR_ANOTHER, Jurisdiction(place_id=place_id))
    try:
        with current_db().unit_of_work() as records:
            opened = open_account(records, actor, identifier, name=form.name.data, now=now(), place_id=place_id)
            code = issue_code(records, actor, opened, keys=keys(), now=now())
    except Refused:
        form.identifier.errors = [_("There is such an account already. Hand over a code for it instead.")]
        return render_template("signin/open_for.html", form=form, code=None)
    return render_template("signin/open_for.html", form=form, code=code)


@helper.get("/cap-ma")
@door(HAND_OVER_CODE)
def hand_over() -> ResponseReturnValue:
    """Show the page to hand over a code."""
    return render_template("signin/hand_over.html", form=WhoseForm(), code=None)


@helper.post("/cap-ma")
@door(HAND_OVER_CODE)
def hand_over_post() -> ResponseReturnValue:
    """Make a code for an account of one's own place; accounts of others and of officers are not there."""
    form = WhoseForm()
    if not form.validate():
        return render_template("signin/hand_over.html", form=form, code=None)
    if waiting := ask_about_people(current_db(), current_account().id, now=now()):
        form.identifier.errors = [throttled_message(waiting)]
        return render_template("signin/hand_over.html", form=form, code=None), ALLOWED[True]
    with current_db().unit_of_work() as records:
        found = _helped(records, form.identifier.data)
        actor = permit(HAND_OVER_CODE, Jurisdiction(place_id=found.place_id))
        if appointed_them(records, actor, found.id, today()):
            form.identifier.errors = [_("You appointed this person, so another officer hands the code over.")]
            return render_template("signin/hand_over.html", form=form, code=None)
        code = issue_code(records, actor, found, keys=keys(), now=now())
        tell(records, found, CODE_HANDED_OVER, now=now())
        name = found.name
    return render_template("signin/hand_over.html", form=form, code=code, name=name)


def _helped(records: Session, typed: str) -> Account:
    """Return the account a code may be handed over for: one an officer opened, with no office over it."""
    found = account_by_identifier(records, read_identifier(typed))
    if found is None or found.opened_by_id is None or found.status is AccountStatus.CLOSED:
        abort(404)
    hold_account(records, found)  # whoever is being appointed in this moment is seen as appointed
    if office_not_over(records, found.id, today()):
        abort(404)
    return found
