from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from catalog.producers.roles import PRODUCER_MEMBER, PRODUCER_SCOPE
from foundation.accounts.services import close_account
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions import queries, services
from foundation.permissions.models import Appointment, TerritoryLink
from foundation.permissions.offers import accept
from foundation.permissions.rules import EVERYWHERE, NOWHERE, Jurisdiction, Refusal, Role, Scope
from foundation.permissions.services import RoleSubject, Term
from foundation.permissions.territory import load_territory
from foundation.places.models import Place
from foundation.signin.roles import BUYER
from foundation.workflow.rules import Refused
from marketplace.events.roles import FAIR_ORGANISER, FAIR_SCOPE
from tests.foundation.permissions.conftest import NOW, TODAY, person, place

HANOI = "01"
OF_DECISION = Term(TODAY, decision="12/QĐ-SNN", decided_on=TODAY)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
BEFORE_REFORM = date(2025, 6, 1)


def test_rights_come_from_appointments_in_force_today_only(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        hanoi = place(session, HANOI)
        made = services.appoint(
            session, SYSTEM, an, role=Role.PROVINCE_OFFICER, term=OF_DECISION, held_for=RoleSubject(hanoi)
        )
        assert not queries.principal_of(session, an.id, YESTERDAY).held
        [held] = queries.principal_of(session, an.id, TODAY).held
        assert (held.role, held.number, held.decision) == (Role.PROVINCE_OFFICER, hanoi.id, "12/QĐ-SNN")
        assert queries.holds_office(session, an.id, TODAY)
        services.end_appointment(session, SYSTEM, made, on=TODAY, today=TODAY, reason="Nghỉ hưu")
        assert not queries.principal_of(session, an.id, TODAY).held
        assert not queries.holds_office(session, an.id, TODAY)
    with reference_db.reading() as session:
        told = session.scalars(select(AuditEntry).filter_by(subject="appointment").order_by(AuditEntry.id)).all()
        assert [(entry.verb, entry.place_id) for entry in told] == [
            ("appointment:grant", hanoi.id),
            ("appointment:end", hanoi.id),
        ]
        assert told[0].after["scope"] == f"place-{hanoi.id}"


@pytest.mark.parametrize(
    ("role", "code", "more", "why"),
    [
        (Role.PROVINCE_OFFICER, None, {}, Refusal.WRONG_SCOPE),
        (PRODUCER_MEMBER, HANOI, {}, Refusal.WRONG_SCOPE),
        (Role.MINISTRY_OFFICER, HANOI, {}, Refusal.WRONG_SCOPE),
        (Role.COMMUNE_OFFICER, HANOI, {}, Refusal.WRONG_LEVEL),
        (Role.PROVINCE_OFFICER, HANOI, {"decision": " "}, Refusal.NO_DECISION),
        (Role.PROVINCE_OFFICER, HANOI, {"ends_on": TODAY}, Refusal.WRONG_DATES),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    reference_db: Database, role: Role, code: str | None, more: dict[str, Any], why: Refusal
) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        held_for = RoleSubject(place(session, code)) if code else RoleSubject()
        term = Term(**{"starts_on": TODAY, "decision": "1/QĐ", **more})
        with pytest.raises(Refused) as refused:
            services.appoint(session, SYSTEM, an, role=role, term=term, held_for=held_for)
        assert refused.value.reason is why


def test_a_closed_account_and_an_ended_unit_get_nothing(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        old = place(session, "26", BEFORE_REFORM)
        with pytest.raises(Refused, match="place_ended"):
            services.appoint(
                session, SYSTEM, an, role=Role.PROVINCE_OFFICER, term=OF_DECISION, held_for=RoleSubject(old)
            )
        close_account(session, SYSTEM, an, reason="Theo đơn", now=NOW)
        with pytest.raises(Refused, match="closed_account"):
            services.appoint(session, SYSTEM, an, role=Role.MINISTRY_OFFICER, term=OF_DECISION)


def test_nobody_holds_the_same_twice_at_a_time(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        past = Term(YESTERDAY, TODAY, "1/QĐ")
        services.appoint(session, SYSTEM, an, role=Role.MINISTRY_OFFICER, term=past)
        services.appoint(session, SYSTEM, an, role=Role.MINISTRY_OFFICER, term=OF_DECISION)
        with pytest.raises(Refused, match="held_already"):
            services.appoint(session, SYSTEM, an, role=Role.MINISTRY_OFFICER, term=Term(TOMORROW, decision="3/QĐ"))
        services.appoint(session, SYSTEM, an, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, 5))
        services.appoint(session, SYSTEM, an, role=PRODUCER_MEMBER, term=Term(TODAY), held_for=RoleSubject(None, 6))


@pytest.mark.parametrize(
    "wrong",
    [
        {"place_id": None},
        {"object_id": 5},
        {"scope_key": "place-0"},
        {"ends_on": YESTERDAY},
    ],
)
def test_states_that_cannot_be_are_refused_by_the_database(reference_db: Database, wrong: dict[str, object]) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        made = services.appoint(
            session,
            SYSTEM,
            an,
            role=Role.PROVINCE_OFFICER,
            term=OF_DECISION,
            held_for=RoleSubject(place(session, HANOI)),
        )
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(Appointment).filter_by(id=made.id).values(**wrong))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"role": "astronaut"}, "is to astronaut, a role that no room declares"),
        ({"role": BUYER}, "is held for place, but buyer is held for self"),
        ({"scope_kind": "moon", "scope_key": "moon-5", "place_id": None, "object_id": 5}, "is held for moon, but "),
        ({"decision": None}, "is to an office and names no decision"),
        ({"decision": ""}, "is to an office and names no decision"),
    ],
)
def test_roles_that_nobody_declares_so_are_told_by_the_check(
    reference_db: Database, wrong: dict[str, object], sentence: str
) -> None:
    """No CHECK knows the roles; what stands in the table against a room's word is found, and opens nothing more."""
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        hanoi = RoleSubject(place(session, HANOI))
        made = services.appoint(session, SYSTEM, an, role=Role.PROVINCE_OFFICER, term=OF_DECISION, held_for=hanoi)
        assert list(queries.check_appointments(session)) == []
        session.execute(update(Appointment).filter_by(id=made.id).values(**wrong))
        session.expire_all()
        [told] = queries.check_appointments(session)
        assert told.startswith(f"appointment {made.id} {sentence}")
        assert bool(queries.principal_of(session, an.id, TODAY).held) == ("decision" in wrong)


