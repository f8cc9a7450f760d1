"""Writing down which units belong to which, so that lists are limited inside the database."""

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from foundation.permissions.models import TerritoryLink
from foundation.permissions.queries import build_territory
from foundation.places.models import LoadedDataset, Place

DATASET = "territory"
BATCH = 5000


def load_territory(session: Session) -> str:
    """Bring the territory to what the places say; a line for the operator."""
    places = session.get(LoadedDataset, "places")
    loaded = session.get(LoadedDataset, DATASET)
    if places is None or (loaded and loaded.digest == places.digest):
        return "current" if places else "no places"
    count = link_territory(session)
    session.merge(LoadedDataset(name=DATASET, digest=places.digest))
    return f"{count} links"


def link_territory(session: Session) -> int:
    """Write down which units belong to which; how many pairs."""
    built = build_territory(session)
    rows = [
        {"holder_id": holder, "place_id": place}
        for place in session.scalars(select(Place.id).order_by(Place.id)).all()
        for holder in sorted(built.holders(place))
    ]
    session.execute(delete(TerritoryLink))
    for start in range(0, len(rows), BATCH):
        session.execute(insert(TerritoryLink), rows[start : start + BATCH])
    return len(rows)
