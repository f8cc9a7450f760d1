"""The questions of the lists, read from their addresses and written back into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from admin.registry.inputs import parse_place, written
from admin.registry.queries import AppointmentFilters
from admin.registry.rules import State
from foundation.i18n.days import read_day
from foundation.i18n.hygiene import clean_query
from foundation.i18n.messages import gettext as _
from foundation.permissions.roles import ROLES
from foundation.places.gazetteer import Gazetteer, Unit

TYPED_MAX = 200

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class FilterInput:
    """What was asked: the filters, what was typed in each field, and what could not be understood."""

    filters: AppointmentFilters
    typed: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


def read_filters(query: Mapping[str, str], places: Gazetteer, today: date) -> FilterInput:
    """Return the filters of the list of appointments; one that means nothing narrows to nothing said, and is named."""
    typed = retained_query(query, ("role", "state", "place", "person"))
    unit, problem = place_of(places, typed.get("place", ""), today)
    filters = AppointmentFilters(
        role=ROLES.named(typed.get("role")),
        state=code_of(State, typed.get("state")),
        place_id=unit.id if unit else None,
        person=typed.get("person"),
    )
    return FilterInput(filters, typed, {"place": problem} if problem else {})


def retained_query(query: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Return what was asked in these fields, without the empty ones."""
    said = {name: clean_query(query.get(name, "")).strip()[:TYPED_MAX] for name in names}
    return {name: value for name, value in said.items() if value}


def code_of(kind: type[Code], text: str | None) -> Code | None:
    """Return the code, None for what is none."""
    return kind(text) if text in tuple(kind) else None


def parse_day(text: str | None) -> date | None:
    """Return the day, None for what is none."""
    return read_day(text) if text else None


def place_of(places: Gazetteer, text: str, today: date) -> tuple[Unit | None, str | None]:
    """Return the unit that a filter names, or what to do about it."""
    if not text:
        return None, None
    found = parse_place(places, text, today)
    return found.unit, None if found.unit else place_problem(found.units)


def place_problem(units: tuple[Unit, ...]) -> str:
    """Return what to do where a typed place is none, or several."""
    if not units:
        return _("There is no such place here. Type its code, or its name as it is written today.")
    names = ", ".join(written(unit) for unit in units[:6])
    return _("Several places have this name: %(names)s. Type the code.", names=names)
