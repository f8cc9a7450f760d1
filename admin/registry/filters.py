"""The questions of the lists, read from their addresses and written back into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from admin.registry.queries import AppointmentFilters
from admin.registry.rules import State
from admin.registry.typed import place_typed, written
from foundation.i18n.days import read_day
from foundation.i18n.hygiene import asked
from foundation.i18n.messages import gettext as _
from foundation.permissions.roles import ROLES
from foundation.places.gazetteer import Gazetteer, Unit

TYPED_MAX = 200

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the filters, what was typed in each field, and what could not be understood."""

    filters: AppointmentFilters
    typed: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


def read_filters(query: Mapping[str, str], places: Gazetteer, today: date) -> Asked:
    """The filters of the list of appointments; one that means nothing narrows to nothing said, and is named."""
    typed = kept(query, ("role", "state", "place", "person"))
    unit, problem = place_of(places, typed.get("place", ""), today)
    filters = AppointmentFilters(
        role=ROLES.named(typed.get("role")),
        state=code_of(State, typed.get("state")),
        place_id=unit.id if unit else None,
        person=typed.get("person"),
    )
    return Asked(filters, typed, {"place": problem} if problem else {})


def kept(query: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """What was asked in these fields, without the empty ones."""
    said = {name: asked(query.get(name, "")).strip()[:TYPED_MAX] for name in names}
    return {name: value for name, value in said.items() if value}


def code_of(kind: type[Code], text: str | None) -> Code | None:
    """The code, None for what is none."""
    return kind(text) if text in tuple(kind) else None


def day_of(text: str | None) -> date | None:
    """The day, None for what is none."""
    return read_day(text) if text else None


def place_of(places: Gazetteer, text: str, today: date) -> tuple[Unit | None, str | None]:
    """The unit that a filter names, or what to do about it."""
    if not text:
        return None, None
    found = place_typed(places, text, today)
    return found.unit, None if found.unit else place_problem(found.units)


def place_problem(units: tuple[Unit, ...]) -> str:
    """What to do where a typed place is none, or several."""
    if not units:
        return _("There is no such place here. Type its code, or its name as it is written today.")
    names = ", ".join(written(unit) for unit in units[:6])
    return _("Several places have this name: %(names)s. Type the code.", names=names)
