"""An organiser prepares the booths of a fair: rules, types, zones, the plan; and opens it for registration."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.workflow.rules import Refused
from marketplace.booths.allocation_rules import Allocation, Measure
from marketplace.booths.claim_rules import ClaimState
from marketplace.booths.claims import lock_fair
from marketplace.booths.models import (
    Booth,
    BoothCriterion,
    BoothFair,
    BoothQuota,
    BoothType,
    BoothZone,
    SubsidyProgramme,
)
from marketplace.booths.plan_rules import Block, Plan, PlanRefusal, drawn
from marketplace.booths.queries import booths_of
from marketplace.booths.registering_models import BoothClaim, BoothRegistration
from marketplace.booths.rules import BoothRefusal
from marketplace.events.models import Event

_PUBLISHED = frozenset({"allocation", "min_stars", "subsidy_id"})
"""What registering producers rely on: it stands once the fair is open."""


@dataclass(frozen=True, slots=True)
class TypeInput:
    """What is said of a type of booth."""

    code: str
    name: str
    size: str
    price_dong: int
    equipment: str = ""


def set_up(session: Session, actor: Actor, event: Event, allocation: Allocation, **facts: Any) -> BoothFair:
    """Let an event give booths; it is being prepared from now on."""
    made = BoothFair(event_id=event.id, allocation=allocation, **facts)
    session.add(made)
    note(session, actor, made, "set-up")
    return made


def edit(session: Session, actor: Actor, fair: BoothFair, told: Mapping[str, Any]) -> None:
    """Change how booths are given and paid; what was published stands. Raises `Refused`."""
    lock_fair(session, fair.event_id)
    changed = {name for name, value in told.items() if getattr(fair, name) != value}
    if fair.opens_at is not None and changed & _PUBLISHED:
        raise Refused(BoothRefusal.RULES_PUBLISHED)
    for name in changed:
        setattr(fair, name, told[name])
    note(session, actor, fair, "edit")


def set_rules(
    session: Session, actor: Actor, fair: BoothFair, points: Mapping[Measure, int], quotas: Mapping[str, int]
) -> None:
    """Say by which criteria and quotas booths are given; they are published with the opening. Raises `Refused`."""
    lock_fair(session, fair.event_id)
    if fair.opens_at is not None:
        raise Refused(BoothRefusal.RULES_PUBLISHED)
    fair.criteria.clear()
    fair.quotas.clear()
    session.flush()
    fair.criteria.extend(BoothCriterion(measure=one, points=many) for one, many in points.items() if many)
    fair.quotas.extend(BoothQuota(province_code=code, booths=many) for code, many in quotas.items())
    note(session, actor, fair, "set-rules")


def add_type(session: Session, actor: Actor, fair: BoothFair, told: TypeInput) -> BoothType:
    """Add a type of booth."""
    made = BoothType(event_id=fair.event_id, **{name: getattr(told, name) for name in TypeInput.__slots__})
    session.add(made)
    note(session, actor, fair, "add-type")
    session.expire(fair, ["types"])
    return made


def edit_type(session: Session, actor: Actor, fair: BoothFair, kind: BoothType, told: TypeInput) -> None:
    """Correct a type; whoever has one was told its price. Raises `Refused`."""
    lock_fair(session, fair.event_id)
    if told.price_dong != kind.price_dong and in_use(session, fair.event_id, kind.id):
        raise Refused(BoothRefusal.RULES_PUBLISHED)
    for name in TypeInput.__slots__:
        setattr(kind, name, getattr(told, name))
    note(session, actor, fair, "edit-type")


def remove_type(session: Session, actor: Actor, fair: BoothFair, kind: BoothType) -> None:
    """Take a type away of which there is no booth and nobody wants one. Raises `Refused`."""
    lock_fair(session, fair.event_id)
    asked = select(func.count()).select_from(BoothRegistration).filter_by(event_id=fair.event_id, type_id=kind.id)
    used = select(func.count()).select_from(Booth).filter_by(event_id=fair.event_id, type_id=kind.id)
    if session.scalar(asked) or session.scalar(used):
        raise Refused(BoothRefusal.IN_USE)
    session.delete(kind)
    note(session, actor, fair, "remove-type")
    session.expire(fair, ["types"])


def zone_named(session: Session, fair: BoothFair, name: str) -> BoothZone:
    """Return the zone of a name; made where there is none."""
    known = session.scalars(select(BoothZone).filter_by(event_id=fair.event_id, name=name)).one_or_none()
    if known is None:
        known = BoothZone(event_id=fair.event_id, name=name)
        session.add(known)
        session.flush()
        session.expire(fair, ["zones"])
    return known


def add_programme(session: Session, actor: Actor, fair: BoothFair, **facts: Any) -> SubsidyProgramme:
    """Enter a programme by its published decision; a fair that is not open yet names it at once. Raises `Refused`."""
    if session.scalar(select(SubsidyProgramme.id).filter_by(decision=facts["decision"])):
        raise Refused(BoothRefusal.HAS_ONE)
    made = SubsidyProgramme(place_id=session.get_one(Event, fair.event_id).place_id, provinces=[], **facts)
    session.add(made)
    session.flush()
    if fair.opens_at is None:
        fair.subsidy_id = made.id
    note(session, actor, fair, "add-programme", percent=made.percent)
    return made


def plan_of(session: Session, fair: BoothFair) -> Plan:
    """Return the plan as it is kept."""
    blocks = [
        Block(one.row, one.column, one.label, one.type.code, one.height, one.width)
        for one in booths_of(session, fair.event_id)
    ]
    return Plan(fair.rows, fair.columns, tuple(sorted(blocks)))


def in_use(session: Session, event_id: int, type_id: int | None = None) -> frozenset[str]:
    """Return the labels of booths that somebody has or holds: the plan keeps them as they are."""
    taken = select(Booth.label).join(BoothClaim, BoothClaim.booth_id == Booth.id)
    taken = taken.where(Booth.event_id == event_id, BoothClaim.state != ClaimState.RELEASED)
    if type_id is not None:
        taken = taken.where(Booth.type_id == type_id)
    return frozenset(session.scalars(taken))


def save_plan(session: Session, actor: Actor, fair: BoothFair, plan: Plan, *, now: datetime) -> None:
    """Bring the booths to a plan; those that somebody has must be on it as they are. Raises `Refused`."""
    lock_fair(session, fair.event_id)
    wanted = drawn(plan.rows, plan.columns, plan.blocks)
    types = {one.code: one for one in fair.types}
    if not {block.type for block in wanted.blocks} <= types.keys():
        raise Refused(PlanRefusal.NOT_THERE)
    kept = {one.label: one for one in booths_of(session, fair.event_id)}
    _refuse_taken(kept, wanted, in_use(session, fair.event_id))
    by_label = {block.label: block for block in wanted.blocks}
    for label, booth in kept.items():
        if label not in by_label or _block(booth) != by_label[label]:
            booth.removed_at = now
    session.flush()
    stands = {label for label, booth in kept.items() if booth.removed_at is None}
    zones = {label: booth.zone_id for label, booth in kept.items()}
    session.add_all(
        _booth(fair, block, types, zones.get(block.label)) for block in wanted.blocks if block.label not in stands
    )
    fair.rows, fair.columns = wanted.rows, wanted.columns
    note(session, actor, fair, "save-plan", booths=len(wanted.blocks))


def set_zone(session: Session, actor: Actor, fair: BoothFair, labels: Collection[str], zone: BoothZone | None) -> None:
    """Put booths into a zone, or into none."""
    for booth in booths_of(session, fair.event_id):
        if booth.label in labels:
            booth.zone_id = zone.id if zone else None
    note(session, actor, fair, "set-zone", booths=len(labels))


def open_booking(session: Session, actor: Actor, fair: BoothFair, opens_at: datetime, closes_at: datetime) -> None:
    """Say from when until when producers register; what was published stands from now on. Raises `Refused`."""
    lock_fair(session, fair.event_id)
    if closes_at <= opens_at:
        raise Refused(BoothRefusal.TOO_LATE)
    booths = booths_of(session, fair.event_id)
    if not booths:
        raise Refused(BoothRefusal.NO_BOOTHS)
    if fair.payee_id is None and any(booth.type.price_dong for booth in booths):
        raise Refused(BoothRefusal.NO_PAYEE)
    if (fair.allocation is Allocation.SELECTION and not fair.criteria) or (
        fair.allocation is Allocation.QUOTA and not fair.quotas
    ):
        raise Refused(BoothRefusal.NO_RULE)
    fair.opens_at, fair.closes_at = opens_at, closes_at
    note(session, actor, fair, "open", booths=len(booths))


def close_booking(session: Session, actor: Actor, fair: BoothFair, *, now: datetime) -> None:
    """End registration now. Raises `Refused`."""
    lock_fair(session, fair.event_id)
    if fair.opens_at is None or fair.opens_at >= now:
        raise Refused(BoothRefusal.NOT_OPEN)
    fair.closes_at = now
    note(session, actor, fair, "close")


def note(session: Session, actor: Actor, fair: BoothFair, verb: str, **facts: Any) -> None:
    """Keep in the audit what was done to the booths of a fair."""
    session.flush()
    after = {"allocation": fair.allocation, **facts}
    event = session.get_one(Event, fair.event_id)
    record(session, actor, f"booth-fair:{verb}", fair.event_id, after=after, place_id=event.place_id)


def _refuse_taken(kept: Mapping[str, Booth], wanted: Plan, taken: Collection[str]) -> None:
    blocks = {block.label: block for block in wanted.blocks}
    if any(blocks.get(label) != _block(kept[label]) for label in taken if label in kept):
        raise Refused(PlanRefusal.IN_USE)


def _block(booth: Booth) -> Block:
    return Block(booth.row, booth.column, booth.label, booth.type.code, booth.height, booth.width)


def _booth(fair: BoothFair, block: Block, types: Mapping[str, BoothType], zone_id: int | None) -> Booth:
    return Booth(
        event_id=fair.event_id,
        type_id=types[block.type].id,
        zone_id=zone_id,
        label=block.label,
        row=block.row,
        column=block.column,
        height=block.height,
        width=block.width,
    )
