"""The sheets of every edition, read from files and kept for the life of the process."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog.regulations.editions import LAW
from catalog.regulations.rules import Book
from foundation.i18n.content import Bilingual

_DATA = Path(__file__).parent / "data" / "sheets"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer with its points; `min_star` marks it as the least for that many stars. Vietnamese only."""

    label: str
    points: int | float
    min_star: int | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of a sheet with the most points it can bring."""

    code: str
    title: Bilingual
    most: int | float
    notes: tuple[str, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Criteria under one heading."""

    title: Bilingual
    most: int | float
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Part A, B or C of a sheet."""

    code: str
    title: Bilingual
    most: int | float
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scoring sheet of one set of products — phiếu chấm; `key` names it in addresses.

    `whole` is False where the transcript does not add up; `excludes` are what a dossier is turned down for.
    """

    key: str
    number: int
    title: Bilingual
    source: str
    whole: bool
    excludes: tuple[str, ...]
    parts: tuple[Part, ...]


@cache
def sheets(of: Book) -> Mapping[str, Sheet]:
    """Every sheet of a book by its key, in the order of the sets."""
    read = json.loads((_DATA / of.file).read_text(encoding="utf-8"))
    made = (_sheet(row) for row in read["sets"])
    return {sheet.key: sheet for sheet in made}


def check_sheets() -> Iterator[str]:
    """Sentences for sheets whose parts differ from what their editions say."""
    for edition in LAW.editions:
        book = next(one for one in LAW.books if one.address == edition.sheets.address)
        for sheet in sheets(book).values():
            if {part.code: part.most for part in sheet.parts} != edition.parts.points:
                yield f"edition {edition.code}: the parts of sheet {sheet.key} are not those of the edition"


def _sheet(row: Mapping[str, Any]) -> Sheet:
    number = row["code"].partition("-")[2].lstrip("0")
    return Sheet(
        key=number,
        number=row["no"],
        title=_title(row, "name"),
        source=row["source"],
        whole=row["complete"],
        excludes=tuple(row.get("disqualifiers_vi", ())),
        parts=tuple(_part(part) for part in row["parts"]),
    )


def _part(row: Mapping[str, Any]) -> Part:
    sections = tuple(_section(section, row["criteria"]) for section in row["sections"])
    return Part(row["code"], _title(row), row["max"], sections)


def _section(row: Mapping[str, Any], criteria: Iterable[Mapping[str, Any]]) -> Section:
    own = tuple(_criterion(one) for one in criteria if one["section"] == row["code"])
    return Section(_title(row), row["max"], own)


def _criterion(row: Mapping[str, Any]) -> Criterion:
    options = tuple(Option(one["label_vi"], one["points"], one.get("min_star")) for one in row["options"])
    return Criterion(row["code"], _title(row), row["max"], tuple(row["notes_vi"]), options)


def _title(row: Mapping[str, Any], name: str = "title") -> Bilingual:
    return Bilingual(row[f"{name}_vi"], row[f"{name}_en"])
