"""The place on an event's page for what rooms above bring: booths, meetings, courses. The root fills it."""

from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from foundation.rooms.parts import Slot

EXTENSION = "ocop_event_sections"


def sections_of(session: Session, today: date, event_id: int) -> list[tuple[str, Any]]:
    """Return the sections of an event's page that have something to show: template and data."""
    slots: tuple[Slot, ...] = current_app.extensions[EXTENSION]
    loaded = [(slot.template, slot.load(session, [event_id], today).get(event_id)) for slot in slots]
    return [(template, data) for template, data in loaded if data]
