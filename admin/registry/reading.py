"""People to appoint from a file: in the columns of our own, or in a list as offices write them."""

import csv
import io
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from admin.registry.columns import RECEIVED
from admin.registry.roles import ADVISORY_TEAM
from foundation.accounts.rules import typed_identifier
from foundation.i18n.hygiene import cleaned
from foundation.i18n.text import fold
from foundation.permissions.bulk import COLUMNS, FIRST_ROW, BadFileError
from foundation.permissions.rules import Role
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import locate
from foundation.tables.addresses import place_of
from foundation.tables.context import province_named
from foundation.tables.days import day_of
from foundation.tables.faults import UnreadableFile
from foundation.tables.reading import read_book
from foundation.tables.sheets import Book, Sheet
from foundation.tables.understanding import ParsedTable, parse_table
from foundation.tables.writing import unescaped

CPU_MAX_S = 10
"""Seconds of a processor for reading a file while its sender waits."""
_DAYS = ("starts_on", "ends_on", "decided_on")
_ROLES = {
    "can bo ocop cap xa": Role.COMMUNE_OFFICER,
    "can bo ocop xa": Role.COMMUNE_OFFICER,
    "can bo xa": Role.COMMUNE_OFFICER,
    "can bo ocop": Role.COMMUNE_OFFICER,
    "can bo cap xa": Role.COMMUNE_OFFICER,
    "can bo ocop cap tinh": Role.PROVINCE_OFFICER,
    "can bo tinh": Role.PROVINCE_OFFICER,
    "bien tap vien": Role.PROVINCE_EDITOR,
    "bien tap vien tinh": Role.PROVINCE_EDITOR,
    "to tu van": ADVISORY_TEAM,
    "thanh vien to tu van": ADVISORY_TEAM,
}
"""How lists call what somebody is appointed to."""

Row = tuple[int, dict[str, str]]
"""A row's number in the file, and its cells."""


def read_people(session: Session, raw: bytes, today: date) -> list[Row]:
    """Return the rows of a file with their numbers; raises `BadFileError` where it cannot be read as a whole."""
    try:
        return list(enumerate(map(_with_days, parse_rows(raw)), start=FIRST_ROW))
    except BadFileError as error:
        refused = error
    try:
        return people_of(session, parse_table(_book(raw), (RECEIVED,)), today)
    except UnreadableFile as error:
        raise refused from error


def people_of(session: Session, found: ParsedTable, today: date) -> list[Row]:
    """Return the rows of a list that was understood; those that name nobody are left out."""
    province = province_named(found.titles) or ""
    people = ((row, _person(session, _whole(found, row, said), province, today)) for row, said in found.rows)
    return [(row, cells) for row, cells in people if cells["identifier"] or cells["name"]]


def parse_rows(raw: bytes) -> list[dict[str, str]]:
    """Return the rows of a file in our columns, whether a spreadsheet divided them by commas or semicolons."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError("the file is not UTF-8") from error
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        missing = sorted(set(COLUMNS) - {"object_id", "ends_on", "decided_on"} - set(reader.fieldnames or ()))
        if missing:
            raise BadFileError(f"columns missing: {', '.join(missing)}", tuple(missing))
        return [{name: _cell(name, row.get(name) or "") for name in COLUMNS} for row in reader]
    except csv.Error as error:
        raise BadFileError("the file is no CSV file") from error


def _cell(name: str, typed: str) -> str:
    """Return a cell without what nobody types."""
    text = unescaped(typed)
    return typed_identifier(text) if name == "identifier" else cleaned(text).strip()


def _book(raw: bytes) -> Book:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(raw)
        return read_book(path, cpu_s=CPU_MAX_S)


def _with_days(cells: dict[str, str]) -> dict[str, str]:
    """Return the row with its days as machines write them."""
    read = {name: day_of(cells[name], _SHEET) for name in _DAYS}
    return {**cells, **{name: day.isoformat() for name, day in read.items() if day}}


_SHEET = Sheet(None, [])


_UNREAD = "?"
"""Stands where a cell says something that cannot be read: the row is told of, nothing is guessed."""


def _whole(found: ParsedTable, row: int, said: Mapping[str, object]) -> Mapping[str, object]:
    """Return what a row says, with a mark for what of it cannot be read."""
    return {**dict.fromkeys(found.unread.get(row, ()), _UNREAD), **said}


def _person(session: Session, said: Mapping[str, object], province: str, today: date) -> dict[str, str]:
    """Return a row of a list of officers; what cannot be told stays as it is written, and is rejected by its reason."""
    told = {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in said.items()}
    role = _ROLES.get(fold(told.get("role", "")))
    place = told.get("place_code") or _code(session, told.get("place", ""), told.get("province") or province, today)
    return {
        "identifier": typed_identifier(told.get("identifier") or told.get("email") or told.get("phone", "")),
        "name": told.get("name", ""),
        "role": str(role) if role else told.get("role", ""),
        "place_code": place,
        "object_id": told.get("object_id", ""),
        "starts_on": told.get("from", ""),
        "ends_on": told.get("until", ""),
        "decision": told.get("decision") or told.get("decision_no", ""),
        "decided_on": told.get("decided_on", ""),
    }


def _code(session: Session, place: str, province: str, today: date) -> str:
    """Return the code of the unit that is meant; what is written where none is certain."""
    named = place_of(place, by_order=False)
    wanted = named.province or province
    found = locate(gazetteer(session), wanted, named.district or "", named.commune or "", written=today.year)
    certain = found.place is not None and not found.doubts and (named.commune or named.district or named.province)
    return found.place.code if certain and found.place else place
