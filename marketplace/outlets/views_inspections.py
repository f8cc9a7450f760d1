"""What offices keep of a point of sale beside its record: a sheet of an inspection with photos, public money it got."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.files.labels import refusal_words as file_words
from foundation.files.receiving import received_image
from foundation.files.rules import WIDTHS, FileRefused, Reason
from foundation.files.sending import delivered
from foundation.files.services import PreparedFile
from foundation.permissions.guard import permit
from foundation.permissions.rules import Jurisdiction
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.workflow.rules import Refused
from marketplace.outlets.context import OutletContext
from marketplace.outlets.doors import KEEP
from marketplace.outlets.forms_desk import SupportForm
from marketplace.outlets.inspecting import (
    add_evidence,
    add_support,
    inspection_at,
    remove_evidence,
    remove_support,
    supports_of,
)
from marketplace.outlets.labels import refusal_words
from marketplace.outlets.models import Outlet
from marketplace.outlets.photo_rules import PHOTOS_MAX
from marketplace.outlets.rules import Refusal
from marketplace.outlets.work import Act, outlet_at, work

outlets_inspections = Blueprint(
    "outlets_inspections", __name__, url_prefix="/admin/diem-ban/<int:outlet_id>", template_folder="templates"
)


@outlets_inspections.get("/kiem-tra/<int:inspection_id>")
@door(KEEP)
def shown(outlet_id: int, inspection_id: int) -> ResponseReturnValue:
    """Show the sheet of an inspection with its photos, and a field for one more."""
    return _sheet_page(outlet_id, inspection_id)


@outlets_inspections.post("/kiem-tra/<int:inspection_id>/anh")
@door(KEEP)
def photo_post(outlet_id: int, inspection_id: int) -> ResponseReturnValue:
    """Keep a photo of what was found; drawing it is slow and happens before the transaction."""
    wrong: list[str] = []

    def act(records: Session, actor: Actor, outlet: Outlet, sent: PreparedFile) -> None:
        add_evidence(records, actor, outlet, inspection_at(records, outlet, inspection_id), photo=sent)

    return work(
        outlet_id,
        _as_officer,
        act,
        lambda refused: _sheet_page(outlet_id, inspection_id, refused, *wrong),
        url_for(".shown", outlet_id=outlet_id, inspection_id=inspection_id),
        lambda: _received(wrong),
    )


@outlets_inspections.post("/kiem-tra/<int:inspection_id>/anh/<int:photo_id>/xoa")
@door(KEEP)
def photo_remove_post(outlet_id: int, inspection_id: int, photo_id: int) -> ResponseReturnValue:
    """Take a photo of an inspection away."""
    act: Act[bool] = lambda records, actor, outlet, _: remove_evidence(  # noqa: E731 - one of several
        records, actor, outlet, inspection_at(records, outlet, inspection_id), photo_id, now=now()
    )
    to = url_for(".shown", outlet_id=outlet_id, inspection_id=inspection_id)
    return work(outlet_id, _as_officer, act, lambda refused: _sheet_page(outlet_id, inspection_id, refused), to)


@outlets_inspections.get("/kiem-tra/<int:inspection_id>/anh/<int:photo_id>.webp")
@door(KEEP)
def picture(outlet_id: int, inspection_id: int, photo_id: int) -> ResponseReturnValue:
    """Send a photo of an inspection to an officer."""
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _as_officer(outlet)
        inspection = inspection_at(records, outlet, inspection_id) or abort(404)
        found = next((one for one in inspection.photos if one.id == photo_id), None) or abort(404)
        return delivered(found.file, digest=found.file.rendition(WIDTHS[0]).sha256)


@outlets_inspections.get("/ho-tro")
@door(KEEP)
def supports(outlet_id: int) -> ResponseReturnValue:
    """Show the public money it got, and a form for one sum more."""
    return _supports_page(outlet_id)


@outlets_inspections.post("/ho-tro")
@door(KEEP)
def support_post(outlet_id: int) -> ResponseReturnValue:
    """Record a sum of public money."""
    form = SupportForm()

    def act(records: Session, actor: Actor, outlet: Outlet, sent: SupportForm) -> None:
        told = {"purpose": sent.purpose.data, "basis": sent.basis.data or ""}
        add_support(records, actor, outlet, year=sent.year.data, dong=sent.dong.data, **told, today=today())

    to = url_for(".supports", outlet_id=outlet_id)
    return work(outlet_id, _as_officer, act, lambda refused: _supports_page(outlet_id, form, refused), to, form.valid)


@outlets_inspections.post("/ho-tro/<int:support_id>/xoa")
@door(KEEP)
def support_remove_post(outlet_id: int, support_id: int) -> ResponseReturnValue:
    """Take back a sum that was recorded by mistake."""
    act: Act[bool] = lambda records, actor, outlet, _: remove_support(records, actor, outlet, support_id)  # noqa: E731
    to = url_for(".supports", outlet_id=outlet_id)
    return work(outlet_id, _as_officer, act, lambda refused: _supports_page(outlet_id, refused=refused), to)


def _as_officer(outlet: Outlet) -> Actor:
    return permit(KEEP, Jurisdiction(place_id=outlet.place_id))


def _received(wrong: list[str]) -> PreparedFile | None:
    """Return the photo that was sent; why it is not taken goes among what is wrong."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        wrong.append(file_words(Reason.EMPTY))
        return None
    try:
        return received_image(sent)
    except FileRefused as refused:
        wrong.append(file_words(refused.reason))
        return None


def _sheet_page(outlet_id: int, inspection_id: int, refused: Refused | None = None, *wrong: str) -> str:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _as_officer(outlet)
        return render_template(
            "outlets/inspection.html",
            page=OutletContext(records),
            outlet=outlet,
            inspection=inspection_at(records, outlet, inspection_id) or abort(404),
            width=WIDTHS[0],
            most=PHOTOS_MAX,
            wrong=[*wrong, *([refusal_words(refused.of(Refusal))] if refused else [])],
        )


def _supports_page(outlet_id: int, form: SupportForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        _as_officer(outlet)
        told = supports_of(records, outlet_id)
        return render_template(
            "outlets/supports.html",
            outlet=outlet,
            supports=told,
            total=sum(one.dong for one in told),
            form=form or SupportForm(formdata=None, year=today().year),
            refused=refusal_words(refused.of(Refusal)) if refused else None,
        )
