"""What this room brings to pages of others: a fair's booths on its page, fairs to come on a product's."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.finder.illustrations import are_shown
from catalog.producers.addresses import producer_page
from catalog.producers.models import Producer
from marketplace.booths.context import BoothContext
from marketplace.booths.models import BoothFair
from marketplace.booths.registering_models import BoothProduct, BoothRegistration
from marketplace.booths.rules import TAKES_PART
from marketplace.events.models import Event
from marketplace.events.rules import State

SHOWN = 60
"""Producers named on a fair's page."""


def event_slot(session: Session, event_ids: Collection[int], today: date) -> Mapping[int, dict[str, Any]]:
    """Return the booths of events that give some and are open or were: types, rules, who takes part."""
    del today
    page, told = BoothContext(session), {}
    fairs = session.scalars(select(BoothFair).where(BoothFair.event_id.in_(event_ids), BoothFair.opens_at.is_not(None)))
    for fair in fairs:
        found = _taking_part(session, fair.event_id)
        told[fair.event_id] = {
            "page": page,
            "fair": fair,
            "free": page.free(fair),
            "taking_part": found[:SHOWN],
            "total": len(found),
            "producer_page": lambda producer: producer_page(producer, page.lang),
        }
    return told


def product_slot(session: Session, product_ids: Collection[int], today: date) -> Mapping[int, dict[str, Any]]:
    """Return the fairs to come that products are shown at; one query, and one for where they stand."""
    wanted = (
        select(BoothProduct, Event)
        .join(BoothRegistration, BoothRegistration.id == BoothProduct.registration_id)
        .join(Event, Event.id == BoothRegistration.event_id)
        .where(BoothProduct.product_id.in_(product_ids), BoothRegistration.state.in_(TAKES_PART))
        .where(Event.state == State.PUBLISHED, Event.last_on >= today)
        .order_by(Event.starts_on, Event.id)
    )
    rows = [(one, event) for one, event in session.execute(wanted) if not event.is_demo or are_shown()]
    if not rows:
        return {}
    page, found = BoothContext(session), defaultdict[int, list[Any]](list)
    labels = {number: page.labels_by_registration(number) for number in {event.id for _, event in rows}}
    for one, event in rows:
        held = ", ".join(labels[event.id].get(one.registration_id, []))
        found[one.product_id].append((one, event, held))
    return {number: {"page": page, "found": listed} for number, listed in found.items()}


def _taking_part(session: Session, event_id: int) -> list[BoothRegistration]:
    wanted = select(BoothRegistration).join(Producer, Producer.id == BoothRegistration.producer_id)
    wanted = wanted.where(BoothRegistration.event_id == event_id, BoothRegistration.state.in_(TAKES_PART))
    return list(session.scalars(wanted.options(joinedload(BoothRegistration.producer)).order_by(Producer.sort_key)))
