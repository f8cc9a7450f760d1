"""Agreeing, withdrawing, and what then stops, over HTTP and through the outbox."""

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from foundation.accounts.models import Account
from foundation.audit.models import AuditEntry
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.notices.tasks import DIGEST
from foundation.outbox.services import enqueue
from foundation.privacy import notices
from foundation.privacy.consents import give, notify_agreed, withdraw
from foundation.privacy.models import Consent
from foundation.privacy.queries import agrees, consents_of
from foundation.privacy.rules import ConsentDoor, Purpose
from tests.foundation.signin.conftest import Browsers, account
from tests.foundation.signin.test_notices import work
from tests.support.databases import TODAY
from tests.support.processes import wait_until

PAGE = "/tai-khoan/rieng-tu"


@pytest.fixture
def an(reference_db: Database) -> Account:
    with reference_db.unit_of_work() as session:
        return account(session)


def agree(database: Database, who: Account, purpose: Purpose = Purpose.NEWS) -> None:
    with database.unit_of_work() as session:
        kept = session.get_one(Account, who.id)
        give(session, Actor(who.id), kept, purpose=purpose, version=1, how=ConsentDoor.OWN_PAGE, now=now())


def stop(database: Database, who: Account) -> None:
    with database.unit_of_work() as session:
        withdraw(session, Actor(who.id), session.get_one(Account, who.id), purpose=Purpose.NEWS, now=now())


def news(database: Database, who: Account, key: str) -> Notice | None:
    with database.unit_of_work() as session:
        kept, facts = session.get_one(Account, who.id), {"due_on": "1/1/2027", "reply_on": "1/1/2027"}
        kind, at = notices.RECEIVED, now()
        return notify_agreed(session, kept, Purpose.NEWS, kind, facts=facts, dedupe_key=key, now=at, today=TODAY)


def test_nothing_is_asked_in_reserve_and_what_was_agreed_to_can_be_withdrawn(
    reference_db: Database, browser: Browsers, an: Account
) -> None:
    """A purpose that no room serves is not asked; a consent of before stays in sight."""
    here = browser()
    here.sign_in()
    assert 'value="contact"' not in here.get(PAGE)
    assert 'value="contact"' not in browser().get("/tai-khoan/dang-ky")
    here.post(f"{PAGE}/dong-y", {"purpose": "contact", "version-contact": "1"}, page=PAGE)
    with reference_db.reading() as session:
        assert consents_of(session, an.id) == []
    agree(reference_db, an, Purpose.CONTACT)
    assert 'value="contact"' in here.get(PAGE)


@pytest.mark.usefixtures("serving")
def test_nothing_is_ticked_and_each_purpose_is_its_own(reference_db: Database, browser: Browsers, an: Account) -> None:
    here = browser()
    here.sign_in()
    page = here.get(PAGE)
    assert page.count('type="checkbox"') == len(Purpose)
    assert " checked" not in page
    here.post(f"{PAGE}/dong-y", {"version-news": "1", "version-contact": "1"}, page=PAGE)
    here.post(f"{PAGE}/dong-y", {"purpose": "news", "version-news": "7"}, page=PAGE)  # another text was read
    with reference_db.reading() as session:
        assert consents_of(session, an.id) == []
    here.post(f"{PAGE}/dong-y", {"purpose": "news", "version-news": "1"}, page=PAGE)
    with reference_db.reading() as session:
        [kept] = consents_of(session, an.id)
        assert (kept.purpose, kept.version, kept.how, kept.withdrawn_at) == (
            Purpose.NEWS,
            1,
            ConsentDoor.OWN_PAGE,
            None,
        )
        assert agrees(session, an.id, Purpose.NEWS, TODAY)
        assert not agrees(session, an.id, Purpose.CONTACT, TODAY)
    assert here.post(f"{PAGE}/rut", {"purpose": "x"}, page=PAGE).status_code == 400
    here.post(f"{PAGE}/rut", {"purpose": "news"}, page=PAGE)
    here.post(f"{PAGE}/rut", {"purpose": "news"}, page=PAGE)
    assert "rút lại ngày" in here.get(PAGE)
    with reference_db.reading() as session:
        verbs = select(AuditEntry.verb).filter_by(actor_id=an.id, subject="consent").order_by(AuditEntry.id)
        assert list(session.scalars(verbs)) == ["consent:give", "consent:withdraw"]


