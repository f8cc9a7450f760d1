"""The officers' desk: who claims which record, with those who hold it and those who claim it too."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.producers.addresses import producer_page
from catalog.representation.doors import DECIDE
from catalog.representation.forms import RefuseForm
from catalog.representation.labels import position_label, refusal_words, state_label
from catalog.representation.models import RepresentationClaim
from catalog.representation.queries import claim_by_id, desk, members, represented, waiting_for
from catalog.representation.rules import Refusal, State
from catalog.representation.services import accept, is_own, refuse
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.queries import file_by_id
from foundation.files.rules import SCAN_WIDTH
from foundation.files.views import delivered
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Where
from foundation.signin.identity import today
from foundation.web.doors import door
from foundation.web.requests import record_number
from foundation.workflow.rules import Refused

representation_desk = Blueprint(
    "representation_desk", __name__, url_prefix="/admin/dai-dien", template_folder="templates"
)

Work = Callable[[Session, Actor, RepresentationClaim], object]


@representation_desk.get("")
@door(DECIDE)
def listed() -> ResponseReturnValue:
    """Claims that wait, the oldest first, and what was decided last."""
    with current_db().reading() as records:
        waiting, decided = desk(records, scope(DECIDE))
        taken = represented(records, [one.producer_id for one in waiting], today())
    return render_template(
        "representation/desk.html",
        waiting=waiting,
        decided=decided,
        taken=taken,
        position=position_label,
        state=state_label,
    )


@representation_desk.get("/<int:claim_id>")
@door(DECIDE)
def shown(claim_id: int) -> ResponseReturnValue:
    """One claim, beside whoever speaks for the producer now and whoever claims it too."""
    return _page(claim_id, RefuseForm())


@representation_desk.get("/<int:claim_id>/tep")
@door(DECIDE)
def proof(claim_id: int) -> ResponseReturnValue:
    """The paper that was sent with a claim."""
    with current_db().reading() as records:
        asked, _ = _permitted(records, claim_id)
        kept = file_by_id(records, asked.file_id) if asked.file_id else None
        if kept is None:
            abort(404)
        return delivered(kept, digest=kept.rendition(SCAN_WIDTH).sha256 if kept.is_image else None)


@representation_desk.post("/<int:claim_id>/nhan")
@door(DECIDE)
def accept_post(claim_id: int) -> ResponseReturnValue:
    """Find it true; those who were ticked speak for the producer no longer."""
    ending = request.form.getlist("ending", type=record_number)

    def work(records: Session, actor: Actor, asked: RepresentationClaim) -> None:
        accept(records, actor, asked, ending=ending, now=now(), today=today())

    return _work(claim_id, RefuseForm(), work)


@representation_desk.post("/<int:claim_id>/tu-choi")
@door(DECIDE)
def refuse_post(claim_id: int) -> ResponseReturnValue:
    """Say why it is not."""
    form = RefuseForm()
    with current_db().reading() as records:
        _permitted(records, claim_id)
    if not form.validate():
        return _page(claim_id, form)
    return _work(
        claim_id, form, lambda records, actor, asked: refuse(records, actor, asked, answer=form.answer.data, now=now())
    )


def _work(claim_id: int, form: RefuseForm, work: Work) -> ResponseReturnValue:
    try:
        with current_db().unit_of_work() as records:
            asked, actor = _permitted(records, claim_id, to_decide=True)
            work(records, actor, asked)
    except Refused as refused:
        form.answer.errors = [refusal_words(refused.of(Refusal))]
        return _page(claim_id, form)
    return redirect(url_for(".shown", claim_id=claim_id))


def _permitted(records: Session, claim_id: int, *, to_decide: bool = False) -> tuple[RepresentationClaim, Actor]:
    """The claim and who decides it; one that is not in scope is not there."""
    asked = claim_by_id(records, claim_id, to_decide=to_decide)
    if asked is None:
        abort(404)
    return asked, permit(DECIDE, Where(place_id=asked.producer.place_id))


def _page(claim_id: int, form: RefuseForm) -> str:
    with current_db().reading() as records:
        asked, actor = _permitted(records, claim_id)
        return render_template(
            "representation/decide.html",
            asked=asked,
            own=is_own(asked, actor),
            is_open=asked.state is State.LODGED,
            members=members(records, asked.producer_id, today()),
            others=[one for one in waiting_for(records, asked.producer_id) if one.id != claim_id],
            form=form,
            page_of=producer_page,
            position=position_label,
            state=state_label,
        )
