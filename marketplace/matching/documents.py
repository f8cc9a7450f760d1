"""What is searched of offers and demands."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.certificates.rules import StandingCode
from foundation.i18n.text import sort_key
from foundation.places.gazetteer import Gazetteer, gazetteer
from foundation.places.locate import words_for
from foundation.places.models import REFORM
from foundation.search.documents import Document
from marketplace.matching.listing_rules import State
from marketplace.matching.models import DEMAND, OFFER, BuyerDemand, Record, SupplyOffer

Told = tuple[Record, Gazetteer]


class _Listings:
    """Real offers or demands as the search engine sees them; whether their days are over, pages ask."""

    name = ""

    def __init__(self, model: type[SupplyOffer | BuyerDemand], today: Callable[[], date]) -> None:
        self._model, self._today = model, today

    def ids(self, session: Session) -> Iterator[int]:
        """Every one's id."""
        wanted = select(self._model.id).where(~self._model.is_demo).order_by(self._model.id)
        return iter(session.scalars(wanted).all())

    def load(self, session: Session, ids: Collection[int]) -> Mapping[int, Told]:
        """Return them by id; one query, and that of places."""
        places, model = gazetteer(session), self._model
        owner = [joinedload(BuyerDemand.buyer)] if model is BuyerDemand else []
        wanted = select(model).where(model.id.in_(ids), ~model.is_demo).options(joinedload(model.group), *owner)
        found: list[Record] = list(session.scalars(wanted))
        return {one.id: (one, places) for one in found}

    def is_listed(self, record: Told) -> bool:
        """Return whether it stands on the board."""
        listing = record[0]
        return listing.state is State.LIVE and not (isinstance(listing, BuyerDemand) and listing.is_invited)

    def document(self, record: Told) -> Document:
        """Return its title, whose it is, its group and its place in both eras."""
        listing, places = record
        told = words_for(places, listing.place_id, REFORM)
        return Document(
            kind=listing.KIND,
            number=listing.id,
            name=listing.title,
            owner=listing.supplier if isinstance(listing, SupplyOffer) else listing.buyer.name,
            place=", ".join(dict.fromkeys(one.full_name for one in (*told.now, *told.maybe, *told.before))),
            group=listing.group.name if listing.group else "",
            # No standing: offers and demands take no turns among products.
            columns={"province": int(listing.province_code), "standing": len(StandingCode)},
            sort_key=sort_key(listing.title),
        )


class OfferRecords(_Listings):
    """Offers."""

    name = OFFER

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(SupplyOffer, today)


class DemandRecords(_Listings):
    """Demands."""

    name = DEMAND

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(BuyerDemand, today)
