"""The sheets of every edition, read from files and kept for the life of the process."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from catalog.regulations.editions import LAW
from catalog.regulations.rules import Book
from catalog.regulations.scoresheet import Criterion, Option, Part, Section, Sheet
from foundation.i18n.content import Bilingual

_DATA = Path(__file__).parent / "data" / "sheets"
_EXCLUDES = ("bị loại", "không đánh giá", "không xem xét")
"""What notes say where a product is turned down: “is turned down”, “is not assessed”, “is not considered”."""
_ZERO, _ABOVE = "0 điểm", "các chỉ tiêu trên"
"""No points; “one of the criteria above”, those of the same section."""


@cache
def sheets(of: Book) -> Mapping[str, Sheet]:
    """Every sheet of a book by its key, in the order of the sets."""
    read = json.loads((_DATA / of.file).read_text(encoding="utf-8"))
    made = (_sheet(row) for row in read["sets"])
    return {sheet.key: sheet for sheet in made}


def check_sheets() -> Iterator[str]:
    """Sentences for sheets whose parts differ from what their editions say."""
    for edition in LAW.editions:
        for sheet in sheets(LAW.book_of(edition)).values():
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
    criteria = list(_numbered(row["criteria"]))
    sections = tuple(_section(section, criteria) for section in row["sections"])
    return Part(row["code"], _title(row), row["max"], sections)


def _numbered(criteria: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield criteria with a code each: one that stands there twice gets a number the second time."""
    seen: dict[str, int] = {}
    for one in criteria:
        times = seen[one["code"]] = seen.get(one["code"], 0) + 1
        yield one if times == 1 else {**one, "code": f"{one['code']}-{times}"}


def _section(row: Mapping[str, Any], criteria: Iterable[Mapping[str, Any]]) -> Section:
    own = [one for one in criteria if one["section"] == row["code"]]
    said = [_said(one, row, first=_leads(own, at)) for at, one in enumerate(own)]
    made = (
        _criterion(one, excludes=_says(said[at], *_EXCLUDES), zero=_zero_counts(said, at)) for at, one in enumerate(own)
    )
    return Section(_title(row), row["max"], tuple(made))


def _leads(own: list[Mapping[str, Any]], at: int) -> bool:
    """Tell whether a criterion is the first under its heading."""
    return at == 0 or own[at - 1].get("parent") != own[at].get("parent")


def _said(one: Mapping[str, Any], section: Mapping[str, Any], *, first: bool) -> list[str]:
    """Return the notes that hold of a criterion: its own, its options', its section's, its heading's if it leads."""
    notes = [*one["notes_vi"], *(option["label_vi"] or "" for option in one["options"])]
    notes += section.get("notes_vi", ()) if section["code"] == one["code"] else ()
    notes += one["parent"]["notes_vi"] if first and "parent" in one else ()
    return [unicodedata.normalize("NFC", note).casefold() for note in notes]


def _says(notes: Iterable[str], *phrases: str) -> bool:
    return any(phrase in note for note in notes for phrase in phrases)


def _zero_counts(said: list[list[str]], at: int) -> bool:
    """Tell whether no points turn a product down: its note says so, or one below speaks of those above it."""
    own = [note for note in said[at] if _says([note], *_EXCLUDES)]
    below = [note for notes in said[at:] for note in notes if _ABOVE in note and _says([note], *_EXCLUDES)]
    return _says([*own, *below], _ZERO)


def _criterion(row: Mapping[str, Any], *, excludes: bool, zero: bool) -> Criterion:
    return Criterion(
        code=row["code"],
        title=_title(row),
        most=row["max"],
        notes=tuple(row["notes_vi"]),
        options=tuple(_option(one) for one in row["options"]),
        case=row.get("case"),
        additive=row.get("mode") == "additive",
        full_from=row.get("min_star_on_criterion"),
        excludes=excludes,
        zero_excludes=zero,
    )


def _option(row: Mapping[str, Any]) -> Option:
    return Option(row["label_vi"], row["points"], row.get("min_star"), row.get("case"))


def _title(row: Mapping[str, Any], name: str = "title") -> Bilingual:
    return Bilingual(row[f"{name}_vi"], row[f"{name}_en"])
