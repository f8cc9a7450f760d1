"""The desk of announcements: what waits, a new one, its words, and what is done to it by whom."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.announcements.desk_work import address_of, at_hand, found, one_page, permitted, state_words, work
from catalog.announcements.doors import APPROVE, WRITE
from catalog.announcements.forms import HourForm, NewForm, ReasonForm, RemarkForm, WordsForm
from catalog.announcements.labels import draft_refusal_words, refusal_words
from catalog.announcements.models import Version
from catalog.announcements.queries import (
    decisions,
    desk,
    provinces,
)
from catalog.announcements.rules import Kind, Refusal, State
from catalog.announcements.services import (
    About,
    approve,
    begin,
    correct,
    discard_draft,
    save,
    submit,
    withdraw,
    withdraw_submission,
)
from catalog.announcements.showing import AnnouncementContext
from catalog.certificates.models import Decision
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.permissions.rules import Jurisdiction
from foundation.places.models import Place
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.paging import Paging, page_number
from foundation.web.performing import no_form, perform
from foundation.web.requests import record_number
from foundation.workflow.rules import Refused

announcements_desk = Blueprint(
    "announcements_desk", __name__, url_prefix="/admin/thong-bao", template_folder="templates"
)

PER_PAGE = 50


@announcements_desk.get("")
@door(WRITE)
def listed() -> ResponseReturnValue:
    """Show what waits, what is being written, what was let out."""
    number, at = page_number(request.args.get("page")), now()
    with current_db().reading() as records:
        found, total = desk(records, scope(WRITE), page=max(number, 1), per_page=PER_PAGE)
        paging = Paging(total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        return render_template(
            "announcements/desk.html",
            page=AnnouncementContext(records),
            found=found,
            paging=paging,
            state=lambda one: state_words(one, at),
            address=lambda to: url_for(".listed", page=to),
        )


@announcements_desk.get("/moi")
@door(WRITE)
def new() -> ResponseReturnValue:
    """Show an empty form; with a decision named in the address its results are announced."""
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
            actor = permit(WRITE, Jurisdiction(place_id=place.id if place else None))
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
        permitted(found(records, announcement_id))
        version = at_hand(records, announcement_id)
    if version.state is not State.DRAFT:
        return redirect(url_for(".shown", announcement_id=announcement_id))
    return _edit_page(WordsForm(formdata=None, obj=version), version, version.revision)


@announcements_desk.post("/<int:announcement_id>/sua")
@door(WRITE)
def edit_post(announcement_id: int) -> ResponseReturnValue:
    """Keep what was written."""
    form = WordsForm()

    def page(refused: Refused | None) -> str:
        with current_db().reading() as records:
            version = at_hand(records, announcement_id)
        if refused is None:
            return _edit_page(form, version, _revision())
        form.title.errors = [draft_refusal_words(refused.of(Refusal))]
        return _edit_page(form, version, version.revision)

    return perform(
        lambda records, *, to_change: found(records, announcement_id, to_change=to_change),
        permitted,
        lambda records, actor, about, words: save(records, actor, about.id, words, revision=_revision(), now=now()),
        form.read,
        page,
        address_of(announcement_id),
    )


@announcements_desk.post("/<int:announcement_id>/trinh")
@door(WRITE)
def submit_post(announcement_id: int) -> ResponseReturnValue:
    """Ask a second officer."""
    return work(
        announcement_id,
        lambda records, actor, about, _: submit(
            records, actor, about.id, revision=_revision(), now=now(), today=today()
        ),
        no_form,
    )


@announcements_desk.post("/<int:announcement_id>/ve-nhap")
@door(WRITE)
def withdraw_submission_post(announcement_id: int) -> ResponseReturnValue:
    """Make it a draft again, with a word to its writers."""
    form = RemarkForm()
    said = form.remark.data or ""
    return work(
        announcement_id,
        lambda records, actor, about, _: withdraw_submission(records, actor, about.id, remark=said, now=now()),
        form.valid,
        form,
    )


@announcements_desk.post("/<int:announcement_id>/duyet")
@door(APPROVE)
def approve_post(announcement_id: int) -> ResponseReturnValue:
    """Let it out, at once or at an hour."""
    form = HourForm()
    return work(
        announcement_id,
        lambda records, actor, about, asked: approve(
            records, actor, about.id, publish_at=asked.at, revision=_revision(), now=now()
        ),
        form.read,
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
        lambda records, actor, about, _: correct(records, actor, about.id, reason=said, now=now()),
        form.valid,
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
        lambda records, actor, about, _: withdraw(records, actor, about.id, reason=said, now=now()),
        form.valid,
        form,
        APPROVE,
    )


@announcements_desk.post("/<int:announcement_id>/bo")
@door(WRITE)
def drop_post(announcement_id: int) -> ResponseReturnValue:
    """Give a draft up; of a correction what is public stays."""
    return work(
        announcement_id, lambda records, actor, about, _: discard_draft(records, actor, about.id, now=now()), no_form
    )


def _edit_page(form: WordsForm, version: Version, revision: int) -> str:
    return render_template("announcements/edit.html", form=form, version=version, revision=revision)


def _offer(records: Session, form: NewForm) -> list[tuple[Decision, int]]:
    reach = scope(WRITE)
    offered = decisions(records, reach)
    form.offer(provinces(records, reach), offered, national=reach.allows(Jurisdiction()))
    return offered


def _revision() -> int:
    """Return the version as the officer saw it."""
    return request.form.get("revision", type=record_number) or 0
