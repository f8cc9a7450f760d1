"""What the pages of preparing an event share: where they stand, an act on an event, its page."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.products.tree import group_tree
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction, Scope
from foundation.places.gazetteer import gazetteer
from foundation.web.installation import today
from foundation.web.performing import no_form
from foundation.workflow.rules import Refused
from marketplace.events.context import EventContext
from marketplace.events.doors import ENTER, PREPARE, PUBLISH
from marketplace.events.forms_work import DaysForm, EventForm, ReasonForm, RemarkForm
from marketplace.events.labels import refusal_words
from marketplace.events.models import Event
from marketplace.events.rules import EVENTS, REGISTERED, Refusal, Verb, is_own_work
from marketplace.events.work import Act, Read, event_at, jurisdiction_of, place_of, work

events_desk = Blueprint("events_desk", __name__, url_prefix="/admin/su-kien", template_folder="templates")
events_own = Blueprint("events_own", __name__, url_prefix="/ho-so/su-kien", template_folder="templates")

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def both(rule: str, method: str = "GET") -> Callable[[View], View]:
    """Register a page at the desk and among an organiser's own."""

    def register(view: View) -> View:
        for blueprint in (events_desk, events_own):
            blueprint.add_url_rule(rule, view.__name__, view, methods=[method])
        return view

    return register


def on_event(
    event_id: int,
    act: Act[Read],
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
    page: Callable[[Refused | None], ResponseReturnValue] | None = None,
    to: str | None = None,
    permission: str = PREPARE,
    belongs: Callable[[Event], Jurisdiction] = jurisdiction_of,
) -> ResponseReturnValue:
    """Do something to an event, then show it, or go where it says."""
    shows = page or (lambda refused: event_page(event_id, refused))
    return work(event_id, permission, act, shows, to or url_for(".shown", event_id=event_id), form, belongs)


def refuse_elsewhere(event: Event) -> None:
    """Nothing is put, or moved, out of one's reach."""
    if not scope(PREPARE).allows(jurisdiction_of(event)):
        raise Refused(Refusal.ELSEWHERE)


def office_of(reached: Scope) -> int | None:
    """Return the place whose office somebody acts for, the widest of several; none for whoever reaches the country."""
    with current_db().reading() as records:
        units = gazetteer(records).units
        return min(reached.places, key=lambda one: (units[one].parent_id is not None, one), default=None)


def words_of(refused: Refused | None) -> str | None:
    """Return why it was refused, in words."""
    return refusal_words(refused.of(Refusal)) if refused else None


def event_page(
    event_id: int,
    refused: Refused | None = None,
    *,
    returning: RemarkForm | None = None,
    calling_off: ReasonForm | None = None,
    moving: DaysForm | None = None,
) -> str:
    """Draw an event with what can be done to it."""
    with current_db().reading() as records:
        event = event_at(records, event_id)
        actor = permit(PREPARE, jurisdiction_of(event))
        where = jurisdiction_of(event)
        return render_template(
            "events/work.html",
            page=EventContext(records),
            event=event,
            is_own=request.blueprint == events_own.name,
            may_decide=scope(PUBLISH).allows(place_of(event)),
            may_publish=scope(PUBLISH).allows(where),
            may_enter=scope(ENTER).allows(where),
            is_author=is_own_work([one.account_id for one in event.writers], actor),
            is_registered=event.kind in REGISTERED,
            can={verb.name.lower(): EVENTS.allows(event.state, verb) for verb in Verb},
            is_over=event.last_on <= today(),
            returning=returning or RemarkForm(formdata=None, prefix="return"),
            calling_off=calling_off or ReasonForm(formdata=None, prefix="why"),
            moving=moving or DaysForm(formdata=None, prefix="days", starts_on=event.starts_on, ends_on=event.ends_on),
            refused=words_of(refused),
        )


def offered(form: EventForm) -> EventForm:
    """Return the form with the groups one can choose."""
    with current_db().reading() as records:
        return form.offer(group_tree(records))


def new_page(form: EventForm | None = None, refused: Refused | None = None) -> str:
    """Draw the form for one that is not on record."""
    filled = form or offered(EventForm(formdata=None))
    return render_template("events/edit.html", form=filled, event=None, refused=words_of(refused))


def new_form() -> EventForm:
    """Return the form as it was sent."""
    return offered(EventForm())


def prepared(records: Session, event_id: int) -> Event:
    """Return the event that somebody may prepare."""
    event = event_at(records, event_id)
    permit(PREPARE, jurisdiction_of(event))
    return event
