"""Pages of events as search engines are told of them; illustrations are not."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.i18n.languages import localized
from foundation.places.gazetteer import gazetteer
from foundation.web.sitemaps import PART, Entry, FewPages, Section
from marketplace.events.filtering import EventFilters, conditions
from marketplace.events.models import Event

_HERE, _PROVINCE = localized("/{fairs}/"), localized("/{fairs}/{provinces}/")


def _events(session: Session) -> Iterable[Entry]:
    listed = select(Event).where(*conditions(EventFilters())).order_by(Event.id).limit(PART)
    for one in session.scalars(listed):
        yield Entry({lang: f"{path}{one.slug}-{one.id}" for lang, path in _HERE.items()}, one.updated_at.date())


def _provinces(session: Session) -> Iterable[Entry]:
    listed = select(Event.province_code).where(*conditions(EventFilters())).distinct()
    places = gazetteer(session)
    for code in sorted(session.scalars(listed)):
        yield Entry({lang: path + places.province_slug(code) for lang, path in _PROVINCE.items()}, None)


SECTIONS: tuple[Section, ...] = (FewPages("events", _events), FewPages("fairs", _provinces))
