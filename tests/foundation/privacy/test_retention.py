"""Only what is due goes, table by table."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.reports.models import Report
from catalog.reports.rules import CONFIRM_WITHIN, Kind
from foundation.accounts.models import Account, AccountSession, KnownDevice, OneTimeSecret, RateLimitState
from foundation.accounts.rules import PUBLIC, Purpose, SessionEnd, Stage
from foundation.accounts.sessions import open_session
from foundation.config.settings import Settings
from foundation.db.base import Base, now
from foundation.db.database import Database
from foundation.i18n.languages import Lang
from foundation.notices.models import Notice
from foundation.outbox.services import enqueue
from foundation.outbox.worker import EXTENSION, Worker
from foundation.privacy.tasks import CLEAR
from foundation.registration.models import Registration
from foundation.registration.rules import Intention
from foundation.tables.models import TableDraft
from foundation.web.models import ReceivedEntry
from tests.foundation.signin.conftest import account
from wsgi import HOUSE

SOON = timedelta(hours=1)
LASTS = {rule.what: rule.lasts for rule in HOUSE.retention}

Make = Callable[[Session, Account, datetime], None]
"""A row that ended at a moment."""


def _session(session: Session, mine: Account, ended: datetime) -> None:
    past = ended - SOON
    made, _ = open_session(session, mine, stage=Stage.FULL, is_staff=False, address="a", device="b", now=past)
    made.ended_at, made.ended_by = ended, SessionEnd.SIGNED_OUT


def _outlived(session: Session, mine: Account, ended: datetime) -> None:
    past = ended - PUBLIC.absolute
    open_session(session, mine, stage=Stage.FULL, is_staff=False, address="a", device="b", now=past)


def _used(session: Session, mine: Account, ended: datetime) -> None:
    _secret(session, mine, ended, used=True)


def _expired(session: Session, mine: Account, ended: datetime) -> None:
    _secret(session, mine, ended, used=False)


def _received(session: Session, mine: Account, ended: datetime) -> None:
    session.add(ReceivedEntry(id=str(uuid4()), digest="a" * 64, received_at=ended))


def _secret(session: Session, mine: Account, ended: datetime, *, used: bool) -> None:
    number = session.scalar(select(func.count(OneTimeSecret.id))) or 0
    purpose, until = list(Purpose)[number], ended + (timedelta(days=400) if used else timedelta(0))
    row = {"account_id": mine.id, "purpose": purpose, "digest": str(number), "issued_at": ended - SOON}
    session.add(OneTimeSecret(**row, expires_at=until, used_at=ended if used else None))


def _lane(session: Session, _mine: Account, ended: datetime) -> None:
    session.add(RateLimitState(key=ended.isoformat(), spent_until=ended))


def _device(session: Session, mine: Account, ended: datetime) -> None:
    session.add(
        KnownDevice(account_id=mine.id, token_digest=ended.isoformat(), first_seen_at=ended, last_seen_at=ended)
    )


def _notice(session: Session, mine: Account, ended: datetime) -> None:
    row = {"account_id": mine.id, "kind": "k", "facts": {}, "dedupe_key": ended.isoformat()}
    session.add(Notice(**row, created_at=ended - SOON, read_at=ended))


def _registration(session: Session, _mine: Account, ended: datetime) -> None:
    row = {"name": "An", "email": f"{ended.timestamp()}@example.vn", "language": Lang.VI, "wanted": Intention.BUYER}
    session.add(Registration(**row, agreed=[], asked_at=ended - SOON, expires_at=ended))


def _report(session: Session, _mine: Account, ended: datetime) -> None:
    sent_at = ended - CONFIRM_WITHIN
    session.add(Report(kind=Kind.ERROR, text="x", email="mai@example.vn", language=Lang.VI, sent_at=sent_at))


def _draft(session: Session, mine: Account, ended: datetime) -> None:
    row = {"list_name": "products", "name": "a.csv", "content": b"a", "choices": {}, "about": {}}
    session.add(TableDraft(account_id=mine.id, **row, sent_at=ended))


CASES: tuple[tuple[str, type[Base], Make], ...] = (
    ("account_sessions", AccountSession, _session),
    ("account_sessions", AccountSession, _outlived),
    ("one_time_secrets", OneTimeSecret, _used),
    ("one_time_secrets", OneTimeSecret, _expired),
    ("attempt_lanes", RateLimitState, _lane),
    ("known_devices", KnownDevice, _device),
    ("table_drafts", TableDraft, _draft),
    ("notices", Notice, _notice),
    ("registrations", Registration, _registration),
    ("received_entries", ReceivedEntry, _received),
    ("unconfirmed_reports", Report, _report),
)


def clear(app: Flask, database: Database) -> None:
    with database.unit_of_work() as session:
        enqueue(session, CLEAR)
    with app.app_context():
        worker = Worker(database, app.extensions[EXTENSION], name="w")
        worker.drain()
        assert not worker.buried


@pytest.mark.parametrize(("what", "table", "make"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_only_what_is_due_goes(app: Flask, reference_db: Database, what: str, table: type[Base], make: Make) -> None:
    at = now()
    with reference_db.unit_of_work() as session:
        mine = account(session)
        make(session, mine, at - LASTS[what] - SOON)
        make(session, mine, at - LASTS[what] + SOON)
        session.flush()
        assert session.scalar(select(func.count()).select_from(table)) == 2
    clear(app, reference_db)
    with reference_db.reading() as session:
        assert session.scalar(select(func.count()).select_from(table)) == 1
    with reference_db.reading() as session:
        assert session.get_one(Account, mine.id).email == "an@example.vn"


def test_what_nobody_read_and_who_is_still_in_stays(app: Flask, reference_db: Database) -> None:
    at = now()
    with reference_db.unit_of_work() as session:
        mine = account(session)
        _notice(session, mine, at - timedelta(days=900))
        session.flush()
        session.execute(update(Notice).values(read_at=None))
        open_session(session, mine, stage=Stage.FULL, is_staff=False, address="a", device="b", now=at)
    clear(app, reference_db)
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(Notice.id))) == 1
        assert session.scalar(select(func.count(AccountSession.id))) == 1


def test_letters_in_the_folder_go_after_a_month(app: Flask, reference_db: Database, settings: Settings) -> None:
    for folder, ending in (("mail", "eml"), ("sms", "txt")):
        for name, days in (("old", 31), ("new", 29)):
            path = settings.data_dir / folder / f"{name}.{ending}"
            path.parent.mkdir(exist_ok=True)
            path.write_text("x", encoding="utf-8")
            then = (now() - timedelta(days=days)).timestamp()
            os.utime(path, (then, then))
    clear(app, reference_db)
    letters = [path for folder in ("mail", "sms") for path in (settings.data_dir / folder).iterdir()]
    assert [path.name for path in letters] == ["new.eml", "new.txt"]


def test_every_rule_has_its_test_and_says_why() -> None:
    elsewhere = {
        "appointment_lists",
        "booth_people",
        "claim_proofs",
        "foreign_lines",
        "letters",
        "listings",
        "product_imports",
        "report_senders",
    }
    assert {what for what, _, _ in CASES} | elsewhere == set(LASTS)
    assert all(rule.reason for rule in HOUSE.retention)
