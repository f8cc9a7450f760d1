"""The officers' desk: who claims which record, with those who hold it and those who claim it too."""

from collections.abc import Callable

from flask import Blueprint, abort, render_template, request, url_for
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
from foundation.files.sending import delivered
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.web.requests import record_number
from foundation.workflow.rules import Refused

representation_desk = Blueprint(
    "representation_desk", __name__, url_prefix="/admin/dai-dien", template_folder="templates"
)

Act = Callable[[Session, Actor, RepresentationClaim, RefuseForm], object]


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
    """Show the paper that was sent with a claim."""
    with current_db().reading() as records:
        asked = _found(records, claim_id)
        _permitted(asked)
        kept = file_by_id(records, asked.file_id) if asked.file_id else None
        if kept is None:
            abort(404)
        return delivered(kept, digest=kept.rendition(SCAN_WIDTH).sha256 if kept.is_image else None)


@representation_desk.post("/<int:claim_id>/nhan")
@door(DECIDE)
def accept_post(claim_id: int) -> ResponseReturnValue:
    """Find it true; those who were ticked speak for the producer no longer."""
    ending = request.form.getlist("ending", type=record_number)

    form = RefuseForm()
    return _work(
        claim_id,
        form,
        lambda records, actor, asked, _: accept(records, actor, asked, ending=ending, now=now(), today=today()),
        lambda: form,
    )


@representation_desk.post("/<int:claim_id>/tu-choi")
@door(DECIDE)
def refuse_post(claim_id: int) -> ResponseReturnValue:
    """Say why it is not."""
    form = RefuseForm()
    return _work(
        claim_id,
        form,
        lambda records, actor, asked, typed: refuse(records, actor, asked, answer=typed.answer.data, now=now()),
        form.valid,
    )


def _work(claim_id: int, form: RefuseForm, act: Act, read: Callable[[], RefuseForm | None]) -> ResponseReturnValue:
    return perform(
        lambda records, *, to_change: _found(records, claim_id, to_change=to_change),
        _permitted,
        act,
        read,
        lambda refused: _page(claim_id, form, refused),
        url_for(".shown", claim_id=claim_id),
    )


def _found(records: Session, claim_id: int, *, to_change: bool = False) -> RepresentationClaim:
    return claim_by_id(records, claim_id, to_decide=to_change) or abort(404)


def _permitted(asked: RepresentationClaim) -> Actor:
    """Who decides it; one that is not in scope is not there."""
    return permit(DECIDE, Jurisdiction(place_id=asked.producer.place_id))


def _page(claim_id: int, form: RefuseForm, refused: Refused | None = None) -> str:
    if refused:
        form.answer.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        asked = _found(records, claim_id)
        actor = _permitted(asked)
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
