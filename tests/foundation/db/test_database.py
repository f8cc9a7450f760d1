from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Mapped

from foundation.db.base import Base, UtcDateTime, WithId
from foundation.db.database import Database
from foundation.db.engine import WRITE


class Tally(WithId, Base):
    """A table of this test's own."""

    __tablename__ = "test_tallies"
    name: Mapped[str]
    total: Mapped[int]
    at: Mapped[datetime | None]


TABLE = Base.metadata.tables["test_tallies"]
Base.metadata.remove(TABLE)  # the site's schema has no such table


@pytest.fixture
def tallies(own_db: Database) -> Database:
    with own_db.engine.execution_options(**{WRITE: True}).begin() as connection:
        Base.metadata.create_all(connection, [TABLE], checkfirst=False)
        connection.execute(insert(TABLE).values(name="one", total=0))
    return own_db


def total(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(Tally.total)).one()


def test_a_unit_of_work_commits_once_at_the_end(tallies: Database) -> None:
    with tallies.unit_of_work() as session:
        session.execute(update(Tally).values(total=5))
        assert total(tallies) == 0
    assert total(tallies) == 5


def test_an_error_rolls_everything_back(tallies: Database) -> None:
    def fail() -> None:
        with tallies.unit_of_work() as session:
            session.execute(update(Tally).values(total=5))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert total(tallies) == 0


def test_reading_cannot_write(tallies: Database) -> None:
    with pytest.raises(DBAPIError), tallies.reading() as session:
        session.execute(update(Tally).values(total=5))
    assert total(tallies) == 0


def test_writing_after_reading_on_the_same_connection_works(tallies: Database) -> None:
    assert total(tallies) == 0
    with tallies.unit_of_work() as session:
        session.execute(update(Tally).values(total=7))
    assert total(tallies) == 7


def test_writers_in_many_threads_wait_for_each_other(tallies: Database) -> None:
    def add_one(_: int) -> None:
        with tallies.unit_of_work() as session:
            row = session.scalars(select(Tally).with_for_update()).one()
            row.total += 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_one, range(120)))
    assert total(tallies) == 120


def test_timestamps_come_back_aware_and_in_utc(tallies: Database) -> None:
    moment = datetime(2026, 11, 23, 7, 30, tzinfo=timezone(timedelta(hours=7)))
    with tallies.unit_of_work() as session:
        session.execute(update(Tally).values(at=moment))
    with tallies.reading() as session:
        found = session.scalars(select(Tally.at)).one()
    assert found == moment
    assert found is not None
    assert found.utcoffset() == timedelta(0)


def test_a_timestamp_without_a_zone_is_refused(tallies: Database) -> None:
    with pytest.raises(StatementError), tallies.unit_of_work() as session:
        session.execute(update(Tally).values(at=datetime(2026, 11, 23)))
    assert UtcDateTime().process_result_value(None, tallies.engine.dialect) is None


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_sqlite_is_durable_and_holds_foreign_keys(own_db: Database) -> None:
    with own_db.reading() as session:
        pragmas = {n: session.scalar(text(f"PRAGMA {n}")) for n in ("journal_mode", "synchronous", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_test_databases_have_the_schema(db: Database) -> None:
    with db.reading() as session:
        assert "products" in inspect(session.connection()).get_table_names()
