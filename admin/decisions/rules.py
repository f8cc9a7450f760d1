"""What a pasted table says, which record each of its rows means, and what keeps a row from a certificate. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from catalog.intake.matching import CELL_MAX, RowInput
from catalog.regulations.editions import LAW, edition_on
from foundation.i18n.hygiene import cleaned, damage_of
from foundation.i18n.text import fold, normalize_spaces
from foundation.workflow.rules import Workflow

ROWS_MAX = 500
"""A decision of one province names some dozens of products, the largest known some hundreds."""


class State(StrEnum):
    """Where the entering of a decision stands."""

    DRAFT = "draft"
    ENTERED = "entered"
    DROPPED = "dropped"


class Verb(StrEnum):
    """What can be done to the entering of a decision."""

    KEEP = "keep"
    ENTER = "enter"
    SCAN = "scan"
    DROP = "drop"


class RowChoice(StrEnum):
    """What an officer says a row is."""

    RECORD = "record"  # this product on record
    NEW = "new"
    SKIP = "skip"


class Fault(StrEnum):
    """What keeps a row from becoming a certificate."""

    NAME_MISSING = "name_missing"
    TEXT_DAMAGED = "text_damaged"
    STARS_MISSING = "stars_missing"
    STARS_TOO_FEW = "stars_too_few"
    STARS_NOT_OF_LEVEL = "stars_not_of_level"
    PRODUCER_MISSING = "producer_missing"
    UNDECIDED = "undecided"
    TWICE = "twice"
    LATER_DECISION = "later_decision"
    KNOWN_ALREADY = "known_already"
    OUT_OF_PROVINCE = "out_of_province"


class Refusal(StrEnum):
    """Why something cannot be done to a decision that is being entered."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    ENTERED = "entered"
    ROWS_OPEN = "rows_open"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_OCOP = "before_ocop"


ENTRIES = Workflow(
    {
        (State.DRAFT, Verb.KEEP): State.DRAFT,
        (State.DRAFT, Verb.SCAN): State.DRAFT,
        (State.DRAFT, Verb.ENTER): State.ENTERED,
        (State.DRAFT, Verb.DROP): State.DROPPED,
        (State.ENTERED, Verb.SCAN): State.ENTERED,
    },
    lambda _state, _verb: Refusal.ENTERED,
    start=State.DRAFT,
)


def date_refused(issued_on: date, today: date) -> Refusal | None:
    """Why no recognition can have this date."""
    if issued_on > today:
        return Refusal.IN_THE_FUTURE
    return Refusal.BEFORE_OCOP if issued_on < LAW.began else None


# The table ----------------------------------------------------------------------------------------------------------


_HEADS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"ten san pham", "san pham", "ten sp", "name", "product", "product name"}),
    "producer": frozenset({"chu the", "ten chu the", "chu the san xuat", "co so", "don vi", "producer"}),
    "commune": frozenset({"xa", "xa phuong", "dia chi", "dia ban", "commune", "address", "noi san xuat"}),
    "stars": frozenset(
        {"sao", "so sao", "hang", "hang sao", "xep hang", "phan hang", "ket qua", "star", "stars", "dat hang"}
    ),
}
_ORDER = ("name", "producer", "commune")
_WORDS = {"ba": 3, "bon": 4, "nam": 5, "mot": 1, "hai": 2}
_STARS = re.compile(r"(?:hang )?([1-5]) ?(?:sao|stars?)?")
_NUMBER = re.compile(r"\d{1,4}\.?")


def read_stars(text: str) -> int | None:
    """Return the stars a cell states: "4", "4 sao", "Bốn sao", "****"; None where it states none."""
    plain = text.strip()
    if re.fullmatch(r"[*★]{1,5}", plain):
        return len(plain)
    folded = fold(text)
    if found := _STARS.fullmatch(folded):
        return int(found[1])
    return _WORDS.get(folded.removeprefix("hang ").removesuffix(" sao").strip())


def read_table(text: str) -> list[RowInput]:
    """Return the rows of a table copied from a spreadsheet (tabs), or of lines parted by semicolons or commas."""
    lines = [line for line in text.splitlines() if line.strip()]
    parting = next((mark for mark in "\t;," if any(mark in line for line in lines)), "\t")
    return rows_from_table(csv.reader(io.StringIO("\n".join(lines)), delimiter=parting))


def rows_from_table(rows: Iterable[Sequence[str]]) -> list[RowInput]:
    """Return the rows by their heads; without heads: name, producer, commune, and stars where they stand."""
    cells = [[normalize_spaces(cleaned(cell))[:CELL_MAX] for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    heads = _heads(cells[0]) if cells else {}
    if heads:
        cells = cells[1:]
    else:
        heads = _guessed(cells)
    return [RowInput(**{field: _cell(row, place) for field, place in heads.items()}) for row in cells]


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _heads(row: Sequence[str]) -> dict[str, int]:
    """Which column holds what; empty where the row is no row of heads."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        for field, words in _HEADS.items():
            if fold(cell) in words:
                found.setdefault(field, place)
    return found if "name" in found else {}


def _guessed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    width = max((len(row) for row in rows), default=0)
    columns = [[_cell(row, place) for row in rows] for place in range(width)]
    free = list(range(width))
    if width > 1 and all(_NUMBER.fullmatch(cell) for cell in columns[0]):
        free.remove(0)
    starred = [place for place in free[1:] if any(columns[place]) and _mostly_stars(columns[place])]
    found = {"stars": starred[-1]} if starred else {}
    free = [place for place in free if place not in starred[-1:]]
    return {"name": 0, **found, **dict(zip(_ORDER, free, strict=False))}


def _mostly_stars(cells: Sequence[str]) -> bool:
    return sum(read_stars(cell) is not None for cell in cells) * 2 > len(cells)


# Which record a row means -------------------------------------------------------------------------------------------


# What keeps a row from a certificate --------------------------------------------------------------------------------


def faults_of(row: RowInput, level: str, on: date) -> tuple[Fault, ...]:
    """Return what is wrong with what the row itself says, by the law of the day of its decision."""
    stars, edition = read_stars(row.stars), edition_on(on)
    certified = stars is not None and stars >= edition.bands.certified_from
    checks = (
        (Fault.NAME_MISSING, not fold(row.name)),
        (Fault.TEXT_DAMAGED, any(map(damage_of, (row.name, row.producer, row.commune, row.stars)))),
        (Fault.STARS_MISSING, stars is None),
        (Fault.STARS_TOO_FEW, stars is not None and not certified),
        (Fault.STARS_NOT_OF_LEVEL, certified and stars not in edition.given_by(level, on)),
    )
    return tuple(fault for fault, wrong in checks if wrong)
