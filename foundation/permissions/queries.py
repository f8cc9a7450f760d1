"""Reading appointments; limiting what is read to a scope."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload
from sqlalchemy.sql.base import ExecutableOption

from foundation.accounts.models import Account
from foundation.permissions.models import Appointment, TerritoryLink
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import Jurisdiction, Offer, Principal, Role, Scope, ScopeKind, Territory, in_force
from foundation.places.datasets import kept
from foundation.places.models import Place, PlaceSuccession

Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


def territory(session: Session) -> Territory:
    """Return the territory of the database behind a session, built once and again when its places changed."""
    return kept(session, "places", build_territory)


def build_territory(session: Session) -> Territory:
    """Read every unit with its parent and its successors; two queries."""
    parents = {row.id: row.parent_id for row in session.execute(select(Place.id, Place.parent_id))}
    after: dict[int, list[int]] = {}
    for one, other in session.execute(select(PlaceSuccession.predecessor_id, PlaceSuccession.successor_id)):
        after.setdefault(one, []).append(other)
    return Territory(parents, after)


def principal_of(session: Session, account_id: int, today: date) -> Principal:
    """Somebody with the appointments in force today."""
    held = tuple(appointment.held() for appointment in _in_force(session, account_id, today))
    return Principal(account_id, held, territory(session))


def holds_office(session: Session, account_id: int, today: date) -> bool:
    """Whether an account must have a second factor."""
    offices = ROLES.offices
    return any(appointment.role in offices for appointment in _in_force(session, account_id, today))


def within(scope: Scope, column: Column) -> ColumnElement[bool]:
    """Return the condition that a column of places lies within a scope: the same answer as `scope.allows`."""
    return matching(scope, {ScopeKind.PLACE: column})


def matching(scope: Scope, columns: Mapping[ScopeKind, Any]) -> ColumnElement[bool]:
    """Return the condition that any of these columns lies within a scope; `SELF` names a column of accounts."""
    if scope.everywhere:
        return true()
    parts: list[ColumnElement[bool]] = []
    for kind, column in columns.items():
        reached = scope.of(kind)
        if not reached:
            continue
        if kind == ScopeKind.PLACE:
            inside = select(TerritoryLink.place_id).where(TerritoryLink.holder_id.in_(sorted(reached)))
            parts.append(column.in_(inside))
        else:
            parts.append(column.in_(sorted(reached)))
    return or_(*parts) if parts else false()


def appointments(session: Session, scope: Scope, *, on: date | None = None) -> list[Appointment]:
    """Return the appointments within a scope, those in force on a day only when one is named."""
    asked = select(Appointment).where(within_scope(scope))
    asked = asked.options(joinedload(Appointment.account), joinedload(Appointment.place))
    rows = session.scalars(asked.order_by(Appointment.id))
    return [row for row in rows if on is None or holds(row, on)]


def holds(row: Appointment, today: date) -> bool:
    """Whether an appointment opens anything today: accepted by its person, in force, and so is what it lends."""
    source = row.delegated_from
    return (
        row.offer is Offer.ACCEPTED
        and in_force(row.starts_on, row.ends_on, today)
        and (not source or holds(source, today))
    )


def ended(row: Appointment, today: date) -> bool:
    """Whether nothing of an appointment is to come any more: its own end has come, or that of what it lends."""
    ends = (row.ends_on, row.delegated_from.ends_on if row.delegated_from else None)
    return any(day is not None and day <= today for day in ends)


def lender() -> ExecutableOption:
    """Return what a loan is told with: the appointment it lends, and whose that is."""
    return joinedload(Appointment.delegated_from).joinedload(Appointment.account)


def holders(session: Session, roles: Collection[Role], place_id: int | None, today: date) -> list[Account]:
    """Whoever holds one of these roles today for the country, or for a unit to which the place belongs."""
    above = select(TerritoryLink.holder_id).where(TerritoryLink.place_id == place_id)
    asked = select(Appointment).where(
        Appointment.role.in_(sorted(roles)),
        or_(Appointment.scope_kind == ScopeKind.COUNTRY, Appointment.place_id.in_(above)),
    )
    asked = asked.options(joinedload(Appointment.delegated_from), joinedload(Appointment.account))
    rows = session.scalars(asked.order_by(Appointment.id))
    return list({row.account_id: row.account for row in rows if holds(row, today)}.values())


def appointments_of(session: Session, account_id: int) -> list[Appointment]:
    """Everything an account was ever appointed to, the newest first; for its owner."""
    asked = select(Appointment).filter_by(account_id=account_id).options(joinedload(Appointment.place))
    return list(session.scalars(asked.order_by(Appointment.starts_on.desc(), Appointment.id.desc())))


def jurisdiction_of(appointment: Appointment) -> Jurisdiction:
    """Return what an appointment belongs to: whoever reaches its scope reaches it, and its holder."""
    things = {} if appointment.object_id is None else {appointment.scope_kind: appointment.object_id}
    return Jurisdiction(appointment.place_id, appointment.account_id, things)


def check_territory(session: Session) -> Iterator[str]:
    """Sentences for units whose territory in the database is not what the rule says."""
    built = build_territory(session)
    links: dict[int, set[int]] = {}
    for row in session.execute(select(TerritoryLink.place_id, TerritoryLink.holder_id)):
        links.setdefault(row.place_id, set()).add(row.holder_id)
    for place_id in session.scalars(select(Place.id)):
        if links.get(place_id, set()) != built.holders(place_id):
            yield f"place {place_id}: its territory is not what its parents and successors say"


def check_appointments(session: Session) -> Iterator[str]:
    """Sentences for loans that reach further than what they lend, and for what somebody gave themselves."""
    lent = aliased(Appointment)
    pairs = select(Appointment, lent).join(lent, Appointment.delegated_from_id == lent.id)
    for one, source in session.execute(pairs):
        if (one.role, one.scope_key) != (source.role, source.scope_key) or source.delegated_from_id:
            yield f"appointment {one.id} lends what appointment {source.id} does not hold"
    for number in session.scalars(select(Appointment.id).where(Appointment.account_id == Appointment.granted_by_id)):
        yield f"appointment {number} was given by whoever holds it"
    yield from _undeclared(session)


def _undeclared(session: Session) -> Iterator[str]:
    """Sentences for roles and kinds of scope that no room declares, or not so, and for offices without a decision."""
    asked = select(Appointment.id, Appointment.role, Appointment.scope_kind, Appointment.decision)
    for number, role, kind, decision in session.execute(asked.order_by(Appointment.id)):
        rule = ROLES.get(role)
        if rule is None:
            yield f"appointment {number} is to {role}, a role that no room declares"
        elif rule.kind != kind:
            yield f"appointment {number} is held for {kind}, but {role} is held for {rule.kind}"
        elif rule.office and not decision:
            yield f"appointment {number} is to an office and names no decision"


def within_scope(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that an appointment lies within a scope: the answer of `scope.allows` of its `where`."""
    columns = {ScopeKind.PLACE: Appointment.place_id, ScopeKind.SELF: Appointment.account_id}
    return matching(scope, {**columns, **{kind: _object_of(kind) for kind in scope.things}})


def _object_of(kind: ScopeKind) -> ColumnElement[int | None]:
    return case((Appointment.scope_kind == kind, Appointment.object_id))


def _in_force(session: Session, account_id: int, today: date) -> list[Appointment]:
    asked = select(Appointment).filter_by(account_id=account_id).options(joinedload(Appointment.delegated_from))
    rows = session.scalars(asked.order_by(Appointment.id))
    return [row for row in rows if holds(row, today) and ROLES.declares(row.role, row.scope_kind)]
