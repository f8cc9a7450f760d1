"""The pages of a registration: which booth, products, files, what is needed, who stands there, whom to call."""

from collections.abc import Callable, Mapping

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import received_document
from foundation.files.rules import FileRefused, Reason
from foundation.web.doors import door
from foundation.web.forms import Form
from foundation.web.installation import today
from foundation.workflow.rules import Refused
from marketplace.booths.certifying import stars_of
from marketplace.booths.choosing import choose
from marketplace.booths.context import BoothContext
from marketplace.booths.forms import ANY, BoothForm, ContactForm, DocumentForm, NeedsForm, ProductsForm, StaffForm
from marketplace.booths.moving import Moment
from marketplace.booths.own import booths_own, offered_booths, offered_products, on_own, own_registration
from marketplace.booths.preparing import words_of
from marketplace.booths.queries import registration_with_all
from marketplace.booths.registering import (
    add_document,
    add_staff,
    choose_products,
    remove_document,
    remove_staff,
    save,
)
from marketplace.booths.registering_models import BoothRegistration
from marketplace.booths.rules import DocumentKind, Page

AUTOSAVE = "X-Autosave"
_ORDER = tuple(Page)


@booths_own.get("/<int:registration_id>/<page_name>")
@door(SPEAK)
def page(registration_id: int, page_name: str) -> ResponseReturnValue:
    """One page, filled with what was said so far."""
    return _drawn(registration_id, Page(page_name) if page_name in set(Page) else abort(404))


@booths_own.post("/<int:registration_id>/gian")
@door(SPEAK)
def booth_post(registration_id: int) -> ResponseReturnValue:
    """Choose a booth: it is held, or waited for."""

    def act(records: Session, actor: Actor, one: BoothRegistration, sent: BoothForm) -> None:
        choose(records, actor, one, sent.told(), now=now())

    return _kept(registration_id, Page.BOOTH, BoothForm(), act)


@booths_own.post("/<int:registration_id>/san-pham")
@door(SPEAK)
def products_post(registration_id: int) -> ResponseReturnValue:
    """Keep which products are brought."""

    def act(records: Session, _: Actor, one: BoothRegistration, sent: ProductsForm) -> None:
        choose_products(records, one, sent.told(), Moment(now(), today()))

    with current_db().reading() as records:
        form = offered_products(records, own_registration(records, registration_id), ProductsForm())
    return _kept(registration_id, Page.PRODUCTS, form, act)


@booths_own.post("/<int:registration_id>/nhu-cau")
@door(SPEAK)
def needs_post(registration_id: int) -> ResponseReturnValue:
    """Keep the name on the board and what is needed."""
    return _kept(registration_id, Page.NEEDS, NeedsForm(), _save)


@booths_own.post("/<int:registration_id>/lien-he")
@door(SPEAK)
def contact_post(registration_id: int) -> ResponseReturnValue:
    """Keep whom the organiser calls."""
    return _kept(registration_id, Page.CONTACT, ContactForm(), _save)


@booths_own.post("/<int:registration_id>/nguoi-truc")
@door(SPEAK)
def staff_post(registration_id: int) -> ResponseReturnValue:
    """Name one more person for a badge."""

    def act(records: Session, _: Actor, one: BoothRegistration, sent: StaffForm) -> None:
        add_staff(records, one, sent.name.data)

    return _kept(registration_id, Page.STAFF, StaffForm(), act, stays=True)


@booths_own.post("/<int:registration_id>/nguoi-truc/<int:staff_id>/bo")
@door(SPEAK)
def staff_remove_post(registration_id: int, staff_id: int) -> ResponseReturnValue:
    """Take a name off."""
    here = url_for(".page", registration_id=registration_id, page_name=Page.STAFF.value)
    return on_own(
        registration_id,
        lambda records, _actor, one, _form: remove_staff(records, one, staff_id),
        lambda refused: _drawn(registration_id, Page.STAFF, None, refused),
        here,
    )


