"""The real data a corpus is made from: products, producers, places of both eras, groups."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.producers.rules import ProducerType, producer_type
from catalog.products.rules import guess
from catalog.products.taxonomy import read_groups
from catalog.regulations.editions import LAW
from foundation.places import services

_PRODUCTS = Path(__file__).parents[2] / "demo" / "data" / "ocop_products.csv"
_PLACES = Path(services.__file__).parent / "data"
_EDITION = LAW.books[0].address
_KINDS = re.compile(r"^(Xã|Phường|Thị trấn|Đặc khu) ")
_TYPES = list(ProducerType)


@dataclass(frozen=True, slots=True)
class Item:
    """A real product: its name, the words and the number of a group it may belong to."""

    name: str
    group: str
    group_number: int


@dataclass(frozen=True, slots=True)
class Maker:
    """A real producer's name and kind."""

    name: str
    kind: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune of either era with and without its kind, its whole address, the present province it lies in."""

    commune: str
    short: str
    written: str
    province: int
    province_name: str


@cache
def items() -> list[Item]:
    """Real products, each in one set of the group its name suggests (any set where it suggests none)."""
    groups = _sets()
    names = dict.fromkeys(row["name"] for row in _rows())
    found = []
    for number, name in enumerate(names):
        within = guess(name).group_code or _EDITION
        fitting = [code for code, _, _ in groups if code.startswith(f"{within}-")] or [code for code, _, _ in groups]
        code = fitting[number % len(fitting)]
        _, text, set_number = next(group for group in groups if group[0] == code)
        found.append(Item(name, text, set_number))
    return found


@cache
def makers() -> list[Maker]:
    """Real producers, once each."""
    names = dict.fromkeys(row["producer"] for row in _rows() if row["producer"])
    return [Maker(name, _TYPES.index(producer_type(name))) for name in names]


@cache
def spots() -> dict[int, list[Spot]]:
    """Communes by present province: today's, and those of before July 2025 with district and former province."""
    provinces = {row["code"]: row["name"] for row in _table("provinces")}
    formers = {row["code"]: (row["name"], row["successor"]) for row in _table("former_provinces")}
    found: dict[int, list[Spot]] = defaultdict(list)
    for row in _table("communes"):
        code = row["province_code"]
        found[int(code)].append(_spot(row["full_name"], code, provinces[code]))
    for row in _table("former_communes"):
        former, code = formers[row["province_code"]]
        found[int(code)].append(_spot(row["full_name"], code, row["district"], former, provinces[code]))
    return dict(found)


@cache
def province_weights() -> dict[int, float]:
    """How many real products each present province has, evened out by a tenth so that none is empty."""
    codes = {row["name"]: int(row["code"]) for row in _table("provinces")}
    counts = Counter(codes.get(row["province_new"], 0) for row in _rows())
    even = sum(counts.values()) / len(codes) / 10
    return {code: counts[code] + even for code in codes.values()}


def texts() -> Iterator[str]:
    """Everything worded in the data, names of products first."""
    yield from (item.name for item in items())
    yield from (maker.name for maker in makers())
    yield from (text for _, text, _ in _sets())
    for around in spots().values():
        yield from (spot.written for spot in around)


def _spot(commune: str, code: str, *parts: str) -> Spot:
    return Spot(commune, _KINDS.sub("", commune), ", ".join(dict.fromkeys((commune, *parts))), int(code), parts[-1])


@cache
def _sets() -> list[tuple[str, str, int]]:
    """The sets of the edition in force: code of place in the tree, words, number."""
    titles: dict[str, str] = {}
    found = []
    for node in read_groups():
        if node["edition"] != _EDITION:
            continue
        titles[node["code"]] = node["name"]
        if node.get("set_no"):
            words = ", ".join(dict.fromkeys((node["name"], titles[node["parent"]])))
            found.append((f"{node['parent']}-{node['set_no']}", words, int(node["set_no"])))
    return found


def _rows() -> list[dict[str, str]]:
    return _read(_PRODUCTS)


def _table(name: str) -> list[dict[str, str]]:
    return _read(_PLACES / f"{name}.csv")


@cache
def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
