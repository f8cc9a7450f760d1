"""The officers' desk: what waits for a second officer, and what only an officer does with an event."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.hygiene import clean_query
from foundation.i18n.text import fold
from foundation.permissions.guard import scope, visitor
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.forms import Form
from foundation.web.installation import today
from foundation.workflow.rules import Refused
from marketplace.events.context import EventContext
from marketplace.events.details import publish_results
from marketplace.events.doors import ENTER, PREPARE, PUBLISH
from marketplace.events.forms_work import DaysForm, ReasonForm, RemarkForm, RevisionForm
from marketplace.events.labels import state_label
from marketplace.events.models import Event
from marketplace.events.preparing import event_page, events_desk, new_form, new_page, office_of, on_event
from marketplace.events.queries import DESK_SHOWN, desk
from marketplace.events.rules import State
from marketplace.events.services import add, cancel, discard, hold, postpone, publish, reschedule, send_back
from marketplace.events.work import Act, jurisdiction_of, place_of

Sent = TypeVar("Sent", bound=Form)


class CallOff(Protocol):
    """Says of an event that it does not happen on its days."""

    def __call__(
        self, session: Session, actor: Actor, event: Event, /, *, reason: str, now: datetime, today: date
    ) -> None:
        """Say it. Raises `Refused`."""


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
            states=tuple((one.value, state_label(one)) for one in State if one is not State.DROPPED),
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
    office = office_of(scope(ENTER))
    try:
        with current_db().unit_of_work() as records:
            made = add(records, visitor().actor(), form.told(), office_id=office)
    except Refused as refused:
        return new_page(form, refused)
    return redirect(url_for(".shown", event_id=made.id))


@events_desk.post("/<int:event_id>/bo")
@door(ENTER)
def discard_post(event_id: int) -> ResponseReturnValue:
    """Give up its draft."""
    return on_event(event_id, _by_button(discard), to=url_for(".listed"), permission=ENTER)


@events_desk.post("/<int:event_id>/duyet")
@door(PUBLISH)
def publish_post(event_id: int) -> ResponseReturnValue:
    """Show it to everybody."""
    form = RevisionForm()
    act: Act[RevisionForm] = lambda records, actor, event, sent: publish(  # noqa: E731 - one of several
        records, actor, event, revision=sent.revision.data, now=now(), today=today()
    )
    return on_event(event_id, act, form.valid, permission=PUBLISH, belongs=place_of)


@events_desk.post("/<int:event_id>/tra-lai")
@door(PUBLISH)
def return_post(event_id: int) -> ResponseReturnValue:
    """Make a draft of it again, and say what is missing."""
    form = RemarkForm(prefix="return")
    act: Act[RemarkForm] = lambda records, actor, event, sent: send_back(  # noqa: E731 - one of several
        records, actor, event, remark=sent.remark.data, now=now()
    )
    return _with_form(event_id, form, act, place_of, returning=form)


@events_desk.post("/<int:event_id>/hoan")
@door(PUBLISH)
def postpone_post(event_id: int) -> ResponseReturnValue:
    """Postpone an event."""
    return _call_off(event_id, postpone)


@events_desk.post("/<int:event_id>/huy")
@door(PUBLISH)
def cancel_post(event_id: int) -> ResponseReturnValue:
    """Cancel an event."""
    return _call_off(event_id, cancel)


@events_desk.post("/<int:event_id>/doi-ngay")
@door(PUBLISH)
def reschedule_post(event_id: int) -> ResponseReturnValue:
    """Move an event to other days."""
    form = DaysForm(prefix="days")
    act: Act[DaysForm] = lambda records, actor, event, sent: reschedule(  # noqa: E731 - one of several
        records, actor, event, (sent.starts_on.data, sent.ends_on.data), now=now(), today=today()
    )
    return _with_form(event_id, form, act, moving=form)


@events_desk.post("/<int:event_id>/da-dien-ra")
@door(PUBLISH)
def hold_post(event_id: int) -> ResponseReturnValue:
    """Record that an event took place."""
    return on_event(event_id, _by_button(partial(hold, today=today())), permission=PUBLISH)


@events_desk.post("/<int:event_id>/ket-qua/cong-bo")
@door(PUBLISH)
def publish_results_post(event_id: int) -> ResponseReturnValue:
    """Show what came of it to everybody."""
    return on_event(event_id, _by_button(partial(publish_results, now=now())), permission=PUBLISH)


def _by_button(verb: Callable[[Session, Actor, Event], None]) -> Act[object]:
    """Return what a button alone does: it reads no form."""
    return lambda records, actor, event, _form: verb(records, actor, event)


def _call_off(event_id: int, verb: CallOff) -> ResponseReturnValue:
    """Say that an event does not happen on its days, and why."""
    form = ReasonForm(prefix="why")
    act: Act[ReasonForm] = lambda records, actor, event, sent: verb(  # noqa: E731 - one of several
        records, actor, event, reason=sent.reason.data, now=now(), today=today()
    )
    return _with_form(event_id, form, act, calling_off=form)


def _with_form(
    event_id: int,
    form: Sent,
    act: Act[Sent],
    belongs: Callable[[Event], Jurisdiction] = jurisdiction_of,
    **shown: Any,
) -> ResponseReturnValue:
    """Do what a form of the event's page asks; it stands there as it was sent where something is wrong."""
    shows: Callable[[Refused | None], str] = lambda refused: event_page(event_id, refused, **shown)  # noqa: E731
    return on_event(event_id, act, form.valid, shows, permission=PUBLISH, belongs=belongs)