def test_an_earlier_wording_counts_for_nothing_more_and_stays_as_evidence(reference_db: Database, an: Account) -> None:
    agree(reference_db, an)
    agree(reference_db, an)
    with reference_db.unit_of_work() as session:
        session.execute(update(Consent).values(version=9))
        assert not agrees(session, an.id, Purpose.NEWS, TODAY)
    agree(reference_db, an)
    with reference_db.reading() as session:
        assert [(row.version, row.withdrawn_at is None) for row in consents_of(session, an.id)] == [
            (1, True),
            (9, False),
        ]


def test_one_open_consent_of_a_purpose_and_no_other_state(reference_db: Database, an: Account) -> None:
    agree(reference_db, an)
    row = {"account_id": an.id, "purpose": Purpose.NEWS, "version": 1, "how": ConsentDoor.OWN_PAGE, "given_at": now()}
    for wrong in ({}, {"purpose": Purpose.CONTACT, "version": 0}):
        with pytest.raises(IntegrityError):
            add(reference_db, Consent(**{**row, **wrong}))


def test_agreeing_twice_at_the_same_moment_is_agreeing_once(own_db: Database) -> None:
    """The second waits for the first and sees what it did, also where the first agrees to another wording."""
    with own_db.unit_of_work() as session:
        an = account(session)
    started, found = threading.Event(), []

    def second() -> None:
        with own_db.unit_of_work() as session:
            started.set()
            kept = session.get_one(Account, an.id)
            found.append(
                give(session, Actor(an.id), kept, purpose=Purpose.NEWS, version=1, how=ConsentDoor.OWN_PAGE, now=now())
            )

    thread = threading.Thread(target=second)
    with own_db.unit_of_work() as session:
        kept = session.get_one(Account, an.id)
        first = give(session, Actor(an.id), kept, purpose=Purpose.NEWS, version=1, how=ConsentDoor.OWN_PAGE, now=now())
        thread.start()
        if own_db.dialect == "postgresql":  # the other database lets nobody begin meanwhile
            started.wait()
            wait_until(lambda: waiting(own_db))
    thread.join()
    assert [one.id for one in found] == [first.id]
    with own_db.reading() as session:
        assert len(consents_of(session, an.id)) == 1
        verbs = select(func.count(AuditEntry.id)).filter_by(verb="consent:give")
        assert session.scalar(verbs) == 1


def waiting(database: Database) -> bool:
    """Whether a transaction of this database waits for another's row."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with database.reading() as session:
        return bool(session.scalar(text(asked)))


def add(database: Database, row: Consent) -> None:
    with database.unit_of_work() as session:
        session.add(row)


def test_what_rests_on_a_consent_stops_with_it_also_what_waits(app: Flask, reference_db: Database, an: Account) -> None:
    assert news(reference_db, an, "0") is None
    agree(reference_db, an)
    assert news(reference_db, an, "1") is not None
    assert len(work(app, reference_db)) == 1
    news(reference_db, an, "2")
    stop(reference_db, an)  # the letter is queued already
    assert len(work(app, reference_db)) == 1
    assert news(reference_db, an, "3") is None
    with reference_db.reading() as session:
        assert session.scalar(select(func.count(Notice.id))) == 2


def test_a_daily_letter_leaves_out_what_is_not_agreed_to_any_more(
    app: Flask, reference_db: Database, browser: Browsers, an: Account
) -> None:
    here = browser()
    here.sign_in()
    here.post("/tai-khoan/thong-bao/thu", {"rhythm": "daily"}, page="/tai-khoan/thong-bao")
    work(app, reference_db)
    agree(reference_db, an)
    news(reference_db, an, "1")
    stop(reference_db, an)
    with reference_db.unit_of_work() as session:
        enqueue(session, DIGEST)
    assert work(app, reference_db) == []


@pytest.mark.usefixtures("serving")
def test_the_page_speaks_both_languages(browser: Browsers, an: Account) -> None:
    here = browser()
    here.sign_in()
    here.client.get("/tai-khoan/ngon-ngu/en?next=/tai-khoan/rieng-tu")
    page = here.get(PAGE)
    assert "Letters about fairs and trade promotion" in page
    assert not re.search(r"Nhận thư", page)
