"""What this room brings to pages of others: the next events on the home page and on a province's."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog.finder.illustrations import are_shown
from marketplace.events.context import EventContext
from marketplace.events.queries import next_days

SHELF = 4
"""Events on pages of others; the rest is one step away."""


def section(session: Session, today: date, province: str | None) -> dict[str, Any] | None:
    """Return what is on or comes next; nothing where nothing does. Illustrations only where nothing real comes."""
    found = next_days(session, today, province, illustrations=are_shown(), most=SHELF)
    return {"page": EventContext(session), "found": found, "province": province} if found else None
