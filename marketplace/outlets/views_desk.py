"""The officers' desk: what waits for approval, what nobody has confirmed, each with its inspections."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.hygiene import clean_query
from foundation.i18n.messages import gettext as _
from foundation.i18n.text import fold
from foundation.permissions.guard import permit, scope, visitor
from foundation.permissions.rules import Jurisdiction
from foundation.places.gazetteer import gazetteer
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.performing import no_form
from foundation.workflow.rules import Refused
from marketplace.outlets.context import OutletContext
from marketplace.outlets.doors import APPROVE, KEEP
from marketplace.outlets.forms_desk import ApproveForm, CloseForm, InspectForm, OutletForm
from marketplace.outlets.inspecting import inspect, supports_of
from marketplace.outlets.labels import refusal_words, state_label
from marketplace.outlets.lists import HEADER, export_rows
from marketplace.outlets.models import Outlet
from marketplace.outlets.photos import photos_of, remove_all
from marketplace.outlets.queries import DESK_SHOWN, desk, inspections_of, with_waiting_photos
from marketplace.outlets.rules import Refusal, State
from marketplace.outlets.services import add, approve, close, confirm, discard, edit, reopen
from marketplace.outlets.work import Act, Read, outlet_at, work

outlets_desk = Blueprint("outlets_desk", __name__, url_prefix="/admin/diem-ban", template_folder="templates")

STALE, PHOTOS = "stale", "photos"


@outlets_desk.get("")
@door(KEEP)
def listed() -> ResponseReturnValue:
    """Those within one's reach: drafts first, then those longest unconfirmed."""
    words, chosen = clean_query(request.args.get("q", "")[:200]), request.args.get("state", "")
    state = State(chosen) if chosen in set(State) else None
    with current_db().reading() as records:
        limits = {"state": state, "stale": today() if chosen == STALE else None, "photos": chosen == PHOTOS}
        found = desk(records, scope(KEEP), words=tuple(fold(words).split()), **limits)  # type: ignore[arg-type]
        page = OutletContext(records)
        return render_template(
            "outlets/desk.html",
            found=found,
            page=page,
            photos=with_waiting_photos(records, found),
            words=words,
            chosen=chosen,
            states=_choices(),
            most=DESK_SHOWN,
        )


@outlets_desk.get("/xuat.csv")
@door(KEEP)
def export() -> ResponseReturnValue:
    """Show the same as a file, with the columns lists come in with."""
    with current_db().reading() as records:
        rows = list(export_rows(records, scope(KEEP)))
    return table_answer("diem-ban", HEADER, rows)


@outlets_desk.get("/moi")
@door(KEEP)
def new() -> ResponseReturnValue:
    """Show the form for one that is not on record."""
    return render_template("outlets/edit.html", form=OutletForm(formdata=None), outlet=None, refused=None)


@outlets_desk.post("/moi")
@door(KEEP)
def new_post() -> ResponseReturnValue:
    """Enter it as a draft."""
    form = OutletForm()
    if not form.validate():
        return render_template("outlets/edit.html", form=form, outlet=None, refused=None)
    try:
        with current_db().unit_of_work() as records:
            made = add(records, visitor().actor(), form.outlet_input())
            _refuse_elsewhere(made)
    except Refused as refused:
        return render_template("outlets/edit.html", form=form, outlet=None, refused=_words(refused))
    return redirect(url_for(".shown", outlet_id=made.id))


@outlets_desk.get("/<int:outlet_id>")
@door(KEEP)
def shown(outlet_id: int) -> ResponseReturnValue:
    """One with all that is known of it, and what can be done."""
    return _page(outlet_id)


@outlets_desk.get("/<int:outlet_id>/sua")
@door(KEEP)
def edit_form(outlet_id: int) -> ResponseReturnValue:
    """Show the form with what is told now."""
    return _form_page(outlet_id)


@outlets_desk.post("/<int:outlet_id>/sua")
@door(KEEP)
def edit_post(outlet_id: int) -> ResponseReturnValue:
    """Correct it; it stays within one's reach."""
    form = OutletForm()

    def act(records: Session, actor: Actor, outlet: Outlet, sent: OutletForm) -> None:
        edit(records, actor, outlet, sent.outlet_input())
        _refuse_elsewhere(outlet)

    return _work(outlet_id, act, form.valid, lambda refused: _form_page(outlet_id, form, refused))


@outlets_desk.post("/<int:outlet_id>/duyet")
@door(APPROVE)
def approve_post(outlet_id: int) -> ResponseReturnValue:
    """Make it public."""
    form = ApproveForm()

    def act(records: Session, actor: Actor, outlet: Outlet, sent: ApproveForm) -> None:
        approve(records, actor, outlet, confirmed_on=today() if sent.seen.data else None)

    return _work(outlet_id, act, form.valid, permission=APPROVE)