def test_a_leave_is_covered_by_a_colleague_who_acts_for_the_holder(reference_db: Database) -> None:
    week = TODAY + timedelta(days=7)
    with reference_db.unit_of_work() as session:
        an, binh = person(session, "an"), person(session, "binh")
        made = services.appoint(
            session,
            SYSTEM,
            an,
            role=Role.PROVINCE_OFFICER,
            term=OF_DECISION,
            held_for=RoleSubject(place(session, HANOI)),
        )
        lent = services.delegate(
            session, Actor(an.id), made, to=binh, starts_on=TODAY, ends_on=week, reason="Nghỉ phép", today=TODAY
        )
        assert not queries.principal_of(session, binh.id, TODAY).held
        accept(session, binh, lent, now=now(), today=TODAY)
        colleague = queries.principal_of(session, binh.id, TODAY)
        assert colleague.actor(colleague.held[0]) == Actor(binh.id, acting_for_id=an.id)
        assert not queries.principal_of(session, binh.id, week).held
        assert list(queries.check_appointments(session)) == []
        for bad in (
            {"held": lent, "to": an},
            {"to": an},
            {"ends_on": TODAY},
            {"starts_on": YESTERDAY},
            {"reason": " "},
        ):
            asked: dict[str, Any] = {"held": made, "to": binh, "starts_on": TODAY, "ends_on": week, "reason": "Nghỉ"}
            asked["today"] = TODAY
            changed = asked | bad
            held = changed.pop("held")
            with pytest.raises(Refused):
                services.delegate(session, SYSTEM, held, **changed)
        services.end_appointment(session, SYSTEM, made, on=TODAY, today=TODAY, reason="Chuyển công tác")
        assert not queries.principal_of(session, binh.id, TODAY).held


