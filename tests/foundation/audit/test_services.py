from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import ColumnElement, delete, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from foundation.audit import services, tasks
from foundation.audit.models import AuditEntry
from foundation.audit.queries import AuditFilters, all_entries, check_audit, entries, public_history
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from tests.support.settling import settle

AN = Actor(7)
LATER = timedelta(minutes=11)


def everywhere(_: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    return true()


def nowhere(column: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    return column.in_([])


def write(database: Database, verb: str = "account:open", subject_id: int = 1, **more: object) -> None:
    with database.unit_of_work() as session:
        services.record(session, AN, verb, subject_id, **more)  # type: ignore[arg-type]


def seal(database: Database) -> int:
    """How many entries are sealed once no test beside this one holds any back."""
    settle(database)
    return tasks.seal(database)


def sealed(database: Database) -> list[int]:
    """Subjects in the order of the chain."""
    with database.reading() as session:
        chained = select(AuditEntry.subject_id).where(AuditEntry.position.is_not(None))
        return list(session.scalars(chained.order_by(AuditEntry.position)))


def faults(database: Database, at: datetime | None = None) -> list[str]:
    with database.reading() as session:
        return list(check_audit(session, at or now()))


def test_an_entry_exists_only_if_the_change_commits(db: Database) -> None:
    def change() -> None:
        with db.unit_of_work() as session:
            services.record(session, AN, "account:open", 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    with db.reading() as session:
        assert session.scalar(select(AuditEntry)) is None


def test_an_entry_names_its_subject_in_its_verb(db: Database) -> None:
    with db.unit_of_work() as session:
        entry = services.record(session, SYSTEM, "account:open", 3, after={"status": "active"}, reason=" by  hand ")
    assert (entry.subject, entry.subject_id, entry.after, entry.reason) == (
        "account",
        3,
        {"status": "active"},
        "by hand",
    )
    for verb in ("account", "account:", ":open"):
        with pytest.raises(IntegrityError), db.unit_of_work() as session:
            services.record(session, SYSTEM, verb, 3)


def test_the_sealer_chains_what_was_committed(own_db: Database) -> None:
    for number in range(1, 8):
        write(own_db, subject_id=number, before={"a": 1}, after={"a": number}, reason="đủ dấu")
    assert seal(own_db) == 7
    assert seal(own_db) == 0
    write(own_db, subject_id=8)
    assert seal(own_db) == 1
    assert sealed(own_db) == list(range(1, 9))
    assert faults(own_db, now() + LATER) == []


def test_a_long_chain_is_sealed_in_batches(own_db: Database) -> None:
    with own_db.unit_of_work() as session:
        for number in range(1, 8):
            services.record(session, AN, "account:open", number)
    settle(own_db)
    with own_db.unit_of_work() as session:
        assert services.seal_entries(session, batch=3)[0] == 3
        assert services.seal_entries(session, batch=30)[0] == 4
    assert faults(own_db) == []


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_nothing_is_sealed_past_a_transaction_that_may_still_commit(own_db: Database) -> None:
    """Numbers are given out before the commit, so a later number may be seen before an earlier one."""
    with _open(own_db) as slow:
        services.record(slow, AN, "account:open", 1)
        write(own_db, subject_id=2)
        assert tasks.seal(own_db) == 0
        slow.commit()
    assert seal(own_db) == 2
    assert sealed(own_db) == [1, 2]


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_entries_of_a_server_the_records_moved_from_are_sealed(own_db: Database) -> None:
    write(own_db)
    with own_db.unit_of_work() as session:
        session.execute(update(AuditEntry).values(xid=2**60))
    assert seal(own_db) == 1


def test_two_sealers_cannot_give_out_the_same_position(own_db: Database) -> None:
    write(own_db)
    write(own_db)
    seal(own_db)
    with pytest.raises(IntegrityError), own_db.unit_of_work() as session:
        session.execute(update(AuditEntry).values(position=1))


def test_what_was_changed_removed_or_never_sealed_is_found(own_db: Database) -> None:
    for number in (1, 2, 3):
        write(own_db, subject_id=number)
    seal(own_db)
    with own_db.unit_of_work() as session:
        session.execute(update(AuditEntry).filter_by(position=1).values(actor_id=8))
        session.execute(delete(AuditEntry).filter_by(position=2))
    write(own_db, subject_id=4)
    told = faults(own_db, now() + LATER)
    assert "entry 1 of the chain (account:open) is not what was sealed" in told
    assert "entries 2 to 2 of the chain are missing" in told
    assert "1 entries wait for their seal since more than 0:10:00" in told


def test_lists_show_what_the_scope_allows_newest_first(db: Database) -> None:
    for number in (1, 2, 3):
        write(db, subject_id=number)
    write(db, "product:rename", 1)
    with db.reading() as session:
        total, page = entries(session, everywhere, AuditFilters(verb="account:"), per_page=2)
        assert (total, [entry.subject_id for entry in page]) == (3, [3, 2])
        assert entries(session, everywhere, AuditFilters(verb="account:"), page=2, per_page=2)[1][0].subject_id == 1
        assert entries(session, nowhere, AuditFilters())[0] == 0
        assert [entry.verb for entry in all_entries(session, everywhere, AuditFilters(subject_id=1))] == [
            "account:open",
            "product:rename",
        ]


def test_lists_are_narrowed_by_who_what_and_when(db: Database) -> None:
    with db.unit_of_work() as session:
        services.record(session, Actor(7), "account:open", 1)
        services.record(session, Actor(8, acting_for_id=7), "account:close", 1)
        services.record(session, Actor(8), "account:close", 2)
    with db.reading() as session:

        def count(**asked: object) -> int:
            return entries(session, everywhere, AuditFilters(**asked))[0]  # type: ignore[arg-type]

        assert (count(), count(actor_id=7), count(actor_id=8)) == (3, 2, 2)
        assert (count(verb="account:close"), count(verb="accoun:")) == (2, 0)
        day = datetime(2020, 1, 1, tzinfo=timezone.utc)
        assert (count(since=day), count(until=day)) == (3, 0)


def test_the_history_of_a_public_fact_names_nobody(db: Database) -> None:
    write(db, "product:rename", 5, before={"name": "Chè"}, after={"name": "Trà"}, reason="Sửa tên", is_public=True)
    write(db, "product:look", 5)
    with db.reading() as session:
        [change] = public_history(session, "product", 5)
    assert (change.before, change.after, change.reason) == ({"name": "Chè"}, {"name": "Trà"}, "Sửa tên")
    assert not hasattr(change, "actor_id")


@contextmanager
def _open(database: Database) -> Iterator[Session]:
    with Session(database.engine) as session:
        yield session
