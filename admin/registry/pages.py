"""What the templates of appointments ask, and what their forms mean."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from admin.registry.filters import place_problem
from admin.registry.forms import AppointForm
from admin.registry.inputs import OFFERED_MAX, parse_place, parse_subject, places_to_give, written
from admin.registry.labels import refusal_words, why_words
from admin.registry.queries import names_of_things
from admin.registry.rules import AppointmentObstacle, State, state_of
from admin.registry.services import Person, Target
from catalog.producers.roles import PRODUCER_SCOPE
from foundation.accounts.queries import read_identifier
from foundation.i18n.messages import gettext as _
from foundation.permissions.models import Appointment
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Jurisdiction, Principal, Refusal, Role, ScopeKind
from foundation.permissions.services import RoleSubject, Term
from foundation.places.gazetteer import gazetteer
from foundation.places.models import Place
from foundation.web.forms import Form
from foundation.workflow.rules import Refused

OFFERED_KINDS = frozenset({ScopeKind.PLACE, ScopeKind.COUNTRY, PRODUCER_SCOPE, ScopeKind.SELF})
"""What a role can be held for as far as such things are kept: councils, points of sale and fairs are not yet."""


class Shown:
    """Words for the appointments of one page."""

    def __init__(self, session: Session, rows: Collection[Appointment], today: date) -> None:
        self.today, self._places = today, gazetteer(session)
        self._things = names_of_things(session, rows)

    def what(self, row: Appointment) -> str:
        """Return what an appointment is held for."""
        if row.place_id is not None:
            return self.place(row.place_id)
        thing = self._things.get(row.object_id or 0) if row.scope_kind == PRODUCER_SCOPE else None
        if thing:
            return thing.name
        if row.object_id is not None:
            return _("number %(number)s", number=row.object_id)
        return _("the whole country") if row.scope_kind == ScopeKind.COUNTRY else ""

    def place(self, place_id: int) -> str:
        """Return a unit with the province it lies in."""
        unit = self._places.units[place_id]
        above = self._places.units.get(unit.parent_id or 0)
        return f"{unit.full_name}, {above.full_name}" if above else unit.full_name

    def state(self, row: Appointment) -> State:
        """Where an appointment stands today."""
        source = row.delegated_from
        ends = source.ends_on if source else None
        return state_of(
            row.starts_on,
            row.ends_on,
            self.today,
            offer=row.offer,
            answer_by=row.answer_by,
            source_ends_on=ends,
        )


def offered_roles(session: Session, who: Principal, today: date) -> list[Role]:
    """Return the roles that somebody may give at all; none for places of a level that is no more."""
    mine = {held.role for held in who.held}
    levels = {unit.level for unit in gazetteer(session).units.values() if unit.valid(today)}
    return [
        role
        for role, rule in ROLES.items()
        if rule.given_by & mine and rule.kind in OFFERED_KINDS and (not rule.levels or rule.levels & levels)
    ]


def offered_places(session: Session, who: Principal, role: Role, today: date) -> list[str]:
    """Return the places to choose from, as they are written in the field; none where they are too many to read."""
    rule = ROLES[role]
    if rule.kind != ScopeKind.PLACE:
        return []
    found = places_to_give(gazetteer(session), who, role, rule.levels, today)
    return [written(unit) for unit in found] if len(found) <= OFFERED_MAX else []


def read_target(session: Session, who: Principal, role: Role, form: AppointForm, today: date) -> Target | None:
    """Return what the form means to appoint for; None where it says nothing that is there, and the form says so."""
    kind = ROLES[role].kind
    if kind == ScopeKind.PLACE:
        return _place(session, who, role, form, today)
    if kind == PRODUCER_SCOPE:
        found = parse_subject(session, kind, form.thing.data or "")
        if found is None:
            form.thing.errors = [_("There is no such producer. Type its number or the address of its page.")]
            return None
        number, where = found
        return Target(RoleSubject(object_id=number, lies_in_id=where.place_id), where)
    return Target(RoleSubject(), Jurisdiction())


def _place(session: Session, who: Principal, role: Role, form: AppointForm, today: date) -> Target | None:
    places = gazetteer(session)
    among = places_to_give(places, who, role, ROLES[role].levels, today)
    found = parse_place(places, form.place.data or "", today, among)
    if found.unit is None:
        form.place.errors = [place_problem(found.units)]
        return None
    return Target(RoleSubject(session.get_one(Place, found.unit.id)), Jurisdiction(place_id=found.unit.id))


def read_person(form: AppointForm) -> Person | None:
    """Whom the form means; None for what is no address and no number, and the form says so."""
    identifier = read_identifier(form.identifier.data or "")
    if identifier is None and not form.identifier.errors:
        form.identifier.errors = [_("This is neither an email address nor a Vietnamese phone number.")]
    return Person(identifier, form.name.data or "") if identifier else None


def read_term(form: AppointForm) -> Term:
    """From when until when, and under which decision."""
    decision = (form.decision.data or "").strip() or None
    return Term(form.starts_on.data, form.ends_on.data, decision, form.decided_on.data)


def add_refusal(form: Form, refused: Refused) -> None:
    """Say beside the field it is about why something was not done."""
    if isinstance(refused.reason, AppointmentObstacle):
        names, words = FIELDS_OF_WHY[refused.reason], why_words(refused.reason)
    else:
        why = refused.of(Refusal)
        names, words = FIELDS[why], refusal_words(why)
    fields = [form[name] for name in names if name in form]
    (fields or list(form))[0].errors = [words]


FIELDS_OF_WHY = {
    AppointmentObstacle.MAY_NOT: ("place", "on", "to"),
    AppointmentObstacle.NO_CODE: (),
    AppointmentObstacle.NO_NAME: ("name",),
    AppointmentObstacle.NO_PERSON: ("to",),
}
FIELDS = {
    Refusal.CLOSED_ACCOUNT: ("identifier", "to"),
    Refusal.NOT_TO_ONESELF: ("identifier", "to"),
    Refusal.HANDED_THE_CODE: ("identifier", "to"),
    Refusal.HELD_ALREADY: ("identifier", "to"),
    Refusal.WRONG_SCOPE: ("place",),
    Refusal.WRONG_LEVEL: ("place",),
    Refusal.PLACE_ENDED: ("place",),
    Refusal.NO_DECISION: ("decision",),
    Refusal.WRONG_DATES: ("ends_on",),
    Refusal.ENDS_BEFORE: ("on",),
    Refusal.IN_THE_PAST: ("on",),
    Refusal.NO_REASON: ("reason",),
    Refusal.NOT_ACCEPTED: ("to",),
    Refusal.ANSWERED: ("on",),
    Refusal.LAPSED: ("on",),
    Refusal.NOT_YOURS: (),
}
"""Beside which field a refusal is said."""
