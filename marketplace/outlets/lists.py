"""Lists of points of sale in and out, with the columns lists of them have; what became of each row is told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.intake.files import Columns, SourceRow
from foundation.accounts.phones import read_phone
from foundation.audit.rules import Actor
from foundation.i18n.days import read_day
from foundation.i18n.text import fold, normalize_spaces
from foundation.permissions.rules import Scope
from foundation.places.addresses import Address, place_address
from foundation.places.gazetteer import Gazetteer, gazetteer
from foundation.places.points import MapPoint, Precision, read_point
from foundation.tables.understanding import ParsedTable
from foundation.workflow.rules import Refused
from marketplace.outlets.columns import read_kind
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import within_scope
from marketplace.outlets.rules import OutletKind, Refusal, State
from marketplace.outlets.services import OutletInput, add, edit

READ = (
    *("name", "type", "address", "commune", "district", "province", "opened", "operator", "phone"),
    *("lat", "lon", "geo_precision", "source"),
)
IGNORED = frozenset({"province_new", "state", "confirmed_on"})
"""Worked out by whoever made the list, or by us: allowed, never read, so that what went out comes in again."""

_CELLS = {"public_phone": "phone"}
"""Fields of a list that our own columns call otherwise."""

COLUMNS = Columns(frozenset(READ), frozenset({"name", "type", "province"}), IGNORED)
ROWS_MAX = 5_000


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class Doubt(StrEnum):
    """Why a row was rejected, or what in it was left out."""

    NO_NAME = "no_name"
    UNKNOWN_KIND = "unknown_kind"
    NO_PROVINCE = "no_province"
    OUT_OF_REACH = "out_of_reach"
    TWICE = "twice"
    CLOSED = "closed"
    POINT_ABROAD = "point_abroad"
    PLACE_UNCERTAIN = "place_uncertain"
    DAY_UNREAD = "day_unread"
    POINT_UNREAD = "point_unread"
    PHONE_UNREAD = "phone_unread"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row of the file."""

    row: int
    name: str
    outcome: Outcome
    doubts: tuple[Doubt, ...] = ()
    outlet_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody may take in: by place."""

    allows: Callable[[int | None], bool] = lambda _: True


def import_rows(
    session: Session, actor: Actor, rows: Iterable[SourceRow], *, reach: Reach | None = None
) -> list[RowReport]:
    """Enter what is new as drafts and correct what is known, by name and province; a row told twice is read once."""
    seen: set[tuple[str, str]] = set()
    return [_one(session, actor, row, reach or Reach(), seen) for row in rows]


def _one(session: Session, actor: Actor, row: SourceRow, reach: Reach, seen: set[tuple[str, str]]) -> RowReport:
    cells = {name: normalize_spaces(row.cells.get(name, "")) for name in READ}
    told, doubts = read_row(cells)
    if told is None:
        return RowReport(row.number, cells["name"], Outcome.REJECTED, doubts)
    where = place_address(gazetteer(session), told.address) if told.address.province else None
    refused = _refused(told, reach, seen, place_id=where.unit.id if where else None, is_placed=where is not None)
    if refused:
        return RowReport(row.number, told.name, Outcome.REJECTED, (*doubts, refused))
    if where and where.doubts:
        doubts = (*doubts, Doubt.PLACE_UNCERTAIN)
    return _entered(session, actor, row.number, told, doubts, where.former_province_code if where else None)


def _refused(
    told: OutletInput, reach: Reach, seen: set[tuple[str, str]], *, place_id: int | None, is_placed: bool
) -> Doubt | None:
    key = (fold(told.name), fold(told.address.province))
    if not is_placed and (told.kind is not OutletKind.ONLINE or told.address.province):
        return Doubt.NO_PROVINCE
    if not reach.allows(place_id):
        return Doubt.OUT_OF_REACH
    if key in seen:
        return Doubt.TWICE
    seen.add(key)
    return None


def _entered(
    session: Session, actor: Actor, number: int, told: OutletInput, doubts: tuple[Doubt, ...], province: str | None
) -> RowReport:
    known = select(Outlet).filter_by(name_key=fold(told.name), former_province_code=province)
    found = session.scalars(known.where(Outlet.state != State.DROPPED).order_by(Outlet.id).limit(1)).first()
    if found and (found.state is State.CLOSED or found.is_demo):
        return RowReport(number, told.name, Outcome.REJECTED, (*doubts, Doubt.CLOSED), found.id)
    try:
        # What is refused half-way leaves nothing of its row.
        with session.begin_nested():
            if found is None:
                made = add(session, actor, told)
                return RowReport(number, told.name, Outcome.CREATED, doubts, made.id)
            finer = _with_known(gazetteer(session), found, told)
            outcome = Outcome.UPDATED if edit(session, actor, found, finer) else Outcome.UNCHANGED
    except Refused as refused:
        why = Doubt.POINT_ABROAD if refused.of(Refusal) is Refusal.ABROAD else Doubt.TWICE
        return RowReport(number, told.name, Outcome.REJECTED, (*doubts, why))
    return RowReport(number, told.name, outcome, doubts, found.id)


def _with_known(places: Gazetteer, known: Outlet, told: OutletInput) -> OutletInput:
    """Return what a list says, and where it is silent or says less of the place, what is on record."""
    said, point = told.address, told.point
    here = place_address(places, said) if said.province else None
    is_same = here is not None and here.unit.id == known.place_id
    if here and known.place_id and places.lies_within(known.place_id, here.unit.id):
        said = replace(said, commune=known.commune_text or "", district=known.district_text or "")
        is_same = True
    if is_same:
        own = {"street": known.address, "commune": known.commune_text, "district": known.district_text}
        said = replace(said, **{name: getattr(said, name) or text or "" for name, text in own.items()})
        point = point or known.map_point
    facts = tuple((name, value) for name, value in told.facts if value is not None)
    return replace(told, address=said, point=point, facts=facts)


def rows_of(found: ParsedTable, province: str) -> list[SourceRow]:
    """Return the rows of a list that was understood, in a province where it names none."""
    rows = []
    for number, said in found.rows:
        cells = {_CELLS.get(name, name): str(value) for name, value in said.items()}
        rows.append(SourceRow(number, {**cells, "province": cells.get("province") or province}))
    return rows


def read_row(cells: dict[str, str]) -> tuple[OutletInput | None, tuple[Doubt, ...]]:
    """Return what a row says, and what of it could not be read."""
    if not cells["name"]:
        return None, (Doubt.NO_NAME,)
    kind = read_kind(cells["type"] or cells["name"])
    if kind is None:
        return None, (Doubt.UNKNOWN_KIND,)
    day, year, day_doubts = _opening(cells["opened"])
    phone = read_phone(cells["phone"]) if cells["phone"] else None
    at = f"{cells['lat']},{cells['lon']}"
    point = read_point(at) if cells["geo_precision"] in set(Precision) else None
    doubts = [*day_doubts]
    doubts += [Doubt.PHONE_UNREAD] if cells["phone"] and phone is None else []
    doubts += [Doubt.POINT_UNREAD] if at != "," and point is None else []
    facts: dict[str, object] = {"opened_on": day, "opened_year": year}
    facts |= {name: cells[name] or None for name in ("operator", "source")}
    facts |= {"phone": phone} if cells["phone"] else {}
    told = OutletInput(
        kind,
        cells["name"],
        Address(*(cells[name] for name in ("address", "commune", "district", "province"))),
        MapPoint(point, Precision(cells["geo_precision"])) if point else None,
        tuple(facts.items()),
    )
    return told, tuple(doubts)


def _opening(text: str) -> tuple[date | None, int | None, list[Doubt]]:
    """Return a day, or a year alone."""
    if not text:
        return None, None, []
    day = read_day(text)
    year = day.year if day else int(text[:4]) if text[:4].isdigit() and len(text) in {4, 7} else None
    if year is None or not 1990 <= year <= 2100:  # noqa: PLR2004 - as the table has it
        return None, None, [Doubt.DAY_UNREAD]
    return day, year, []


HEADER = (*READ, "state", "confirmed_on")
"""What goes out: the columns that come in, and how it stands."""


def export_rows(session: Session, scope: Scope) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each in the order of `HEADER`, by number, as far as somebody reaches."""
    places = gazetteer(session)
    wanted = (
        select(Outlet).where(within_scope(scope), Outlet.state != State.DROPPED, ~Outlet.is_demo).order_by(Outlet.id)
    )
    for one in session.scalars(wanted):
        province = places.former_province(one.former_province_code).name if one.former_province_code else ""
        yield (
            *(one.name, one.kind.value, one.address, one.commune_text, one.district_text, province),
            *(one.opened_on or one.opened_year, one.operator, one.phone, one.lat, one.lon),
            *(one.precision and one.precision.value, one.source, one.state.value, one.confirmed_on),
        )
