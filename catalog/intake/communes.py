"""Communes that a doubtful name may mean, for a person to choose from. Pure, on a gazetteer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.models import REFORM
from foundation.places.rules import folded_key

CHOICES_MAX = 8
_LIKE_ENOUGH = 0.8
"""One wrong letter in a name of two words."""


@dataclass(frozen=True, slots=True)
class CommuneChoice:
    """A commune by the words that a list would name it with; `district` is none for one of today."""

    commune: str
    district: str = ""

    @property
    def words(self) -> str:
        """Both in one text, as a form sends them back."""
        return f"{self.commune}|{self.district}"

    @property
    def title(self) -> str:
        """Return both as they are read."""
        return f"{self.commune}, {self.district}" if self.district else self.commune


def chosen_commune(words: str) -> dict[str, str]:
    """Return the commune and the district that a form sends back."""
    commune, _, district = words.partition("|")
    return {"commune": commune.strip(), "district": district.strip()}


@lru_cache(maxsize=32_768)
def _key(name: str) -> str:
    return folded_key(name)


def communes_like(
    places: Gazetteer, province_code: str, name: str, *, written: int | None = None
) -> tuple[CommuneChoice, ...]:
    """Return the communes of a province of today, and of what it was formed from, that bear this name or one like it.

    A source that is older than the reform of 2025 means none of today.
    """
    units = list(_communes(places, province_code, before_only=written is not None and written < REFORM.year))
    key = _key(name)
    found = [unit for unit in units if _key(unit.name) == key]
    if not found and key:
        keys = {_key(unit.name) for unit in units}
        like = get_close_matches(key, keys, CHOICES_MAX, _LIKE_ENOUGH)
        found = [unit for near in like for unit in units if _key(unit.name) == near]
    return tuple(dict.fromkeys(_choices(places, found)))[:CHOICES_MAX]


def _communes(places: Gazetteer, province_code: str, *, before_only: bool) -> Iterator[Unit]:
    current = places.by_code(province_code, REFORM)
    if current and not before_only:
        yield from places.inside(current)
    for former in places.former_provinces_of(province_code):
        for district in places.inside(former):
            yield from places.inside(district)


def _choices(places: Gazetteer, units: Iterable[Unit]) -> Iterator[CommuneChoice]:
    for unit in units:
        above = places.units[unit.parent_id] if unit.parent_id else None
        yield CommuneChoice(unit.full_name, above.full_name if above and unit.former else "")
