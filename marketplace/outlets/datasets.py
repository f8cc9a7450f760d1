"""Points of sale as open data."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.opendata.datasets import Dataset
from catalog.opendata.rules import Cell, Column
from foundation.i18n.languages import DEFAULT, localized
from foundation.places.gazetteer import gazetteer
from foundation.places.models import REFORM
from marketplace.outlets.models import Outlet
from marketplace.outlets.rules import PUBLIC

_PAGE = localized("/{outlets}/")[DEFAULT]


def outlets(session: Session, base_url: str) -> Iterator[tuple[Cell, ...]]:
    """Public points of sale, closed ones too, by id. Turnover is for offices."""
    places = gazetteer(session)
    wanted = select(Outlet).where(Outlet.state.in_(PUBLIC), ~Outlet.is_demo).order_by(Outlet.id)
    for one in session.scalars(wanted.execution_options(yield_per=1000)):
        former = places.former_province(one.former_province_code).name if one.former_province_code else None
        yield (
            one.id,
            one.name,
            one.kind.value,
            one.operator,
            one.address,
            one.commune_text,
            one.district_text,
            one.province_code,
            one.former_province_code,
            former,
            None if one.lat is None else f"{one.lat:.6f}",
            None if one.lon is None else f"{one.lon:.6f}",
            one.precision and one.precision.value,
            one.phone,
            one.opened_on,
            one.opened_year,
            one.closed_on,
            one.confirmed_on,
            one.source,
            f"{base_url}{_PAGE}{one.slug}-{one.id}",
        )


OUTLETS = Dataset(
    "outlets",
    _l("Points of sale"),
    _l("Centres, shops, points of sale and online stalls with OCOP products."),
    (
        Column("id", _l("Number of the point of sale on this site; it never changes")),
        Column("name", _l("Name in Vietnamese")),
        Column("kind", _l("center, shop, point or online_stall")),
        Column("operator", _l("Who runs it")),
        Column("address", _l("House and street")),
        Column("commune", _l("Commune or ward as the source writes it")),
        Column("district", _l("District as the source writes it")),
        Column("province_code", _l("Code of the province or city of today (34)")),
        Column("former_province_code", _l("Code of the province of before %(day)s (63)", day=REFORM.isoformat())),
        Column("former_province", _l("Name of the province of before %(day)s", day=REFORM.isoformat())),
        Column("lat", _l("Degrees north, where known")),
        Column("lon", _l("Degrees east, where known")),
        Column("precision", _l("How exactly: point, street, middle of the commune or of the former district")),
        Column("phone", _l("Telephone")),
        Column("opened_on", _l("Day of opening")),
        Column("opened_year", _l("Year of opening")),
        Column("closed_on", _l("Day it closed for good")),
        Column("confirmed_on", _l("Day somebody last confirmed it")),
        Column("source", _l("Where it was read")),
        Column("url", _l("Page on this site")),
    ),
    outlets,
)
