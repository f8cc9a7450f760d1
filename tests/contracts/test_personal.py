"""Every column that leads to a person is answered for: told to them, and erased or kept for a reason."""

import re

import pytest
from sqlalchemy import Column, MetaData, Table

from foundation.db.base import Base
from foundation.privacy.personal_data import PersonalDataSource
from wsgi import HOUSE

NAMED = re.compile(r"(^|_)(account|actor|acting_for|author|user|person|by)_id$")
"""Columns that name accounts by number without a foreign key: rooms below accounts have those."""


def leading_to_people(metadata: MetaData) -> set[str]:
    """`table.column` of everything that points at accounts."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if NAMED.search(column.name) or any(key.target_fullname == "accounts.id" for key in column.foreign_keys)
    }


def uncovered(metadata: MetaData, answers: tuple[PersonalDataSource, ...]) -> set[str]:
    """What nobody answers for, and what is answered for though it is not there."""
    return leading_to_people(metadata) ^ {column for answer in answers for column in answer.columns}


def test_every_column_that_leads_to_a_person_is_answered_for() -> None:
    assert uncovered(Base.metadata, HOUSE.answers) == set()


def test_no_column_is_answered_for_twice() -> None:
    told = [column for answer in HOUSE.answers for column in answer.columns]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("missing", HOUSE.answers, ids=lambda answer: answer.room)
def test_a_room_that_does_not_answer_is_found(missing: PersonalDataSource) -> None:
    rest = tuple(answer for answer in HOUSE.answers if answer is not missing)
    assert uncovered(Base.metadata, rest) == missing.columns


def test_a_new_table_with_a_person_is_found() -> None:
    metadata = MetaData()
    Table("claims", metadata, Column("id"), Column("claimed_by_id"))
    assert uncovered(metadata, ()) == {"claims.claimed_by_id"}


def test_the_account_itself_is_erased_last() -> None:
    assert HOUSE.answers[-1].room == "accounts"
