"""Places on the public pages for what rooms above the catalogue bring; the composition root fills them.

A room gives a template and how its data are read; where it has nothing to show, nothing is shown.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from flask import current_app
from sqlalchemy.orm import Session

EXTENSION = "ocop_storefront"

Load: TypeAlias = Callable[[Session, date, str | None], Any]
"""One query: what a section shows on a day, in the whole country or in a present province by its code; or None."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the home page and of a province's: fairs, offers, points of sale, announcements."""

    template: str
    load: Load


@dataclass(frozen=True, slots=True)
class ProductSlot:
    """A part of a product's page: offers, points of sale, fairs.

    `load` asks once for any number of products. `flag` says in a few words on a card what the data allow
    now ("has an offer"); None where cards say nothing of it.
    """

    template: str
    load: Callable[[Session, Collection[int], date], Mapping[int, Any]]
    flag: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """Everything rooms above bring to the public pages, in the order in which it is shown."""

    sections: tuple[Section, ...] = ()
    products: tuple[ProductSlot, ...] = ()


def sections(session: Session, today: date, province: str | None = None) -> list[tuple[str, Any]]:
    """The sections that have something to show: template and data."""
    loaded = [(section.template, section.load(session, today, province)) for section in _slots().sections]
    return [(template, data) for template, data in loaded if data]


def parts(session: Session, today: date, product_id: int) -> list[tuple[str, Any]]:
    """The parts of a product's page that have something to show: template and data."""
    loaded = [(slot.template, slot.load(session, [product_id], today).get(product_id)) for slot in _slots().products]
    return [(template, data) for template, data in loaded if data]


def flags(session: Session, today: date, product_ids: Collection[int]) -> dict[int, list[str]]:
    """What cards of these products say of what can be done now; one query for each slot that says anything."""
    found: dict[int, list[str]] = {}
    for slot in _slots().products:
        if slot.flag and product_ids:
            for number, data in slot.load(session, product_ids, today).items():
                found.setdefault(number, []).append(slot.flag(data))
    return found


def _slots() -> Slots:
    slots: Slots = current_app.extensions[EXTENSION]
    return slots
