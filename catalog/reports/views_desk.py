"""The desk of reports: the most urgent first, each with its page, its owner and its deadline."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.reports.doors import WORK
from catalog.reports.forms import AnswerForm
from catalog.reports.labels import kind_label, refusal_words, state_label
from catalog.reports.models import Report
from catalog.reports.queries import desk, report_by_id
from catalog.reports.rules import OPEN, Refusal, State, Verb, late
from catalog.reports.services import close, take
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Where
from foundation.signin.identity import today
from foundation.web.doors import door
from foundation.workflow.rules import Refused

reports_desk = Blueprint("reports_desk", __name__, url_prefix="/admin/phan-anh", template_folder="templates")

Work = Callable[[Session, Actor], None]


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
    return _work(report_id, lambda records, actor: take(records, actor, report_id))


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

    def work(records: Session, actor: Actor) -> None:
        said = {"answer": form.answer.data, "public_note": form.public_note.data or ""}
        close(records, actor, report_id, verb=verb, **said, now=at)

    return _work(report_id, work, form)


def _work(report_id: int, work: Work, form: AnswerForm | None = None) -> ResponseReturnValue:
    with current_db().reading() as records:
        _permitted(records, report_id)
    if form and not form.validate():
        return _page(report_id, form)
    try:
        with current_db().unit_of_work() as records:
            work(records, _permitted(records, report_id)[1])
    except Refused as refused:
        return _page(report_id, form, refused.of(Refusal))
    return redirect(url_for(".shown", report_id=report_id))


def _permitted(records: Session, report_id: int) -> tuple[Report, Actor]:
    """The report and who works it; one that is not confirmed or not in scope is not there."""
    sent = report_by_id(records, report_id)
    if sent is None or sent.state is State.UNCONFIRMED:
        abort(404)
    return sent, permit(WORK, Where(place_id=sent.place_id))


def _page(report_id: int, form: AnswerForm | None = None, refused: Refusal | None = None) -> str:
    with current_db().reading() as records:
        sent, actor = _permitted(records, report_id)
    return render_template(
        "reports/report.html",
        sent=sent,
        form=form or AnswerForm(formdata=None),
        refused=refusal_words(refused) if refused else None,
        is_open=sent.state in OPEN,
        mine=sent.owner_account_id == actor.account_id,
        kind=kind_label,
        state=state_label,
        late=_late,
    )


def _late(sent: Report) -> bool:
    return late(sent.state, sent.due_on, today())
