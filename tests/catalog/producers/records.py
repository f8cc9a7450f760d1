"""Records of this room for the matrix of doors."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy.orm import Session

from catalog.producers.models import Producer
from catalog.producers.services import add_producer
from foundation.places.models import Place
from tests.support.visitors import Maker, Record, Side

_NUMBER = count(10**6)
"""Above the numbers of the producers that a role is held for."""


def new_producer(session: Session, place_id: int, number: int | None = None) -> Producer:
    """A producer in a place, under its number where it has one."""
    place, number = session.get_one(Place, place_id), number or next(_NUMBER)
    made = add_producer(
        session,
        name=f"HTX Bình Minh {number}",
        place_id=place.id,
        former_province_code=place.province_code,
        province_code=place.province_code,
    )
    made.id = number
    session.flush()
    return made


def producer_of(session: Session, side: Side) -> Producer:
    """The producer that a role is held for."""
    return session.get(Producer, side.thing_id) or new_producer(session, side.place_id, side.thing_id)


def _producer(session: Session, side: Side) -> Record:
    return Record({"producer_id": producer_of(session, side).id})


RECORDS: Mapping[str, Maker] = {"producer": _producer}
