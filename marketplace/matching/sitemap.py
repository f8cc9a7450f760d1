"""Pages of offers and demands as search engines are told of them: what stands today, and no illustrations."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.i18n.languages import localized
from foundation.web.installation import today
from foundation.web.sitemaps import PART, Entry, FewPages, Section
from marketplace.matching.filtering import active
from marketplace.matching.models import BuyerDemand, SupplyOffer

_OFFER, _DEMAND = localized("/{supply-demand}/{offers}/"), localized("/{supply-demand}/{demands}/")


def _offers(session: Session) -> Iterable[Entry]:
    listed = select(SupplyOffer).where(active(SupplyOffer, today()), ~SupplyOffer.is_demo)
    for one in session.scalars(listed.order_by(SupplyOffer.id).limit(PART)):
        yield Entry({lang: f"{path}{one.slug}-{one.id}" for lang, path in _OFFER.items()}, one.updated_at.date())


def _demands(session: Session) -> Iterable[Entry]:
    listed = select(BuyerDemand).where(active(BuyerDemand, today()), ~BuyerDemand.is_demo)
    for one in session.scalars(listed.order_by(BuyerDemand.id).limit(PART)):
        yield Entry({lang: f"{path}{one.slug}-{one.id}" for lang, path in _DEMAND.items()}, one.updated_at.date())


SECTIONS: tuple[Section, ...] = (FewPages("offers", _offers), FewPages("demands", _demands))
