"""Places, as the house gets them."""

from foundation.places.queries import check_places
from foundation.places.services import load_places
from foundation.rooms.house import Check, Room

ROOM = Room(
    name="foundation.places",
    loaders=(("places", load_places),),
    checks=(Check("places", lambda session, _: check_places(session)),),
)
