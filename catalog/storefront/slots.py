"""Places on the public pages for what rooms above the catalogue bring; the composition root fills them.

A room gives a template and how its data are read; where it has nothing to show, nothing is shown.
"""

from collections.abc import Callable
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
class Slots:
    """Everything rooms above bring to the public pages, in the order in which it is shown."""

    sections: tuple[Section, ...] = ()


def sections(session: Session, today: date, province: str | None = None) -> list[tuple[str, Any]]:
    """The sections that have something to show: template and data."""
    slots: Slots = current_app.extensions[EXTENSION]
    loaded = [(section.template, section.load(session, today, province)) for section in slots.sections]
    return [(template, data) for template, data in loaded if data]
