"""Merging producers and taking it back, with who did it."""

from datetime import datetime
from itertools import pairwise

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from admin.verification.members import has_represented
from admin.verification.models import ProducerMerge
from catalog.producers import merging
from catalog.producers.merging import Hooks, Obstacle
from catalog.producers.models import Producer
from catalog.producers.rules import producer_key
from foundation.audit.rules import Actor
from foundation.audit.services import record
from foundation.config.settings import VIETNAM
from foundation.i18n.text import fold
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope
from foundation.workflow.rules import Refused

FOUND_MAX = 50
SHOWN = 20


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


def merge_by_id(session: Session, merge_id: int, *, lock: bool = False) -> ProducerMerge | None:
    """Return the merge with both producers."""
    wanted = select(ProducerMerge).filter_by(id=merge_id)
    wanted = wanted.options(joinedload(ProducerMerge.kept), joinedload(ProducerMerge.merged))
    if lock:
        wanted = wanted.with_for_update(of=ProducerMerge).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def merges(session: Session, scope: Scope) -> list[ProducerMerge]:
    """Return the last merges within a scope."""
    wanted = select(ProducerMerge).join(Producer, Producer.id == ProducerMerge.kept_id)
    wanted = wanted.where(within(scope, Producer.place_id)).order_by(ProducerMerge.id.desc()).limit(SHOWN)
    return list(session.scalars(wanted.options(joinedload(ProducerMerge.kept), joinedload(ProducerMerge.merged))))


def likely_pairs(session: Session, scope: Scope) -> list[tuple[Producer, Producer]]:
    """Return producers of one province whose names have one key: two legal forms or two communes of one, perhaps."""
    rows = session.scalars(
        select(Producer)
        .where(within(scope, Producer.place_id), Producer.merged_into_id.is_(None))
        .order_by(Producer.province_code, Producer.name_key, Producer.id)
    ).all()
    pairs = pairwise(rows)
    return [
        (one, other)
        for one, other in pairs
        if (one.province_code, one.name_key) == (other.province_code, other.name_key)
    ][:SHOWN]


def producers_named(session: Session, scope: Scope, words: str) -> list[Producer]:
    """Return producers within a scope whose name has these words."""
    key = producer_key(words) if fold(words) else ""
    wanted = select(Producer).where(within(scope, Producer.place_id), Producer.merged_into_id.is_(None))
    for word in key.split():
        bare = Producer.name_key.contains(word, autoescape=True)
        wanted = wanted.where(or_(bare, Producer.slug.contains(word, autoescape=True)))
    return list(session.scalars(wanted.order_by(Producer.sort_key, Producer.id).limit(FOUND_MAX))) if key else []
