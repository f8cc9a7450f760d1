import pytest
from sqlalchemy import func, select

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account
from foundation.accounts.queries import account_by_identifier, read_identifier
from foundation.accounts.services import take_over
from foundation.accounts.tasks import RESET
from foundation.audit.rules import SYSTEM
from foundation.db.database import Database
from foundation.outbox.models import OutboxJob
from foundation.permissions import queries, services
from foundation.permissions.bulk import (
    BATCH,
    COLUMNS,
    FIRST_ROW,
    Import,
    RowReport,
    appoint_all,
)
from foundation.permissions.models import Appointment
from foundation.permissions.rules import Role
from foundation.permissions.services import RoleSubject, Term
from foundation.places.models import Place
from tests.foundation.permissions.conftest import NOW, PASSWORD, TODAY, person, place
from tests.support.processes import rounds

KEYS = Keys("k" * 40)
HOW = Import(SYSTEM, KEYS, NOW, TODAY, tells_codes=True)
GOOD = {
    "identifier": "0912 345 678",
    "name": "Giàng A Páo",
    "role": "commune_officer",
    "place_code": "00004",
    "starts_on": "2026-11-23",
    "decision": "12/QĐ-UBND",
}


def rows(*changes: dict[str, str]) -> list[dict[str, str]]:
    return [{**dict.fromkeys(COLUMNS, ""), **GOOD, **change} for change in changes]


def run(database: Database, asked: list[dict[str, str]], how: Import = HOW) -> list[RowReport]:
    return list(appoint_all(database, list(enumerate(asked, start=FIRST_ROW)), how))


def count(database: Database, model: type[Account] | type[Appointment]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(model.id))) or 0


def test_a_file_opens_accounts_appoints_and_again_changes_nothing(reference_db: Database) -> None:
    asked = rows({}, {"identifier": "b@example.vn", "role": "province_officer", "place_code": "01"})
    first = run(reference_db, asked)
    assert [(told.row, told.outcome) for told in first] == [(2, "created"), (3, "created")]
    again = run(reference_db, asked)
    assert [(told.outcome, told.appointment_id, told.code) for told in again] == [
        ("unchanged", told.appointment_id, None) for told in first
    ]
    assert count(reference_db, Account) == count(reference_db, Appointment) == 2
    with reference_db.unit_of_work() as session:
        account = account_by_identifier(session, read_identifier("0912345678"))
        assert first[0].code
        assert first[1].code is None  # a letter goes there instead
        asked_for = session.scalars(select(OutboxJob.payload).filter_by(kind=RESET).order_by(OutboxJob.id))
        assert [one["identifier"] for one in asked_for] == ["+84912345678", "b@example.vn"]
        take_over(session, account, code=first[0].code, password=PASSWORD, keys=KEYS, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"identifier": "12"}, ["bad_identifier"]),
        ({"name": ""}, ["no_name"]),
        ({"role": "king"}, ["unknown_role"]),
        ({"place_code": "99999"}, ["unknown_place"]),
        ({"starts_on": ""}, ["bad_date"]),
        ({"starts_on": "23/11/2026", "ends_on": "x"}, ["bad_date"]),
        ({"object_id": "x"}, ["bad_object_id"]),
        ({"object_id": "9" * 19}, ["bad_object_id"]),
        ({"decision": "9" * 201}, ["too_long"]),
        ({"place_code": "01"}, ["wrong_level"]),
        ({"decision": ""}, ["no_decision"]),
        ({"identifier": "", "role": ""}, ["bad_identifier", "unknown_role"]),
    ],
)
def test_a_wrong_row_says_why_and_leaves_nothing(
    reference_db: Database, wrong: dict[str, str], reasons: list[str]
) -> None:
    [told] = run(reference_db, rows(wrong))
    assert (told.outcome, list(told.reasons)) == ("rejected", reasons)
    assert count(reference_db, Account) == 0


def test_a_dry_run_keeps_nothing(reference_db: Database) -> None:
    [told] = run(reference_db, rows({}), Import(SYSTEM, KEYS, NOW, TODAY, dry_run=True))
    assert told.outcome == "created"
    assert count(reference_db, Account) == 0


def test_an_officer_appoints_within_the_own_scope_only(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        term = Term(TODAY, decision="1/QĐ")
        services.appoint(
            session, SYSTEM, an, role=Role.PROVINCE_OFFICER, term=term, held_for=RoleSubject(place(session, "01"))
        )
        granter = queries.principal_of(session, an.id, TODAY)
    far = rows(
        {}, {"identifier": "b@example.vn", "place_code": "01273"}, {"role": "ministry_officer", "place_code": ""}
    )
    told = run(reference_db, far, Import(granter.actor(), KEYS, NOW, TODAY, granter))
    assert [list(one.reasons) for one in told] == [[], ["may_not_give"], ["may_not_give"]]


def test_every_commune_of_the_country_in_one_file(reference_db: Database) -> None:
    """A row in the middle that is wrong stops none. By default more of them than are kept together."""
    with reference_db.reading() as session:
        communes = session.scalars(select(Place.code).filter_by(level="commune", valid_to=None).order_by(Place.code))
        codes = communes.all()[:: rounds(15, 1)]
    asked = rows(*({"identifier": f"xa{code}@example.vn", "place_code": code} for code in codes))
    asked[100]["place_code"] = "x"
    told = run(reference_db, asked)
    assert len(told) == len(codes) > BATCH
    assert [one.row for one in told if one.outcome != "created"] == [102]
