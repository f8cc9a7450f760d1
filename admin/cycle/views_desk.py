"""The officers' desk of dossiers: those of the territory, one with its timeline, and what one's turn allows."""

from collections.abc import Callable, Iterator, Sequence

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cycle.context import DossierPage, label, step_titles
from admin.cycle.courses import LEVELS, course_of
from admin.cycle.doors import HANDLE, level_of
from admin.cycle.forms import OTHER, ReasonForm, ReturnForm, gaps_from, seen_version, typed_words
from admin.cycle.labels import level_label, refusal_words, stage_label
from admin.cycle.models import Dossier, DossierEvent
from admin.cycle.queries import LISTED_MAX, Filters, desk, dossier_by_id, last_event, returns_in
from admin.cycle.rules import Refusal, Stage, Verb
from admin.cycle.services import Mover, advance, send_back
from catalog.regulations.editions import LAW, edition_on
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.i18n.messages import spoken
from foundation.permissions.guard import current_policy, permit, scope, visitor
from foundation.permissions.rules import Jurisdiction
from foundation.tables.writing import table_answer
from foundation.web.doors import door
from foundation.web.forms import Form
from foundation.web.installation import today
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

cycle_desk = Blueprint("cycle_desk", __name__, url_prefix="/admin/ho-so", template_folder="templates")

QUESTION_MAX = 200
HEADER = ("number", "name", "producer", "place", "case", "step", "stage", "due_on", "edition", "moved_on")
STAGES = (Stage.RETURNED, Stage.CLOSED, Stage.WITHDRAWN)

Act = Callable[[Session, Mover, Dossier], DossierEvent]


@cycle_desk.get("")
@door(HANDLE)
def listed() -> ResponseReturnValue:
    """Show the dossiers of the territory, what is due first at the top."""
    with current_db().reading() as records:
        found = desk(records, scope(HANDLE), _filters())
    codes = dict.fromkeys(step for edition in LAW.editions for step in course_of(edition.code).path)
    titles = step_titles(codes, today(), spoken())
    return render_template(
        "cycle/desk.html",
        found=found,
        filters=_filters(),
        titles=titles,
        steps=tuple(titles.items()),
        holders=[*((one, level_label(one)) for one in LEVELS), *((one.value, stage_label(one)) for one in STAGES)],
        holder=request.args.get("holder", ""),
        editions=[one.code for one in LAW.editions],
        label=label,
        most=LISTED_MAX,
        here=today(),
    )


@cycle_desk.get("/xuat")
@door(HANDLE)
def export() -> ResponseReturnValue:
    """Show the same as a file."""
    with current_db().reading() as records:
        rows = list(_rows(desk(records, scope(HANDLE), _filters())))
    return table_answer("ho-so", HEADER, rows)


@cycle_desk.get("/huong-dan")
@door(HANDLE)
def guide() -> ResponseReturnValue:
    """How dossiers move, from the rules in force."""
    edition = edition_on(today())
    course = course_of(edition.code)
    titles = step_titles(course.path, today(), spoken())
    steps = [(step, titles[step], [level_label(one) for one in course.levels(step)]) for step in course.path]
    return render_template("cycle/guide.html", edition=edition.code, steps=steps)


@cycle_desk.get("/<int:dossier_id>")
@door(HANDLE)
def shown(dossier_id: int) -> ResponseReturnValue:
    """One dossier: where it stands, what can be done now, everything that was done."""
    return _page(dossier_id)


@cycle_desk.post("/<int:dossier_id>/buoc")
@door(HANDLE)
def advance_post(dossier_id: int) -> ResponseReturnValue:
    """Do what was chosen: send it on, choose it, end it."""
    form = ReasonForm()

    def act(records: Session, by: Mover, dossier: Dossier) -> DossierEvent:
        reason = form.reason.data or ""
        return advance(records, by, dossier, _chosen(), version=seen_version(request.form), reason=reason)

    return _work(dossier_id, form, act)


@cycle_desk.post("/<int:dossier_id>/tra-lai")
@door(HANDLE)
def return_post(dossier_id: int) -> ResponseReturnValue:
    """Return it with everything that is missing."""
    form = ReturnForm()

    def act(records: Session, by: Mover, dossier: Dossier) -> DossierEvent:
        page = DossierPage.of(records, dossier, by.holds, by.today, spoken())
        gaps = gaps_from(request.form, [one.code for one in page.papers])
        words = {"due": form.due.data, "reason": form.why.data or ""}
        return send_back(records, by, dossier, gaps, version=seen_version(request.form), **words)

    return _work(dossier_id, form, act)


def _chosen() -> Verb:
    """Return what was chosen of what a level decides with words alone."""
    offered = {one.value: one for one in (Verb.FORWARD, Verb.ACCEPT, Verb.DECLINE, Verb.CONCLUDE)}
    return offered.get(request.form.get("verb", ""), Verb.FORWARD)


def _work(dossier_id: int, form: Form, act: Act) -> ResponseReturnValue:
    return perform(
        lambda records, *, to_change: _found(records, dossier_id, to_change=to_change),
        _permitted,
        lambda records, by, dossier, _: act(records, by, dossier),
        form.valid,
        lambda refused: _page(dossier_id, form, refused),
        url_for(".shown", dossier_id=dossier_id),
    )


def _page(dossier_id: int, form: Form | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        dossier = _found(records, dossier_id)
        by = _permitted(dossier)
        page = DossierPage.of(records, dossier, by.holds, by.today, spoken())
        again, last = returns_in(records, dossier) > 0, last_event(records, dossier)
    return render_template(
        "cycle/handle.html",
        page=page,
        label=label,
        again=again,
        last=last,
        other=OTHER,
        reason_form=form if isinstance(form, ReasonForm) else ReasonForm(formdata=None),
        return_form=form if isinstance(form, ReturnForm) else ReturnForm(formdata=None),
        refused=refused.of(Refusal) if refused else None,
        words=refusal_words,
        typed=request.form,
        typed_words=typed_words(request.form),
        Verb=Verb,
        Refusal=Refusal,
    )


def _found(records: Session, dossier_id: int, *, to_change: bool = False) -> Dossier:
    """Return the dossier; one that was never lodged is its producer's alone."""
    found = dossier_by_id(records, dossier_id, to_change=to_change)
    return found if found and found.lodged_at else abort(404)


def _permitted(dossier: Dossier) -> Mover:
    """Who acts, and for which levels: for the one that has the dossier now where there is a choice."""
    where = Jurisdiction(place_id=dossier.place_id)
    actor: Actor = permit(HANDLE, where)
    grounds = [one.held for one in current_policy().explain(visitor(), HANDLE, where) if one.held]
    turn = next((held for held in grounds if level_of(held.role) == dossier.standing.holder), None)
    levels = frozenset(level_of(held.role) for held in grounds)
    return Mover(visitor().actor(turn) if turn else actor, levels, now(), today())


def _filters() -> Filters:
    asked = request.args
    holder = asked.get("holder", "")
    return Filters(
        words=asked.get("q", "")[:QUESTION_MAX].strip(),
        stage=Stage(holder) if holder in set(STAGES) else None,
        level=holder if holder in LEVELS else "",
        step=asked.get("step", "")[:QUESTION_MAX],
        edition=asked.get("edition", "")[:QUESTION_MAX],
        ended="ended" in asked,
    )


def _rows(found: Sequence[Dossier]) -> Iterator[Sequence[object]]:
    for one in found:
        what = (one.number, one.name, one.producer.name, one.place.full_name, one.case)
        yield (*what, one.step, one.standing.holder or one.stage.value, one.due_on, one.edition, one.moved_at.date())
