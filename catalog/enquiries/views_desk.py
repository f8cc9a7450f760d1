"""The province's desk: questions about producers nobody speaks for."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.enquiries.doors import ANSWER
from catalog.enquiries.forms import AnswerForm
from catalog.enquiries.labels import refusal_words
from catalog.enquiries.models import Enquiry
from catalog.enquiries.queries import desk, enquiry_by_id
from catalog.enquiries.rules import Refusal
from catalog.enquiries.services import answer
from catalog.producers.addresses import producer_page
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

enquiries_desk = Blueprint("enquiries_desk", __name__, url_prefix="/admin/hoi-dap", template_folder="templates")


@enquiries_desk.get("")
@door(ANSWER)
def listed() -> ResponseReturnValue:
    """Questions that wait, the oldest first, and what was answered last."""
    with current_db().reading() as records:
        waiting, answered = desk(records, scope(ANSWER))
    return render_template("enquiries/desk.html", waiting=waiting, answered=answered)


@enquiries_desk.get("/<int:enquiry_id>")
@door(ANSWER)
def shown(enquiry_id: int) -> ResponseReturnValue:
    """One question."""
    return _page(enquiry_id, AnswerForm())


@enquiries_desk.post("/<int:enquiry_id>")
@door(ANSWER)
def answer_post(enquiry_id: int) -> ResponseReturnValue:
    """Answer it."""
    form = AnswerForm()
    return perform(
        lambda records, *, to_change: _found(records, enquiry_id, to_change=to_change),
        _permitted,
        lambda records, actor, asked, typed: answer(records, actor, asked, text=typed.answer.data, now=now()),
        form.valid,
        lambda refused: _page(enquiry_id, form, refused),
        url_for(".listed"),
    )


def _found(records: Session, enquiry_id: int, *, to_change: bool = False) -> Enquiry:
    return enquiry_by_id(records, enquiry_id, to_answer=to_change) or abort(404)


def _permitted(asked: Enquiry) -> Actor:
    """Who answers it; one that is not in scope is not there."""
    return permit(ANSWER, Jurisdiction(place_id=asked.producer.place_id))


def _page(enquiry_id: int, form: AnswerForm, refused: Refused | None = None) -> str:
    if refused:
        form.answer.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        asked = _found(records, enquiry_id)
        _permitted(asked)
    return render_template("enquiries/answer.html", asked=asked, form=form, page_of=producer_page)
