"""Reading appointments as officers see them: within their scope, filtered, a page at a time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from admin.registry.rules import State
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_SCOPE
from foundation.accounts.models import Account
from foundation.accounts.queries import read_identifier
from foundation.permissions.models import Appointment
from foundation.permissions.queries import jurisdiction_of, lender, within
from foundation.permissions.queries import within_scope as reached_itself
from foundation.permissions.rules import Jurisdiction, Offer, Role, Scope

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class AppointmentFilters:
    """What an officer asks of the list; None asks for all."""

    role: Role | None = None
    state: State | None = None
    place_id: int | None = None
    person: str | None = None


def appointments(
    session: Session, scope: Scope, filters: AppointmentFilters, *, today: date, page: int
) -> tuple[int, list[Appointment]]:
    """How many appointments there are for this reader, and one page of them, the newest first."""
    asked = _asked(scope, filters, today)
    total = _count(session, asked)
    asked = asked.options(joinedload(Appointment.account), joinedload(Appointment.place), lender())
    rows = session.scalars(asked.order_by(Appointment.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return total, list(rows)


def pending_offers(session: Session, scope: Scope, today: date) -> int:
    """How many offers within a scope wait for somebody's answer."""
    return _count(session, _asked(scope, AppointmentFilters(state=State.OFFERED), today))


def _asked(scope: Scope, filters: AppointmentFilters, today: date) -> Select[Appointment]:
    asked = select(Appointment).join(Appointment.account).where(within_scope(scope))
    if filters.place_id is not None:
        asked = asked.where(within_scope(Scope(places=frozenset({filters.place_id}))))
    if filters.role:
        asked = asked.where(Appointment.role == filters.role)
    if filters.state:
        source = aliased(Appointment)
        asked = asked.outerjoin(source, Appointment.delegated_from_id == source.id)
        asked = asked.where(_in_state(filters.state, source, today))
    if filters.person:
        asked = asked.where(_person(filters.person))
    return asked


def _count(session: Session, asked: Select[Appointment]) -> int:
    return session.scalar(select(func.count()).select_from(asked.subquery())) or 0


def appointment_shown(session: Session, scope: Scope, appointment_id: int) -> Appointment | None:
    """Return the appointment with all that its page says, or None where it is not there for this reader."""
    asked = select(Appointment).where(within_scope(scope), Appointment.id == appointment_id)
    asked = asked.options(joinedload(Appointment.account), joinedload(Appointment.place), lender())
    return session.scalars(asked).one_or_none()


def lent_from(session: Session, appointment_id: int) -> list[Appointment]:
    """To whom an appointment was lent, the newest first."""
    asked = select(Appointment).filter_by(delegated_from_id=appointment_id).options(joinedload(Appointment.account))
    return list(session.scalars(asked.order_by(Appointment.id.desc())))


def visible_appointments_of(session: Session, scope: Scope, account_id: int) -> list[Appointment]:
    """Return what somebody was ever appointed to, as far as this reader sees it, the newest first."""
    asked = select(Appointment).where(within_scope(scope), Appointment.account_id == account_id)
    asked = asked.options(joinedload(Appointment.account), joinedload(Appointment.place), lender())
    return list(session.scalars(asked.order_by(Appointment.id.desc())))


def within_scope(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that an appointment lies within a scope: its place or thing, or the place of that.

    The same as `scope.allows` of `belongs_to`.
    """
    inside = select(Producer.id).where(within(scope, Producer.place_id))
    by_place = and_(Appointment.scope_kind == PRODUCER_SCOPE, Appointment.object_id.in_(inside))
    return or_(reached_itself(scope), by_place)


def belongs_to(session: Session, held: Appointment) -> Jurisdiction:
    """Return what an appointment belongs to: its place, or its thing with the place where that lies; and its holder."""
    itself = jurisdiction_of(held)
    if held.scope_kind != PRODUCER_SCOPE:
        return itself
    return replace(itself, place_id=session.scalar(select(Producer.place_id).filter_by(id=held.object_id)))


def names_of_things(session: Session, rows: Collection[Appointment]) -> Mapping[int, Producer]:
    """Return the producers that appointments are held for, by number."""
    numbers = {row.object_id for row in rows if row.scope_kind == PRODUCER_SCOPE}
    asked = select(Producer).where(Producer.id.in_(sorted(number for number in numbers if number)))
    return {producer.id: producer for producer in session.scalars(asked)} if numbers else {}


def _in_state(state: State, source: type[Appointment], today: date) -> ColumnElement[bool]:
    """Return the same as `state_of`, inside the database; `source` is what a lent one was lent from."""
    never = date.max
    ended = or_(func.coalesce(Appointment.ends_on, never) <= today, func.coalesce(source.ends_on, never) <= today)
    offer, waits = Appointment.offer, func.coalesce(Appointment.answer_by, never) >= today
    held, offered = offer == Offer.ACCEPTED, and_(offer == Offer.OFFERED, waits)
    conditions = {
        State.ENDED: and_(or_(held, offered), ended),
        State.COMING: and_(held, not_(ended), Appointment.starts_on > today),
        State.IN_FORCE: and_(held, not_(ended), Appointment.starts_on <= today),
        State.OFFERED: and_(offered, not_(ended)),
        State.DECLINED: offer == Offer.DECLINED,
        State.WITHDRAWN: offer == Offer.WITHDRAWN,
        State.LAPSED: or_(offer == Offer.LAPSED, and_(offer == Offer.OFFERED, not_(waits))),
    }
    return conditions[state]


def _person(text: str) -> ColumnElement[bool]:
    """Return an address or number as a whole, or a part of a name."""
    identifier = read_identifier(text)
    if identifier:
        return Account.email == identifier.email if identifier.email else Account.phone == identifier.phone
    return Account.name.contains(text, autoescape=True)
