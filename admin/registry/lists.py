"""Offering appointments from a list: looked at first, then taken in, a few rows at a time by the worker."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from admin.registry import notices
from admin.registry.inputs import locate
from admin.registry.models import AppointmentList
from admin.registry.reading import Row
from admin.registry.rules import LISTS, ListRefusal, ListState, ListVerb
from admin.registry.services import coding
from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.services import hold_account, issue_code
from foundation.audit.rules import SYSTEM, Actor
from foundation.audit.services import record
from foundation.db.base import now as moment
from foundation.db.database import Database
from foundation.outbox.services import enqueue
from foundation.permissions.bulk import COLUMNS, Import, RowReport, appoint_rows
from foundation.permissions.models import Appointment
from foundation.permissions.queries import principal_of as who_is
from foundation.permissions.rules import Principal
from foundation.workflow.rules import Refused

WORK = "registry.appoint"
ROWS_MAX = 5_000
CHUNK = 100
"""Rows of one transaction and one job: other jobs get their turn, and a killed worker loses no more."""

NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code for somebody on a list, told only here."""

    row: int
    identifier: str
    name: str
    code: str


def send_list(session: Session, account: Account, *, name: str, rows: Sequence[Row], now: datetime) -> AppointmentList:
    """Keep the rows of a list and have each looked at. Raises `Refused` for none of them, or too many."""
    if not 0 < len(rows) <= ROWS_MAX:
        raise Refused(ListRefusal.TOO_MANY_ROWS if rows else ListRefusal.NO_ROWS)
    kept = AppointmentList(
        account_id=account.id,
        name=name[:NAME_MAX],
        sent_at=now,
        state=LISTS.start,
        rows=[[number, cells] for number, cells in rows],
        reports=[],
    )
    session.add(kept)
    session.flush()
    _go_on(session, kept)
    return kept


def run_list(session: Session, actor: Actor, kept: AppointmentList) -> bool:
    """Take a checked list in; whether it was waiting for that: sent twice, the second time changes nothing."""
    if not LISTS.allows(kept.state, ListVerb.RUN):
        return False
    LISTS.apply(kept, ListVerb.RUN)
    kept.reports = []
    after = {"rows": len(kept.rows)}
    record(session, actor, "appointment-list:run", kept.id, after=after)
    _go_on(session, kept)
    return True


def take_next(session: Session, kept: AppointmentList, *, keys: Keys, now: datetime, today: date) -> None:
    """Look at the next rows of a list, or take them in, by what its officer may today; then queue the rest."""
    if not LISTS.allows(kept.state, ListVerb.FINISH):
        return
    how = Import(
        actor=SYSTEM,
        keys=keys,
        now=now,
        today=today,
        granter=who_is(session, kept.account_id, today),
        dry_run=kept.state is ListState.CHECKING,
        locate=locate,
        after=lambda records, made: notices.tell_offer(records, made, now=now),
    )
    done = len(kept.reports)
    told = appoint_rows(session, kept.rows[done : done + CHUNK], how)
    kept.reports = [*kept.reports, *(_kept(report) for report in told)]
    if len(kept.reports) < len(kept.rows):
        _go_on(session, kept)
    elif LISTS.apply(kept, ListVerb.FINISH) is ListState.DONE:
        kept.finished_at = now
        notices.tell_done(session, session.get_one(Account, kept.account_id), kept.id, now=now)
    session.flush()


def worker(keys: Keys, today: Callable[[], date]) -> Callable[[Database, Mapping[str, Any]], None]:
    """Return the handler of the job: the next rows of a list, in one transaction with what is told of them."""

    def work(database: Database, payload: Mapping[str, Any]) -> None:
        with database.unit_of_work() as session:
            kept = session.get(AppointmentList, payload["list_id"], with_for_update=True)
            if kept is not None:
                take_next(session, kept, keys=keys, now=moment(), today=today())

    return work


def codes_for(
    session: Session, who: Principal, kept: AppointmentList, *, keys: Keys, now: datetime, today: date
) -> list[IssuedCode]:
    """Make new codes for whoever on a finished list a colleague appointed and may be handed one; earlier ones end."""
    if kept.state is not ListState.DONE:  # what was only looked at has numbers that may be another's by now
        return []
    names = {number: cells["identifier"] for number, cells in kept.rows}
    wanted = {report["appointment_id"]: report["row"] for report in kept.reports if report["appointment_id"]}
    handed = []
    for held in _appointments(session, sorted(wanted)):
        hold_account(session, held.account)
        if actor := coding(session, who, held, today):
            code = issue_code(session, actor, held.account, keys=keys, now=now)
            row = wanted[held.id]
            handed.append(IssuedCode(row, names[row], held.account.name, code))
    return sorted(handed, key=lambda one: one.row)


def lists_of(session: Session, account_id: int) -> list[AppointmentList]:
    """Return the lists that somebody sent, the newest first."""
    asked = select(AppointmentList).filter_by(account_id=account_id)
    return list(session.scalars(asked.order_by(AppointmentList.id.desc())))


def list_of(session: Session, account_id: int, list_id: int, *, to_change: bool = False) -> AppointmentList | None:
    """One's own list, or None; held fast until the transaction ends where it is to be changed."""
    asked = select(AppointmentList).filter_by(account_id=account_id, id=list_id)
    return session.scalars(asked.with_for_update() if to_change else asked).one_or_none()


def outcomes(kept: AppointmentList) -> Counter[str]:
    """How many rows had which outcome."""
    return Counter(report["outcome"] for report in kept.reports)


def delete_old_lists(session: Session, before: datetime) -> int:
    """Drop the lists that were sent before; how many."""
    gone = session.execute(delete(AppointmentList).where(AppointmentList.sent_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def sample(places: Sequence[tuple[str, str]], today: date) -> Iterator[tuple[str, ...]]:
    """Rows of a file to fill in: one for each place, given by code and name; the last column is for the reader."""
    for code, name in places:
        filled = {"role": "commune_officer", "place_code": code, "starts_on": today.isoformat()}
        yield (*(filled.get(column, "") for column in COLUMNS), name)


def _appointments(session: Session, numbers: Sequence[int]) -> Iterator[Appointment]:
    for start in range(0, len(numbers), CHUNK):
        asked = select(Appointment).where(Appointment.id.in_(numbers[start : start + CHUNK]))
        yield from session.scalars(asked.options(joinedload(Appointment.account)))


def _kept(report: RowReport) -> dict[str, Any]:
    """Return a report as it is kept: without the code."""
    return {
        "row": report.row,
        "identifier": report.identifier,
        "outcome": report.outcome,
        "reasons": [str(reason) for reason in report.reasons],
        "appointment_id": report.appointment_id,
    }


def _go_on(session: Session, kept: AppointmentList) -> None:
    enqueue(session, WORK, {"list_id": kept.id})
