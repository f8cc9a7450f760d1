"""The desk of announcements: what waits, a new one, its words, and what is done to it by whom."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.announcements.doors import APPROVE, WRITE
from catalog.announcements.forms import FileForm, HourForm, NewForm, ReasonForm, RemarkForm, WordsForm
from catalog.announcements.labels import refusal_words, state_label
from catalog.announcements.models import Announcement, Version
from catalog.announcements.queries import (
    announcement_by_id,
    attachments,
    decisions,
    desk,
    last_version,
    provinces,
    public_versions,
    table,
)
from catalog.announcements.rules import Kind, Refusal, State, is_public, wrote
from catalog.announcements.services import (
    About,
    approve,
    begin,
    correct,
    drop,
    hand_in,
    save,
    take_back,
    withdraw,
)
from catalog.announcements.showing import Showing
from catalog.certificates.check_code import printed
from catalog.certificates.models import Decision
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.messages import gettext as _
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Where
from foundation.places.models import Place
from foundation.signin.identity import today
from foundation.web.doors import door
from foundation.web.forms import Form
from foundation.web.paging import Paging, page_number
from foundation.web.requests import record_number
from foundation.workflow.rules import Refused

announcements_desk = Blueprint(
    "announcements_desk", __name__, url_prefix="/admin/thong-bao", template_folder="templates"
)

PER_PAGE = 50

Work = Callable[[Session, Actor, datetime], object]


@announcements_desk.get("")
@door(WRITE)
def listed() -> ResponseReturnValue:
    """What waits, what is being written, what was let out."""
    number, at = page_number(request.args.get("page")), now()
    with current_db().reading() as records:
        found, total = desk(records, scope(WRITE), page=max(number, 1), per_page=PER_PAGE)
        paging = Paging(total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        return render_template(
            "announcements/desk.html",
            page=Showing(records),
            found=found,
            paging=paging,
            state=lambda one: _state(one, at),
            address=lambda to: url_for(".listed", page=to),
        )


@announcements_desk.get("/moi")
@door(WRITE)
def new() -> ResponseReturnValue:
    """An empty form; with a decision named in the address its results are announced."""
    form = NewForm()
    with current_db().reading() as records:
        offered = _offer(records, form)
    asked = request.args.get("quyet-dinh", type=record_number)
    chosen = next((one for one, _count in offered if one.id == asked), None)
    form.kind.data = Kind.RESULTS.value if chosen else Kind.NEWS.value
    if chosen:
        form.decision.data = str(chosen.id)
        form.title.data = f"Kết quả đánh giá, phân hạng sản phẩm OCOP theo Quyết định số {chosen.number}"
    return render_template("announcements/new.html", form=form)


@announcements_desk.post("/moi")
@door(WRITE)
def new_post() -> ResponseReturnValue:
    """Keep it as a draft."""
    form = NewForm()
    with current_db().reading() as records:
        _offer(records, form)
    words = form.read()
    if words is None:
        return render_template("announcements/new.html", form=form)
    decision_id = int(form.decision.data) if form.decision.data else None
    try:
        with current_db().unit_of_work() as records:
            place = records.get_one(Place, int(form.place.data)) if form.place.data else None
            about = About(place, Kind(form.kind.data), decision_id)
            actor = permit(WRITE, Where(place_id=place.id if place else None))
            made = begin(records, actor, about, words, now=now())
    except Refused as refused:
        form.decision.errors = [refusal_words(refused.of(Refusal))]
        return render_template("announcements/new.html", form=form)
    return redirect(url_for(".shown", announcement_id=made.announcement_id))


@announcements_desk.get("/<int:announcement_id>")
@door(WRITE)
def shown(announcement_id: int) -> ResponseReturnValue:
    """One announcement as it would read, where it stands, and what can be done to it."""
    return one_page(announcement_id)


@announcements_desk.get("/<int:announcement_id>/sua")
@door(WRITE)
def edit(announcement_id: int) -> ResponseReturnValue:
    """Its words; of what is no draft they are not changed."""
    with current_db().reading() as records:
        permitted(records, announcement_id)
        version = _at_hand(records, announcement_id)
    if version.state is not State.DRAFT:
        return redirect(url_for(".shown", announcement_id=announcement_id))
    return _edit_page(WordsForm(formdata=None, obj=version), version, version.revision)


@announcements_desk.post("/<int:announcement_id>/sua")
@door(WRITE)
def edit_post(announcement_id: int) -> ResponseReturnValue:
    """Keep what was written."""
    form = WordsForm()
    with current_db().reading() as records:
        permitted(records, announcement_id)
        version = _at_hand(records, announcement_id)
    words = form.read()
    if words is None:
        return _edit_page(form, version, _revision())
    try:
        with current_db().unit_of_work() as records:
            _found, actor = permitted(records, announcement_id)
            save(records, actor, announcement_id, words, revision=_revision(), now=now())
    except Refused as refused:
        form.title.errors = [_kept_words(refused.of(Refusal))]
        return _edit_page(form, version, version.revision)
    return redirect(url_for(".shown", announcement_id=announcement_id))


@announcements_desk.post("/<int:announcement_id>/trinh")
@door(WRITE)
def hand_in_post(announcement_id: int) -> ResponseReturnValue:
    """Ask a second officer."""
    return work(
        announcement_id,
        lambda records, actor, at: hand_in(
            records, actor, announcement_id, revision=_revision(), now=at, today=today()
        ),
    )


@announcements_desk.post("/<int:announcement_id>/ve-nhap")
@door(WRITE)
def take_back_post(announcement_id: int) -> ResponseReturnValue:
    """Make it a draft again, with a word to its writers."""
    form = RemarkForm()
    said = form.remark.data or ""
    return work(
        announcement_id,
        lambda records, actor, at: take_back(records, actor, announcement_id, remark=said, now=at),
        form,
    )


@announcements_desk.post("/<int:announcement_id>/duyet")
@door(APPROVE)
def approve_post(announcement_id: int) -> ResponseReturnValue:
    """Let it out, at once or at an hour."""
    form = HourForm()
    valid, hour = form.read()
    if not valid:
        return one_page(announcement_id, form)
    return work(
        announcement_id,
        lambda records, actor, at: approve(
            records, actor, announcement_id, publish_at=hour, revision=_revision(), now=at
        ),
        form,
        APPROVE,
    )


@announcements_desk.post("/<int:announcement_id>/dinh-chinh")
@door(WRITE)
def correct_post(announcement_id: int) -> ResponseReturnValue:
    """Begin a correction."""
    form = ReasonForm(prefix="correct-")
    said = form.reason.data or ""
    return work(
        announcement_id,
        lambda records, actor, at: correct(records, actor, announcement_id, reason=said, now=at),
        form,
    )


@announcements_desk.post("/<int:announcement_id>/thu-hoi")
@door(APPROVE)
def withdraw_post(announcement_id: int) -> ResponseReturnValue:
    """Withdraw a public one."""
    form = ReasonForm(prefix="withdraw-")
    said = form.reason.data or ""
    return work(
        announcement_id,
        lambda records, actor, at: withdraw(records, actor, announcement_id, reason=said, now=at),
        form,
        APPROVE,
    )


@announcements_desk.post("/<int:announcement_id>/bo")
@door(WRITE)
def drop_post(announcement_id: int) -> ResponseReturnValue:
    """Give a draft up; of a correction what is public stays."""
    return work(announcement_id, lambda records, actor, at: drop(records, actor, announcement_id, now=at))


def work(announcement_id: int, do: Work, form: Form | None = None, needs: str = WRITE) -> ResponseReturnValue:
    """Do something to an announcement in a transaction of its own, and show how it stands then."""
    with current_db().reading() as records:
        permitted(records, announcement_id, needs)
    if form and not form.validate():
        return one_page(announcement_id, form)
    try:
        with current_db().unit_of_work() as records:
            _found, actor = permitted(records, announcement_id, needs)
            do(records, actor, now())
    except Refused as refused:
        return one_page(announcement_id, form, refused.of(Refusal))
    with current_db().reading() as records:
        gone = last_version(records, announcement_id) is None
    return redirect(url_for("announcements_desk.listed") if gone else _address(announcement_id))


def _address(announcement_id: int) -> str:
    """Its page, also for views of files, which stand in a blueprint of their own."""
    return url_for("announcements_desk.shown", announcement_id=announcement_id)


def permitted(records: Session, announcement_id: int, needs: str = WRITE) -> tuple[Announcement, Actor]:
    """The announcement and who works on it; one of another province is not there."""
    found = announcement_by_id(records, announcement_id)
    if found is None:
        abort(404)
    return found, permit(needs, Where(place_id=found.place_id))


def one_page(announcement_id: int, form: Form | None = None, refused: Refusal | None = None) -> str:
    """The page of one announcement, with what was typed into one of its forms."""
    with current_db().reading() as records:
        found, actor = permitted(records, announcement_id)
        version, at = _at_hand(records, announcement_id), now()
        files = attachments(records, [version.id])[version.id]
        return render_template(
            "announcements/work.html",
            page=Showing(records),
            announcement=found,
            version=version,
            public=public_versions(records, found, at),
            files=files,
            rows=table(records, found),
            state=_state(version, at),
            is_out=is_public(version.state, version.publish_at, at),
            wrote=wrote(version.standing(), actor),
            may_approve=scope(APPROVE).allows(Where(place_id=found.place_id)),
            refused=refusal_words(refused) if refused else None,
            form=form,
            printed=printed,
            State=State,
            **_forms(form),
        )


def _forms(sent: Form | None) -> dict[str, Form]:
    """The forms of the page; the one that was sent as it was sent."""
    forms: dict[str, Form] = {
        "file_form": FileForm(formdata=None),
        "hour_form": HourForm(formdata=None),
        "remark_form": RemarkForm(formdata=None),
        "correct_form": ReasonForm(formdata=None, prefix="correct-"),
        "withdraw_form": ReasonForm(formdata=None, prefix="withdraw-"),
    }
    same = (name for name, one in forms.items() if sent and (type(one), one._prefix) == (type(sent), sent._prefix))  # noqa: SLF001 - the library tells its prefix nowhere else
    return {**forms, **{name: sent for name in same if sent}}


def _at_hand(records: Session, announcement_id: int) -> Version:
    """The version the desk works on; an announcement whose only draft was given up is not there any more."""
    version = last_version(records, announcement_id)
    if version is None:
        abort(404)
    return version


def _edit_page(form: WordsForm, version: Version, revision: int) -> str:
    return render_template("announcements/edit.html", form=form, version=version, revision=revision)


def _kept_words(why: Refusal) -> str:
    """Why words could not be kept; they stand in the form still."""
    if why is Refusal.CHANGED_MEANWHILE:
        return _("A colleague changed this draft meanwhile. Yours is still here: compare before you keep it.")
    return refusal_words(why)


def _offer(records: Session, form: NewForm) -> list[tuple[Decision, int]]:
    reach = scope(WRITE)
    offered = decisions(records, reach)
    form.offer(provinces(records, reach), offered, national=reach.allows(Where()))
    return offered


def _state(version: Version, at: datetime) -> str:
    public = is_public(version.state, version.publish_at, at)
    return state_label(version.state, public=public)


def _revision() -> int:
    """The version as the officer saw it."""
    return request.form.get("revision", type=record_number) or 0
