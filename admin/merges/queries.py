"""Merges on record, producers that may be one, and producers found by name."""

from itertools import pairwise

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from admin.merges.models import ProducerMerge
from catalog.producers.models import Producer
from catalog.producers.rules import producer_key
from foundation.i18n.text import fold
from foundation.permissions.queries import within
from foundation.permissions.rules import Scope

FOUND_MAX = 50
SHOWN = 20


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
