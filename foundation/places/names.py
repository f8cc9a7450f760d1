"""Names of provinces and of oddly written units, from the official files: for reading texts without a database."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foundation.i18n.text import fold, marks

_DATA = Path(__file__).parent / "data"
_CITY = "thành phố"
_SHORT = {"hcm": "Hồ Chí Minh", "tphcm": "Hồ Chí Minh", "br-vt": "Bà Rịa - Vũng Tàu"}
"""Abbreviations that are more common than the name."""


@dataclass(frozen=True, slots=True)
class ProvinceNames:
    """Every province of today and of before July 2025."""

    names: dict[str, str]
    """By how they are written, without regard to capitals and to where a tone stands."""
    cities: frozenset[str]
    """Those that are cities."""

    def find(self, name: str) -> str | None:
        """Return the province of this name, without its kind."""
        return self.names.get(marks(name))

    def is_city(self, name: str) -> bool:
        """Whether a province of this name is a city."""
        return marks(name) in self.cities


@cache
def province_names() -> ProvinceNames:
    """Return the provinces' names."""
    names: dict[str, str] = {}
    cities = set[str]()
    for file in ("former_provinces.csv", "provinces.csv"):
        for row in _rows(file):
            names[marks(row["name"])] = row["name"]
            if row["full_name"].casefold().startswith(_CITY) or row.get("kind") == "city":
                cities.add(marks(row["name"]))
    names |= _SHORT
    cities.add("hcm")
    for row in _rows("aliases.csv"):
        if len(row["code"]) == 2:  # noqa: PLR2004 - provinces' codes have two digits
            names.setdefault(marks(row["name"]), row["name"])
    return ProvinceNames(names, frozenset(cities))


@cache
def hyphenated() -> frozenset[str]:
    """Names with a hyphen in them, folded: Phan Rang - Tháp Chàm."""
    files = ("former_communes.csv", "communes.csv", "former_provinces.csv", "provinces.csv")
    rows = [row for file in files for row in _rows(file)]
    names = {row[column] for row in rows for column in ("full_name", "district") if column in row}
    return frozenset(fold(name.partition(" ")[2]) for name in names if "-" in name) | frozenset(
        fold(name.split(" ", 2)[-1]) for name in names if "-" in name
    )


def _rows(file: str) -> list[dict[str, str]]:
    with (_DATA / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
