"""The steps of drawing a plan, each one form: what it needs, and the plan it makes of the one that is kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.workflow.rules import Refused
from marketplace.booths.models import BoothFair
from marketplace.booths.plan_rules import (
    Plan,
    PlanRefusal,
    filled,
    make_aisle,
    make_booths,
    merge,
    rename,
    resize,
    retype,
    split,
)
from marketplace.booths.plan_words import labels_of, numbers_of
from marketplace.booths.planning import in_use, plan_of, save_plan, set_zone, zone_named


class Step(StrEnum):
    """What is done to booths that were chosen."""

    AISLE = "aisle"
    MERGE = "merge"
    SPLIT = "split"
    RETYPE = "retype"
    ZONE = "zone"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which booths are meant: those ticked in the table and those named in a line; with what else a step needs."""

    step: Step
    ticked: tuple[str, ...] = ()
    named: str = ""
    type: str = ""
    zone: str = ""
    label: str = ""

    def labels(self, plan: Plan) -> list[str]:
        """Return the booths that are meant. Raises `Refused` where there is none."""
        found = list(dict.fromkeys([*self.ticked, *labels_of(self.named, plan)]))
        if not found:
            raise Refused(PlanRefusal.NOT_THERE)
        return found

    def label_of_one(self, plan: Plan) -> str:
        """Return the only booth that is meant. Raises `Refused`."""
        found = self.labels(plan)
        if len(found) > 1:
            raise Refused(PlanRefusal.LABEL_TWICE)
        return found[0]


_STEPS: Mapping[Step, Callable[[Plan, Choice, Collection[str]], Plan]] = {
    Step.AISLE: lambda plan, sent, taken: make_aisle(plan, sent.labels(plan), in_use=taken),
    Step.MERGE: lambda plan, sent, taken: merge(plan, sent.labels(plan), in_use=taken),
    Step.SPLIT: lambda plan, sent, taken: split(plan, sent.label_of_one(plan), in_use=taken),
    Step.RETYPE: lambda plan, sent, taken: retype(plan, sent.labels(plan), sent.type, in_use=taken),
    Step.RENAME: lambda plan, sent, taken: rename(plan, sent.label_of_one(plan), sent.label, in_use=taken),
}


def change(session: Session, actor: Actor, fair: BoothFair, sent: Choice, *, now: datetime) -> None:
    """Do a step to the booths that were chosen. Raises `Refused`."""
    plan = plan_of(session, fair)
    if sent.step is Step.ZONE:
        chosen = sent.labels(plan)
        set_zone(session, actor, fair, chosen, zone_named(session, fair, sent.zone) if sent.zone else None)
        return
    changed = _STEPS[sent.step](plan, sent, in_use(session, fair.event_id))
    save_plan(session, actor, fair, changed, now=now)


@dataclass(frozen=True, slots=True)
class Grid:
    """A plan drawn anew: its size, the type of its booths, rows that are aisles and columns that are ways."""

    rows: int
    columns: int
    type: str
    aisles: str = ""
    ways: str = ""


def draw(session: Session, actor: Actor, fair: BoothFair, sent: Grid, *, now: datetime) -> None:
    """Draw the plan anew, with a booth on every cell that is no aisle. Raises `Refused`."""
    aisles, ways = numbers_of(sent.aisles), numbers_of(sent.ways)
    plan = filled(sent.rows, sent.columns, sent.type, aisles=aisles, ways=ways)
    save_plan(session, actor, fair, plan, now=now)


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of aisle on which booths are put, and the size of the plan."""

    rows: int
    columns: int
    type: str = ""
    in_rows: str = ""
    in_columns: str = ""


def extend(session: Session, actor: Actor, fair: BoothFair, sent: Cells, *, now: datetime) -> None:
    """Give the plan another size, and put booths on cells of it that are free. Raises `Refused`."""
    plan = resize(plan_of(session, fair), sent.rows, sent.columns, in_use=in_use(session, fair.event_id))
    asked = [(row, column) for row in numbers_of(sent.in_rows) for column in numbers_of(sent.in_columns)]
    free = [cell for cell in asked if plan.at(cell) is None]
    save_plan(session, actor, fair, make_booths(plan, free, sent.type) if free else plan, now=now)
