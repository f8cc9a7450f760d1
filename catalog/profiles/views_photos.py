"""Photos of a product: taken with the phone or chosen, each sent by itself, the first one on the cards of lists."""

from collections.abc import Callable

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.profiles.forms import PhotoForm
from catalog.profiles.labels import refusal_words
from catalog.profiles.queries import open_profile, published
from catalog.profiles.rules import PHOTOS_MAX, Refusal, State, Step
from catalog.profiles.services import add_photo, remove_photo, set_cover_photo
from catalog.profiles.workspace import AUTOSAVE, after, product_to_change, represented_product, representing_actor
from catalog.representation.doors import SPEAK
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import received_image
from foundation.files.rules import WIDTHS, FileRefused, Reason
from foundation.files.sending import delivered
from foundation.web.doors import door
from foundation.web.performing import no_form, perform
from foundation.workflow.rules import Refused

photos = Blueprint("profile_photos", __name__, url_prefix="/ho-so/san-pham", template_folder="templates")

Work = Callable[[Session, Actor, Product], object]


@photos.get("/<int:product_id>/anh")
@door(SPEAK)
def listed(product_id: int) -> ResponseReturnValue:
    """Show the photos so far, and a form for more."""
    return _page(product_id, PhotoForm())


@photos.post("/<int:product_id>/anh")
@door(SPEAK)
def add_post(product_id: int) -> ResponseReturnValue:
    """Take the photos in one by one: those that are taken stay, whatever becomes of the others."""
    form = PhotoForm()
    with current_db().reading() as records:
        represented_product(records, product_id)
    sent = [one for one in [*request.files.getlist("camera"), *request.files.getlist("photos")] if one.filename]
    if form.validate() and not sent:
        form.photos.errors = [file_words(Reason.EMPTY)]
    for one in sent if not form.errors else ():
        try:
            drawn = received_image(one)
            with current_db().unit_of_work() as records:
                about = represented_product(records, product_id)
                add_photo(records, representing_actor(about), about, photo=drawn, now=now())
        except FileRefused as refused:
            form.photos.errors = [*form.photos.errors, f"{one.filename}: {file_words(refused.reason)}"]
        except Refused as refused:
            form.photos.errors = [refusal_words(refused.of(Refusal))]
            break
    if AUTOSAVE in request.headers:
        told = [str(message) for _, message in form.summary()]
        return jsonify(saved=not told, errors=told), 422 if told else 200
    return _page(product_id, form) if form.photos.errors else redirect(url_for(".listed", product_id=product_id))


@photos.post("/<int:product_id>/anh/<int:file_id>/xoa")
@door(SPEAK)
def remove_post(product_id: int, file_id: int) -> ResponseReturnValue:
    """Take a photo out."""
    return _change(product_id, lambda *to: remove_photo(*to, file_id=file_id, now=now()))


@photos.post("/<int:product_id>/anh/<int:file_id>/len-dau")
@door(SPEAK)
def first_post(product_id: int, file_id: int) -> ResponseReturnValue:
    """Put a photo first."""
    return _change(product_id, lambda *to: set_cover_photo(*to, file_id=file_id, now=now()))


@photos.get("/<int:product_id>/anh/<int:file_id>.webp")
@door(SPEAK)
def picture(product_id: int, file_id: int) -> ResponseReturnValue:
    """Show a photo of the draft, which nobody else sees yet."""
    with current_db().reading() as records:
        represented_product(records, product_id)
        shown = open_profile(records, product_id) or published(records, product_id)
        kept = next((one.file for one in shown.photos if one.file_id == file_id), None) if shown else None
        if kept is None:
            abort(404)
        return delivered(kept, digest=kept.rendition(WIDTHS[0]).sha256)


def _change(product_id: int, work: Work) -> ResponseReturnValue:
    return perform(
        product_to_change(product_id),
        representing_actor,
        lambda records, actor, about, _: work(records, actor, about),
        no_form,
        lambda refused: _page(product_id, PhotoForm(), refused),
        url_for(".listed", product_id=product_id),
    )


def _page(product_id: int, form: PhotoForm, refused: Refused | None = None) -> str:
    if refused:
        form.photos.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        about = represented_product(records, product_id)
        said = open_profile(records, product_id) or published(records, product_id)
        return render_template(
            "profiles/photos.html",
            form=form,
            product=about,
            photos=[(one.file, one.file.rendition(WIDTHS[0])) for one in said.photos] if said else [],
            waits=said is not None and said.state is State.WAITING,
            most=PHOTOS_MAX,
            following=after(product_id, Step.PHOTOS),
            place=1,
            steps=len(Step),
        )
