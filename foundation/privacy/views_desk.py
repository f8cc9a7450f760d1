"""The request desk: what people ask about their data, with the days the law gives."""

from collections.abc import Callable

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.privacy.doors import ANSWER
from foundation.privacy.forms import ExtendForm, FinishForm, ReplyForm
from foundation.privacy.labels import kind_label, refusal_words, state_label
from foundation.privacy.models import PrivacyRequest
from foundation.privacy.queries import desk, request_by_id
from foundation.privacy.rules import OPEN, Refusal, State, Verb, is_late
from foundation.privacy.services import extend, finish, is_own, reply
from foundation.web.doors import door
from foundation.web.forms import Form
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

privacy_desk = Blueprint("privacy_desk", __name__, url_prefix="/admin/rieng-tu", template_folder="templates")

Act = Callable[[Session, Actor, PrivacyRequest, object], None]


@privacy_desk.get("")
@door(ANSWER)
def listed() -> ResponseReturnValue:
    """Open requests, the most urgent first, and what was finished last."""
    with current_db().reading() as records:
        waiting, closed = desk(records, scope(ANSWER))
    return render_template(
        "privacy/desk.html", waiting=waiting, closed=closed, kind=kind_label, state=state_label, late=_late
    )


@privacy_desk.get("/<int:request_id>")
@door(ANSWER)
def shown(request_id: int) -> ResponseReturnValue:
    """One request."""
    return _page(request_id)


@privacy_desk.post("/<int:request_id>/tra-loi")
@door(ANSWER)
def reply_post(request_id: int) -> ResponseReturnValue:
    """Give the first answer."""
    form, at = ReplyForm(), now()
    return _work(
        request_id, form, lambda records, actor, asked, _: reply(records, actor, asked, text=_of(form), now=at)
    )


@privacy_desk.post("/<int:request_id>/gia-han")
@door(ANSWER)
def extend_post(request_id: int) -> ResponseReturnValue:
    """Put the deadline off."""
    form, at = ExtendForm(), now()

    def act(records: Session, actor: Actor, asked: PrivacyRequest, _: object) -> None:
        extend(records, actor, asked, to=form.to.data, reason=form.reason.data, now=at, today=today())

    return _work(request_id, form, act)


@privacy_desk.post("/<int:request_id>/xong")
@door(ANSWER)
def fulfil_post(request_id: int) -> ResponseReturnValue:
    """Say that it is done."""
    return _finish(request_id, Verb.FULFIL)


@privacy_desk.post("/<int:request_id>/tu-choi")
@door(ANSWER)
def refuse_post(request_id: int) -> ResponseReturnValue:
    """Say why it is not."""
    return _finish(request_id, Verb.REFUSE)


def _finish(request_id: int, verb: Verb) -> ResponseReturnValue:
    form, at = FinishForm(), now()

    def act(records: Session, actor: Actor, asked: PrivacyRequest, _: object) -> None:
        finish(records, actor, asked, verb=verb, answer=form.answer.data, now=at)

    return _work(request_id, form, act)


def _work(request_id: int, form: Form, act: Act) -> ResponseReturnValue:
    return perform(
        lambda records, *, to_change: _found(records, request_id, to_change=to_change),
        _permitted,
        act,
        form.valid,
        lambda refused: _page(request_id, form, refused),
        url_for(".shown", request_id=request_id),
    )


def _found(records: Session, request_id: int, *, to_change: bool = False) -> PrivacyRequest:
    return request_by_id(records, request_id, lock=to_change) or abort(404)


def _permitted(asked: PrivacyRequest) -> Actor:
    """Who works it; one that is not in scope is not there."""
    return permit(ANSWER, Jurisdiction(place_id=asked.place_id))


def _page(request_id: int, form: Form | None = None, refused: Refused | None = None) -> str:
    if form and refused:
        next(iter(form)).errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        asked = _found(records, request_id)
        actor = _permitted(asked)
    forms = {kind: form if isinstance(form, kind) else kind() for kind in (ReplyForm, ExtendForm, FinishForm)}
    return render_template(
        "privacy/request.html",
        asked=asked,
        own=is_own(asked, actor),
        is_open=asked.state in OPEN,
        first=asked.state is State.RECEIVED,
        reply=forms[ReplyForm],
        extend=forms[ExtendForm],
        finish=forms[FinishForm],
        wrong=form,
        kind=kind_label,
        state=state_label,
        late=_late,
    )


def _late(asked: PrivacyRequest) -> bool:
    return is_late(asked.state, asked.reply_on, asked.due_on, today())


def _of(form: ReplyForm) -> str:
    return str(form.reply.data)
