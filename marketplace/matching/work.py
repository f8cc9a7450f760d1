"""Working on an offer or a demand: which it is, who may, and what a button does."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.producers.roles import PRODUCER_SCOPE
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused
from marketplace.matching.doors import BUY
from marketplace.matching.labels import refusal_words
from marketplace.matching.listing_rules import Refusal
from marketplace.matching.models import Buyer, BuyerDemand, Kind, Record, SupplyOffer
from marketplace.matching.queries import buyer_by_id, listing_by_id
from marketplace.matching.roles import BUYER_SCOPE
from marketplace.matching.services import (
    close,
    discard,
    pause,
    renew,
    resume,
    submit,
    withdraw_submission,
)

Read = TypeVar("Read")
Button = Callable[[Session, Actor, Any], None]
Pressed = TypeVar("Pressed")

BUTTONS: Mapping[str, Button] = {
    "gui": lambda records, actor, listing: submit(records, actor, listing, now=now(), today=today()),
    "lay-lai": withdraw_submission,
    "tam-dung": pause,
    "mo-lai": resume,
    "dong": lambda records, actor, listing: close(records, actor, listing, now=now()),
    "bo": discard,
}
"""What an owner does in one tap, by the word in its address."""
OFFER_BUTTONS: Mapping[str, Button] = {
    **BUTTONS,
    "gia-han": lambda records, actor, offer: renew(records, actor, offer, today=today()),
}


def button(name: str, buttons: Mapping[str, Pressed]) -> Pressed:
    """Return what a button does; 404 for a word that is none."""
    return buttons.get(name) or abort(404)


def listing_at(records: Session, model: type[Kind], number: int, *, to_change: bool = False) -> Kind:
    """Return the offer or demand of an address; 404 where it is not there."""
    return listing_by_id(records, model, number, lock=to_change) or abort(404)


def buyer_at(records: Session, buyer_id: int, *, to_change: bool = False) -> Buyer:
    """Return the organisation of an address; 404 where it is not there."""
    return buyer_by_id(records, buyer_id, lock=to_change) or abort(404)


def speaker(offer: SupplyOffer) -> Actor:
    """Return who works on an offer; one of a producer they do not speak for is not there."""
    return permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: offer.producer_id}))


def purchaser(demand: BuyerDemand) -> Actor:
    """Return who works on a demand; one of another's organisation is not there."""
    return permit(BUY, Jurisdiction(things={BUYER_SCOPE: demand.buyer_id}))


def member(buyer: Buyer) -> Actor:
    """Return who speaks for an organisation; another's is not there."""
    return permit(BUY, Jurisdiction(things={BUYER_SCOPE: buyer.id}))


def owner(listing: Record) -> Actor:
    """Return who works on an offer or a demand of their own."""
    return speaker(listing) if isinstance(listing, SupplyOffer) else purchaser(listing)


def work(
    model: type[Kind],
    number: int,
    act: Callable[[Session, Actor, Kind, Read], Any],
    page: Callable[[Refused | None], ResponseReturnValue],
    to: str,
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
) -> ResponseReturnValue:
    """Do something to one's own offer or demand, then go on; `page` shows why it was refused."""
    return perform(
        lambda records, *, to_change: listing_at(records, model, number, to_change=to_change),
        owner,
        act,
        form,
        page,
        to,
    )


def words_of(refused: Refused | None) -> str | None:
    """Return why something was refused, for its page."""
    return refusal_words(refused.of(Refusal)) if refused else None
