"""A producer's own offers, made for a phone: two pages to one, and one tap for all that follows."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.models import Product
from catalog.products.queries import product_by_id
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.places.gazetteer import gazetteer
from foundation.web.doors import SIGNED_IN, door
from foundation.web.installation import today
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused
from marketplace.matching.context import BoardContext
from marketplace.matching.forms_offer import TermsForm, WhatForm
from marketplace.matching.labels import gate_label
from marketplace.matching.listing_rules import State
from marketplace.matching.models import SupplyOffer
from marketplace.matching.offers import begin, copy
from marketplace.matching.pairing import demands_for
from marketplace.matching.queries import offers_of, products_to_offer
from marketplace.matching.services import save, submit
from marketplace.matching.work import OFFER_BUTTONS, button, listing_at, speaker, words_of, work

offers_own = Blueprint("offers_own", __name__, url_prefix="/ho-so/chao-ban", template_folder="templates")


@offers_own.get("")
@door(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Show the offers of the producers one speaks for, and the products to make one of."""
    with current_db().reading() as records:
        reached = scope(SPEAK)
        return render_template(
            "matching/my_offers.html",
            page=BoardContext(records),
            found=offers_of(records, reached),
            offered=products_to_offer(records, reached),
        )


@offers_own.get("/moi/<int:product_id>")
@door(SPEAK)
def new(product_id: int) -> ResponseReturnValue:
    """Show the first page of an offer of a product."""
    with current_db().reading() as records:
        product = _product(records, product_id)
        _permitted(product)
    return _what_page(WhatForm(formdata=None), product=product)


@offers_own.post("/moi/<int:product_id>")
@door(SPEAK)
def new_post(product_id: int) -> ResponseReturnValue:
    """Begin an offer with its first page; go on to the second."""
    form = WhatForm()

    def act(records: Session, actor: Actor, product: Product, typed: WhatForm) -> int:
        return begin(records, actor, product, typed.said(), now=now(), today=today()).id

    def page(refused: Refused | None) -> ResponseReturnValue:
        with current_db().reading() as records:
            product = _product(records, product_id)
        return _what_page(form, product=product, refused=refused)

    return perform(
        lambda records, **_: _product(records, product_id),
        _permitted,
        act,
        form.valid,
        page,
        lambda made: redirect(url_for(".terms", offer_id=made)),
    )


@offers_own.get("/<int:offer_id>")
@door(SPEAK)
def shown(offer_id: int) -> ResponseReturnValue:
    """One offer: how it stands, what can be done."""
    return _page(offer_id)


@offers_own.get("/<int:offer_id>/sua")
@door(SPEAK)
def what(offer_id: int) -> ResponseReturnValue:
    """Show the first page with what is said so far."""
    with current_db().reading() as records:
        offer = _own(records, offer_id)
        return _what_page(WhatForm.of(offer), offer=offer)


@offers_own.post("/<int:offer_id>/sua")
@door(SPEAK)
def what_post(offer_id: int) -> ResponseReturnValue:
    """Keep the first page; go on to the second."""
    form = WhatForm()

    def act(records: Session, actor: Actor, offer: SupplyOffer, typed: WhatForm) -> None:
        save(records, actor, offer, typed.said(offer), now=now(), today=today())

    def page(refused: Refused | None) -> ResponseReturnValue:
        with current_db().reading() as records:
            return _what_page(form, offer=_own(records, offer_id), refused=refused)

    return work(SupplyOffer, offer_id, act, page, url_for(".terms", offer_id=offer_id), form.valid)


@offers_own.get("/<int:offer_id>/giao-hang")
@door(SPEAK)
def terms(offer_id: int) -> ResponseReturnValue:
    """Show the second page with what is said so far."""
    return _terms_page(offer_id)


@offers_own.post("/<int:offer_id>/giao-hang")
@door(SPEAK)
def terms_post(offer_id: int) -> ResponseReturnValue:
    """Keep the second page, and send the offer where that was asked."""
    with current_db().reading() as records:
        form = TermsForm().offering(gazetteer(records).provinces(today()))

    def act(records: Session, actor: Actor, offer: SupplyOffer, typed: TermsForm) -> None:
        save(records, actor, offer, typed.said(offer), now=now(), today=today())
        if "send" in request.form:
            submit(records, actor, offer, now=now(), today=today())

    to = url_for(".shown", offer_id=offer_id)
    return work(SupplyOffer, offer_id, act, lambda refused: _terms_page(offer_id, form, refused), to, form.valid)


@offers_own.post("/<int:offer_id>/chep")
@door(SPEAK)
def copy_post(offer_id: int) -> ResponseReturnValue:
    """Begin the same for this season."""
    return perform(
        lambda records, *, to_change: listing_at(records, SupplyOffer, offer_id, to_change=to_change),
        speaker,
        lambda records, actor, offer, _: copy(records, actor, offer, today=today()).id,
        no_form,
        lambda refused: _page(offer_id, refused),
        lambda made: redirect(url_for(".what", offer_id=made)),
    )


@offers_own.post("/<int:offer_id>/<act_name>")
@door(SPEAK)
def act_post(offer_id: int, act_name: str) -> ResponseReturnValue:
    """Send, pause, renew, close or forget it: one tap each."""
    press = button(act_name, OFFER_BUTTONS)
    act: Callable[[Session, Actor, SupplyOffer, object], None] = lambda records, actor, offer, _: press(  # noqa: E731
        records, actor, offer
    )
    to = url_for(".mine") if act_name == "bo" else url_for(".shown", offer_id=offer_id)
    return work(SupplyOffer, offer_id, act, lambda refused: _page(offer_id, refused), to)


def _product(records: Session, product_id: int) -> Product:
    found = product_by_id(records, product_id)
    if found is None or found.removed_at or found.producer_id is None:
        abort(404)
    return found


def _permitted(product: Product) -> Actor:
    return permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: product.producer_id}))


def _own(records: Session, offer_id: int) -> SupplyOffer:
    offer = listing_at(records, SupplyOffer, offer_id)
    speaker(offer)
    return offer


def _what_page(
    form: WhatForm,
    *,
    product: Product | None = None,
    offer: SupplyOffer | None = None,
    refused: Refused | None = None,
) -> str:
    title = offer.title if offer else product.name if product else ""
    return render_template(
        "matching/offer_what.html", form=form, offer=offer, product_title=title, refused=words_of(refused)
    )


def _terms_page(offer_id: int, form: TermsForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        offer, page = _own(records, offer_id), BoardContext(records)
        filled = form or TermsForm.of(offer).offering(page.provinces())
        return render_template(
            "matching/offer_terms.html", form=filled, offer=offer, page=page, refused=words_of(refused)
        )


def _page(offer_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        offer = _own(records, offer_id)
        return render_template(
            "matching/my_offer.html",
            page=BoardContext(records),
            offer=offer,
            suggestions=demands_for(records, offer, today()) if offer.state is State.LIVE else None,
            gate=gate_label,
            refused=words_of(refused),
        )
