"""What officers type for a place, a thing or a person, and what is meant by it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_SCOPE
from foundation.accounts.models import Account
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.i18n.text import sort_key
from foundation.permissions.roles import scope_to_give
from foundation.permissions.rules import Jurisdiction, Principal, Role, ScopeKind
from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.models import PlaceLevel
from foundation.places.rules import Names

OFFERED_MAX = 500
"""More places are not offered in a list; they are typed."""

_CODE = re.compile(r"(?:^|\()\s*([0-9]{2,5})\s*\)?\s*$")
_NUMBER = re.compile(r"([0-9]{1,9})/?\s*$")


@dataclass(frozen=True, slots=True)
class PlaceInput:
    """What a typed place may mean: one unit, several of the same name, or none."""

    units: tuple[Unit, ...] = ()

    @property
    def unit(self) -> Unit | None:
        """The unit, where there is exactly one."""
        return self.units[0] if len(self.units) == 1 else None


def written(unit: Unit) -> str:
    """Return a unit as it is offered and read back: its full name and its code."""
    return f"{unit.full_name} ({unit.code})"


def parse_place(places: Gazetteer, text: str, on: date, among: Collection[Unit] | None = None) -> PlaceInput:
    """Return the unit of a day that a code or name means, among those given or all: exact marks before folded ones."""
    code = _CODE.search(text)
    if code:
        unit = places.by_code(code[1], on)
        return PlaceInput((unit,) if unit and (among is None or unit in among) else ())
    valid = among if among is not None else [unit for unit in places.units.values() if unit.valid(on)]
    found = Names([(unit.name, unit.id) for unit in valid]).match(text).places
    whole = [number for number in found if places.units[number].full_name.casefold() == text.strip().casefold()]
    return PlaceInput(tuple(places.units[number] for number in whole or found))


def places_to_give(
    places: Gazetteer, who: Principal, role: Role, levels: Collection[PlaceLevel], on: date
) -> list[Unit]:
    """Return the units of a day for which somebody may appoint to a role, the wider ones first."""
    fitting = (unit for unit in places.units.values() if unit.level in levels and unit.valid(on))
    scope = scope_to_give(who, role)
    mine = [unit for unit in fitting if scope.allows(Jurisdiction(place_id=unit.id))]
    return sorted(mine, key=lambda unit: (list(PlaceLevel).index(unit.level), sort_key(unit.name), unit.code))


def parse_person(session: Session, text: str) -> Account | None:
    """Return the account with this address or number, however it was typed; or None."""
    return account_by_identifier(session, read_identifier(text))


def parse_subject(session: Session, kind: ScopeKind, text: str) -> tuple[int, Jurisdiction] | None:
    """Return a thing by its number or the address of its page, with what it belongs to; None where there is none."""
    number = _NUMBER.search(text)
    where = locate(session, kind, int(number[1])) if number else None
    return (int(number[1]), where) if number and where else None


def locate(session: Session, kind: ScopeKind, number: int) -> Jurisdiction | None:
    """Return what a thing belongs to, None for one that does not exist: producers; no other kinds are known yet."""
    if kind != PRODUCER_SCOPE:
        return None
    producer = session.get(Producer, number)
    return Jurisdiction(place_id=producer.place_id, things={kind: number}) if producer else None
