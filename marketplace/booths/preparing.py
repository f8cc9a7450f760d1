"""What the pages of whoever gives booths share: where they stand, an act on the booths of a fair, its page."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.permissions.guard import permit
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused
from marketplace.booths.doors import MANAGE
from marketplace.booths.labels import refusal_words
from marketplace.booths.models import BoothFair
from marketplace.booths.moving import Moment
from marketplace.booths.queries import fair_by_event, registration_by_id
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import BoothRefusal
from marketplace.events.models import Event
from marketplace.events.work import event_at, jurisdiction_of

booths_desk = Blueprint("booths_desk", __name__, url_prefix="/admin/gian-hang", template_folder="templates")
booths_fair = Blueprint("booths_fair", __name__, url_prefix="/ho-so/hoi-cho", template_folder="templates")

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Read = TypeVar("Read")
FairAct = Callable[[Session, Actor, BoothFair, Read], object]
RegistrationAct = Callable[[Session, Actor, BoothRegistration, Read], object]


def both(rule: str, method: str = "GET") -> Callable[[View], View]:
    """Register a page at the desk and among an organiser's own."""

    def register(view: View) -> View:
        for blueprint in (booths_desk, booths_fair):
            blueprint.add_url_rule(rule, view.__name__, view, methods=[method])
        return view

    return register


def at_now() -> Moment:
    """Return this moment."""
    return Moment(now(), today())


def is_own() -> bool:
    """Whether this page is among an organiser's own."""
    return request.blueprint == booths_fair.name


def event_managed(records: Session, event_id: int) -> Event:
    """Return the event whose booths somebody may manage; 404 for everybody else."""
    event = event_at(records, event_id)
    permit(MANAGE, jurisdiction_of(event))
    return event


def fair_managed(records: Session, event_id: int) -> BoothFair:
    """Return the booths of an event that somebody may manage; 404 where it gives none."""
    event_managed(records, event_id)
    return fair_by_event(records, event_id) or abort(404)


def registration_managed(
    records: Session, event_id: int, registration_id: int, *, to_change: bool = False
) -> BoothRegistration:
    """Return a registration for a fair that somebody may manage; 404 where there is none."""
    found = registration_by_id(records, registration_id, lock=to_change)
    if found is None or found.event_id != event_id:
        abort(404)
    permit(MANAGE, jurisdiction_of(found.fair.event))
    return found


def on_fair(
    event_id: int,
    act: FairAct[Read],
    page: Callable[[Refused | None], ResponseReturnValue],
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
    to: str | None = None,
) -> ResponseReturnValue:
    """Do something to the booths of a fair, then show them, or go where it says."""
    return perform(
        lambda records, **_: fair_managed(records, event_id),
        lambda fair: permit(MANAGE, jurisdiction_of(fair.event)),
        act,
        form,
        page,
        to or url_for(".shown", event_id=event_id),
    )


def on_registration(
    event_id: int,
    registration_id: int,
    act: RegistrationAct[Read],
    page: Callable[[Refused | None], ResponseReturnValue],
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
) -> ResponseReturnValue:
    """Decide something about a registration, then show it."""
    return perform(
        lambda records, *, to_change: registration_managed(records, event_id, registration_id, to_change=to_change),
        lambda one: permit(MANAGE, jurisdiction_of(one.fair.event)),
        act,
        form,
        page,
        url_for(".registration", event_id=event_id, registration_id=registration_id),
    )


def words_of(refused: Refused | None) -> str | None:
    """Return why it was refused, in words."""
    return refusal_words(refused.of(BoothRefusal)) if refused else None
