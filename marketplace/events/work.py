"""Working on one event, at the desk and as its organiser: which it is, and what is done to it."""

from collections.abc import Callable
from typing import TypeVar

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused
from marketplace.events.models import Event
from marketplace.events.queries import event_by_id
from marketplace.events.roles import FAIR_SCOPE
from marketplace.events.rules import State

Read = TypeVar("Read")
Act = Callable[[Session, Actor, Event, Read], None]


def event_at(records: Session, event_id: int, *, to_change: bool = False) -> Event:
    """Return the event of an address; 404 where it is not there or its draft was given up."""
    event = event_by_id(records, event_id, lock=to_change)
    if event is None or event.state is State.DROPPED:
        abort(404)
    return event


def jurisdiction_of(event: Event) -> Jurisdiction:
    """Return what an event belongs to: the place where it happens, the office that entered it, and itself."""
    things = {FAIR_SCOPE: event.id}
    return Jurisdiction(place_id=event.place_id, things=things, office_id=event.office_place_id)


def place_of(event: Event) -> Jurisdiction:
    """Return the place alone where it happens: its officers decide what is announced for it."""
    return Jurisdiction(place_id=event.place_id)


def work(
    event_id: int,
    permission: str,
    act: Act[Read],
    page: Callable[[Refused | None], ResponseReturnValue],
    to: str,
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
    belongs: Callable[[Event], Jurisdiction] = jurisdiction_of,
) -> ResponseReturnValue:
    """Do something to an event, then go on; `page` shows why it was refused."""
    return perform(
        lambda records, *, to_change: event_at(records, event_id, to_change=to_change),
        lambda event: permit(permission, belongs(event)),
        act,
        form,
        page,
        to,
    )
