"""What people type to find a point of sale: a place of either era, words of a name, or both. Pure, on a gazetteer."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.i18n.text import fold, marks, normalize_spaces
from foundation.places.addresses import centre
from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.gazetteer_cache import cached_by_gazetteer
from foundation.places.models import PlaceLevel
from foundation.places.points import Point, distance_km
from foundation.places.rules import without_prefix

WORDS_MAX, NAME_WORDS_MAX = 24, 6
CHOICES = 6
SAME_KM = 25.0
"""Two units of one name that lie nearer than this are taken for one: what was a commune became part of its namesake."""

_WORD = re.compile(r"\w+")
_BETWEEN = frozenset({"o", "tai", "gan", "near", "in", "at", "quanh", "khu", "vuc"})
"""Words that lead to a place and stand in no name."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """The units that may be meant, the provinces named as codes of today, and the words that name no place.

    `others` bear the same name and are less likely: what was a district is better known than a commune.
    """

    units: tuple[Unit, ...] = ()
    others: tuple[Unit, ...] = ()
    provinces: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    all_words: tuple[str, ...] = ()

    @property
    def unit(self) -> Unit | None:
        """The unit, where it is certain which."""
        return self.units[0] if len(self.units) == 1 else None


@dataclass(frozen=True, slots=True)
class _Mention:
    begin: int
    end: int
    units: tuple[int, ...] = ()
    provinces: frozenset[str] = frozenset()


def parse_question(places: Gazetteer, text: str, today: date) -> ParsedQuestion:
    """Return what a text means; marks tell places apart where they were typed."""
    typed = _WORD.findall(normalize_spaces(text))[:WORDS_MAX]
    asked = [fold(word) for word in typed]
    mentions = list(_mentions(places, typed, asked, today))
    named = {place for one in mentions for place in range(one.begin, one.end)}
    left = tuple(word for place, word in enumerate(asked) if word and place not in named)
    words = tuple(word for word in left if word not in _BETWEEN) if mentions else left
    provinces = frozenset[str]().union(*(one.provinces for one in mentions))
    agreed = _agreeing(places, mentions, provinces)
    best = max((rank for rank, _ in agreed), default=0)
    units = tuple(_told_apart([unit for rank, unit in agreed if rank == best]))
    all_of_them = tuple(_told_apart([unit for _, unit in sorted(agreed, key=lambda one: -one[0])]))
    others = tuple(unit for unit in all_of_them if unit not in units)
    return ParsedQuestion(units[:CHOICES], others[:CHOICES], provinces, words, tuple(filter(None, asked)))


def _mentions(places: Gazetteer, typed: Sequence[str], asked: Sequence[str], today: date) -> Iterator[_Mention]:
    """Match the longest names first, from the left; one of one word is a province's or says its kind of unit."""
    units, provinces = _units(places), _provinces(places, today)
    begin = 0
    while begin < len(asked):
        for end in range(min(len(asked), begin + NAME_WORDS_MAX), begin, -1):
            name = " ".join(asked[begin:end])
            codes = provinces.get(name, frozenset())
            numbers = units.get(name, ()) if end - begin > 1 else ()
            if codes or numbers:
                exact = marks(" ".join(typed[begin:end]))
                yield _Mention(begin, end, () if codes else _as_marked(places, numbers, exact), codes)
                begin = end - 1
                break
        begin += 1


def _as_marked(places: Gazetteer, numbers: Sequence[int], exact: str) -> tuple[int, ...]:
    """Those that are written with these very marks, where any is."""
    named = [
        number
        for number in numbers
        if exact in {marks(places.units[number].name), marks(places.units[number].full_name)}
    ]
    return tuple(named or numbers)


def _agreeing(places: Gazetteer, mentions: Sequence[_Mention], provinces: frozenset[str]) -> list[tuple[int, Unit]]:
    """Return the units named that lie in most of the others named, each with how likely it is meant."""
    told = [set(one.units) for one in mentions if one.units]
    found: list[tuple[int, int, Unit]] = []
    for number in sorted(set[int]().union(*told)):
        unit, above = places.units[number], set(_lineage(places, number))
        held = sum(bool(above & one) for one in told)
        if not provinces or provinces & _codes(places, unit):
            found.append((held, len(above) if held > 1 else _likely(unit), unit))
    most = max((held for held, _, _ in found), default=0)
    return [(rank, unit) for held, rank, unit in found if held == most]


def _likely(unit: Unit) -> int:
    """Return what was a district is meant before a commune of today, and that before one that is no more."""
    if unit.level is PlaceLevel.DISTRICT:
        return 2
    return 0 if unit.former else 1


def _lineage(places: Gazetteer, number: int) -> Iterator[int]:
    unit: Unit | None = places.units[number]
    while unit:
        yield unit.id
        unit = places.units[unit.parent_id] if unit.parent_id else None


def _codes(places: Gazetteer, unit: Unit) -> frozenset[str]:
    """Return the province of today a unit lies in."""
    return frozenset({places.province_code_now(unit.province_code) if unit.former else unit.province_code})


def _told_apart(units: Sequence[Unit]) -> Iterator[Unit]:
    """Those that are somewhere else, those of today first."""
    seen: list[Point] = []
    for unit in units:
        at = centre(unit)
        if at and all(distance_km(at.point, other) > SAME_KM for other in seen):
            seen.append(at.point)
            yield unit


@cached_by_gazetteer
def _units(places: Gazetteer) -> Mapping[str, tuple[int, ...]]:
    """Districts and communes of both eras by their folded names, with and without the word for their kind."""
    found: dict[str, set[int]] = defaultdict(set)
    for unit in places.units.values():
        if unit.level is not PlaceLevel.PROVINCE:
            found[fold(unit.full_name)].add(unit.id)
            found[fold(without_prefix(unit.full_name))].add(unit.id)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


@cached_by_gazetteer
def _provinces(places: Gazetteer, today: date) -> Mapping[str, frozenset[str]]:
    """Codes of today by every name a province has or had."""
    found: dict[str, frozenset[str]] = {}
    for name, said in places.province_phrases(today):
        for kind in ("", "tinh ", "thanh pho ", "tp "):
            found.setdefault(kind + fold(name), said.codes)
    return found
