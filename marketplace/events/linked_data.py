"""What the page of an event tells programs that read schema.org."""

from datetime import date, datetime, time, timedelta
from typing import Any

from foundation.config.settings import VIETNAM
from foundation.places.points import BY_HAND
from marketplace.events.context import EventContext
from marketplace.events.models import Event
from marketplace.events.rules import State

_STATUS = {State.CANCELLED: "EventCancelled", State.POSTPONED: "EventPostponed"}
_FREE = {True: {"isAccessibleForFree": True}, False: {"isAccessibleForFree": False}}


def event_data(page: EventContext, event: Event) -> dict[str, Any]:
    """Return the event as an `Event`; no point that is a commune's middle, no hour that nobody told."""
    url = page.absolute(page.address(event))
    moved = event.moved_from is not None and event.state is State.PUBLISHED
    status = "EventRescheduled" if moved else _STATUS.get(event.state, "EventScheduled")
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": page.name(event).text,
        "inLanguage": page.name(event).lang.value,
        "startDate": _moment(event.starts_on, event.opens),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _location(page, event),
    }
    if event.ends_on:
        told["endDate"] = _moment(event.ends_on, event.closes)
    if event.moved_from and moved:
        told["previousStartDate"] = event.moved_from.isoformat()
    if event.organiser:
        told["organizer"] = {"@type": "Organization", "name": event.organiser}
    if event.about:
        told["description"] = event.told.shown(page.lang).text
    if event.photos:
        told["image"] = [page.absolute(f"/media/{event.photos[0].file.sha256}.webp")]
    return told | (_FREE[event.entry_is_free] if event.entry_is_free is not None else {})


def _location(page: EventContext, event: Event) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": page.where(event),
        "addressRegion": page.province(event.province_code),
        "addressCountry": "VN",
    }
    where: dict[str, Any] = {"@type": "Place", "name": event.venue or page.where(event), "address": address}
    if event.precision in BY_HAND:
        where["geo"] = {"@type": "GeoCoordinates", "latitude": event.lat, "longitude": event.lon}
    return where


def _moment(day: date, minutes: int | None) -> str:
    if minutes is None:
        return day.isoformat()
    return (datetime.combine(day, time(), tzinfo=VIETNAM) + timedelta(minutes=minutes)).isoformat()
