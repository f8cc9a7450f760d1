"""The list and the single record give the same answer; the state is the same in Python and in SQL."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from admin.registry.queries import AppointmentFilters, appointments, belongs_to
from admin.registry.rules import State, state_of
from catalog.producers.models import Producer
from catalog.producers.roles import PRODUCER_MEMBER, PRODUCER_SCOPE
from catalog.producers.services import add_producer
from foundation.audit.rules import SYSTEM
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.offers import accept, decline
from foundation.permissions.queries import territory
from foundation.permissions.rules import EVERYWHERE, NOWHERE, Offer, Role, Scope
from foundation.permissions.services import RoleSubject, Term, appoint, delegate, end_appointment, lapse
from tests.admin.registry.conftest import COMMUNE, HANOI, OTHER, place
from tests.foundation.permissions.conftest import _cheap_hash, person
from tests.support.databases import TODAY

__all__ = ["_cheap_hash"]
DAY = timedelta(days=1)


def producer(session: Session) -> Producer:
    commune = place(session, COMMUNE)
    made = add_producer(
        session, name="HTX Minh Hoạ", former_province_code="01", province_code="01", place_id=commune.id, is_demo=True
    )
    session.flush()
    return made


def scopes(session: Session) -> list[Scope]:
    land = territory(session)
    units = [place(session, code).id for code in (HANOI, COMMUNE, OTHER)]
    return [EVERYWHERE, NOWHERE, *(Scope(places=frozenset({unit}), territory=land) for unit in units)]


def test_a_scope_reaches_offices_of_its_places_and_members_of_its_producers(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an, made = person(session, "an"), producer(session)
        term = Term(TODAY, decision="1/QĐ")
        appoint(
            session, SYSTEM, an, role=Role.COMMUNE_OFFICER, term=term, held_for=RoleSubject(place(session, COMMUNE))
        )
        appoint(session, SYSTEM, an, role=Role.PROVINCE_OFFICER, term=term, held_for=RoleSubject(place(session, OTHER)))
        appoint(session, SYSTEM, an, role=PRODUCER_MEMBER, term=term, held_for=RoleSubject(object_id=made.id))
        appoint(session, SYSTEM, an, role=Role.MINISTRY_OFFICER, term=term)
        _, rows = appointments(session, EVERYWHERE, AppointmentFilters(), today=TODAY, page=1)
        assert len(rows) == 4
        for scope in [
            *scopes(session),
            Scope(things={PRODUCER_SCOPE: frozenset({made.id})}),
            Scope(accounts=frozenset({an.id})),
        ]:
            _, found = appointments(session, scope, AppointmentFilters(), today=TODAY, page=1)
            assert {row.id for row in found} == {row.id for row in rows if scope.allows(belongs_to(session, row))}


def test_states_in_the_database_are_those_of_the_rule(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an, binh = person(session, "an"), person(session, "binh")
        terms = [Term(TODAY - 9 * DAY, TODAY, "1"), Term(TODAY, None, "2"), Term(TODAY + DAY, None, "3")]
        roles = [Role.MINISTRY_OFFICER, Role.MINISTRY_OFFICER, Role.SYSTEM_OPERATOR]
        made = [appoint(session, SYSTEM, an, role=role, term=term) for role, term in zip(roles, terms, strict=True)]
        days = {"starts_on": TODAY, "ends_on": TODAY + 3 * DAY}
        lent, refused, gone, late, waits = (
            delegate(session, SYSTEM, made[1], to=binh, **days, reason=str(number), today=TODAY) for number in range(5)
        )
        accept(session, binh, lent, now=now(), today=TODAY)
        decline(session, binh, refused, now=now(), today=TODAY)
        end_appointment(session, SYSTEM, gone, on=TODAY, today=TODAY, reason="Nhầm")
        late.answer_by = TODAY - DAY
        session.flush()
        expected = {
            State.OFFERED: {waits.id},
            State.ENDED: {made[0].id},
            State.IN_FORCE: {made[1].id, lent.id},
            State.COMING: {made[2].id},
            State.DECLINED: {refused.id},
            State.WITHDRAWN: {gone.id},
            State.LAPSED: {late.id},
        }
        assert in_states(session) == expected
        lapse(session, TODAY)
        assert late.offer is Offer.LAPSED
        assert in_states(session) == expected
        end_appointment(session, SYSTEM, made[1], on=TODAY, today=TODAY, reason="Chuyển công tác")
        assert in_states(session)[State.ENDED] == {made[0].id, made[1].id, lent.id, waits.id}


def in_states(session: Session) -> dict[State, set[int]]:
    found = {}
    for state in State:
        _, rows = appointments(session, EVERYWHERE, AppointmentFilters(state=state), today=TODAY, page=1)
        for row in rows:
            source = row.delegated_from
            ends = source.ends_on if source else None
            answer: dict[str, Any] = {"offer": row.offer, "answer_by": row.answer_by}
            assert state_of(row.starts_on, row.ends_on, TODAY, source_ends_on=ends, **answer) is state
        found[state] = {row.id for row in rows}
    return found


@given(st.dates(), st.none() | st.dates(), st.none() | st.dates(), st.dates())
def test_every_appointment_is_in_one_state(starts: date, ends: date | None, source: date | None, today: date) -> None:
    state = state_of(starts, ends, today, source_ends_on=source)
    over = any(day is not None and day <= today for day in (ends, source))
    assert (state is State.ENDED) == over
    assert (state is State.IN_FORCE) == (not over and starts <= today)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_producer_that_is_gone_reaches_nobody(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        held = appoint(
            session, SYSTEM, an, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(object_id=987654)
        )
        assert belongs_to(session, held).place_id is None
