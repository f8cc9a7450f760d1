"""What all pages of the producer's workspace share: the product, who works on it, and the page that follows."""

from flask import abort, url_for
from sqlalchemy.orm import Session

from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.models import Product
from catalog.products.queries import product_by_id
from catalog.profiles.rules import Step, next_step
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.web.performing import Find

AUTOSAVE = "X-Autosave"
"""A page that saves by itself says so, and is answered in few words."""


def product_to_change(product_id: int) -> Find[Product]:
    """Return the product whose draft is worked on; the draft itself is held by whoever changes it."""
    return lambda records, **_: product_at(records, product_id)


def representing_actor(about: Product) -> Actor:
    """Who works on it; one whose producer the visitor does not speak for is not there."""
    return permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: about.producer_id}))


def represented_product(records: Session, product_id: int) -> Product:
    """Return the product, for whoever speaks for its producer."""
    about = product_at(records, product_id)
    representing_actor(about)
    return about


def after(product_id: int, at: Step) -> str:
    """Return the page that follows one of the workspace."""
    following = next_step(at)
    if following is None:
        return url_for("profiles.review", product_id=product_id)
    own = {Step.PHOTOS: "profile_photos.listed", Step.CERTIFICATIONS: "profile_certifications.listed"}
    if following in own:
        return url_for(own[following], product_id=product_id)
    return url_for("profiles.step", product_id=product_id, step_name=following.value)


def product_at(records: Session, product_id: int) -> Product:
    """Return the product of an address; 404 where it is not there or has left the catalogue."""
    found = product_by_id(records, product_id)
    if found is None or found.removed_at:
        abort(404)
    return found
