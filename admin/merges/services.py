"""Merging producers and taking it back, with who did it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.merges.members import has_represented
from admin.merges.models import ProducerMerge
from admin.merges.queries import merge_by_id
from catalog.producers import merging
from catalog.producers.merging import Hooks, Obstacle
from catalog.producers.models import Producer
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.config.settings import VIETNAM
from foundation.workflow.rules import Refused


def merge(
    session: Session, actor: Actor, kept: Producer, merged: Producer, hooks: Hooks, *, now: datetime
) -> ProducerMerge:
    """Make one of two; refused for what stands against it now, whatever the preview said."""
    held = select(Producer).where(Producer.id.in_([kept.id, merged.id])).order_by(Producer.id)
    session.scalars(held.with_for_update().execution_options(populate_existing=True)).all()
    if why := against(session, actor, kept, merged, hooks, now=now):
        raise Refused(*why)
    moved = merging.merge(session, kept, merged, hooks)
    done = ProducerMerge(kept=kept, merged=merged, moved=moved, merged_by_id=actor.account_id, merged_at=now)
    session.add(done)
    session.flush()
    after = {"kept": kept.id, "merged": merged.id}
    record(session, actor, "producer:merge", kept.id, after=after, place_id=kept.place_id, is_public=True)
    return done


def against(
    session: Session, actor: Actor, kept: Producer, merged: Producer, hooks: Hooks, *, now: datetime
) -> list[Obstacle]:
    """Everything that stands against this merge by this officer.

    Whoever speaks for the record that stays would speak for all that the other had: nobody gives themselves that.
    """
    own = has_represented(session, actor, [kept.id, merged.id], now.astimezone(VIETNAM).date())
    return [*merging.obstacles(session, kept, merged, hooks), *([Obstacle.OWN_RECORD] if own else [])]


def undo(session: Session, actor: Actor, merge_id: int, hooks: Hooks, *, now: datetime) -> None:
    """Make two of one again; once."""
    done = merge_by_id(session, merge_id, lock=True)
    if done is None or done.undone_at or done.kept.merged_into_id:
        raise Refused(Obstacle.MERGED_ALREADY)
    merging.undo(session, done.kept, done.merged, done.moved, hooks)
    done.undone_at, done.undone_by_id = now, actor.account_id
    session.flush()
    after = {"kept": done.kept_id, "merged": done.merged_id}
    record(session, actor, "producer:unmerge", done.kept_id, after=after, place_id=done.kept.place_id, is_public=True)
