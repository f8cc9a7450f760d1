"""Preparing an event: the same pages for officers at their desk and for an organiser on a phone."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.products.tree import group_tree
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import permit, scope
from foundation.places.gazetteer import gazetteer
from foundation.privacy.working_days import is_working
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.workflow.rules import Refused
from marketplace.events.context import EventContext
from marketplace.events.details import (
    add_item,
    record_results,
    remove_item,
    remove_province,
    set_filing,
    set_province,
)
from marketplace.events.doors import PREPARE, PUBLISH, RUN
from marketplace.events.filing import clocks
from marketplace.events.forms_work import (
    EventForm,
    ItemForm,
    ProvinceForm,
    ResultsForm,
    read_filing,
)
from marketplace.events.labels import step_label
from marketplace.events.models import Event
from marketplace.events.preparing import (
    both,
    event_page,
    events_own,
    offered,
    on_event,
    prepared,
    refuse_elsewhere,
    words_of,
)
from marketplace.events.queries import desk
from marketplace.events.rules import EVENTS, Refusal, Step, Verb
from marketplace.events.services import correct, save, submit
from marketplace.events.work import Act, jurisdiction_of


@events_own.get("")
@door(RUN)
def mine() -> ResponseReturnValue:
    """Show the events one prepares."""
    with current_db().reading() as records:
        return render_template("events/mine.html", page=EventContext(records), found=desk(records, scope(RUN)))


@both("/<int:event_id>")
@door(PREPARE)
def shown(event_id: int) -> ResponseReturnValue:
    """One with all that is known of it, and what can be done."""
    return event_page(event_id)


@both("/<int:event_id>/sua")
@door(PREPARE)
def edit_form(event_id: int) -> ResponseReturnValue:
    """Show the form with what is told now."""
    return _form_page(event_id)


@both("/<int:event_id>/sua", "POST")
@door(PREPARE)
def edit_post(event_id: int) -> ResponseReturnValue:
    """Keep what was written in a draft; what everybody reads is corrected by whoever may publish."""
    form = offered(EventForm())

    def act(records: Session, actor: Actor, event: Event, sent: EventForm) -> None:
        if EVENTS.allows(event.state, Verb.CORRECT):
            correct(records, permit(PUBLISH, jurisdiction_of(event)), event, sent.told())
        else:
            save(records, actor, event, sent.told())
        refuse_elsewhere(event)

    return on_event(event_id, act, form.valid, lambda refused: _form_page(event_id, form, refused))


@both("/<int:event_id>/gui", "POST")
@door(PREPARE)
def submit_post(event_id: int) -> ResponseReturnValue:
    """Ask a second officer to publish it."""
    return on_event(event_id, lambda records, actor, event, _: submit(records, actor, event, now=now(), today=today()))


@both("/<int:event_id>/chuong-trinh")
@door(PREPARE)
def programme(event_id: int) -> ResponseReturnValue:
    """Show the programme, and a form for one more item."""
    return _programme_page(event_id)


@both("/<int:event_id>/chuong-trinh", "POST")
@door(PREPARE)
def item_post(event_id: int) -> ResponseReturnValue:
    """Add an item to the programme."""
    form = ItemForm()
    act: Act[ItemForm] = lambda records, actor, event, sent: add_item(records, actor, event, sent.told())  # noqa: E731
    to = url_for(".programme", event_id=event_id)
    return on_event(event_id, act, form.valid, lambda refused: _programme_page(event_id, form, refused), to)


@both("/<int:event_id>/chuong-trinh/<int:item_id>/bo", "POST")
@door(PREPARE)
def item_remove_post(event_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item out of the programme."""
    act: Act[object] = lambda records, actor, event, _: remove_item(records, actor, event, item_id)  # noqa: E731
    return on_event(event_id, act, to=url_for(".programme", event_id=event_id))


@both("/<int:event_id>/tinh")
@door(PREPARE)
def provinces(event_id: int) -> ResponseReturnValue:
    """Show the provinces that come, and a form for one more."""
    return _provinces_page(event_id)


