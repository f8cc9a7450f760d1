"""A certificate names its edition by the law's own code: kept when tables change, refused when nobody knows it."""

from collections.abc import Iterator
from datetime import date

import pytest
from alembic import command
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate, Decision
from catalog.certificates.queries import check_certificates
from catalog.certificates.services import certify, decision, refresh_standings
from catalog.products.models import Product
from foundation.db.base import Base
from foundation.db.database import Database
from foundation.db.engine import WRITE
from foundation.db.migrate import alembic_config, upgrade
from tests.support.databases import TODAY, Stage, Templates

ISSUED = {"2023-02-23": "1048", "2025-07-05": "148", "2025-07-06": "148", "2026-05-21": "148", "2026-05-22": "26"}
SINCE = ["1048", "148", "148+1489", "148+1489", "26/2026"]
NOW = "2026-01-01 00:00:00"


def records(number: int, day: str, edition: str) -> list[str]:
    """A product with its decision and certificate, as they were written before."""
    return [
        f"""insert into products (id, name, name_key, slug, sort_key, place_id, former_province_code, province_code,
            is_demo, motif, created_at, updated_at)
            values ({number}, 'x', 'x{number}', 'x', :blob, 1, '01', '01', false, 'food', '{NOW}', '{NOW}')""",
        f"""insert into decisions (id, authority, level, number, issued_on)
            values ({number}, 'UBND', 'district', '{number}', '{day}')""",
        f"""insert into certificates (id, product_id, decision_id, edition, stars, issued_on, valid_until, check_code,
            created_at, ended_on, ended_by, end_ground)
            values ({number}, {number}, {number}, '{edition}', 3, '{day}', '2030-01-01', 'K7M4Q2R{number:02}', '{NOW}',
            '2029-01-01', 'revoked', 'mark')""",
    ]


def test_certificates_of_before_get_the_codes_of_the_law(templates: Templates, dialect: str) -> None:
    with templates.own(dialect, Stage.EMPTY) as old:
        command.upgrade(alembic_config(old.url), "0020")
        with old.engine.execution_options(**{WRITE: True}).begin() as connection:
            place = """insert into places (id, code, level, kind, name, full_name, valid_from, province_code)
                values (1, '01', 'province', 'province', 'x', 'x', '1900-01-01', '01')"""
            connection.execute(text(place))
            for number, (day, edition) in enumerate(ISSUED.items(), start=1):
                for statement in records(number, day, edition):
                    said = {"blob": b"x"} if ":blob" in statement else {}
                    connection.execute(text(statement), said)
        upgrade(old.url)
        kept = text("select edition from certificates order by id")
        with old.reading() as session:
            assert list(session.scalars(kept)) == SINCE
            assert set(session.scalars(text("select level from decisions"))) == {"district"}
            assert set(session.scalars(text("select end_ground from certificates"))) == {"mark"}
        command.downgrade(alembic_config(old.url), "0020")
        with old.reading() as session:
            assert list(session.scalars(kept)) == list(ISSUED.values())
        with pytest.raises(IntegrityError), old.engine.execution_options(**{WRITE: True}).begin() as connection:
            connection.execute(text("update decisions set level = 'nobody'"))


@pytest.fixture
def session(catalogue_db: Database) -> Iterator[Session]:
    with catalogue_db.unit_of_work() as opened:
        yield opened


@pytest.fixture
def issued(session: Session) -> Certificate:
    product_id = session.scalars(select(Product.id).order_by(Product.id).limit(1)).one()
    source = decision(session, authority="UBND", level="province", number="1", issued_on=date(2026, 6, 1))
    made = certify(session, product_id, source, stars=4, edition="26/2026")
    refresh_standings(session, [product_id], TODAY)
    return made


@pytest.mark.parametrize(
    ("table", "column"), [(Certificate, "edition"), (Certificate, "end_ground"), (Decision, "level")]
)
def test_no_other_word_is_written(issued: Certificate, session: Session, table: type[Base], column: str) -> None:
    with pytest.raises(StatementError, match="the law knows no"):
        session.execute(update(table).values({column: "26"}))


def test_what_the_law_does_not_know_is_told(issued: Certificate, session: Session) -> None:
    assert list(check_certificates(session, TODAY)) == []
    ended = "end_ground = 'x', ended_by = 'revoked', ended_on = issued_on"
    session.execute(text(f"update certificates set edition = '9/2031', {ended} where id = {issued.id}"))
    session.execute(text(f"update decisions set level = 'x' where id = {issued.decision_id}"))
    session.expire_all()
    told = [one.partition(": ")[2] for one in check_certificates(session, TODAY) if one.startswith("certificate")]
    assert told == ["the law knows no edition 9/2031", "the law knows no level x", "the law knows no ground x"]