@booths_own.post("/<int:registration_id>/tep")
@door(SPEAK)
def document_post(registration_id: int) -> ResponseReturnValue:
    """Keep one file; those that were taken stay, whatever becomes of this one."""
    form = DocumentForm()
    with current_db().reading() as records:
        own_registration(records, registration_id)
    file = form.file.data[0] if isinstance(form.file.data, list) and form.file.data else form.file.data
    if form.validate() and not (file and file.filename):
        form.file.errors = [file_words(Reason.EMPTY)]
    if form.errors:
        return _drawn(registration_id, Page.FILES, form)
    try:
        prepared = received_document(file)
    except FileRefused as refused:
        form.file.errors = [file_words(refused.reason)]
        return _drawn(registration_id, Page.FILES, form)
    return on_own(
        registration_id,
        lambda records, actor, one, _: add_document(records, actor, one, DocumentKind(form.kind.data), prepared),
        lambda refused: _drawn(registration_id, Page.FILES, form, refused),
        url_for(".page", registration_id=registration_id, page_name=Page.FILES.value),
    )


@booths_own.post("/<int:registration_id>/tep/<int:document_id>/bo")
@door(SPEAK)
def document_remove_post(registration_id: int, document_id: int) -> ResponseReturnValue:
    """Take a file out."""
    return on_own(
        registration_id,
        lambda records, actor, one, _: remove_document(records, actor, one, document_id, now=now()),
        lambda refused: _drawn(registration_id, Page.FILES, None, refused),
        url_for(".page", registration_id=registration_id, page_name=Page.FILES.value),
    )


def _save(records: Session, actor: Actor, one: BoothRegistration, sent: NeedsForm | ContactForm) -> None:
    save(records, actor, one, sent.told())


def _kept(
    registration_id: int,
    at: Page,
    form: Form,
    act: Callable[..., object],
    *,
    stays: bool = False,
) -> ResponseReturnValue:
    """Keep a page and go on to the next; a page that saves by itself is answered in few words."""
    to = _here(registration_id, at) if stays else _next(registration_id, at)
    return on_own(
        registration_id,
        act,
        lambda refused: _not_kept(registration_id, at, form, refused),
        lambda _: jsonify(saved=True) if AUTOSAVE in request.headers else redirect(to),
        form.valid,
    )


def _not_kept(registration_id: int, at: Page, form: Form, refused: Refused | None) -> ResponseReturnValue:
    if AUTOSAVE in request.headers:
        told = [words_of(refused)] if refused else [message for _, message in form.summary()]
        return jsonify(saved=False, errors=told), 422
    return _drawn(registration_id, at, form, refused)


def _here(registration_id: int, at: Page) -> str:
    return url_for(".page", registration_id=registration_id, page_name=at.value)


def _next(registration_id: int, at: Page) -> str:
    place = _ORDER.index(at) + 1
    if place == len(_ORDER):
        return url_for(".shown", registration_id=registration_id)
    return _here(registration_id, _ORDER[place])


_FORMS: Mapping[Page, Callable[[BoothContext, BoothRegistration], Form]] = {
    Page.BOOTH: lambda _page, one: BoothForm(formdata=None, obj=one),
    Page.PRODUCTS: lambda page, one: offered_products(page.session, one, _chosen(one)),
    Page.FILES: lambda _page, _one: DocumentForm(formdata=None),
    Page.NEEDS: lambda _page, one: NeedsForm(formdata=None, obj=one),
    Page.STAFF: lambda _page, _one: StaffForm(formdata=None),
    Page.CONTACT: lambda _page, one: ContactForm.of(one),
}


def _type(one: BoothRegistration) -> str:
    return str(one.type_id or ANY)


def _chosen(one: BoothRegistration) -> ProductsForm:
    chosen = [product.product_id for product in one.products]
    tasted = [product.product_id for product in one.products if product.is_tasted]
    return ProductsForm(formdata=None, products=chosen, tasted=tasted)


def _drawn(registration_id: int, at: Page, form: Form | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        own_registration(records, registration_id)
        one = registration_with_all(records, registration_id) or abort(404)
        shown = BoothContext(records)
        filled = form or _FORMS[at](shown, one)
        if isinstance(filled, BoothForm):
            filled = offered_booths(shown, one, filled)
            if form is None:
                filled.type.data = _type(one)
                if "booth" in filled:
                    filled.booth.data = request.args.get("booth", "")
        held = (
            stars_of(records, one.fair.event, [number for number, _ in filled.products.choices])
            if (isinstance(filled, ProductsForm))
            else {}
        )
        return render_template(
            f"booths/page_{at.name.lower()}.html",
            page=shown,
            one=one,
            event=one.fair.event,
            at=at,
            place=_ORDER.index(at) + 1,
            places=len(_ORDER),
            form=filled,
            held=held,
            claims=shown.claims(one),
            refused=words_of(refused),
        )
