"""What is searched of a point of sale."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.rules import StandingCode
from foundation.places.addresses import names_of
from foundation.places.gazetteer import Gazetteer, gazetteer
from foundation.search.documents import Document
from marketplace.outlets.models import OUTLET, Outlet
from marketplace.outlets.rules import State

OutletRecord = tuple[Outlet, Gazetteer]


class OutletKind:
    """Real points of sale as the search engine sees them."""

    name = OUTLET

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def ids(self, session: Session) -> Iterator[int]:
        """Every one's id."""
        return iter(session.scalars(select(Outlet.id).where(~Outlet.is_demo).order_by(Outlet.id)).all())

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, OutletRecord]:
        """Points of sale by id; one query, and that of places."""
        places = gazetteer(session)
        found = session.scalars(select(Outlet).where(Outlet.id.in_(ids), ~Outlet.is_demo))
        return {one.id: (one, places) for one in found}

    def is_listed(self, record: OutletRecord) -> bool:
        """Return what is approved and has not closed."""
        return record[0].state is State.APPROVED

    def document(self, record: OutletRecord) -> Document:
        """Its name, its operator and its place in both eras."""
        outlet, places = record
        unit = places.units[outlet.place_id] if outlet.place_id else None
        return Document(
            kind=OUTLET,
            number=outlet.id,
            name=outlet.name,
            owner=outlet.operator or "",
            place=", ".join((*([outlet.address] if outlet.address else []), *(names_of(places, unit) if unit else ()))),
            # No standing: points of sale take no turns among products.
            columns={"province": int(outlet.province_code or 0), "standing": len(StandingCode)},
            sort_key=outlet.sort_key,
        )
