"""What is searched of an event."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.rules import StandingCode
from foundation.places.addresses import names_of
from foundation.places.gazetteer import Gazetteer, gazetteer
from foundation.search.documents import Document
from marketplace.events.models import EVENT, Event
from marketplace.events.rules import PUBLIC
from marketplace.events.wording import KIND_PHRASES

Told = tuple[Event, Gazetteer]


class EventRecords:
    """Real public events as the search engine sees them."""

    name = EVENT

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def ids(self, session: Session) -> Iterator[int]:
        """Every one's id."""
        return iter(session.scalars(select(Event.id).where(~Event.is_demo).order_by(Event.id)).all())

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, Told]:
        """Events by id; one query, and that of places."""
        places = gazetteer(session)
        found = session.scalars(select(Event).where(Event.id.in_(ids), ~Event.is_demo))
        return {one.id: (one, places) for one in found}

    def is_listed(self, record: Told) -> bool:
        """Return whether it has a page."""
        return record[0].state in PUBLIC

    def document(self, record: Told) -> Document:
        """Return its name, its organiser, its kind and its place in both eras."""
        event, places = record
        told = [one for one in (event.venue, event.address) if one]
        return Document(
            kind=EVENT,
            number=event.id,
            name=event.name,
            owner=event.organiser or "",
            place=", ".join((*told, *names_of(places, places.units[event.place_id]))),
            group=", ".join((*KIND_PHRASES[event.kind], *([event.theme] if event.theme else []))),
            # No standing: events take no turns among products.
            columns={"province": int(event.province_code), "standing": len(StandingCode)},
            sort_key=event.sort_key,
        )
