"""One's own data: what was agreed to, what is held, what was asked; taking it along; deleting the account."""

import json
from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.privacy.consents import give, withdraw
from foundation.privacy.forms import RequestForm, RequestInput
from foundation.privacy.labels import how_label, kind_label, refusal_words, state_label
from foundation.privacy.personal_data import current_answers, export_person
from foundation.privacy.purposes import asked, current, wording
from foundation.privacy.queries import agrees, consents_of, deletion_of, request_by_id, requests_of
from foundation.privacy.rules import COOLING_OFF, OPEN, ConsentDoor, Kind, Purpose, Refusal
from foundation.privacy.services import cancel, lodge
from foundation.signin.identity import current_account, is_fresh_login
from foundation.signin.login import ask_to_confirm
from foundation.web.doors import SIGNED_IN, door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

privacy = Blueprint("privacy", __name__, url_prefix="/tai-khoan/rieng-tu", template_folder="templates")


@privacy.get("")
@door(SIGNED_IN)
def overview() -> ResponseReturnValue:
    """Show what somebody agreed to, and the way to everything else about their data."""
    mine, worded = current_account(), current(today())
    with current_db().reading() as records:
        agreed = {purpose: one for purpose, one in worded.items() if agrees(records, mine.id, purpose, today())}
        return render_template(
            "privacy/overview.html",
            open={purpose: one for purpose, one in asked(today()).items() if purpose not in agreed},
            agreed=agreed,
            history=consents_of(records, mine.id),
            wording=wording,
            how=how_label,
            deletion=deletion_of(records, mine.id),
        )


@privacy.post("/dong-y")
@door(SIGNED_IN)
def agree() -> ResponseReturnValue:
    """Keep what was ticked, in the version that was shown."""
    shown = asked(today())
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        for purpose in _purposes():
            if purpose in shown and request.form.get(f"version-{purpose}") == str(shown[purpose].version):
                version = shown[purpose].version
                give(
                    records, Actor(mine.id), mine, purpose=purpose, version=version, how=ConsentDoor.OWN_PAGE, now=now()
                )
    return redirect(url_for(".overview"))


@privacy.post("/rut")
@door(SIGNED_IN)
def withdraw_consent() -> ResponseReturnValue:
    """Withdraw one consent; what rests on it stops now."""
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        for purpose in _purposes():
            withdraw(records, Actor(mine.id), mine, purpose=purpose, now=now())
    return redirect(url_for(".overview"))


@privacy.get("/du-lieu")
@door(SIGNED_IN)
def data() -> ResponseReturnValue:
    """All that is held about oneself."""
    with current_db().reading() as records:
        held = export_person(current_answers(), records, current_account().id)
    counts = {name: sum(len(part) for part in room.values() if isinstance(part, list)) for name, room in held.items()}
    return render_template("privacy/data.html", account=held["accounts"], counts=counts, rooms=_plain(held))


@privacy.post("/tai-ve")
@door(SIGNED_IN)
def download() -> ResponseReturnValue:
    """Return the same as a file to take along; the password was given lately."""
    if not is_fresh_login():
        return ask_to_confirm(url_for(".data"))
    with current_db().unit_of_work() as records:
        mine = _mine(records)
        held = export_person(current_answers(), records, mine.id)
        record(records, Actor(mine.id), "account:export", mine.id)
    response = Response(json.dumps(held, ensure_ascii=False, indent=2, default=_iso), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="ocop-{mine.id}.json"'
    return response


@privacy.get("/yeu-cau")
@door(SIGNED_IN)
def requests() -> ResponseReturnValue:
    """One's requests with their deadlines, and a form for another."""
    return _requests_page(RequestForm())


@privacy.post("/yeu-cau")
@door(SIGNED_IN)
def requests_post() -> ResponseReturnValue:
    """Lodge a request."""
    form = RequestForm()
    return _lodge(form.read, lambda refused: _requests_page(form, refused), url_for(".requests"))


@privacy.post("/yeu-cau/<int:request_id>/rut")
@door(SIGNED_IN)
def cancel_post(request_id: int) -> ResponseReturnValue:
    """Take one's own request back; somebody else's is not there."""
    with current_db().unit_of_work() as records:
        mine, found = _mine(records), request_by_id(records, request_id, lock=True)
        if found is None or found.account_id != mine.id or found.state not in OPEN:
            abort(404)
        cancel(records, Actor(mine.id), found, now=now(), today=today())
    return redirect(url_for(".delete" if found.kind is Kind.DELETE else ".requests"))


@privacy.get("/xoa")
@door(SIGNED_IN)
def delete() -> ResponseReturnValue:
    """Show what deleting the account means, when it happens, and what stays."""
    return _delete_page()


@privacy.post("/xoa")
@door(SIGNED_IN)
def delete_post() -> ResponseReturnValue:
    """Ask for the deletion; the password was given lately."""
    if not is_fresh_login():
        return ask_to_confirm(url_for(".delete"))
    return _lodge(lambda: RequestInput(Kind.DELETE), _delete_page, url_for(".delete"))


def _lodge(
    read: Callable[[], RequestInput | None], page: Callable[[Refused | None], str], to: str
) -> ResponseReturnValue:
    return perform(
        lambda records, **_: _mine(records),
        lambda mine: Actor(mine.id),
        lambda records, actor, mine, asked: lodge(
            records, actor, mine, kind=asked.kind, text=asked.text, now=now(), today=today()
        ),
        read,
        page,
        to,
    )


def _requests_page(form: RequestForm, refused: Refused | None = None) -> str:
    if refused:
        form.text.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        mine, placed = requests_of(records, current_account().id), current_account().place_id is not None
    return render_template(
        "privacy/requests.html",
        form=form,
        requests=mine,
        placed=placed,
        kind=kind_label,
        state=state_label,
        open_states=OPEN,
    )


def _delete_page(refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        deletion = deletion_of(records, current_account().id)
    words = refusal_words(refused.of(Refusal)) if refused else None
    return render_template("privacy/delete.html", deletion=deletion, refused=words, days=COOLING_OFF.days)


def _purposes() -> list[Purpose]:
    named = request.form.getlist("purpose")
    if not set(named) <= set(Purpose):
        abort(400)
    return [Purpose(name) for name in named]


def _mine(records: Session) -> Account:
    return records.get_one(Account, current_account().id)


def _plain(held: object) -> str:
    return json.dumps(held, ensure_ascii=False, indent=2, default=_iso)


def _iso(value: date | datetime) -> str:
    return value.isoformat()
