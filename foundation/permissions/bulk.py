"""Offering many people their appointments from a list: every row is told what became of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.rules import AccountStatus
from foundation.accounts.services import issue_code, open_account
from foundation.audit.rules import CODE_MAX, Actor
from foundation.db.database import Database
from foundation.i18n.days import read_day
from foundation.i18n.hygiene import damage_of
from foundation.permissions.models import Appointment
from foundation.permissions.roles import ROLES, appointing_role
from foundation.permissions.rules import GROUND_KINDS, LASTING, Jurisdiction, Principal, Refusal, Role, ScopeKind
from foundation.permissions.services import RoleSubject, Term, offer
from foundation.places.gazetteer import gazetteer
from foundation.places.models import Place, PlaceLevel
from foundation.workflow.rules import Refused

COLUMNS = ("identifier", "name", "role", "place_code", "object_id", "starts_on", "ends_on", "decision", "decided_on")
REPORT = ("row", "identifier", "outcome", "reasons", "appointment_id", "code")
BATCH = 200
CODE_LENGTHS = {PlaceLevel.PROVINCE: 2, PlaceLevel.DISTRICT: 3, PlaceLevel.COMMUNE: 5}
_NUMBER = re.compile("[0-9]{1,18}")
FIRST_ROW = 2
"""Rows are counted as a spreadsheet shows them: the first holds the names of the columns."""


class Reason(StrEnum):
    """Why a row is rejected, beside what refuses an appointment."""

    IDENTIFIER = "bad_identifier"
    NAME = "no_name"
    ROLE = "unknown_role"
    PLACE = "unknown_place"
    NUMBER = "bad_object_id"
    DATE = "bad_date"
    MAY_NOT = "may_not_give"
    NO_SUCH_THING = "no_such_object"
    TOO_LONG = "too_long"
    DAMAGED = "text_damaged"


class BadFileError(Exception):
    """The file as a whole cannot be read; its sentence says why, `missing` names columns that are not there."""

    def __init__(self, said: str, missing: tuple[str, ...] = ()) -> None:
        self.missing = missing
        super().__init__(said)


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row's outcome; `code` confirms an account that was opened for a phone number, and is told only here."""

    row: int
    identifier: str
    outcome: str
    reasons: tuple[str, ...] = ()
    appointment_id: int | None = None
    code: str | None = None

    def cells(self) -> tuple[object, ...]:
        """Return the row of the report, in the order of its columns."""
        return (self.row, self.identifier, self.outcome, " ".join(self.reasons), self.appointment_id, self.code)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row that could be read."""

    role: Role
    held_for: RoleSubject
    term: Term


@dataclass(frozen=True, slots=True)
class Import:
    """Who appoints, when, and with what; `granter` is None for the operator at the command line.

    `locate` says where a thing above this room belongs, None for one that does not exist; without it, whoever
    appoints for a thing must reach it by its number. `after` is told of every offer made. With `tells_codes`
    there are codes for whoever has no address: for the operator alone, no officer gets the code of whom they appoint.
    """

    actor: Actor
    keys: Keys
    now: datetime
    today: date
    granter: Principal | None = None
    dry_run: bool = False
    tells_codes: bool = False
    locate: "Locate | None" = None
    after: Callable[[Session, Appointment], None] | None = None


Locate = Callable[[Session, ScopeKind, int], Jurisdiction | None]


def appoint_all(
    database: Database, numbered: Sequence[tuple[int, Mapping[str, str]]], how: Import
) -> Iterator[RowReport]:
    """Offer row by row, in batches that commit; again changes nothing, so a killed run only runs again."""
    for start in range(0, len(numbered), BATCH):
        with database.unit_of_work() as session:
            reports = appoint_rows(session, numbered[start : start + BATCH], how)
        yield from reports


def appoint_rows(session: Session, numbered: Iterable[tuple[int, Mapping[str, str]]], how: Import) -> list[RowReport]:
    """Offer these rows, given with their numbers, in the caller's transaction; what is rejected leaves nothing."""
    reports = []
    for number, row in numbered:
        with session.begin_nested() as savepoint:
            reports.append(_one(session, number, row, how))
            if how.dry_run or reports[-1].outcome == "rejected":
                savepoint.rollback()
    return reports


