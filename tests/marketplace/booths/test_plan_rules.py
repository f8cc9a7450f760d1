"""Whatever is done to a plan: no two booths share a cell or a label, none stands outside, and one in use stays."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workflow.rules import Refused
from marketplace.booths import plan_rules as rules
from marketplace.booths.plan_rules import Block, Plan, PlanRefusal, drawn, filled, make_aisle, make_booths, merge, split

SMALL = filled(3, 4, "std", aisles={1})


def labels(plan: Plan) -> list[str]:
    return [one.label for one in plan.blocks]


def test_a_grid_is_filled_row_by_row_around_its_aisles() -> None:
    assert labels(SMALL) == ["A01", "A02", "A03", "A04", "B01", "B02", "B03", "B04"]
    assert {one.row for one in SMALL.blocks} == {0, 2}
    ways = filled(2, 5, "std", ways={2})
    assert [(one.row, one.column) for one in ways.blocks][:4] == [(0, 0), (0, 1), (0, 3), (0, 4)]
    assert SMALL.at((1, 0)) is None
    assert SMALL.at((2, 1)) == SMALL.block("B02")


def test_rows_after_z_have_two_letters() -> None:
    tall = filled(28, 1, "std")
    assert labels(tall)[-3:] == ["Z01", "AA01", "AB01"]


def test_booths_of_a_rectangle_become_one_and_come_apart_again() -> None:
    whole = merge(SMALL, ["A02", "A03"])
    assert whole.block("A02") == Block(0, 2 - 1, "A02", "std", 1, 2)
    assert labels(whole) == ["A01", "A02", "A04", "B01", "B02", "B03", "B04"]
    apart = split(whole, "A02")
    assert sorted(labels(apart)) == sorted(labels(SMALL))
    assert len(list(whole.block("A02").cells())) == 2


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda: merge(SMALL, ["A01", "A03"]), PlanRefusal.NO_RECTANGLE),
        (lambda: merge(SMALL, ["A01", "B01"]), PlanRefusal.NO_RECTANGLE),
        (lambda: merge(SMALL, []), PlanRefusal.NOT_THERE),
        (lambda: merge(SMALL, ["A01", "A02"], in_use={"A02"}), PlanRefusal.IN_USE),
        (lambda: merge(rules.retype(SMALL, ["A01"], "big"), ["A01", "A02"]), PlanRefusal.TWO_TYPES),
        (lambda: split(SMALL, "Z99"), PlanRefusal.NOT_THERE),
        (lambda: split(SMALL, "A01", in_use={"A01"}), PlanRefusal.IN_USE),
        (lambda: make_aisle(SMALL, ["A01"], in_use={"A01"}), PlanRefusal.IN_USE),
        (lambda: make_booths(SMALL, [(0, 0)], "std"), PlanRefusal.OVERLAP),
        (lambda: make_booths(SMALL, [(3, 0)], "std"), PlanRefusal.OUTSIDE),
        (lambda: make_booths(SMALL, [(-1, 0)], "std"), PlanRefusal.OUTSIDE),
        (lambda: rules.rename(SMALL, "A01", "A02"), PlanRefusal.LABEL_TWICE),
        (lambda: rules.rename(SMALL, "A01", ""), PlanRefusal.LABEL),
        (lambda: rules.rename(SMALL, "A01", "<b>"), PlanRefusal.LABEL),
        (lambda: rules.rename(SMALL, "A01", "X1", in_use={"A01"}), PlanRefusal.IN_USE),
        (lambda: rules.retype(SMALL, ["A01"], "big", in_use={"A01"}), PlanRefusal.IN_USE),
        (lambda: rules.resize(SMALL, 3, 3, in_use={"B04"}), PlanRefusal.IN_USE),
        (lambda: filled(0, 4, "std"), PlanRefusal.SIZE),
        (lambda: filled(61, 1, "std"), PlanRefusal.SIZE),
        (lambda: filled(40, 40, "std"), PlanRefusal.TOO_MANY),
        (lambda: drawn(1, 1, [Block(0, 0, "A", "std", 0, 1)]), PlanRefusal.OUTSIDE),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(act: Callable[[], Plan], why: PlanRefusal) -> None:
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.reason is why


def test_a_smaller_grid_drops_what_would_stand_outside() -> None:
    assert labels(rules.resize(SMALL, 1, 2)) == ["A01", "A02"]
    assert labels(rules.resize(SMALL, 9, 9)) == labels(SMALL)


def test_an_aisle_is_booth_again_under_a_free_label() -> None:
    aisle = make_aisle(SMALL, ["A02"])
    assert aisle.at((0, 1)) is None
    assert make_booths(aisle, [(0, 1)], "big").at((0, 1)) == Block(0, 1, "A02", "big")


ACTS = st.sampled_from(["merge", "split", "aisle", "booth", "rename", "retype", "resize"])


@st.composite
def acts(draw: st.DrawFn) -> tuple[str, Any]:
    return draw(ACTS), draw(st.lists(st.integers(0, 30), min_size=1, max_size=4))


def perform(plan: Plan, act: str, numbers: list[int], in_use: set[str]) -> Plan:
    """Do something to a plan with booths and cells that numbers choose."""
    named = [plan.blocks[number % len(plan.blocks)].label for number in numbers] if plan.blocks else ["none"]
    cells = [(number % plan.rows, number % plan.columns) for number in numbers]
    doings: dict[str, Callable[[], Plan]] = {
        "merge": lambda: merge(plan, named, in_use=in_use),
        "split": lambda: split(plan, named[0], in_use=in_use),
        "aisle": lambda: make_aisle(plan, named, in_use=in_use),
        "booth": lambda: make_booths(plan, cells, "std"),
        "rename": lambda: rules.rename(plan, named[0], f"X{numbers[0]}", in_use=in_use),
        "retype": lambda: rules.retype(plan, named, "big", in_use=in_use),
        "resize": lambda: rules.resize(plan, 1 + numbers[0] % 7, 1 + numbers[-1] % 7, in_use=in_use),
    }
    return doings[act]()


@given(st.integers(1, 6), st.integers(1, 6), st.lists(acts(), max_size=12), st.sets(st.integers(0, 35), max_size=4))
def test_whatever_is_done_a_plan_stays_a_plan(
    rows: int, columns: int, done: list[tuple[str, list[int]]], used: set[int]
) -> None:
    plan = filled(rows, columns, "std")
    in_use = {plan.blocks[number % len(plan.blocks)].label for number in used}
    kept = {label: plan.block(label) for label in in_use}
    for act, numbers in done:
        try:
            plan = perform(plan, act, numbers, in_use)
        except Refused:
            continue
        cells = [cell for one in plan.blocks for cell in one.cells()]
        assert len(cells) == len(set(cells)) <= plan.rows * plan.columns
        assert all(0 <= row < plan.rows and 0 <= column < plan.columns for row, column in cells)
        assert len(set(labels(plan))) == len(plan.blocks)
        assert all(before < after for before, after in pairwise(plan.blocks))
        assert {label: plan.block(label) for label in in_use} == kept
