"""Recording what is not on record yet: a product with its producer, from an officer's own words."""

from sqlalchemy.orm import Session

from catalog.intake.matching import RowInput
from catalog.producers.models import PRODUCER, Producer
from catalog.producers.queries import producers_by_key
from catalog.producers.rules import identity_key
from catalog.producers.services import add_producer
from catalog.products.models import Product
from catalog.products.queries import group_ids, product_named
from catalog.products.services import ProductFacts, add_product
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import Location, locate
from foundation.places.models import REFORM, Place
from foundation.search.services import mark_changed


def record_new(session: Session, province: Place, row: RowInput, *, written: int, is_demo: bool = False) -> Product:
    """Return the product of a row, recorded where it is new, as its producer may be; one of both names is that."""
    place = location_of(session, province, row.commune, row.district, written=written)
    maker = _producer(session, row, place, is_demo=is_demo)
    facts = ProductFacts(
        name=row.name,
        former_province_code=maker.former_province_code,
        province_code=province.code,
        place_id=place.place.id if place.place else province.id,
        producer_id=maker.id,
        commune_text=row.commune or None,
        district_text=row.district or None,
        is_demo=is_demo,
    )
    known = product_named(session, maker.id, facts.name, facts.former_province_code)
    found = known or add_product(session, facts, group_ids(session))
    session.flush()
    return found


def location_of(session: Session, province: Place, commune: str, district: str = "", *, written: int) -> Location:
    """Where a commune lies: in the province of today or in one of those it was formed from; else what is certain.

    A commune is never invented: one that several have, or none, leaves what is certain above it.
    """
    places = gazetteer(session)
    formers = places.former_provinces_of(province.code)
    years = (written, REFORM.year) if commune else (written,)
    tried = [
        locate(places, former.name, district, commune, written=year)
        for year in years
        for former in formers
        if places.province_code_now(former.code) == province.code
    ]
    certain = [one for one in tried if commune and one.commune and not one.doubts]
    within = [one for one in tried if one.district]
    named = [one for one in tried if one.former_province and one.former_province.name == province.name]
    return (certain or within or named or tried)[0]


def _producer(session: Session, row: RowInput, place: Location, *, is_demo: bool) -> Producer:
    """Return the producer with this name in this former province, recorded if it is new."""
    key = identity_key(row.producer, is_demo=is_demo)
    home = place.former_province.code if place.former_province else ""
    known = producers_by_key(session, [key]).get((key, home))
    if known:
        return known[0]
    maker = add_producer(
        session,
        name=row.producer,
        former_province_code=home,
        province_code=str(place.province_code),
        place_id=place.place.id if place.place else 0,
        commune_text=row.commune or None,
        is_demo=is_demo,
    )
    session.flush()
    mark_changed(session, PRODUCER, [maker.id])
    return maker
