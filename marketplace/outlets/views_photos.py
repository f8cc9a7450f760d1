"""Photos of a point of sale: its operator or an officer sends them, another person lets everybody see them."""

from collections.abc import Callable

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import received_image
from foundation.files.rules import WIDTHS, FileRefused, Reason
from foundation.files.sending import delivered
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.workflow.rules import Refused
from marketplace.outlets.context import OutletContext
from marketplace.outlets.doors import APPROVE, KEEP, RUN
from marketplace.outlets.forms_desk import PhotoForm
from marketplace.outlets.labels import refusal_words
from marketplace.outlets.models import Outlet
from marketplace.outlets.photo_rules import PHOTOS_MAX
from marketplace.outlets.photos import (
    EVERY_STATE,
    add_photo,
    photo_at,
    photos_of,
    publish_photo,
    refuse_photo,
    remove_photo,
)
from marketplace.outlets.roles import OUTLET_SCOPE
from marketplace.outlets.rules import Refusal
from marketplace.outlets.work import Act, outlet_at, work

outlets_photos = Blueprint("outlets_photos", __name__, template_folder="templates")

AUTOSAVE = "X-Autosave"
_OWN, _DESK = "/ho-so/diem-ban/<int:outlet_id>/anh", "/admin/diem-ban/<int:outlet_id>/anh"


@outlets_photos.get(_OWN)
@door(RUN)
def listed(outlet_id: int) -> ResponseReturnValue:
    """Show the photos so far with what became of each, and a form for more."""
    return _page(outlet_id, PhotoForm())


@outlets_photos.post(_OWN)
@door(RUN)
def add_post(outlet_id: int) -> ResponseReturnValue:
    """Take the photos in one by one: those that are taken stay, whatever becomes of the others."""
    return _taken_in(outlet_id, _as_operator, _page, url_for(".listed", outlet_id=outlet_id))


@outlets_photos.post(_DESK)
@door(KEEP)
def desk_add_post(outlet_id: int) -> ResponseReturnValue:
    """Take in photos an officer took; another one lets everybody see them."""
    return _taken_in(outlet_id, _as_officer, _desk_page, url_for(".desk_listed", outlet_id=outlet_id))


def _taken_in(
    outlet_id: int, permitted: Callable[[Outlet], Actor], page: Callable[[int, PhotoForm], str], to: str
) -> ResponseReturnValue:
    form = PhotoForm()
    with current_db().reading() as records:
        permitted(outlet_at(records, outlet_id))
    sent = [one for one in [*request.files.getlist("camera"), *request.files.getlist("photos")] if one.filename]
    if form.validate() and not sent:
        form.photos.errors = [file_words(Reason.EMPTY)]
    form.photos.errors = [*form.photos.errors, *filter(None, (_taken(outlet_id, permitted, one) for one in sent))]
    if AUTOSAVE in request.headers:
        told = [str(message) for _, message in form.summary()]
        return jsonify(saved=not told, errors=told), 422 if told else 200
    return page(outlet_id, form) if form.photos.errors else redirect(to)


@outlets_photos.post(f"{_OWN}/<int:photo_id>/xoa")
@door(RUN)
def remove_post(outlet_id: int, photo_id: int) -> ResponseReturnValue:
    """Take a photo out."""

    def act(records: Session, actor: Actor, outlet: Outlet, _: object) -> None:
        remove_photo(records, actor, outlet, photo_at(records, outlet, photo_id), now=now())

    return work(
        outlet_id,
        _as_operator,
        act,
        lambda refused: _page(outlet_id, PhotoForm(), refused),
        url_for(".listed", outlet_id=outlet_id),
    )


@outlets_photos.get(f"{_OWN}/<int:photo_id>.webp")
@door(RUN)
def picture(outlet_id: int, photo_id: int) -> ResponseReturnValue:
    """Show an operator a photo that nobody else sees yet."""
    return _picture(outlet_id, photo_id, _as_operator)


