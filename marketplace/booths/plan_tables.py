"""A plan as a table: out, and in again from any spreadsheet with these columns."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.intake.files import Columns, SourceRow
from foundation.audit.rules import Actor
from foundation.workflow.rules import Refused
from marketplace.booths.models import Booth, BoothFair
from marketplace.booths.plan_rules import Block, PlanRefusal, drawn
from marketplace.booths.planning import save_plan, set_zone, zone_named

READ = ("label", "type", "row", "column", "height", "width", "zone")
COLUMNS = Columns(frozenset(READ), frozenset({"label", "type", "row", "column"}))


def plan_rows(fair: BoothFair, booths: Iterable[Booth]) -> Iterator[tuple[object, ...]]:
    """Yield a row for each booth; rows and columns are counted from 1, as people count them."""
    zones = {one.id: one.name for one in fair.zones}
    for one in booths:
        zone = zones.get(one.zone_id or 0, "")
        yield one.label, one.type.code, one.row + 1, one.column + 1, one.height, one.width, zone


def import_plan(session: Session, actor: Actor, fair: BoothFair, rows: Iterable[SourceRow], *, now: datetime) -> int:
    """Draw the plan as a table says; how many booths it has. Raises `Refused`."""
    listed = list(rows)
    blocks = [_block(row) for row in listed]
    if not blocks:
        raise Refused(PlanRefusal.NOT_THERE)
    deepest = max(fair.rows, *(one.row + one.height for one in blocks))
    widest = max(fair.columns, *(one.column + one.width for one in blocks))
    plan = drawn(deepest, widest, blocks)
    save_plan(session, actor, fair, plan, now=now)
    _put_into_zones(session, actor, fair, listed)
    return len(blocks)


def _put_into_zones(session: Session, actor: Actor, fair: BoothFair, rows: Iterable[SourceRow]) -> None:
    zones: dict[str, list[str]] = {}
    for row in rows:
        zones.setdefault(row.cells.get("zone", "").strip(), []).append(row.cells["label"].strip())
    for name, labels in zones.items():
        if name:
            set_zone(session, actor, fair, labels, zone_named(session, fair, name))


def _block(row: SourceRow) -> Block:
    cells = row.cells
    return Block(
        _number(cells["row"]) - 1,
        _number(cells["column"]) - 1,
        cells["label"].strip(),
        cells["type"].strip(),
        _number(cells.get("height", "")),
        _number(cells.get("width", "")),
    )


def _number(text: str) -> int:
    """Return a count, 1 where the cell is empty."""
    said = text.strip().removesuffix(".0") or "1"
    if not said.isascii() or not said.isdigit():
        raise Refused(PlanRefusal.UNREAD)
    return int(said)
