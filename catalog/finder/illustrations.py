"""Illustrations: the demonstration beside the real records. They are found by themselves and counted nowhere."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.finder.cards import Card, cards_by_id
from catalog.finder.producer_cards import ProducerCard, ProducerQuery, illustrated_producers
from catalog.finder.product_search import Catalogue, illustrated
from catalog.finder.rules import Filters
from catalog.producers.models import Producer
from foundation.config.settings import Settings
from foundation.search.index import SearchUnavailable

SHOWN = 8
"""Illustrations beneath a list: it is the real records that a reader came for."""


def are_shown() -> bool:
    """Whether this installation shows illustrations at all (OCOP_ILLUSTRATIONS)."""
    settings: Settings = current_app.config["OCOP_SETTINGS"]
    return settings.illustrations


def is_hidden(*, is_demo: bool) -> bool:
    """Whether a record is an illustration where none are shown."""
    return is_demo and not are_shown()


def products_beside(catalogue: Catalogue, filters: Filters) -> list[Card]:
    """Illustrations that have all a reader asked for; two queries, and none where there are no illustrations."""
    if not _are_any(catalogue):
        return []
    try:
        numbers = [hit.number for hit in illustrated(catalogue, filters, most=SHOWN)]
    except SearchUnavailable:
        return []
    found = cards_by_id(catalogue.session, numbers)
    return [found[number] for number in numbers if number in found]


def illustrations_beside(catalogue: Catalogue, asked: ProducerQuery) -> list[ProducerCard]:
    """Return the demonstration's producers a reader asked for."""
    return illustrated_producers(catalogue.session, asked, SHOWN) if _are_any(catalogue) else []


def _are_any(catalogue: Catalogue) -> bool:
    known = catalogue.index.cached(("illustrations",), lambda: _exists(catalogue.session))
    return are_shown() and known


def _exists(session: Session) -> bool:
    return session.scalar(select(Producer.id).where(Producer.is_demo).limit(1)) is not None
