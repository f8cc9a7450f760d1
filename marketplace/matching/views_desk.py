"""The officers' desk: offers, demands and buyers that are looked at before everybody sees them; taking down."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused
from marketplace.matching.context import BoardContext
from marketplace.matching.demands import approve_buyer, send_back_buyer
from marketplace.matching.doors import MODERATE
from marketplace.matching.forms_desk import ReasonForm
from marketplace.matching.labels import buyer_kind_label, buyer_state_label
from marketplace.matching.listing_rules import LISTINGS, State, Verb
from marketplace.matching.models import Buyer, BuyerDemand, Record, SupplyOffer
from marketplace.matching.queries import listing_by_id, waiting_buyers, waiting_listings
from marketplace.matching.services import approve, send_back, take_down
from marketplace.matching.work import button, buyer_at, words_of

listings_desk = Blueprint("listings_desk", __name__, url_prefix="/admin/duyet/cung-cau", template_folder="templates")

Act = Callable[[Session, Actor, Any, ReasonForm], None]

MODELS: Mapping[str, type[SupplyOffer | BuyerDemand]] = {"chao-ban": SupplyOffer, "nhu-cau": BuyerDemand}
ACTS: Mapping[str, Act] = {
    "duyet": lambda records, actor, listing, _: approve(records, actor, listing, now=now(), today=today()),
    "tra-lai": lambda records, actor, listing, form: send_back(
        records, actor, listing, answer=form.reason.data, now=now()
    ),
    "go": lambda records, actor, listing, form: take_down(records, actor, listing, reason=form.reason.data, now=now()),
}
BUYER_ACTS: Mapping[str, Act] = {
    "duyet": lambda records, actor, buyer, _: approve_buyer(records, actor, buyer, now=now()),
    "tra-lai": lambda records, actor, buyer, form: send_back_buyer(
        records, actor, buyer, answer=form.reason.data, now=now()
    ),
}


@listings_desk.get("")
@door(MODERATE)
def listed() -> ResponseReturnValue:
    """Show what waits: organisations first, for their demands wait for them."""
    with current_db().reading() as records:
        reached = scope(MODERATE)
        return render_template(
            "matching/desk.html",
            page=BoardContext(records),
            buyers=waiting_buyers(records, reached),
            halves=[(word, waiting_listings(records, model, reached)) for word, model in MODELS.items()],
        )


@listings_desk.get("/<word>/<int:listing_id>")
@door(MODERATE)
def shown(word: str, listing_id: int) -> ResponseReturnValue:
    """One offer or demand with what is to be looked at."""
    return _page(word, listing_id, ReasonForm())


@listings_desk.post("/<word>/<int:listing_id>/<act_name>")
@door(MODERATE)
def act_post(word: str, listing_id: int, act_name: str) -> ResponseReturnValue:
    """Approve it, send it back, or take it down."""
    form, act = ReasonForm(), button(act_name, ACTS)
    return perform(
        lambda records, *, to_change: _found(records, word, listing_id, to_change=to_change),
        _permitted,
        act,
        form.valid if act_name != "duyet" else lambda: form,
        lambda refused: _page(word, listing_id, form, refused),
        url_for(".shown", word=word, listing_id=listing_id) if act_name == "go" else url_for(".listed"),
    )


@listings_desk.get("/don-vi/<int:buyer_id>")
@door(MODERATE)
def buyer(buyer_id: int) -> ResponseReturnValue:
    """One organisation."""
    return _buyer_page(buyer_id, ReasonForm())


@listings_desk.post("/don-vi/<int:buyer_id>/<act_name>")
@door(MODERATE)
def buyer_act_post(buyer_id: int, act_name: str) -> ResponseReturnValue:
    """Approve an organisation, or send it back."""
    form, act = ReasonForm(), button(act_name, BUYER_ACTS)
    return perform(
        lambda records, *, to_change: buyer_at(records, buyer_id, to_change=to_change),
        _permitted,
        act,
        form.valid if act_name != "duyet" else lambda: form,
        lambda refused: _buyer_page(buyer_id, form, refused),
        url_for(".listed"),
    )


def _found(records: Session, word: str, listing_id: int, *, to_change: bool = False) -> Record:
    """Return the offer or demand; a draft is not there."""
    model = MODELS.get(word) or abort(404)
    found = listing_by_id(records, model, listing_id, lock=to_change)
    if found is None or found.state is State.DRAFT:
        abort(404)
    return found


def _permitted(record: Record | Buyer) -> Actor:
    """Return who looks at it; what is not in scope is not there."""
    return permit(MODERATE, Jurisdiction(place_id=record.place_id))


def _page(word: str, listing_id: int, form: ReasonForm, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        listing = _found(records, word, listing_id)
        _permitted(listing)
        return render_template(
            "matching/decide.html",
            page=BoardContext(records),
            listing=listing,
            word=word,
            form=form,
            may_take_down=LISTINGS.allows(listing.state, Verb.TAKE_DOWN),
            refused=words_of(refused),
        )


def _buyer_page(buyer_id: int, form: ReasonForm, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        found = buyer_at(records, buyer_id)
        _permitted(found)
        return render_template(
            "matching/decide_buyer.html",
            page=BoardContext(records),
            buyer=found,
            kind=buyer_kind_label(found.kind),
            state=buyer_state_label(found.state),
            form=form,
            refused=words_of(refused),
        )