def test_officers_of_former_provinces_are_carried_over(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an, binh = person(session, "an"), person(session, "binh")
        then = Term(BEFORE_REFORM, decision="1/QĐ")
        old = place(session, "26", BEFORE_REFORM)  # Vĩnh Phúc, in Phú Thọ today
        district = session.scalars(select(Place).filter_by(parent_id=old.id).limit(1)).one()
        one = services.appoint(session, SYSTEM, an, role=Role.PROVINCE_OFFICER, term=then, held_for=RoleSubject(old))
        two = services.appoint(
            session, SYSTEM, binh, role=Role.DISTRICT_OFFICER, term=then, held_for=RoleSubject(district)
        )
        carried = list(services.carry_over(session, SYSTEM, term=OF_DECISION, today=TODAY))
        successor = queries.territory(session).holders(old.id)
        assert [(told.appointment_id, told.why) for told in carried] == [(one.id, None), (two.id, Refusal.PLACE_ENDED)]
        assert carried[0].successor_id in successor
        [held] = queries.principal_of(session, an.id, TODAY).held
        assert held.number == old.id  # until the yes
        waiting = list(services.carry_over(session, SYSTEM, term=OF_DECISION, today=TODAY))
        assert [told.appointment_id for told in waiting] == [two.id]
        offered = carried[0].offered
        assert offered
        accept(session, an, offered, now=now(), today=TODAY)
        assert one.ends_on == TODAY
        [held] = queries.principal_of(session, an.id, TODAY).held
        assert held.number == carried[0].successor_id
        assert held.scope(queries.principal_of(session, an.id, TODAY)).allows(Jurisdiction(place_id=district.id))
        again = list(services.carry_over(session, SYSTEM, term=OF_DECISION, today=TODAY))
        assert [told.appointment_id for told in again] == [two.id]


def test_lists_of_appointments_are_limited_by_scope(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        hanoi, other = place(session, HANOI), place(session, "04")
        made = [
            services.appoint(session, SYSTEM, an, role=role, term=OF_DECISION, held_for=held_for)
            for role, held_for in [
                (Role.PROVINCE_OFFICER, RoleSubject(hanoi)),
                (Role.PROVINCE_EDITOR, RoleSubject(other)),
                (PRODUCER_MEMBER, RoleSubject(None, 5)),
                (FAIR_ORGANISER, RoleSubject(None, 5)),
                (Role.MINISTRY_OFFICER, RoleSubject()),
            ]
        ]
        territory = queries.territory(session)

        def listed(scope: Scope) -> list[int]:
            return [row.id for row in queries.appointments(session, scope, on=TODAY)]

        assert listed(Scope(places=frozenset({hanoi.id}), territory=territory)) == [made[0].id]
        assert listed(Scope(things={PRODUCER_SCOPE: frozenset({5})})) == [made[2].id]
        assert listed(Scope(things={FAIR_SCOPE: frozenset({5})})) == [made[3].id]
        assert listed(Scope(accounts=frozenset({an.id}))) == listed(EVERYWHERE) == [row.id for row in made]
        assert listed(NOWHERE) == []
        assert queries.appointments(session, EVERYWHERE, on=YESTERDAY) == []
        for row in made:
            for scope in (Scope(things={PRODUCER_SCOPE: frozenset({5})}), Scope(things={FAIR_SCOPE: frozenset({5})})):
                assert scope.allows(queries.jurisdiction_of(row)) == (row.id in listed(scope))
        assert len(queries.appointments_of(session, an.id)) == len(made)


def test_the_real_territory_is_what_the_places_say(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        assert list(queries.check_territory(session)) == []
        assert load_territory(session) == "current"
        link = session.scalars(select(TerritoryLink).limit(1)).one()
        session.delete(link)
        session.flush()
        assert list(queries.check_territory(session)) == [
            f"place {link.place_id}: its territory is not what its parents and successors say"
        ]
