"""Events for calendars (RFC 5545): a file for each, and a feed that follows a list."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta, timezone
from urllib.parse import urlsplit

from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from foundation.config.settings import VIETNAM
from foundation.i18n.messages import gettext as _
from foundation.places.points import BY_HAND
from marketplace.events.context import EventContext
from marketplace.events.models import Event
from marketplace.events.rules import State

MEDIA_TYPE = "text/calendar"
REFRESH = timedelta(hours=12)

_STATUS = {State.CANCELLED: "CANCELLED", State.POSTPONED: "TENTATIVE"}


def calendar(page: EventContext, events: Iterable[Event], name: str | None = None) -> bytes:
    """Return events as a calendar; one with a name is a feed that is asked again."""
    made = Calendar()
    made.add("prodid", f"-//{urlsplit(page.base_url).hostname}//OCOP//{page.lang.value.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    if name:
        made.add("name", name)
        made.add("x-wr-calname", name)
        made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    shown = list(events)
    if any(map(_is_timed, shown)):
        made.add_component(_zone())
    for event in shown:
        made.add_component(entry(page, event))
    return bytes(made.to_ical())


def _is_timed(event: Event) -> bool:
    """Whether its hours make sense in a calendar: one day, and they are known."""
    return event.opens is not None and event.closes is not None and event.last_on == event.starts_on


def _zone() -> Timezone:
    """Vietnam has had one time all through these years."""
    return Timezone.from_tzid(str(VIETNAM))


def entry(page: EventContext, event: Event) -> Entry:
    """Return one event: all day where it lasts several days or its hours are not known."""
    made = Entry()
    made.add("uid", f"{event.uid}@ocop")
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.updated_at.astimezone(timezone.utc))
    made.add("created", event.created_at.astimezone(timezone.utc))
    made.add("last-modified", event.updated_at.astimezone(timezone.utc))
    made.add("summary", summary(page, event))
    _add_days(made, event)
    made.add("location", page.where(event))
    if event.precision in BY_HAND:
        made.add("geo", (event.lat, event.lon))
    made.add("status", _STATUS.get(event.state, "CONFIRMED"))
    made.add("transp", "TRANSPARENT")
    made.add("categories", [page.kind(event.kind)])
    made.add("url", page.absolute(page.address(event)))
    made.add("description", _description(page, event))
    return made


def summary(page: EventContext, event: Event) -> str:
    """Return its name, and first whether it happens at all."""
    name = page.name(event).text
    if event.state is State.CANCELLED:
        return _("CANCELLED: %(name)s", name=name)
    return _("POSTPONED: %(name)s", name=name) if event.state is State.POSTPONED else name


def _add_days(made: Entry, event: Event) -> None:
    if _is_timed(event):
        midnight = datetime.combine(event.starts_on, time(), tzinfo=VIETNAM)
        made.add("dtstart", midnight + timedelta(minutes=event.opens or 0))
        made.add("dtend", midnight + timedelta(minutes=event.closes or 0))
        return
    made.add("dtstart", event.starts_on)
    made.add("dtend", event.last_on + timedelta(days=1))  # the day after the last, as calendars count


def _description(page: EventContext, event: Event) -> str:
    hours = _("Every day %(hours)s", hours=page.hours(event)) if page.hours(event) else ""
    why = event.status_reason or ""
    illustration = _("Illustration") if event.is_demo else ""
    lines = (illustration, why, event.organiser or "", hours, page.absolute(page.address(event)))
    return "\n".join(line for line in lines if line)
