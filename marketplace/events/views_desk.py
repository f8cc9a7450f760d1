"""The officers' desk: what waits for a second officer, and what only an officer does with an event."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.hygiene import clean_query
from foundation.i18n.text import fold
from foundation.permissions.guard import scope, visitor
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.workflow.rules import Refused
from marketplace.events.context import EventContext
from marketplace.events.details import publish_results
from marketplace.events.doors import ENTER, PREPARE, PUBLISH
from marketplace.events.forms_work import DaysForm, ReasonForm, RemarkForm, RevisionForm
from marketplace.events.models import Event
from marketplace.events.preparing import event_page, events_desk, new_form, new_page, on_event, refuse_elsewhere
from marketplace.events.queries import DESK_SHOWN, desk
from marketplace.events.rules import State
from marketplace.events.services import add, cancel, discard, hold, postpone, publish, reschedule, send_back
from marketplace.events.work import Act


@events_desk.get("")
@door(PREPARE)
def listed() -> ResponseReturnValue:
    """Those within one's reach: what waits for a second officer comes first."""
    words, chosen = clean_query(request.args.get("q", "")[:200]), request.args.get("state", "")
    state = State(chosen) if chosen in set(State) else None
    with current_db().reading() as records:
        found = desk(records, scope(PREPARE), words=tuple(fold(words).split()), state=state)
        return render_template(
            "events/desk.html",
            found=found,
            page=EventContext(records),
            words=words,
            chosen=chosen,
            states=tuple(one for one in State if one is not State.DROPPED),
            most=DESK_SHOWN,
            may_enter=bool(scope(ENTER)),
        )


@events_desk.get("/moi")
@door(ENTER)
def new() -> ResponseReturnValue:
    """Show the form for one that is not on record."""
    return new_page()


@events_desk.post("/moi")
@door(ENTER)
def new_post() -> ResponseReturnValue:
    """Enter it as a draft."""
    form = new_form()
    if not form.validate():
        return new_page(form)
    try:
        with current_db().unit_of_work() as records:
            made = add(records, visitor().actor(), form.told())
            refuse_elsewhere(made)
    except Refused as refused:
        return new_page(form, refused)
    return redirect(url_for(".shown", event_id=made.id))


@events_desk.post("/<int:event_id>/bo")
@door(ENTER)
def discard_post(event_id: int) -> ResponseReturnValue:
    """Give up its draft."""
    act: Act[object] = lambda records, actor, event, _: discard(records, actor, event)  # noqa: E731 - one of several
    return on_event(event_id, act, to=url_for(".listed"), permission=ENTER)


@events_desk.post("/<int:event_id>/duyet")
@door(PUBLISH)
def publish_post(event_id: int) -> ResponseReturnValue:
    """Show it to everybody."""
    form = RevisionForm()

    def act(records: Session, actor: Actor, event: Event, sent: RevisionForm) -> None:
        publish(records, actor, event, revision=sent.revision.data, now=now(), today=today())

    return on_event(event_id, act, form.valid, permission=PUBLISH)


@events_desk.post("/<int:event_id>/tra-lai")
@door(PUBLISH)
def return_post(event_id: int) -> ResponseReturnValue:
    """Make a draft of it again, and say what is missing."""
    form = RemarkForm(prefix="return")

    def act(records: Session, actor: Actor, event: Event, sent: RemarkForm) -> None:
        send_back(records, actor, event, remark=sent.remark.data, now=now())

    shows = lambda refused: event_page(event_id, refused, returning=form)  # noqa: E731 - one of several
    return on_event(event_id, act, form.valid, shows, permission=PUBLISH)


@events_desk.post("/<int:event_id>/hoan")
@door(PUBLISH)
def postpone_post(event_id: int) -> ResponseReturnValue:
    """Postpone an event."""
    form = ReasonForm(prefix="why")

    def act(records: Session, actor: Actor, event: Event, sent: ReasonForm) -> None:
        postpone(records, actor, event, reason=sent.reason.data, now=now(), today=today())

    shows = lambda refused: event_page(event_id, refused, calling_off=form)  # noqa: E731 - one of several
    return on_event(event_id, act, form.valid, shows, permission=PUBLISH)


@events_desk.post("/<int:event_id>/huy")
@door(PUBLISH)
def cancel_post(event_id: int) -> ResponseReturnValue:
    """Cancel an event."""
    form = ReasonForm(prefix="why")

    def act(records: Session, actor: Actor, event: Event, sent: ReasonForm) -> None:
        cancel(records, actor, event, reason=sent.reason.data, now=now(), today=today())

    shows = lambda refused: event_page(event_id, refused, calling_off=form)  # noqa: E731 - one of several
    return on_event(event_id, act, form.valid, shows, permission=PUBLISH)


@events_desk.post("/<int:event_id>/doi-ngay")
@door(PUBLISH)
def reschedule_post(event_id: int) -> ResponseReturnValue:
    """Move an event to other days."""
    form = DaysForm(prefix="days")

    def act(records: Session, actor: Actor, event: Event, sent: DaysForm) -> None:
        days = (sent.starts_on.data, sent.ends_on.data)
        reschedule(records, actor, event, days, now=now(), today=today())

    shows = lambda refused: event_page(event_id, refused, moving=form)  # noqa: E731 - one of several
    return on_event(event_id, act, form.valid, shows, permission=PUBLISH)


@events_desk.post("/<int:event_id>/da-dien-ra")
@door(PUBLISH)
def hold_post(event_id: int) -> ResponseReturnValue:
    """Record that an event took place."""
    act: Act[object] = lambda records, actor, event, _: hold(records, actor, event, today=today())  # noqa: E731
    return on_event(event_id, act, permission=PUBLISH)


@events_desk.post("/<int:event_id>/ket-qua/cong-bo")
@door(PUBLISH)
def publish_results_post(event_id: int) -> ResponseReturnValue:
    """Show what came of it to everybody."""
    act: Act[object] = lambda records, actor, event, _: publish_results(records, actor, event, now=now())  # noqa: E731
    return on_event(event_id, act, permission=PUBLISH)
