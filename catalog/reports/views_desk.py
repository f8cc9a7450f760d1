"""The desk of reports: the most urgent first, each with its page, its owner and its deadline."""

from collections.abc import Callable

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.reports.doors import WORK
from catalog.reports.forms import AnswerForm
from catalog.reports.labels import kind_label, refusal_words, state_label
from catalog.reports.models import Report
from catalog.reports.queries import desk, report_by_id
from catalog.reports.rules import OPEN, Refusal, State, Verb, is_late
from catalog.reports.services import close, take
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused

reports_desk = Blueprint("reports_desk", __name__, url_prefix="/admin/phan-anh", template_folder="templates")

Act = Callable[[Session, Actor, Report, object], None]


@reports_desk.get("")
@door(WORK)
def listed() -> ResponseReturnValue:
    """Open reports, the most urgent first, and what was closed last."""
    with current_db().reading() as records:
        waiting, closed = desk(records, scope(WORK))
    return render_template(
        "reports/desk.html", waiting=waiting, closed=closed, kind=kind_label, state=state_label, late=_late
    )


@reports_desk.get("/<int:report_id>")
@door(WORK)
def shown(report_id: int) -> ResponseReturnValue:
    """One report."""
    return _page(report_id)


@reports_desk.post("/<int:report_id>/nhan")
@door(WORK)
def take_post(report_id: int) -> ResponseReturnValue:
    """Take it."""
    return _work(report_id, lambda records, actor, *_: take(records, actor, report_id))


@reports_desk.post("/<int:report_id>/tra-loi")
@door(WORK)
def answer_post(report_id: int) -> ResponseReturnValue:
    """Answer it."""
    return _close(report_id, Verb.ANSWER)


@reports_desk.post("/<int:report_id>/dong")
@door(WORK)
def decline_post(report_id: int) -> ResponseReturnValue:
    """Close it without a change, with the reason."""
    return _close(report_id, Verb.DECLINE)


def _close(report_id: int, verb: Verb) -> ResponseReturnValue:
    form, at = AnswerForm(), now()

    def act(records: Session, actor: Actor, _sent: Report, _form: object) -> None:
        said = {"answer": form.answer.data, "public_note": form.public_note.data or ""}
        close(records, actor, report_id, verb=verb, **said, now=at)

    return _work(report_id, act, form)


def _work(report_id: int, act: Act, form: AnswerForm | None = None) -> ResponseReturnValue:
    return perform(
        lambda records, *, to_change: _found(records, report_id, to_change=to_change),
        _permitted,
        act,
        form.valid if form else no_form,
        lambda refused: _page(report_id, form, refused),
        url_for(".shown", report_id=report_id),
    )


def _found(records: Session, report_id: int, *, to_change: bool = False) -> Report:
    """Return the report; one that is not confirmed is not there."""
    sent = report_by_id(records, report_id, lock=to_change)
    if sent is None or sent.state is State.UNCONFIRMED:
        abort(404)
    return sent


def _permitted(sent: Report) -> Actor:
    """Who works it; one that is not in scope is not there."""
    return permit(WORK, Jurisdiction(place_id=sent.place_id))


def _page(report_id: int, form: AnswerForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        sent = _found(records, report_id)
        actor = _permitted(sent)
    return render_template(
        "reports/report.html",
        sent=sent,
        form=form or AnswerForm(formdata=None),
        refused=refusal_words(refused.of(Refusal)) if refused else None,
        is_open=sent.state in OPEN,
        mine=sent.owner_account_id == actor.account_id,
        kind=kind_label,
        state=state_label,
        late=_late,
    )


def _late(sent: Report) -> bool:
    return is_late(sent.state, sent.due_on, today())
