"""Drawing a plan by forms and tables, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.intake.files import SourceRow
from foundation.audit.rules import SYSTEM
from foundation.workflow.rules import Refused
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.claims import take
from marketplace.booths.models import BoothFair
from marketplace.booths.plan_drawing import CELL, GAP, draw_plan
from marketplace.booths.plan_editing import Cells, Choice, Grid, Step, change, draw, extend
from marketplace.booths.plan_rules import PlanRefusal
from marketplace.booths.plan_tables import READ, import_plan, plan_rows
from marketplace.booths.planning import TypeInput, add_type, open_booking, plan_of, set_up
from marketplace.booths.queries import booths_of
from tests.marketplace.booths.conftest import CLOSES, NOW, SOON, registered, writer
from tests.marketplace.events.conftest import announced

SIXTY = Grid(7, 13, "S", aisles="3, 6", ways="7")


@pytest.fixture
def fair(session: Session) -> BoothFair:
    """A fair with two types of booths and sixty booths of one of them, five rows of twelve."""
    made = set_up(session, SYSTEM, announced(session), Allocation.FIRST_COME)
    for code in ("S", "G"):
        add_type(session, SYSTEM, made, TypeInput(code, f"Gian {code}", "3 × 3 m", 0))
    draw(session, SYSTEM, made, SIXTY, now=NOW)
    return made


def labels(session: Session, fair: BoothFair) -> list[str]:
    return [one.label for one in plan_of(session, fair).blocks]


def do(session: Session, fair: BoothFair, step: Step, named: str, **more: Any) -> None:
    change(session, SYSTEM, fair, Choice(step, named=named, **more), now=NOW)


def test_a_grid_with_aisles_is_sixty_booths(session: Session, fair: BoothFair) -> None:
    found = labels(session, fair)
    assert (len(found), found[0], found[11], found[12], found[-1]) == (60, "A01", "A12", "B01", "E12")
    assert (fair.rows, fair.columns) == (7, 13)


def test_booths_are_merged_split_named_and_made_aisle(session: Session, fair: BoothFair) -> None:
    do(session, fair, Step.MERGE, "A01-A02, B01-B02")
    assert plan_of(session, fair).block("A01").height == 2
    do(session, fair, Step.RENAME, "A01", label="VIP")
    do(session, fair, Step.RETYPE, "A03-A04", type="G")
    do(session, fair, Step.AISLE, "E01-E12")
    do(session, fair, Step.SPLIT, "VIP")
    plan = plan_of(session, fair)
    assert len(plan.blocks) == 48
    assert {one.label for one in plan.blocks if one.type == "G"} == {"A03", "A04"}
    assert plan.block("VIP").height == 1


def test_ticked_and_named_booths_are_meant_together(session: Session, fair: BoothFair) -> None:
    change(session, SYSTEM, fair, Choice(Step.AISLE, ticked=("A01", "A02"), named="A02-A03"), now=NOW)
    assert labels(session, fair)[0] == "A04"


def test_zones_stay_with_their_booths(session: Session, fair: BoothFair) -> None:
    do(session, fair, Step.ZONE, "A01-A12", zone="Khu miền núi")
    do(session, fair, Step.RETYPE, "A01", type="G")
    rows = {str(row[0]): row[-1] for row in plan_rows(fair, booths_of(session, fair.event_id))}
    assert (rows["A01"], rows["A12"], rows["B01"]) == ("Khu miền núi", "Khu miền núi", "")
    do(session, fair, Step.ZONE, "A12")
    again = {row[0]: row[-1] for row in plan_rows(fair, booths_of(session, fair.event_id))}
    assert again["A12"] == ""


def test_a_larger_plan_gets_booths_on_free_cells_only(session: Session, fair: BoothFair) -> None:
    extend(session, SYSTEM, fair, Cells(8, 13, "G", in_rows="7-8", in_columns="1-2"), now=NOW)
    plan = plan_of(session, fair)
    assert (plan.rows, len(plan.blocks)) == (8, 62)
    assert {one.row for one in plan.blocks if one.type == "G"} == {7}
    extend(session, SYSTEM, fair, Cells(2, 13), now=NOW)
    assert len(labels(session, fair)) == 24


def test_a_plan_goes_out_as_a_table_and_comes_in_again(session: Session, fair: BoothFair) -> None:
    do(session, fair, Step.MERGE, "A01-A02")
    do(session, fair, Step.ZONE, "A01-A03", zone="Khu A")
    before = plan_of(session, fair), list(plan_rows(fair, booths_of(session, fair.event_id)))
    rows = [
        SourceRow(number, {name: str(cell) for name, cell in zip(READ, row, strict=True)})
        for number, row in enumerate(before[1], start=2)
    ]
    do(session, fair, Step.AISLE, "A01-D12")
    assert import_plan(session, SYSTEM, fair, rows, now=NOW) == 59
    assert (plan_of(session, fair), list(plan_rows(fair, booths_of(session, fair.event_id)))) == before


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"row": "x"}, PlanRefusal.UNREAD),
        ({"row": "0"}, PlanRefusal.OUTSIDE),
        ({"row": "99"}, PlanRefusal.SIZE),
        ({"type": "?"}, PlanRefusal.NOT_THERE),
        ({"label": ""}, PlanRefusal.LABEL),
    ],
)
def test_a_table_that_is_no_plan_changes_nothing(
    session: Session, fair: BoothFair, cells: dict[str, str], why: PlanRefusal
) -> None:
    row = SourceRow(2, {"label": "Z1", "type": "S", "row": "1", "column": "1"} | cells)
    with pytest.raises(Refused) as refused:
        import_plan(session, SYSTEM, fair, [row], now=NOW)
    assert refused.value.reason is why
    assert len(labels(session, fair)) == 60


def test_a_table_without_a_row_is_refused(session: Session, fair: BoothFair) -> None:
    with pytest.raises(Refused):
        import_plan(session, SYSTEM, fair, [], now=NOW)


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        (Choice(Step.MERGE), PlanRefusal.NOT_THERE),
        (Choice(Step.MERGE, named="A01, B02"), PlanRefusal.NO_RECTANGLE),
        (Choice(Step.RENAME, named="A01-A02", label="X"), PlanRefusal.LABEL_TWICE),
        (Choice(Step.RENAME, named="A01", label="A02"), PlanRefusal.LABEL_TWICE),
        (Choice(Step.RETYPE, named="A01", type="?"), PlanRefusal.NOT_THERE),
    ],
)
def test_a_step_that_cannot_be_is_named(session: Session, fair: BoothFair, choice: Choice, why: PlanRefusal) -> None:
    with pytest.raises(Refused) as refused:
        change(session, SYSTEM, fair, choice, now=NOW)
    assert refused.value.reason is why


def _again(session: Session, fair: BoothFair) -> None:
    draw(session, SYSTEM, fair, Grid(2, 2, "S"), now=NOW)


def _smaller(session: Session, fair: BoothFair) -> None:
    extend(session, SYSTEM, fair, Cells(1, 2), now=NOW)


def _aisle(session: Session, fair: BoothFair) -> None:
    do(session, fair, Step.AISLE, "E12")


@pytest.mark.parametrize("act", [_again, _smaller, _aisle])
def test_a_booth_that_somebody_has_stays_as_it_is(
    session: Session, fair: BoothFair, act: Callable[[Session, BoothFair], None]
) -> None:
    open_booking(session, SYSTEM, fair, NOW, CLOSES)
    last = booths_of(session, fair.event_id)[-1]
    take(session, writer(session), registered(session, fair, 1), last, until=SOON, now=NOW)
    with pytest.raises(Refused) as refused:
        act(session, fair)
    assert refused.value.reason is PlanRefusal.IN_USE


def test_the_drawing_has_every_booth_of_the_table_at_its_place(session: Session, fair: BoothFair) -> None:
    do(session, fair, Step.MERGE, "A01-A02")
    booths = booths_of(session, fair.event_id)
    made = draw_plan(fair, booths, {booths[1].id})
    first, second = made.shapes[:2]
    assert [shape.booth for shape in made.shapes] == list(booths)
    assert (made.width, made.height) == (13 * CELL, 7 * CELL)
    assert (first.x, first.y, first.width, first.height) == (GAP, GAP, 2 * CELL - 2 * GAP, CELL - 2 * GAP)
    assert (first.is_taken, second.is_taken, first.tint) == (False, True, 1)
