"""Words that mean the same: regional names, abbreviations, English. Read from tables officers can edit."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from catalog.finder.phrases import Phrases
from catalog.producers.rules import ProducerType
from foundation.search.query import TermVariant, another_name

_DATA = Path(__file__).parent / "data"

_KINDS = (
    (("hợp tác xã", "HTX", "cooperative", "cooperatives"), ProducerType.COOPERATIVE),
    (("tổ hợp tác", "THT", "cooperative group", "cooperative groups"), ProducerType.COOPERATIVE_GROUP),
    (("công ty", "doanh nghiệp", "company", "companies", "enterprise"), ProducerType.ENTERPRISE),
    (("trang trại", "farm"), ProducerType.FARM),
    (("hộ sản xuất", "producing household"), ProducerType.HOUSEHOLD),
    (("hộ kinh doanh", "HKD", "household business"), ProducerType.REGISTERED_HOUSEHOLD),
)
_PROGRAMME = ("OCOP", "O.C.O.P", "Ô-cốp", "mỗi xã một sản phẩm", "one commune one product")
_SAYS_LITTLE = (
    *_PROGRAMME,
    *(
        f"{before} {name}"
        for name in _PROGRAMME[:-1]
        for before in ("chương trình", "chứng nhận", "đạt", "chuẩn", "hàng")
    ),
    "đạt chuẩn OCOP",
    "sản phẩm",
    "SP",
    "đặc sản",
    "product",
    "products",
)
"""Everything here is one."""
_KINDS_OF_PLACES = (
    "tỉnh",
    "huyện",
    "thành phố",
    "thị xã",
    "thị trấn",
    "phường",
    "quận",
    "đặc khu",
    "xã",
    "province",
)


class Weight(StrEnum):
    """How much a phrase counts: it must be found; it only orders, be it asked for alone; an owner's name follows it."""

    REQUIRED = "required"
    LIGHT = "light"
    IDLE = "idle"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase stands for: other names of the same, none where it only must not be taken apart."""

    others: tuple[TermVariant, ...] = ()
    weight: Weight = Weight.REQUIRED


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables as phrases; `places` are other names of places, by the name they stand for."""

    senses: Phrases[Sense]
    kinds: Phrases[ProducerType]
    places: tuple[tuple[str, str], ...]


@cache
def lexicon() -> Lexicon:
    """Return the tables that come with the site."""
    places = tuple((row["short"], row["long"]) for row in _rows("abbreviations.csv") if row["kind"] == "place")
    kinds = [(words, kind) for phrases, kind in _KINDS for words in phrases]
    # Later tables give way to earlier ones where a phrase stands in both.
    senses = [*_synonyms(), *_abbreviations(), *_light(), *_english()]
    return Lexicon(Phrases(senses, forgiving=True), Phrases(kinds), places)


def _synonyms() -> Iterator[tuple[str, Sense]]:
    for row in _rows("synonyms.csv"):
        names, only_typed = _words(row["words"]), _words(row["only_typed"])
        for typed in (*names, *only_typed):
            yield typed, Sense(tuple(another_name(name) for name in names if name != typed))


def _abbreviations() -> Iterator[tuple[str, Sense]]:
    for row in _rows("abbreviations.csv"):
        short, long, kind = row["short"], row["long"], row["kind"]
        weight = Weight.OWNER if kind == "organisation" else Weight.REQUIRED
        if short in _SAYS_LITTLE:
            continue
        yield short, Sense((another_name(long),), weight)
        if weight is Weight.OWNER:
            yield long, Sense((another_name(short),), weight)


def _light() -> Iterator[tuple[str, Sense]]:
    yield from ((phrase, Sense(weight=Weight.IDLE)) for phrase in _SAYS_LITTLE)
    yield from ((phrase, Sense(weight=Weight.LIGHT)) for phrase in _KINDS_OF_PLACES)


def _english() -> Iterator[tuple[str, Sense]]:
    for row in _rows("english.csv"):
        meant = Sense(tuple(another_name(word) for word in _words(row["vietnamese"])))
        for phrase in _words(row["english"]):
            yield phrase, meant


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _words(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(";") if word.strip()]