def _one(session: Session, number: int, row: Mapping[str, str], how: Import) -> RowReport:
    identifier = read_identifier(row["identifier"])
    parsed = _parsed(session, row)
    problems = [] if identifier else [Reason.IDENTIFIER.value]
    if any(damage_of(cell) for cell in row.values()):
        return RowReport(number, row["identifier"], "rejected", (*problems, Reason.DAMAGED.value))
    if isinstance(parsed, list) or identifier is None:
        problems += parsed if isinstance(parsed, list) else []
        return RowReport(number, row["identifier"], "rejected", tuple(problems))
    how, problem = _allowed(session, how, parsed)
    if problem:
        return RowReport(number, row["identifier"], "rejected", (problem,))
    account = account_by_identifier(session, identifier)
    if account is None and not row["name"]:
        return RowReport(number, row["identifier"], "rejected", (Reason.NAME,))
    if account is None:
        account = open_account(session, how.actor, identifier, name=row["name"], now=how.now)
    try:
        made = offer(
            session,
            how.actor,
            account,
            role=parsed.role,
            term=parsed.term,
            held_for=parsed.held_for,
            today=how.today,
        )
    except Refused as refused:
        return _refused(session, number, row["identifier"], account, parsed, refused.of(Refusal))
    if how.after:
        how.after(session, made)
    fresh = how.tells_codes and _fresh(account, how.now)
    code = issue_code(session, how.actor, account, keys=how.keys, now=how.now) if fresh else None
    return RowReport(number, row["identifier"], "created", (), made.id, code)


def _refused(
    session: Session, number: int, identifier: str, account: Account, parsed: Parsed, why: Refusal
) -> RowReport:
    """Held already from the same day on is the same row again; anything else is rejected."""
    if why is Refusal.HELD_ALREADY:
        same = select(Appointment.id).filter_by(
            account_id=account.id, role=parsed.role, starts_on=parsed.term.starts_on
        )
        place_id = parsed.held_for.place.id if parsed.held_for.place else None
        same = same.where(Appointment.offer.in_(LASTING))
        same = same.filter_by(place_id=place_id, object_id=parsed.held_for.object_id, ends_on=parsed.term.ends_on)
        if found := session.scalar(same):
            return RowReport(number, identifier, "unchanged", (), found)
    return RowReport(number, identifier, "rejected", (why.value,))


def _parsed(session: Session, row: Mapping[str, str]) -> Parsed | list[str]:
    problems: list[str] = []
    role = ROLES.named(row["role"])
    if role is None:
        problems.append(Reason.ROLE)
    days = {name: _day(row[name], problems) for name in ("starts_on", "ends_on", "decided_on")}
    if not row["starts_on"]:
        problems.append(Reason.DATE)
    place = _place(session, row["place_code"], role, days["starts_on"]) if row["place_code"] else None
    if row["place_code"] and days["starts_on"] and place is None:
        problems.append(Reason.PLACE)
    if row["object_id"] and not _NUMBER.fullmatch(row["object_id"]):
        problems.append(Reason.NUMBER)
    if len(row["decision"]) > CODE_MAX:
        problems.append(Reason.TOO_LONG)
    if problems or role is None or days["starts_on"] is None:
        return list(dict.fromkeys(problems))
    held_for = RoleSubject(place, int(row["object_id"]) if row["object_id"] else None)
    return Parsed(role, held_for, Term(days["starts_on"], days["ends_on"], row["decision"] or None, days["decided_on"]))


def _day(text: str, problems: list[str]) -> date | None:
    found = read_day(text)
    if text and found is None:
        problems.append(Reason.DATE)
    return found


def _place(session: Session, code: str, role: Role | None, on: date | None) -> Place | None:
    """Return the unit with this code on that day: one for which the role is held before any other.

    Spreadsheets take the zeros in front of a code away; where the role tells how long it is they are put back.
    """
    levels = ROLES[role].levels if role else frozenset()
    codes = [code, *(code.zfill(CODE_LENGTHS[level]) for level in levels)]
    units = [gazetteer(session).by_code(one, on) for one in codes] if on else []
    found = sorted((unit for unit in units if unit), key=lambda unit: unit.level not in levels)
    return session.get(Place, found[0].id) if found else None


def _allowed(session: Session, how: Import, parsed: Parsed) -> tuple[Import, Reason | None]:
    """By which of their appointments the granter gives this, or why not."""
    where = _where(session, how.locate, parsed)
    if where is None:
        return how, Reason.NO_SUCH_THING
    if how.granter is None:
        return how, None
    held = appointing_role(how.granter, parsed.role, where)
    return (replace(how, actor=how.granter.actor(held)), None) if held else (how, Reason.MAY_NOT)


def _where(session: Session, locate: Locate | None, parsed: Parsed) -> Jurisdiction | None:
    kind, number, place = ROLES[parsed.role].kind, parsed.held_for.object_id, parsed.held_for.place
    if number is None or kind in GROUND_KINDS:
        return Jurisdiction(place_id=place.id if place else None)
    return locate(session, kind, number) if locate else Jurisdiction(things={kind: number})


def _fresh(account: Account, now: datetime) -> bool:
    """Whether it was opened for this row, for somebody to whom no letter can go."""
    return account.status is AccountStatus.INVITED and account.opened_at == now and account.email is None
