"""The plan of a fair: a grid on which rectangles of cells are booths and everything else is aisle. Pure functions.

What is drawn and the table beside it are made of one value, so that neither can say what the other does not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from foundation.workflow.rules import Refused

SIDE_MAX = 60
"""Rows and columns of a plan at most."""
BOOTHS_MAX = 600
LABEL_MAX = 8
_LETTERS = 26

Cell = tuple[int, int]
"""Row and column, from 0."""


class PlanRefusal(StrEnum):
    """Why a plan cannot be drawn like this."""

    SIZE = "size"
    OUTSIDE = "outside"
    OVERLAP = "overlap"
    NOT_THERE = "not_there"
    NO_RECTANGLE = "no_rectangle"
    TWO_TYPES = "two_types"
    LABEL = "label"
    LABEL_TWICE = "label_twice"
    TOO_MANY = "too_many"
    IN_USE = "in_use"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A booth on the grid: its first cell, how far it reaches, its label, its type by code."""

    row: int
    column: int
    label: str
    type: str
    height: int = 1
    width: int = 1

    def cells(self) -> Iterator[Cell]:
        """Every cell it covers."""
        yield from product(range(self.row, self.row + self.height), range(self.column, self.column + self.width))


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows, columns, and the booths in the order in which they are read: by row, then by column."""

    rows: int
    columns: int
    blocks: tuple[Block, ...] = ()

    def block(self, label: str) -> Block:
        """Return the booth of a label. Raises `Refused`."""
        for one in self.blocks:
            if one.label == label:
                return one
        raise Refused(PlanRefusal.NOT_THERE)

    def at(self, cell: Cell) -> Block | None:
        """Return the booth that covers a cell; None for an aisle."""
        return next((one for one in self.blocks if cell in set(one.cells())), None)


def drawn(rows: int, columns: int, blocks: Iterable[Block]) -> Plan:
    """Return a plan of these booths. Raises `Refused` with why there can be none."""
    made = tuple(sorted(blocks))
    if not (1 <= rows <= SIDE_MAX and 1 <= columns <= SIDE_MAX):
        raise Refused(PlanRefusal.SIZE)
    if len(made) > BOOTHS_MAX:
        raise Refused(PlanRefusal.TOO_MANY)
    for one in made:
        _check(one, rows, columns)
    if any(many > 1 for many in Counter(one.label for one in made).values()):
        raise Refused(PlanRefusal.LABEL_TWICE)
    if any(many > 1 for many in Counter(cell for one in made for cell in one.cells()).values()):
        raise Refused(PlanRefusal.OVERLAP)
    return Plan(rows, columns, made)


def filled(
    rows: int, columns: int, type_code: str, *, aisles: Collection[int] = (), ways: Collection[int] = ()
) -> Plan:
    """Return a plan with a booth on every cell but for rows that are aisles and columns that are ways."""
    cells = product(range(max(rows, 0)), range(max(columns, 0)))
    free = [(row, column) for row, column in cells if row not in aisles and column not in ways]
    blocks = (Block(row, column, label, type_code) for (row, column), label in zip(free, _labels(free), strict=True))
    return drawn(rows, columns, blocks)


def merge(plan: Plan, labels: Collection[str], *, in_use: Collection[str] = ()) -> Plan:
    """Return the plan with these booths, a rectangle of one type, as one that keeps the first label."""
    _free(labels, in_use)
    parts = sorted(plan.block(label) for label in set(labels))
    if not parts:
        raise Refused(PlanRefusal.NOT_THERE)
    if len({one.type for one in parts}) > 1:
        raise Refused(PlanRefusal.TWO_TYPES)
    cells = {cell for one in parts for cell in one.cells()}
    top, left = min(row for row, _ in cells), min(column for _, column in cells)
    bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
    height, width = bottom - top + 1, right - left + 1
    if height * width != len(cells):
        raise Refused(PlanRefusal.NO_RECTANGLE)
    whole = Block(top, left, parts[0].label, parts[0].type, height, width)
    return drawn(plan.rows, plan.columns, [*_without(plan, labels), whole])


def split(plan: Plan, label: str, *, in_use: Collection[str] = ()) -> Plan:
    """Return the plan with a booth of several cells as booths of one each; the first keeps the label."""
    _free([label], in_use)
    whole = plan.block(label)
    others = _without(plan, [label])
    used = {label, *(one.label for one in others)}
    blocks = []
    for number, (row, column) in enumerate(whole.cells()):
        name = label if number == 0 else _unused(row, used)
        used.add(name)
        blocks.append(Block(row, column, name, whole.type))
    return drawn(plan.rows, plan.columns, [*others, *blocks])


def make_aisle(plan: Plan, labels: Collection[str], *, in_use: Collection[str] = ()) -> Plan:
    """Return the plan with aisle where these booths were."""
    _free(labels, in_use)
    for label in labels:
        plan.block(label)
    return drawn(plan.rows, plan.columns, _without(plan, labels))


def make_booths(plan: Plan, cells: Collection[Cell], type_code: str) -> Plan:
    """Return the plan with a booth on each of these cells that are aisle."""
    if not all(0 <= row < plan.rows and 0 <= column < plan.columns for row, column in cells):
        raise Refused(PlanRefusal.OUTSIDE)
    used = {one.label for one in plan.blocks}
    added = []
    for row, column in sorted(set(cells)):
        label = _unused(row, used)
        used.add(label)
        added.append(Block(row, column, label, type_code))
    return drawn(plan.rows, plan.columns, [*plan.blocks, *added])


def rename(plan: Plan, label: str, new: str, *, in_use: Collection[str] = ()) -> Plan:
    """Return the plan with another label for a booth; one that is taken stands on papers already."""
    _free([label], in_use)
    renamed = replace(plan.block(label), label=new)
    return drawn(plan.rows, plan.columns, [*_without(plan, [label]), renamed])


def retype(plan: Plan, labels: Collection[str], type_code: str, *, in_use: Collection[str] = ()) -> Plan:
    """Return the plan with these booths of another type; whoever took one did so at its price."""
    _free(labels, in_use)
    changed = [replace(plan.block(label), type=type_code) for label in set(labels)]
    return drawn(plan.rows, plan.columns, [*_without(plan, labels), *changed])


def resize(plan: Plan, rows: int, columns: int, *, in_use: Collection[str] = ()) -> Plan:
    """Return the plan on a grid of another size; booths that would stand outside go, unless one of them is taken."""
    kept = [one for one in plan.blocks if one.row + one.height <= rows and one.column + one.width <= columns]
    _free({one.label for one in plan.blocks} - {one.label for one in kept}, in_use)
    return drawn(rows, columns, kept)


def _check(block: Block, rows: int, columns: int) -> None:
    inside = block.row >= 0 and block.column >= 0 and block.height >= 1 and block.width >= 1
    if not inside or block.row + block.height > rows or block.column + block.width > columns:
        raise Refused(PlanRefusal.OUTSIDE)
    if not 1 <= len(block.label) <= LABEL_MAX or not block.label.replace("-", "").isalnum():
        raise Refused(PlanRefusal.LABEL)


def _free(labels: Collection[str], in_use: Collection[str]) -> None:
    if set(labels) & set(in_use):
        raise Refused(PlanRefusal.IN_USE)


def _without(plan: Plan, labels: Collection[str]) -> list[Block]:
    return [one for one in plan.blocks if one.label not in labels]


def _labels(cells: Iterable[Cell]) -> Iterator[str]:
    """Labels row by row: rows that hold booths are A, B, …, Z, AA; booths in them are 01, 02 and so on."""
    letters: dict[int, str] = {}
    counted = Counter[int]()
    for row, _ in cells:
        letters.setdefault(row, _row_letters(len(letters)))
        counted[row] += 1
        yield f"{letters[row]}{counted[row]:02d}"


def _row_letters(number: int) -> str:
    before, last = divmod(number, _LETTERS)
    return (_row_letters(before - 1) if before else "") + chr(ord("A") + last)


def _unused(row: int, used: Collection[str]) -> str:
    letters = _row_letters(row)
    return next(label for label in (f"{letters}{number:02d}" for number in range(1, 1000)) if label not in used)
