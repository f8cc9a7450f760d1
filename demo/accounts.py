"""One account for each role, so that the demonstration can be entered as anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.registry.roles import COUNCIL_SCOPE
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_SCOPE
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import Identifier, account_by_identifier
from foundation.accounts.second_factor import begin_totp, confirm_totp
from foundation.accounts.services import open_account
from foundation.accounts.totp import code_at, step_at
from foundation.audit.rules import SYSTEM, Actor
from foundation.permissions.roles import ROLES
from foundation.permissions.rules import GROUND_KINDS, Role, ScopeKind
from foundation.permissions.services import RoleSubject, Term, appoint
from foundation.places.models import Place, PlaceLevel
from marketplace.outlets.models import Outlet
from marketplace.outlets.roles import OUTLET_SCOPE

HOST = "demo.example"
DECISION = "01/QĐ-MH"
PROVINCE = "19"
"""Thái Nguyên, which has products of both former provinces it was formed from."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How a demonstration account is entered."""

    role: Role
    email: str
    needs_app: bool


def demo_accounts() -> list[DemoAccount]:
    """One for each role that can be held today; districts are no more."""
    roles = [role for role in ROLES if role != Role.DISTRICT_OFFICER]
    return [DemoAccount(role, f"{role.replace('_', '.')}@{HOST}", ROLES[role].office) for role in roles]


def demo_password(keys: Keys) -> str:
    """Return the demonstration accounts' password: another one in every installation, the same at every start."""
    return keys.name_digest(HOST)[:12]


def load_accounts(session: Session, *, keys: Keys, now: datetime, today: date) -> int:
    """Open the accounts that are missing; how many."""
    opened = 0
    for demo in demo_accounts():
        identifier = Identifier(email=demo.email)
        if account_by_identifier(session, identifier) is None:
            name = f"{demo.role.replace('_', ' ').capitalize()} (minh hoạ)"
            account = open_account(
                session, SYSTEM, identifier, name=name, now=now, password=demo_password(keys), is_demo=True
            )
            term = Term(today, decision=DECISION if demo.needs_app else None)
            if held_for := _held_for(session, demo.role):
                appoint(session, SYSTEM, account, role=demo.role, term=term, held_for=held_for)
            if demo.needs_app:
                _set_up_app(session, account, keys, now)
            opened += 1
    return opened


def sign_in_lines(keys: Keys) -> Iterator[str]:
    """Yield what whoever starts the demonstration needs to enter it."""
    yield f"Demo accounts, all with the password {demo_password(keys)}:"
    for demo in demo_accounts():
        yield f"  {demo.email:<32}" + (f" code: flask accounts code {demo.email}" if demo.needs_app else "")


def _held_for(session: Session, role: Role) -> RoleSubject | None:
    """Return what the role is held for; None while there is nothing of the kind: then the account holds nothing."""
    kind, levels = ROLES[role].kind, ROLES[role].levels
    if kind == ScopeKind.PLACE:
        level = PlaceLevel.COMMUNE if PlaceLevel.PROVINCE not in levels else PlaceLevel.PROVINCE
        places = select(Place).filter_by(level=level, province_code=PROVINCE, valid_to=None)
        return RoleSubject(session.scalars(places.order_by(Place.code).limit(1)).one())
    if kind == PRODUCER_SCOPE:
        first = session.scalar(select(Producer.id).order_by(Producer.is_demo.desc(), Producer.id).limit(1))
        return RoleSubject(None, first or 1)
    if kind == OUTLET_SCOPE:
        kept = session.scalar(select(Outlet.id).where(Outlet.is_demo).order_by(Outlet.id).limit(1))
        return RoleSubject(None, kept) if kept else None
    if kind == COUNCIL_SCOPE:
        return RoleSubject(None, 1)
    return RoleSubject() if kind in GROUND_KINDS else None


def _set_up_app(session: Session, account: Account, keys: Keys, now: datetime) -> None:
    """As if the app had been set up a while ago: its present code is unused."""
    before = now - timedelta(minutes=5)
    secret = begin_totp(session, account, keys=keys)
    confirm_totp(session, Actor(account.id), account, code=code_at(secret, step_at(before)), keys=keys, now=before)
