"""What this room brings to pages of others: a province's points of sale, and where a product can be bought."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog.finder.illustrations import are_shown
from foundation.i18n.languages import Lang
from foundation.i18n.text import slug as slug_of
from foundation.places.addresses import centre
from foundation.places.gazetteer import gazetteer
from foundation.places.points import Point, distance_km
from marketplace.outlets.context import HERE, OutletContext
from marketplace.outlets.filtering import Filters
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import ListedOutlet, approved_by_ids, selling, shelf

SHELF = 4
"""Points of sale on pages of others; the rest is one step away."""


def section(session: Session, today: date, province: str | None) -> dict[str, Any] | None:
    """Return what a province's page names of points of sale; nothing where there are none, and on the home page."""
    if province is None:
        return None
    found = shelf(session, Filters(provinces=frozenset({province})), most=SHELF, today=today)
    if not found.listed:
        return None
    return {"page": OutletContext(session), "found": found.listed, "total": found.total, "province": province}


def found_by_name(session: Session, numbers: Sequence[int], text: str) -> dict[str, Any]:
    """Return points of sale the site's own search found, in its order; one query."""
    page = OutletContext(session)
    held = approved_by_ids(session, numbers, page.today)
    return {"page": page, "found": [ListedOutlet(held[one]) for one in numbers if one in held], "text": text}


def page_of_named(lang: Lang, name: str, number: int) -> str:
    """Return the page of a point of sale the site's own search knows by its name."""
    return f"{HERE[lang]}{slug_of(name)}-{number}"


def slot(session: Session, product_ids: Collection[int], today: date) -> Mapping[int, dict[str, Any]]:
    """Where products can be bought, nearest to where each is made; one query."""
    places, shown = gazetteer(session), OutletContext(session)
    told = {}
    for number, (place_id, found) in selling(session, product_ids, today).items():
        visible = [one for one in found if not one.is_demo or are_shown()]
        at = centre(places.units[place_id])
        nearest = _nearest_first(visible, at.point if at else None)
        told[number] = {"page": shown, "found": nearest[:SHELF], "total": len(visible), "product": number}
    return {number: data for number, data in told.items() if data["found"]}


def _nearest_first(found: Iterable[Outlet], here: Point | None) -> list[ListedOutlet]:
    listed = [ListedOutlet(one, distance_km(here, one.point) if here and one.point else None) for one in found]
    return sorted(listed, key=lambda one: (one.km is None, one.km or 0, one.outlet.id))
