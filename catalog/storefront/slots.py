"""Places on the public pages for what rooms above the catalogue bring; the composition root fills them.

A room gives a template and how its data are read; where it has nothing to show, nothing is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from foundation.rooms.parts import Section, Slot

EXTENSION = "ocop_storefront"


@dataclass(frozen=True, slots=True)
class Slots:
    """Everything rooms above bring to the public pages, in the order in which it is shown."""

    sections: tuple[Section, ...] = ()
    products: tuple[Slot, ...] = ()


def sections(session: Session, today: date, province: str | None = None) -> list[tuple[str, Any]]:
    """Return the sections that have something to show: template and data."""
    loaded = [(section.template, section.load(session, today, province)) for section in _slots().sections]
    return [(template, data) for template, data in loaded if data]


def parts(session: Session, today: date, product_id: int) -> list[tuple[str, Any]]:
    """Return the parts of a product's page that have something to show: template and data."""
    loaded = [(slot.template, slot.load(session, [product_id], today).get(product_id)) for slot in _slots().products]
    return [(template, data) for template, data in loaded if data]


def flags(session: Session, today: date, product_ids: Collection[int]) -> dict[int, list[str]]:
    """Return what cards of these products say of what can be done now; one query for each slot that says anything."""
    found: dict[int, list[str]] = {}
    for slot in _slots().products:
        if slot.flag and product_ids:
            for number, data in slot.load(session, product_ids, today).items():
                found.setdefault(number, []).append(slot.flag(data))
    return found


def _slots() -> Slots:
    slots: Slots = current_app.extensions[EXTENSION]
    return slots