@both("/<int:event_id>/tinh", "POST")
@door(PREPARE)
def province_post(event_id: int) -> ResponseReturnValue:
    """Add a province that comes, or comes with other numbers."""
    form = ProvinceForm()

    def act(records: Session, actor: Actor, event: Event, sent: ProvinceForm) -> None:
        known = {one.code for one in gazetteer(records).provinces(today())}
        if sent.province.data not in known:
            raise Refused(Refusal.NO_PROVINCE)
        counts = {"target": sent.target.data, "registered": sent.registered.data}
        set_province(records, actor, event, sent.province.data, **counts)

    to = url_for(".provinces", event_id=event_id)
    return on_event(event_id, act, form.valid, lambda refused: _provinces_page(event_id, form, refused), to)


@both("/<int:event_id>/tinh/<code>/bo", "POST")
@door(PREPARE)
def province_remove_post(event_id: int, code: str) -> ResponseReturnValue:
    """Remove a province that does not come."""
    act: Act[object] = lambda records, actor, event, _: remove_province(records, actor, event, code)  # noqa: E731
    return on_event(event_id, act, to=url_for(".provinces", event_id=event_id))


@both("/<int:event_id>/dang-ky")
@door(PREPARE)
def filing(event_id: int) -> ResponseReturnValue:
    """Show the registration with the Department of Industry and Trade as a checklist with its clocks."""
    return _filing_page(event_id)


@both("/<int:event_id>/dang-ky", "POST")
@door(PREPARE)
def filing_post(event_id: int) -> ResponseReturnValue:
    """Keep which steps were taken on which days."""
    told = read_filing(request.form)

    def act(records: Session, actor: Actor, event: Event, _form: object) -> None:
        for step, (day, number) in told.items():
            kept = event.filing(step)
            if (kept.done_on if kept else None, kept.number or "" if kept else "") != (day, number if day else ""):
                set_filing(records, actor, event, step, day, number=number)

    to = url_for(".filing", event_id=event_id)
    return on_event(event_id, act, page=lambda refused: _filing_page(event_id, refused), to=to)


@both("/<int:event_id>/ket-qua")
@door(PREPARE)
def results(event_id: int) -> ResponseReturnValue:
    """Show the form of what came of it."""
    return _results_page(event_id)


@both("/<int:event_id>/ket-qua", "POST")
@door(PREPARE)
def results_post(event_id: int) -> ResponseReturnValue:
    """Tell what came of it; a second person publishes that."""
    form = ResultsForm()

    def act(records: Session, actor: Actor, event: Event, sent: ResultsForm) -> None:
        record_results(records, actor, event, sent.told(), now=now())

    return on_event(event_id, act, form.valid, lambda refused: _results_page(event_id, form, refused))


def _form_page(event_id: int, form: EventForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        event = prepared(records, event_id)
        filled = form or EventForm.of(event, gazetteer(records)).offer(group_tree(records))
        return render_template("events/edit.html", form=filled, event=event, refused=words_of(refused))


def _programme_page(event_id: int, form: ItemForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        event = prepared(records, event_id)
        filled = form or ItemForm(formdata=None, day=event.starts_on)
        return render_template(
            "events/programme.html", page=EventContext(records), event=event, form=filled, refused=words_of(refused)
        )


def _provinces_page(event_id: int, form: ProvinceForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        event, page = prepared(records, event_id), EventContext(records)
        filled = form or ProvinceForm(formdata=None)
        filled.province.choices = [(one.code, page.unit(one)) for one in page.provinces()]
        return render_template("events/provinces.html", page=page, event=event, form=filled, refused=words_of(refused))


def _filing_page(event_id: int, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        event = prepared(records, event_id)
        lodged = event.filing(Step.LODGED)
        return render_template(
            "events/filing.html",
            page=EventContext(records),
            event=event,
            steps=[(step, step_label(step), event.filing(step)) for step in Step],
            clocks=clocks(event.starts_on, event.ends_on, lodged.done_on if lodged else None, is_working),
            refused=words_of(refused),
        )


def _results_page(event_id: int, form: ResultsForm | None = None, refused: Refused | None = None) -> str:
    with current_db().reading() as records:
        event = prepared(records, event_id)
        filled = form or ResultsForm.of(event.results)
        return render_template("events/results.html", event=event, form=filled, refused=words_of(refused))