@outlets_photos.get(f"{_DESK}/<int:photo_id>.webp")
@door(KEEP)
def desk_picture(outlet_id: int, photo_id: int) -> ResponseReturnValue:
    """Show an officer a photo that nobody else sees yet."""
    return _picture(outlet_id, photo_id, _as_officer)


@outlets_photos.post(f"{_DESK}/<int:photo_id>/dang")
@door(APPROVE)
def publish_post(outlet_id: int, photo_id: int) -> ResponseReturnValue:
    """Let everybody see a photo."""

    def act(records: Session, actor: Actor, outlet: Outlet, _: object) -> None:
        publish_photo(records, actor, outlet, photo_at(records, outlet, photo_id))

    return _decide(outlet_id, act)


@outlets_photos.post(f"{_DESK}/<int:photo_id>/khong-dang")
@door(APPROVE)
def refuse_post(outlet_id: int, photo_id: int) -> ResponseReturnValue:
    """Say why a photo is not shown."""
    answer = request.form.get("answer", "")

    def act(records: Session, actor: Actor, outlet: Outlet, _: object) -> None:
        refuse_photo(records, actor, outlet, photo_at(records, outlet, photo_id), answer=answer, now=now())

    return _decide(outlet_id, act)


@outlets_photos.get(_DESK)
@door(KEEP)
def desk_listed(outlet_id: int) -> ResponseReturnValue:
    """Show an officer the photos that wait and those everybody sees."""
    return _desk_page(outlet_id, PhotoForm())


def _taken(outlet_id: int, permitted: Callable[[Outlet], Actor], sent: FileStorage) -> str | None:
    """Take one photo in; what is wrong with it, or nothing."""
    try:
        drawn = received_image(sent)
        with current_db().unit_of_work() as records:
            outlet = outlet_at(records, outlet_id, to_change=True)
            add_photo(records, permitted(outlet), outlet, photo=drawn)
    except FileRefused as refused:
        return f"{sent.filename}: {file_words(refused.reason)}"
    except Refused as refused:
        return refusal_words(refused.of(Refusal))
    return None


def _decide(outlet_id: int, act: Act[bool]) -> ResponseReturnValue:
    return work(
        outlet_id,
        lambda outlet: permit(APPROVE, Jurisdiction(place_id=outlet.place_id)),
        act,
        lambda refused: _desk_page(outlet_id, PhotoForm(), refused),
        url_for(".desk_listed", outlet_id=outlet_id),
    )


def _as_operator(outlet: Outlet) -> Actor:
    return permit(RUN, Jurisdiction(things={OUTLET_SCOPE: outlet.id}))


def _as_officer(outlet: Outlet) -> Actor:
    return permit(KEEP, Jurisdiction(place_id=outlet.place_id))


def _picture(outlet_id: int, photo_id: int, permitted: Callable[[Outlet], Actor]) -> ResponseReturnValue:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        permitted(outlet)
        found = photo_at(records, outlet, photo_id)
        if found is None or found.file.discarded_at:
            abort(404)
        return delivered(found.file, digest=found.file.rendition(WIDTHS[0]).sha256)


def _page(outlet_id: int, form: PhotoForm, refused: Refused | None = None) -> str:
    if refused:
        form.photos.errors = [refusal_words(refused.of(Refusal))]
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _as_operator(outlet)
        return render_template(
            "outlets/own_photos.html",
            page=OutletContext(records),
            outlet=outlet,
            form=form,
            photos=photos_of(records, outlet_id, EVERY_STATE),
            width=WIDTHS[0],
            most=PHOTOS_MAX,
        )


def _desk_page(outlet_id: int, form: PhotoForm, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _as_officer(outlet)
        return render_template(
            "outlets/desk_photos.html",
            page=OutletContext(records),
            outlet=outlet,
            photos=photos_of(records, outlet_id),
            form=form,
            width=WIDTHS[0],
            most=PHOTOS_MAX,
            may_decide=scope(APPROVE).allows(Jurisdiction(place_id=outlet.place_id)),
            refused=refusal_words(refused.of(Refusal)) if refused else None,
        )
