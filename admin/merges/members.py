"""What a merge of producers means to their members: nobody's rights move without an appointment."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.producers.merging import Change, Obstacle
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_SCOPE
from foundation.audit.rules import Actor
from foundation.permissions.models import Appointment
from foundation.permissions.rules import LASTING, different_people


def has_represented(session: Session, actor: Actor, producer_ids: Collection[int], today: date) -> bool:
    """Whether somebody or whom they act for speaks for one of these or was asked to, at whatever time."""
    held = select(Appointment).filter_by(scope_kind=PRODUCER_SCOPE).where(Appointment.object_id.in_(producer_ids))
    held = held.where(Appointment.offer.in_(LASTING), or_(Appointment.ends_on.is_(None), Appointment.ends_on > today))
    return not all(different_people(Actor(one.account_id), actor) for one in session.scalars(held))


class MembersMerge:
    """Whoever acts for the producer that goes keeps it from going: rights over a producer are given, never moved."""

    name = "members"

    def obstacles(self, session: Session, kept: Producer, merged: Producer) -> Iterator[Obstacle]:
        """Appointments for the producer that goes which have not ended."""
        del kept
        held = select(Appointment.id).filter_by(scope_kind=PRODUCER_SCOPE, object_id=merged.id, ends_on=None)
        if session.scalar(held.where(Appointment.offer.in_(LASTING)).limit(1)):
            yield Obstacle.HAS_MEMBERS

    def changes(self, session: Session, kept: Producer, merged: Producer) -> list[Change]:
        """Nothing."""
        del session, kept, merged
        return []

    def merge(self, session: Session, kept: Producer, merged: Producer) -> dict[str, Any]:
        """Nothing moves."""
        del session, kept, merged
        return {}

    def undo(self, session: Session, kept: Producer, merged: Producer, moved: dict[str, Any]) -> None:
        """Nothing moved."""
        del session, kept, merged, moved
