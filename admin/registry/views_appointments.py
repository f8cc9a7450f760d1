"""Appointments: who holds what within one's scope; appointing, ending, lending."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.registry.doors import GIVE, SEE
from admin.registry.filters import read_filters
from admin.registry.forms import AppointForm, CodeForm, EndForm, LendForm
from admin.registry.inputs import parse_person
from admin.registry.labels import state_label, subject_label
from admin.registry.pages import Shown, add_refusal, offered_places, offered_roles, read_person, read_target, read_term
from admin.registry.queries import PER_PAGE, appointment_shown, appointments, belongs_to, lent_from, pending_offers
from admin.registry.rules import OPEN, State
from admin.registry.services import (
    Person,
    Target,
    appoint_person,
    coding,
    end,
    lend,
    may_end,
    may_lend,
    new_code,
)
from foundation.accounts.queries import account_by_id
from foundation.db.base import now
from foundation.db.database import current_db
from foundation.permissions.guard import scope, visitor
from foundation.permissions.models import Appointment
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Principal, Role, ScopeKind
from foundation.places.gazetteer import gazetteer
from foundation.signin.attempts import throttled_message
from foundation.signin.entry import ask_about_people
from foundation.signin.identity import keys
from foundation.signin.labels import role_label
from foundation.signin.reauthentication import AgainForm, proved
from foundation.web.doors import door
from foundation.web.installation import today
from foundation.web.paging import Paging, page_number
from foundation.web.performing import perform
from foundation.workflow.rules import Refused

registry_appointments = Blueprint(
    "registry_appointments", __name__, url_prefix="/admin/bo-nhiem", template_folder="templates"
)

Done = TypeVar("Done")

PREFIX: Mapping[type[AgainForm], str] = {EndForm: "end", LendForm: "lend", CodeForm: "code"}
"""The forms of one page have names of their own for their fields."""


@registry_appointments.get("")
@door(SEE)
def listed() -> ResponseReturnValue:
    """Show the appointments within one's scope."""
    number = page_number(request.args.get("page"))
    with current_db().reading() as records:
        asked = read_filters(request.args, gazetteer(records), today())
        total, rows = appointments(records, scope(SEE), asked.filters, today=today(), page=max(number, 1))
        paging = Paging(total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        return render_template(
            "registry/appointments.html",
            rows=rows,
            shown=Shown(records, rows, today()),
            asked=asked,
            paging=paging,
            roles=tuple(ROLES),
            states=tuple(State),
            role_label=role_label,
            state_label=state_label,
            waiting=pending_offers(records, scope(SEE), today()),
            can_give=bool(offered_roles(records, visitor(), today())),
            address=lambda page: url_for(".listed", **{**asked.typed, "page": page}),
        )


@registry_appointments.get("/moi")
@door(GIVE)
def choose() -> ResponseReturnValue:
    """Which role to give."""
    with current_db().reading() as records:
        roles = offered_roles(records, visitor(), today())
    return render_template("registry/choose.html", roles=roles, role_label=role_label, held_for=subject_label)


@registry_appointments.get("/moi/<role>")
@door(GIVE)
def appoint(role: str) -> ResponseReturnValue:
    """Show the page to appoint somebody to a role."""
    return _appoint_page(_role(role), AppointForm(starts_on=today()))


@registry_appointments.post("/moi/<role>")
@door(GIVE)
def appoint_post(role: str) -> ResponseReturnValue:
    """Appoint; whoever has no account gets one, and their way into it goes to them and not to whoever appoints."""
    wanted, form = _role(role), AppointForm()
    valid, person = form.validate(), read_person(form)
    if not valid or person is None or not proved(form) or _asks_too_often(form, "identifier"):
        return _appoint_page(wanted, form)
    try:
        with current_db().unit_of_work() as records:
            target = read_target(records, visitor(), wanted, form, today())
            made = _appoint(records, person, target, wanted, form) if target else None
    except Refused as refused:
        add_refusal(form, refused)
        made = None
    if made is None:
        return _appoint_page(wanted, form)
    return redirect(url_for(".shown", appointment_id=made.id))


@registry_appointments.get("/<int:appointment_id>")
@door(SEE)
def shown(appointment_id: int) -> ResponseReturnValue:
    """One appointment."""
    return _page(appointment_id)


@registry_appointments.post("/<int:appointment_id>/ket-thuc")
@door(GIVE)
def end_post(appointment_id: int) -> ResponseReturnValue:
    """End it."""
    form = EndForm(prefix=PREFIX[EndForm])

    def act(records: Session, who: Principal, held: Appointment, _: object) -> None:
        end(records, who, held, on=form.on.data, reason=form.reason.data, now=now(), today=today())

    return _work(appointment_id, form, act)


@registry_appointments.post("/<int:appointment_id>/cho-muon")
@door(GIVE)
def lend_post(appointment_id: int) -> ResponseReturnValue:
    """Lend it for a leave."""
    form = LendForm(prefix=PREFIX[LendForm])

    def act(records: Session, who: Principal, held: Appointment, _: object) -> None:
        to, days = parse_person(records, form.to.data), (form.starts_on.data, form.ends_on.data)
        said = {"starts_on": days[0], "ends_on": days[1], "reason": form.reason.data}
        lend(records, who, held, to=to, **said, now=now(), today=today())

    return _work(appointment_id, form, act)


@registry_appointments.post("/<int:appointment_id>/ma")
@door(GIVE)
def code_post(appointment_id: int) -> ResponseReturnValue:
    """Return a code for somebody a colleague appointed who has not confirmed the account; shown once."""
    return _work(
        appointment_id,
        CodeForm(prefix=PREFIX[CodeForm]),
        lambda records, who, held, _: new_code(records, who, held, keys=keys(), now=now(), today=today()),
        lambda code: _page(appointment_id, code=code),
    )


def _appoint(records: Session, person: Person, target: Target, role: Role, form: AppointForm) -> Appointment:
    return appoint_person(records, visitor(), person, target, role=role, term=read_term(form), now=now(), today=today())


def _work(
    appointment_id: int,
    form: AgainForm,
    act: Callable[[Session, Principal, Appointment, object], Done],
    to: Callable[[Done], ResponseReturnValue] | None = None,
) -> ResponseReturnValue:
    return perform(
        lambda records, **_: _seen(records, appointment_id),
        lambda _: visitor(),
        act,
        lambda: _read(form),
        lambda refused: _page(appointment_id, form, refused),
        to or url_for(".shown", appointment_id=appointment_id),
    )


def _read(form: AgainForm) -> AgainForm | None:
    """Return the form of somebody who proved it lately and does not ask about too many people."""
    if not form.validate() or not proved(form) or ("to" in form and _asks_too_often(form, "to")):
        return None
    return form


def _asks_too_often(form: AgainForm, field: str) -> bool:
    """Whether the officer learnt of too many people whether they have an account; the form says when to go on."""
    waiting = ask_about_people(current_db(), visitor().account_id, now=now())
    form[field].errors = [throttled_message(waiting)] if waiting else form[field].errors
    return bool(waiting)


def _seen(records: Session, appointment_id: int) -> Appointment:
    """Return the appointment; one that is out of scope is not there."""
    found = appointment_shown(records, scope(SEE), appointment_id)
    if found is None:
        abort(404)
    return found


def _page(
    appointment_id: int, form: AgainForm | None = None, refused: Refused | None = None, *, code: str | None = None
) -> str:
    if form and refused:
        add_refusal(form, refused)
    with current_db().reading() as records:
        held, who = _seen(records, appointment_id), visitor()
        where, lent = belongs_to(records, held), lent_from(records, appointment_id)
        shown = Shown(records, [held, *lent], today())
        open_ = shown.state(held) in OPEN
        forms = {kind: form if isinstance(form, kind) else _empty(kind) for kind in PREFIX}
        return render_template(
            "registry/appointment.html",
            held=held,
            lent=lent,
            shown=shown,
            granted_by=account_by_id(records, held.granted_by_id or 0),
            code=code,
            wrong=form,
            role_label=role_label,
            state_label=state_label,
            end=open_ and may_end(who, held, where) and forms[EndForm],
            lend=open_ and may_lend(who, held, where) and forms[LendForm],
            codes=open_ and coding(records, who, held, today()) and forms[CodeForm],
        )


def _empty(kind: type[AgainForm]) -> AgainForm:
    """Return a form as it is first shown; an end that is not typed is today."""
    begun = {EndForm: {"on": today()}, LendForm: {"starts_on": today()}}
    return kind(None, prefix=PREFIX[kind], data=begun.get(kind))


def _appoint_page(role: Role, form: AppointForm) -> str:
    with current_db().reading() as records:
        places = offered_places(records, visitor(), role, today())
    rule = ROLES[role]
    return render_template(
        "registry/appoint.html", role=role, form=form, places=places, rule=rule, kinds=ScopeKind, role_label=role_label
    )


def _role(code: str) -> Role:
    """Return a role that the visitor may give somewhere; any other page is not there."""
    wanted = ROLES.named(code)
    with current_db().reading() as records:
        if wanted is None or wanted not in offered_roles(records, visitor(), today()):
            abort(404)
    return wanted
