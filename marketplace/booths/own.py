"""Working on a registration for one's own producer: which it is, who may, and the forms of its pages."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.producers.roles import PRODUCER_SCOPE
from catalog.products.queries import products_of
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused
from marketplace.booths.allocation_rules import Allocation
from marketplace.booths.context import BoothContext
from marketplace.booths.forms import ANY, BoothForm, ProductsForm
from marketplace.booths.queries import free_booths_of, registration_by_id
from marketplace.booths.registering_models import BoothRegistration
from marketplace.events.rules import PUBLIC

booths_own = Blueprint("booths_own", __name__, url_prefix="/ho-so/gian-hang", template_folder="templates")

Read = TypeVar("Read")
OwnAct = Callable[[Session, Actor, BoothRegistration, Read], object]


def as_producer(registration: BoothRegistration) -> Actor:
    """Who works on it; one whose producer the visitor does not speak for is not there."""
    return permit(SPEAK, Jurisdiction(things={PRODUCER_SCOPE: registration.producer_id}))


def registration_at(records: Session, registration_id: int, *, to_change: bool = False) -> BoothRegistration:
    """Return the registration of an address; 404 where there is none."""
    found = registration_by_id(records, registration_id, lock=to_change)
    if found is None or found.fair.event.state not in PUBLIC:
        abort(404)
    return found


def own_registration(records: Session, registration_id: int) -> BoothRegistration:
    """Return a registration for whoever speaks for its producer."""
    found = registration_at(records, registration_id)
    as_producer(found)
    return found


def on_own(
    registration_id: int,
    act: OwnAct[Read],
    page: Callable[[Refused | None], ResponseReturnValue],
    to: str | Callable[[object], ResponseReturnValue],
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
) -> ResponseReturnValue:
    """Do something to a registration of one's own, then go on; `page` shows why it was refused."""
    return perform(
        lambda records, *, to_change: registration_at(records, registration_id, to_change=to_change),
        as_producer,
        act,
        form,
        page,
        to,
    )


def offered_booths(page: BoothContext, registration: BoothRegistration, form: BoothForm) -> BoothForm:
    """Return the form with the types of the fair and, where whoever comes first has one, the booths that are free."""
    fair, free = registration.fair, page.free(registration.fair)
    kinds = [(str(one.id), _type_words(page, one.name, one.size, one.price_dong, free[one.id])) for one in fair.types]
    form.type.choices = [*kinds, (ANY, _("any type"))]
    if fair.allocation is Allocation.FIRST_COME:
        own = [claim.booth for claim in page.claims(registration)]
        listed = [*own, *(one for one in free_booths_of(page.session, fair.event_id, page.now) if one not in own)]
        form.booth.choices = [("", _("any that is free")), *((str(one.id), page.booth(one)) for one in listed)]
    elif "booth" in form:
        del form.booth
    if fair.each == 1 and "accepts_fewer" in form:
        del form.accepts_fewer
    return form


def offered_products(records: Session, registration: BoothRegistration, form: ProductsForm) -> ProductsForm:
    """Return the form with the producer's own products."""
    choices = [(one.id, one.name) for one in products_of(records, registration.producer_id)]
    form.products.choices = form.tasted.choices = choices
    return form


def _type_words(page: BoothContext, name: str, size: str, price: int, free: int) -> str:
    words = {"name": name, "size": size, "price": page.price(price), "free": free}
    return _("%(name)s, %(size)s · %(price)s · %(free)s free", **words)
