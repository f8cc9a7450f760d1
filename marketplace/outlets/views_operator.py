"""An operator's own pages, made for a phone: still open in one tap, hours, what there is."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.certificates.check_code import read_code
from catalog.certificates.queries import certificate_by_code
from catalog.finder.cards import Card
from catalog.finder.illustrations import products_beside
from catalog.finder.queries import search
from catalog.finder.rules import Filters
from catalog.products.models import Product
from catalog.products.queries import product_by_id
from catalog.storefront.pages import CatalogueContext
from foundation.audit.rules import Actor
from foundation.db.database import current_db
from foundation.i18n.hygiene import clean_query
from foundation.i18n.text import normalize_spaces
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import no_form
from foundation.workflow.rules import Refused
from marketplace.outlets.context import OutletContext, out_of_force
from marketplace.outlets.doors import RUN
from marketplace.outlets.forms import read_number
from marketplace.outlets.forms_desk import HoursForm
from marketplace.outlets.labels import refusal_words
from marketplace.outlets.models import Outlet
from marketplace.outlets.queries import desk, hours_of
from marketplace.outlets.roles import OUTLET_SCOPE
from marketplace.outlets.rules import Refusal
from marketplace.outlets.services import add_to_stock, confirm, remove_from_stock, set_hours
from marketplace.outlets.work import Act, Read, outlet_at, work

outlets_own = Blueprint("outlets_own", __name__, url_prefix="/ho-so/diem-ban", template_folder="templates")

OFFERED = 10
SENSORS = "camera=(self), geolocation=(), microphone=(), payment=()"
"""The page on which codes are scanned, and no other of an operator's, may look through the camera."""


@outlets_own.get("")
@door(RUN)
def mine() -> ResponseReturnValue:
    """Show the points of sale one keeps."""
    with current_db().reading() as records:
        return render_template("outlets/mine.html", page=OutletContext(records), found=desk(records, scope(RUN)))


@outlets_own.get("/<int:outlet_id>")
@door(RUN)
def shown(outlet_id: int) -> ResponseReturnValue:
    """One: the button first, then what visitors read of it."""
    return _page(outlet_id)


@outlets_own.post("/<int:outlet_id>/van-mo")
@door(RUN)
def confirm_post(outlet_id: int) -> ResponseReturnValue:
    """Return it is still open, in one tap."""
    return _work(outlet_id, lambda records, actor, outlet, _: confirm(records, actor, outlet, today=today()))


@outlets_own.get("/<int:outlet_id>/gio")
@door(RUN)
def hours(outlet_id: int) -> ResponseReturnValue:
    """Show the form of its hours."""
    return _hours_page(outlet_id)


@outlets_own.post("/<int:outlet_id>/gio")
@door(RUN)
def hours_post(outlet_id: int) -> ResponseReturnValue:
    """Say when it is open."""
    form = HoursForm()

    def act(records: Session, actor: Actor, outlet: Outlet, sent: HoursForm) -> None:
        set_hours(records, actor, outlet, sent.hours(), today=today())

    return _work(outlet_id, act, form.valid, lambda refused: _hours_page(outlet_id, form, refused))


@outlets_own.get("/<int:outlet_id>/hang")
@door(RUN)
def stock(outlet_id: int) -> ResponseReturnValue:
    """Show what it has, and a field for a code or a name."""
    return _stock_page(outlet_id)


@outlets_own.post("/<int:outlet_id>/hang")
@door(RUN)
def stock_post(outlet_id: int) -> ResponseReturnValue:
    """Return it has this product: by its code, the address of its page, or chosen from what was found."""
    said = request.form.get("product", "")

    def act(records: Session, actor: Actor, outlet: Outlet, _form: object) -> None:
        add_to_stock(records, actor, outlet, _meant(records, said), today=today())

    to = url_for(".stock", outlet_id=outlet_id)
    return _work(outlet_id, act, page=lambda refused: _stock_page(outlet_id, said, refused), to=to)


@outlets_own.post("/<int:outlet_id>/hang/bo")
@door(RUN)
def take_out_post(outlet_id: int) -> ResponseReturnValue:
    """Return it does not have it any more."""
    number = read_number(request.form.get("product", "")) or 0
    act: Callable[[Session, Actor, Outlet, object], None] = lambda records, actor, outlet, _: remove_from_stock(  # noqa: E731
        records, actor, outlet, number
    )
    return _work(outlet_id, act, to=url_for(".stock", outlet_id=outlet_id))


def _meant(records: Session, said: str) -> Product | None:
    """Return the product of a number, of a check code, or of an address of ours that ends in one of these."""
    last = normalize_spaces(said).rstrip("/").rpartition("/")[2].partition("?")[0]
    number = read_number(last.rpartition("-")[2] if "/" in said else last)
    if number and (found := product_by_id(records, number)):
        return found
    code = read_code(last)
    certificate = certificate_by_code(records, code) if code else None
    return certificate.product if certificate else None


def _work(
    outlet_id: int,
    act: Act[Read],
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
    page: Callable[[Refused | None], ResponseReturnValue] | None = None,
    *,
    to: str | None = None,
) -> ResponseReturnValue:
    return work(
        outlet_id,
        _permitted,
        act,
        page or (lambda refused: _page(outlet_id, refused)),
        to or url_for(".shown", outlet_id=outlet_id),
        form,
    )


def _permitted(outlet: Outlet) -> Actor:
    return permit(RUN, Jurisdiction(things={OUTLET_SCOPE: outlet.id}))


def _page(outlet_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _permitted(outlet)
        page = OutletContext(records)
        held = page.stock(outlet)
        return render_template(
            "outlets/own.html",
            page=page,
            outlet=outlet,
            held=held,
            out_of_force=out_of_force(held),
            refused=refusal_words(refused.of(Refusal)) if refused else None,
        )


def _hours_page(outlet_id: int, form: HoursForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _permitted(outlet)
        filled = form or HoursForm.of(hours_of(outlet))
        why = refusal_words(refused.of(Refusal)) if refused else None
        return render_template("outlets/own_hours.html", outlet=outlet, form=filled, refused=why)


def _stock_page(outlet_id: int, said: str = "", refused: Refused | None = None) -> ResponseReturnValue:
    words = clean_query(request.args.get("q", said)[:200])
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _permitted(outlet)
        page, products = OutletContext(records), CatalogueContext(records)
        drawn = render_template(
            "outlets/own_stock.html",
            outlet=outlet,
            page=page,
            products=products,
            held=page.stock(outlet),
            words=words,
            offered=_offered(products, words, is_demo=outlet.is_demo) if words else [],
            refused=refusal_words(refused.of(Refusal)) if refused else None,
        )
    return drawn, {"Permissions-Policy": SENSORS}


def _offered(products: CatalogueContext, words: str, *, is_demo: bool) -> list[Card]:
    """Products of this name; an illustration has illustrations only."""
    filters = Filters(q=words)
    if is_demo:
        return products_beside(products.catalogue, filters)
    return list(search(products.catalogue, filters, page=1, per_page=OFFERED).cards)
