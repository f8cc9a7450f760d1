"""Pages of points of sale as search engines are told of them; illustrations and what closed are not."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.i18n.languages import localized
from foundation.places.gazetteer import gazetteer
from foundation.web.sitemaps import PART, Entry, FewPages, Section
from marketplace.outlets.models import Outlet
from marketplace.outlets.rules import State

_HERE, _PROVINCE = localized("/{outlets}/"), localized("/{outlets}/{provinces}/")


def _outlets(session: Session) -> Iterable[Entry]:
    listed = select(Outlet).where(Outlet.state == State.APPROVED, ~Outlet.is_demo).order_by(Outlet.id).limit(PART)
    for one in session.scalars(listed):
        yield Entry({lang: f"{path}{one.slug}-{one.id}" for lang, path in _HERE.items()}, one.updated_at.date())


def _provinces(session: Session) -> Iterable[Entry]:
    listed = select(Outlet.province_code).where(Outlet.state == State.APPROVED, ~Outlet.is_demo).distinct()
    places = gazetteer(session)
    for code in sorted(filter(None, session.scalars(listed))):
        yield Entry({lang: path + places.province_slug(code) for lang, path in _PROVINCE.items()}, None)


SECTIONS: tuple[Section, ...] = (FewPages("outlets", _outlets), FewPages("wheretobuy", _provinces))
