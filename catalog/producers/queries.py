"""Reading producers."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.producers.models import Producer


def producer_by_id(session: Session, producer_id: int) -> Producer | None:
    """Return the producer with its place, or None."""
    return session.get(Producer, producer_id, options=[joinedload(Producer.place)])


def producers_by_key(session: Session, keys: Collection[str]) -> dict[tuple[str, str], list[Producer]]:
    """Return producers with one of these keys, by (key, former province code); for a merged one, where it went."""
    found: dict[tuple[str, str], list[Producer]] = {}
    for producer in session.scalars(select(Producer).where(Producer.name_key.in_(keys)).order_by(Producer.id)):
        known = found.setdefault((producer.name_key, producer.former_province_code), [])
        stands = _stands(session, producer)
        if stands not in known:
            known.append(stands)
    return found


def _stands(session: Session, producer: Producer) -> Producer:
    """Return the producer itself, or at the end of its merges the one that stayed."""
    while producer.merged_into_id:
        producer = session.get_one(Producer, producer.merged_into_id)
    return producer
