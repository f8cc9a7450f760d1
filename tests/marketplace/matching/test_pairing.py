"""Suggestions on both sides: records as the model sees them, what hides the rest, illustrations apart."""

from datetime import timedelta

from sqlalchemy.orm import Session

from catalog.certificates.models import ProductStanding
from catalog.certificates.rules import Basis, StandingCode
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from marketplace.matching.listing_rules import Reach, UnitCode
from marketplace.matching.models import BuyerDemand, SupplyOffer
from marketplace.matching.pairing import Translator, demands_for, offers_for
from marketplace.matching.services import pause, save
from tests.marketplace.matching.conftest import FAR, needed, offered
from tests.support.databases import TODAY


def starred(session: Session, offer: SupplyOffer, stars: int, until_days: int = 900) -> None:
    """A certificate in force, as the standing of its product says."""
    until = TODAY + timedelta(days=until_days)
    said = {"code": StandingCode.IN_FORCE, "basis": Basis.CERTIFICATE, "rank": 0, "asked_on": TODAY}
    session.merge(ProductStanding(product_id=offer.product_id, stars=stars, valid_until=until, **said))
    session.flush()


def pair(session: Session) -> tuple[SupplyOffer, BuyerDemand]:
    offer, demand = offered(session, min_amount=10.0, payment_days=30), needed(session, payment_days=30)
    starred(session, offer, 4)
    return offer, demand


def test_both_sides_see_each_other_with_the_same_numbers_and_reasons(session: Session) -> None:
    offer, demand = pair(session)
    [of_buyer], [of_producer] = offers_for(session, demand, TODAY).best, demands_for(session, offer, TODAY).best
    assert (of_buyer.listing, of_producer.listing) == (offer, demand)
    assert of_buyer.found.mutual == of_producer.found.mutual > 0
    assert of_buyer.reasons == of_producer.reasons
    assert of_buyer.reasons
    assert of_buyer.gaps


def test_the_owner_is_told_which_gate_hides_how_many(session: Session) -> None:
    """Nothing is invisible for a reason nobody tells (openfoodfoundation/openfoodnetwork#875)."""
    offer, demand = pair(session)
    starred(session, offer, 3, until_days=60)
    save(session, SYSTEM, demand, {"min_stars": 4}, now=now(), today=TODAY)
    served = {"reach": Reach.PROVINCES, "provinces": ["79"]}
    save(session, SYSTEM, offer, served, now=now(), today=TODAY)
    found = offers_for(session, demand, TODAY)
    assert (found.best, found.total) == ((), 0)
    assert dict(found.hidden) == {"certificate": 1, "stars": 1, "destination": 1}
    assert dict(demands_for(session, offer, TODAY).hidden) == dict(found.hidden)


def test_what_does_not_stand_or_is_made_up_is_suggested_to_nobody(session: Session) -> None:
    """A match dies with what it rests on: it is worked out from the records of this day."""
    offer, demand = pair(session)
    offer.is_demo = True
    session.flush()
    assert offers_for(session, demand, TODAY).best == ()
    offer.is_demo = False
    assert len(offers_for(session, demand, TODAY).best) == 1
    pause(session, SYSTEM, offer)
    assert offers_for(session, demand, TODAY).best == ()


def test_units_are_compared_in_their_base_and_prices_only_where_both_say_what_they_include(session: Session) -> None:
    offer, demand = pair(session)
    priced = {"target_dong": 180_000, "price_unit": UnitCode.KG}
    save(session, SYSTEM, demand, priced, now=now(), today=TODAY)
    [found] = offers_for(session, demand, TODAY).best
    assert not found.found.features["price"].known
    for listing in (offer, demand):
        save(session, SYSTEM, listing, {"includes": ["vat"], "includes_said": True}, now=now(), today=TODAY)
    [found] = offers_for(session, demand, TODAY).best
    assert found.found.features["price"].known
    assert found.found.features["price"].value == 1.0, "900.000 for a pack of 5 kg are 180.000 a kg"
    [told] = Translator(session, TODAY).offers([offer])
    assert told.quantity
    assert (told.quantity.unit.base, told.quantity.over(30), told.newcomer) == ("kg", 300.0, True)
    assert told.window
    assert told.window.last == FAR
