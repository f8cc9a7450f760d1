"""Every unit in memory: finding one by code or by name, and what became of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.i18n.content import Bilingual
from foundation.i18n.text import sort_key
from foundation.places.datasets import kept
from foundation.places.models import REFORM, Place, PlaceAlias, PlaceKind, PlaceLevel, PlaceSuccession
from foundation.places.rules import Names


@dataclass(frozen=True, slots=True)
class Unit:
    """One dated row of an administrative unit without its table."""

    id: int
    code: str
    level: PlaceLevel
    kind: PlaceKind
    name: str
    full_name: str
    name_en: str | None
    slug: str | None
    parent_id: int | None
    province_code: str
    valid_from: date
    valid_to: date | None
    lat: float | None
    lon: float | None

    @property
    def former(self) -> bool:
        """Whether it ended with the reform."""
        return self.valid_from < REFORM

    @property
    def title(self) -> Bilingual:
        """The bare name; English only where it differs."""
        return Bilingual(self.name, self.name_en or self.name)

    def valid(self, on: date) -> bool:
        """Whether it had this code, name and kind on that day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class ProvinceMeant:
    """What a province's name means: codes of the day, and of the former province of that very name."""

    codes: frozenset[str]
    former: frozenset[str]


class Gazetteer:
    """The units, their successions and their names; never changes once built."""

    def __init__(
        self,
        units: Iterable[Unit],
        successions: Iterable[tuple[int, int]],
        aliases: Iterable[tuple[int, str]],
    ) -> None:
        self.units = {unit.id: unit for unit in units}
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        for one, other in successions:
            self._after[one].append(other)
            self._before[other].append(one)
        self._aliases = list(aliases)
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._inside: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            self._by_code[unit.code].append(unit)
            if unit.parent_id:
                self._inside[unit.parent_id].append(unit)
        provinces = (unit for unit in self.units.values() if unit.level is PlaceLevel.PROVINCE)
        self._in_order = sorted(provinces, key=lambda unit: sort_key(unit.name))
        self._provinces: dict[str, Unit] = {}
        for unit in sorted(self._in_order, key=lambda unit: unit.id):
            for word in filter(None, (unit.slug, unit.code)):
                self._provinces.setdefault(word, unit)
        self._by_slug = {unit.slug: unit for unit in self.units.values() if unit.slug}
        # A province that became a city since keeps its slug on the newest of its rows only.
        self._slugs = {unit.code: slug for slug, unit in self._by_slug.items() if not unit.former}
        self._names: dict[tuple[str, int | bool], Names] = {}

    @classmethod
    def load(cls, session: Session) -> "Gazetteer":
        """Read everything; three queries."""
        columns = [getattr(Place, name) for name in Unit.__slots__]
        units = (Unit(*row) for row in session.execute(select(*columns).order_by(Place.id)))
        links = select(PlaceSuccession.predecessor_id, PlaceSuccession.successor_id)
        names = select(PlaceAlias.place_id, PlaceAlias.name)
        ordered = links.order_by(PlaceSuccession.successor_id)
        return cls(list(units), session.execute(ordered), session.execute(names))

    def by_code(self, code: str, on: date) -> Unit | None:
        """Return the unit that had this code on that day."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.valid(on)), None)

    def provinces(self, on: date) -> list[Unit]:
        """Return the provinces of that day in Vietnamese alphabetical order: 34 today, 63 before the reform."""
        return [unit for unit in self._in_order if unit.valid(on)]

    def province_by_slug(self, slug: str) -> Unit | None:
        """Return the province of either era with this slug."""
        return self._by_slug.get(slug)

    def province_slug(self, code: str) -> str:
        """Slug of one of the present provinces by its code; KeyError when there is none."""
        return self._slugs[code]

    def former_province(self, code: str) -> Unit:
        """One of the 63 provinces by its code; KeyError when there was none."""
        unit = next((u for u in self._by_code.get(code, ()) if u.former and u.level is PlaceLevel.PROVINCE), None)
        if unit is None:
            raise KeyError(code)
        return unit

    def former_district(self, code: str) -> Unit:
        """Return a district of before the reform by its code; KeyError when there was none."""
        unit = next((u for u in self._by_code.get(code, ()) if u.level is PlaceLevel.DISTRICT), None)
        if unit is None:
            raise KeyError(code)
        return unit

    def province_code_now(self, former_code: str) -> str:
        """Code of the present province a former one lies in."""
        return self.units[self._after[self.former_province(former_code).id][0]].code

    def slug_now(self, former: Unit) -> str:
        """Slug of the present province a former one lies in."""
        return self.province_slug(self.province_code_now(former.code))

    def former_provinces_of(self, code: str) -> list[Unit]:
        """Return the former provinces a present one was formed from, in alphabetical order."""
        present = self.by_code(code, REFORM)
        before = [self.units[number] for number in self._before[present.id]] if present else []
        return sorted((u for u in before if u.former), key=lambda u: sort_key(u.name))

    def today(self, unit: Unit, on: date) -> list[Unit]:
        """Return what a unit is on that day: itself, or all that took over any part of it."""
        if unit.valid(on):
            return [unit]
        found: dict[int, Unit] = {}
        for number in self._after[unit.id]:
            found.update({u.id: u for u in self.today(self.units[number], on)})
        return sorted(found.values(), key=lambda u: sort_key(u.name))

    def lies_within(self, inner_id: int, outer_id: int) -> bool:
        """Whether a unit of either era lies within another one, which is larger."""
        lineage = [self.units[inner_id]]
        while lineage[-1].parent_id:
            lineage.append(self.units[lineage[-1].parent_id])
        now = self.today(lineage[-1], REFORM) if lineage[-1].former else []
        return inner_id != outer_id and outer_id in {unit.id for unit in (*lineage, *now)}

    def predecessors(self, unit: Unit) -> list[Unit]:
        """Return the former units a present one took over, in whole or in part."""
        found: list[Unit] = []
        for number in self._before[unit.id]:
            before = self.units[number]
            found += [before] if before.former else self.predecessors(before)
        return found

    def resolve_filter(self, value: str, on: date) -> frozenset[str]:
        """Return current province codes for a code of today (34), one of before (63), or a province's slug.

        A code that exists in both eras means the province of today. Empty when it names none.
        """
        current = self.by_code(value, on)
        if current and current.level is PlaceLevel.PROVINCE:
            return frozenset({current.code})
        named = self._provinces.get(value)
        return frozenset(u.code for u in self.today(named, on)) if named else frozenset()

    def province_phrases(self, on: date) -> list[tuple[str, ProvinceMeant]]:
        """Every name of a province of either era, other names included, with what it means on that day."""
        named = [(u.name, u) for u in self.units.values() if u.level is PlaceLevel.PROVINCE]
        named += [(u.name_en, u) for _, u in named if u.name_en]
        named += [(name, self.units[number]) for number, name in self._aliases if number in self.units]
        now: dict[str, frozenset[str]] = {}
        before: dict[str, frozenset[str]] = {}
        for name, unit in sorted(named, key=lambda pair: pair[1].former):
            if unit.level is PlaceLevel.PROVINCE:
                # A name that both eras have means the province of that day.
                now.setdefault(name, frozenset(u.code for u in self.today(unit, on)))
                if unit.former:
                    before.setdefault(name, frozenset({unit.code}))
        return [(name, ProvinceMeant(codes, before.get(name, frozenset()))) for name, codes in now.items()]

    def province_names(self, *, former: bool) -> Names:
        """Names of the provinces of one era, other names included."""
        return self._kept(
            ("provinces", former),
            lambda: [u for u in self.units.values() if u.level is PlaceLevel.PROVINCE and u.former is former],
        )

    def inside(self, unit: Unit) -> Sequence[Unit]:
        """Return the units directly under one."""
        return self._inside.get(unit.id, ())

    def names_within(self, parent_id: int) -> Names:
        """Names of the units directly under one: districts of a former province, communes of a district."""
        return self._kept(("within", parent_id), lambda: self._inside[parent_id])

    def communes_of_former_province(self, province_id: int) -> Names:
        """Names of all communes a former province had, whatever their district."""
        return self._kept(
            ("former communes", province_id),
            lambda: [u for d in self._inside[province_id] for u in self._inside[d.id] or [d]],
        )

    def _kept(self, key: tuple[str, int | bool], find: Callable[[], list[Unit]]) -> Names:
        names = self._names.get(key)
        if names is None:
            listed = {unit.id: unit for unit in find()}
            also = [(name, number) for number, name in self._aliases if number in listed]
            names = self._names[key] = Names([*((u.name, u.id) for u in listed.values()), *also])
        return names


def gazetteer(session: Session) -> Gazetteer:
    """Return the gazetteer of the database behind a session, built once and again when its data changed."""
    return kept(session, "places", Gazetteer.load)