@outlets_desk.post("/<int:outlet_id>/bo")
@door(APPROVE)
def drop_post(outlet_id: int) -> ResponseReturnValue:
    """Give up its draft."""

    def act(records: Session, actor: Actor, outlet: Outlet, _form: object) -> None:
        discard(records, actor, outlet)
        remove_all(records, actor, outlet, now=now())

    return _work(outlet_id, act, permission=APPROVE, to=url_for(".listed"))


@outlets_desk.post("/<int:outlet_id>/xac-nhan")
@door(KEEP)
def confirm_post(outlet_id: int) -> ResponseReturnValue:
    """Return it is still open."""
    return _work(outlet_id, lambda records, actor, outlet, _: confirm(records, actor, outlet, today=today()))


@outlets_desk.post("/<int:outlet_id>/mo-lai")
@door(KEEP)
def reopen_post(outlet_id: int) -> ResponseReturnValue:
    """Return it is there again."""
    return _work(outlet_id, lambda records, actor, outlet, _: reopen(records, actor, outlet, today=today()))


@outlets_desk.post("/<int:outlet_id>/kiem-tra")
@door(KEEP)
def inspect_post(outlet_id: int) -> ResponseReturnValue:
    """Keep what was found there."""
    form = InspectForm(prefix="inspect")

    def act(records: Session, actor: Actor, outlet: Outlet, sent: InspectForm) -> None:
        inspect(records, actor, outlet, sent.sheet(), today=today())

    return _work(outlet_id, act, form.valid, lambda refused: _page(outlet_id, refused, inspecting=form))


@outlets_desk.post("/<int:outlet_id>/dong")
@door(KEEP)
def close_post(outlet_id: int) -> ResponseReturnValue:
    """Return it is no more."""
    form = CloseForm(prefix="close")

    def act(records: Session, actor: Actor, outlet: Outlet, sent: CloseForm) -> None:
        close(records, actor, outlet, on=sent.closed_on.data, reason=sent.reason.data, today=today())

    return _work(outlet_id, act, form.valid, lambda refused: _page(outlet_id, refused, closing=form))


def _work(
    outlet_id: int,
    act: Act[Read],
    form: Callable[[], Read | None] = no_form,  # type: ignore[assignment] # a button alone reads nothing
    page: Callable[[Refused | None], ResponseReturnValue] | None = None,
    *,
    permission: str = KEEP,
    to: str | None = None,
) -> ResponseReturnValue:
    return work(
        outlet_id,
        lambda outlet: permit(permission, Jurisdiction(place_id=outlet.place_id)),
        act,
        page or (lambda refused: _page(outlet_id, refused)),
        to or url_for(".shown", outlet_id=outlet_id),
        form,
    )


def _page(
    outlet_id: int,
    refused: Refused | None = None,
    *,
    inspecting: InspectForm | None = None,
    closing: CloseForm | None = None,
) -> str:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        permit(KEEP, Jurisdiction(place_id=outlet.place_id))
        return render_template(
            "outlets/desk_outlet.html",
            page=OutletContext(records),
            outlet=outlet,
            inspections=inspections_of(records, outlet_id),
            photos=photos_of(records, outlet_id),
            supports=supports_of(records, outlet_id),
            approving=ApproveForm(formdata=None),
            inspecting=inspecting or InspectForm(formdata=None, prefix="inspect", inspected_on=today()),
            closing=closing or CloseForm(formdata=None, prefix="close", closed_on=today()),
            may_approve=scope(APPROVE).allows(Jurisdiction(place_id=outlet.place_id)),
            refused=_words(refused) if refused else None,
        )


def _form_page(outlet_id: int, form: OutletForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        outlet = outlet_at(records, outlet_id)
        permit(KEEP, Jurisdiction(place_id=outlet.place_id))
        filled = form or OutletForm.of(outlet, gazetteer(records))
        why = _words(refused) if refused else None
        return render_template("outlets/edit.html", form=filled, outlet=outlet, refused=why)


def _refuse_elsewhere(outlet: Outlet) -> None:
    """Nothing is put, or moved, out of one's reach."""
    if not scope(KEEP).allows(Jurisdiction(place_id=outlet.place_id)):
        raise Refused(Refusal.ELSEWHERE)


def _choices() -> tuple[tuple[str, str], ...]:
    """Return what the desk is narrowed to: how one stands, and what is due."""
    states = ((one.value, state_label(one)) for one in State if one is not State.DROPPED)
    return *states, (STALE, _("not confirmed for half a year")), (PHOTOS, _("with photos that wait"))


def _words(refused: Refused) -> str:
    return refusal_words(refused.of(Refusal))
