"""An appointment holds with its person's own yes and not before; nobody gets one from themselves. Both databases."""

import threading
import time
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.accounts.keys import Keys
from foundation.accounts.models import Account, AccountSession, OneTimeSecret
from foundation.accounts.rules import SessionEnd, Stage
from foundation.accounts.services import hold_account, issue_code, issue_link, reset_with_code
from foundation.accounts.sessions import open_session
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.permissions.models import Appointment
from foundation.permissions.offers import accept, decline, offer_to, offers_to, office_not_over
from foundation.permissions.queries import check_appointments, holders, holds_office, principal_of
from foundation.permissions.rules import OFFER_LASTS, Offer, Refusal, Role, offer_on
from foundation.permissions.services import (
    RoleSubject,
    Term,
    appoint,
    carry_over,
    delegate,
    end_appointment,
    lapse,
    offer,
)
from foundation.signin.roles import BUYER
from foundation.workflow.rules import Refused
from tests.foundation.permissions.conftest import TODAY, person, place

KEYS = Keys("k" * 40)
DAY = timedelta(days=1)
OF_DECISION = Term(TODAY, decision="1/QĐ")
LAST = TODAY + OFFER_LASTS


def offered(session: Session, to: Account, by: Actor = SYSTEM, **more: Any) -> Appointment:
    return offer(session, by, to, **{"role": Role.MINISTRY_OFFICER, "term": OF_DECISION, "today": TODAY, **more})


def inside(session: Session, account: Account) -> AccountSession:
    given = {"stage": Stage.FULL, "is_staff": False, "address": "127.0.0.1", "device": "x"}
    return open_session(session, account, **given, now=now())[0]  # type: ignore[arg-type]


def why(refused: pytest.ExceptionInfo[Refused]) -> Refusal:
    return refused.value.of(Refusal)


def test_what_is_offered_opens_nothing_before_the_yes(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an, hanoi = person(session, "an"), place(session, "01")
        made = offered(session, an, role=Role.PROVINCE_OFFICER, held_for=RoleSubject(hanoi))
        assert offers_to(session, an.id, TODAY) == [made]
        assert not principal_of(session, an.id, TODAY).held
        assert not holds_office(session, an.id, TODAY)
        assert holders(session, [Role.PROVINCE_OFFICER], hanoi.id, TODAY) == []
        accept(session, an, made, now=now(), today=TODAY)
        assert [held.appointment_id for held in principal_of(session, an.id, TODAY).held] == [made.id]
        assert holders(session, [Role.PROVINCE_OFFICER], hanoi.id, TODAY) == [an]
        assert offers_to(session, an.id, TODAY) == []
        verbs = session.scalars(select(AuditEntry.verb).filter_by(subject="appointment").order_by(AuditEntry.id))
        assert list(verbs) == ["appointment:offer", "appointment:accept"]


def test_a_no_is_no_and_the_same_may_be_asked_again(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        made = offered(session, an)
        with pytest.raises(Refused) as refused:
            offered(session, an)
        assert why(refused) is Refusal.HELD_ALREADY
        decline(session, an, made, now=now(), today=TODAY)
        assert not principal_of(session, an.id, TODAY).held
        again = offered(session, an)
        for act in (accept, decline):
            with pytest.raises(Refused) as refused:
                act(session, an, made, now=now(), today=TODAY)
            assert why(refused) is Refusal.ANSWERED
        assert offers_to(session, an.id, TODAY) == [again]


def test_only_whoever_was_asked_answers(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an, binh = person(session, "an"), person(session, "binh")
        made = offered(session, an)
        assert offer_to(session, binh.id, made.id) is None
        assert offer_to(session, an.id, made.id) is made
        for act in (accept, decline):
            with pytest.raises(Refused) as refused:
                act(session, binh, made, now=now(), today=TODAY)
            assert why(refused) is Refusal.NOT_YOURS
        at_once = appoint(session, SYSTEM, binh, role=Role.MINISTRY_OFFICER, term=OF_DECISION)
        assert offer_to(session, binh.id, at_once.id) is None


def test_an_offer_lapses_after_its_last_day(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        made = offered(session, an)
        assert lapse(session, LAST) == []
        assert offers_to(session, an.id, LAST) == [made]
        assert offers_to(session, an.id, LAST + DAY) == []
        with pytest.raises(Refused) as refused:
            accept(session, an, made, now=now(), today=LAST + DAY)
        assert why(refused) is Refusal.LAPSED
        later = offered(session, an, today=LAST + DAY, term=Term(LAST + DAY, decision="2/QĐ"))
        assert (made.offer, later.offer) == (Offer.LAPSED, Offer.OFFERED)
        assert lapse(session, LAST + 99 * DAY) == [later]


@given(st.sampled_from(Offer), st.none() | st.dates(), st.dates())
def test_only_what_waits_lapses_and_only_by_its_day(state: Offer, answer_by: date | None, today: date) -> None:
    over = state is Offer.OFFERED and answer_by is not None and today > answer_by
    assert offer_on(state, answer_by, today) is (Offer.LAPSED if over else state)


def test_an_end_before_the_answer_withdraws_or_shortens(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        made, coming = offered(session, an), offered(session, an, role=Role.SYSTEM_OPERATOR)
        end_appointment(session, SYSTEM, made, on=TODAY, today=TODAY, reason="Nhầm người")
        assert made.offer is Offer.WITHDRAWN
        end_appointment(session, SYSTEM, coming, on=TODAY + 9 * DAY, today=TODAY, reason="Ngắn hơn")
        assert coming.offer is Offer.OFFERED
        for held, on, reason in ((made, TODAY, Refusal.ANSWERED), (coming, TODAY + 9 * DAY, Refusal.ENDS_BEFORE)):
            with pytest.raises(Refused) as refused:
                accept(session, an, held, now=now(), today=on)
            assert why(refused) is reason
        with pytest.raises(Refused) as refused:
            end_appointment(session, SYSTEM, made, on=TODAY + DAY, today=TODAY, reason="x")
        assert why(refused) is Refusal.ANSWERED
        accept(session, an, coming, now=now(), today=TODAY)
        assert [held.ends_on for held in principal_of(session, an.id, TODAY).held] == [TODAY + 9 * DAY]


def test_nothing_is_lent_that_does_not_hold(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an, binh = person(session, "an"), person(session, "binh")
        made = offered(session, an)
        days: dict[str, Any] = {"starts_on": TODAY, "ends_on": TODAY + DAY, "reason": "Nghỉ", "today": TODAY}
        with pytest.raises(Refused) as refused:
            delegate(session, SYSTEM, made, to=binh, **days)
        assert why(refused) is Refusal.NOT_ACCEPTED


def test_nobody_gives_or_lends_to_themselves_by_any_way(reference_db: Database) -> None:
    """As oneself, in another's stead, to whom one acts for, at a unit that ended, lending what others hold."""
    days: dict[str, Any] = {"starts_on": TODAY, "ends_on": TODAY + DAY, "reason": "Nghỉ", "today": TODAY}
    with reference_db.unit_of_work() as session:
        an, binh, cuc = (person(session, name) for name in ("an", "binh", "cuc"))
        theirs = appoint(session, SYSTEM, cuc, role=Role.MINISTRY_OFFICER, term=OF_DECISION)
        itself, for_binh, for_an = Actor(an.id), Actor(an.id, binh.id), Actor(binh.id, an.id)
        for actor in (itself, for_binh, for_an):
            for act in (
                lambda actor=actor: offered(session, an, actor),
                lambda actor=actor: appoint(session, actor, an, role=Role.MINISTRY_OFFICER, term=OF_DECISION),
                lambda actor=actor: delegate(session, actor, theirs, to=an, **days),
            ):
                with pytest.raises(Refused) as refused:
                    act()  # type: ignore[no-untyped-call]
                assert why(refused) is Refusal.NOT_TO_ONESELF
        old = place(session, "26", date(2025, 6, 1))
        then = Term(date(2025, 6, 1), decision="1/QĐ")
        appoint(session, SYSTEM, an, role=Role.PROVINCE_OFFICER, term=then, held_for=RoleSubject(old))
        for actor in (itself, for_an):
            [carried] = carry_over(session, actor, term=OF_DECISION, today=TODAY)
            assert carried.why is Refusal.NOT_TO_ONESELF
        delegate(session, Actor(cuc.id), theirs, to=an, **days)


def test_codes_and_sessions_end_with_the_offer_and_again_with_the_yes(reference_db: Database) -> None:
    """Whoever helped with the account holds nothing of it when it becomes an office; the owner's own link stays."""
    with reference_db.unit_of_work() as session:
        an, helper = person(session, "an"), person(session, "binh")
        before = inside(session, an)
        issue_code(session, Actor(helper.id), an, keys=KEYS, now=now())
        issue_link(session, SYSTEM, an, now=now())
        made = offered(session, an)
        session.expire_all()
        assert (before.ended_at is not None, before.ended_by) == (True, SessionEnd.APPOINTED)
        assert [one.issued_by_id for one in session.scalars(select(OneTimeSecret))] == [None]
        here, elsewhere = inside(session, an), inside(session, an)
        accept(session, an, made, now=now(), today=TODAY, keep=here)
        session.expire_all()
        assert (here.ended_by, elsewhere.ended_by) == (None, SessionEnd.APPOINTED)
        voided = session.scalars(select(AuditEntry).filter_by(verb="account:void-codes")).all()
        assert [entry.after for entry in voided] == [{"codes": 1}]


def test_a_loan_ends_them_too(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an, binh = person(session, "an"), person(session, "binh")
        held = appoint(session, SYSTEM, an, role=Role.MINISTRY_OFFICER, term=OF_DECISION)
        before = inside(session, binh)
        issue_code(session, Actor(an.id), binh, keys=KEYS, now=now())
        days: dict[str, Any] = {"starts_on": TODAY, "ends_on": TODAY + DAY, "reason": "Nghỉ", "today": TODAY}
        delegate(session, Actor(an.id), held, to=binh, **days)
        session.expire_all()
        assert before.ended_by is SessionEnd.APPOINTED
        assert session.scalars(select(OneTimeSecret)).all() == []


def test_a_code_that_is_made_while_somebody_is_appointed_is_worth_nothing(own_reference_db: Database) -> None:
    """Whoever hands over and whoever appoints wait for each other: one of them sees what the other did."""
    with own_reference_db.unit_of_work() as session:
        number = person(session, "an").id
    begun = threading.Event()

    def appointing() -> None:
        begun.set()
        with own_reference_db.unit_of_work() as session:
            offered(session, session.get_one(Account, number))

    thread = threading.Thread(target=appointing)
    with own_reference_db.unit_of_work() as session:
        an = session.get_one(Account, number)
        hold_account(session, an)
        assert not office_not_over(session, number, TODAY)
        thread.start()
        begun.wait()
        time.sleep(0.3)  # for the other to come as far as it can
        issue_code(session, SYSTEM, an, keys=KEYS, now=now())
    thread.join()
    with own_reference_db.reading() as session:
        assert office_not_over(session, number, TODAY)
        assert session.scalars(select(OneTimeSecret)).all() == []


def test_a_code_that_is_used_while_its_maker_appoints_is_seen(own_reference_db: Database) -> None:
    """Else both would pass: the password their own, the office by themselves."""
    with own_reference_db.unit_of_work() as session:
        number, helper = person(session, "an").id, person(session, "binh").id
        code = issue_code(session, Actor(helper), session.get_one(Account, number), keys=KEYS, now=now())
    begun, refused = threading.Event(), []

    def appointing() -> None:
        begun.set()
        try:
            with own_reference_db.unit_of_work() as session:
                an = session.get_one(Account, number)
                offered(session, an, Actor(helper))
        except Refused as why_not:
            refused.append(why_not.reason)

    thread = threading.Thread(target=appointing)
    with own_reference_db.unit_of_work() as session:
        an = session.get_one(Account, number)
        reset_with_code(session, an, code=code, password="mưa chiều bên bến sông", keys=KEYS, now=now())
        thread.start()
        begun.wait()
        time.sleep(0.3)  # for the other to come as far as it can
    thread.join()
    assert refused == [Refusal.HANDED_THE_CODE]


@pytest.mark.parametrize(
    ("term", "role", "state", "still"),
    [
        (Term(TODAY, None, "1"), Role.MINISTRY_OFFICER, Offer.ACCEPTED, True),
        (Term(TODAY + 99 * DAY, None, "1"), Role.MINISTRY_OFFICER, Offer.ACCEPTED, True),
        (Term(TODAY - DAY, TODAY, "1"), Role.MINISTRY_OFFICER, Offer.ACCEPTED, False),
        (Term(TODAY, None, "1"), Role.MINISTRY_OFFICER, Offer.OFFERED, True),
        (Term(TODAY, None, "1"), Role.MINISTRY_OFFICER, Offer.DECLINED, False),
        (Term(TODAY), BUYER, Offer.ACCEPTED, False),
    ],
)
def test_an_office_is_not_over_until_it_has_ended(
    reference_db: Database, term: Term, role: Role, state: Offer, *, still: bool
) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        made = offered(session, an, role=role, term=term)
        made.offer, made.answered_at = state, None if state is Offer.OFFERED else now()
        session.flush()
        assert office_not_over(session, an.id, TODAY) is still
        held = still and state is Offer.ACCEPTED
        assert office_not_over(session, an.id, TODAY, offered=False) is held


@pytest.mark.parametrize(
    "wrong",
    [
        {"answered_at": now() + DAY},
        {"answer_by": None},
        {"offer": Offer.ACCEPTED},
        {"offer": Offer.LAPSED, "answered_at": now() - 99 * DAY},
        {"offer": "perhaps", "answered_at": now() + DAY},
    ],
)
def test_states_that_cannot_be_are_refused_by_the_database(reference_db: Database, wrong: dict[str, object]) -> None:
    with reference_db.unit_of_work() as session:
        offered(session, person(session, "an"))
    table = Appointment.__table__
    with pytest.raises((IntegrityError, LookupError)), reference_db.unit_of_work() as session:
        session.execute(update(table).values(**wrong))  # type: ignore[arg-type]


def test_the_database_knows_no_offer_of_ones_own_and_verify_no_appointment(reference_db: Database) -> None:
    with reference_db.unit_of_work() as session:
        an = person(session, "an")
        made, number = offered(session, an), an.id
        held = appoint(session, SYSTEM, an, role=Role.SYSTEM_OPERATOR, term=OF_DECISION)
        assert list(check_appointments(session)) == []
        session.execute(update(Appointment).filter_by(id=held.id).values(granted_by_id=number))
        assert list(check_appointments(session)) == [f"appointment {held.id} was given by whoever holds it"]
    with pytest.raises(IntegrityError), reference_db.unit_of_work() as session:
        session.execute(update(Appointment).filter_by(id=made.id).values(granted_by_id=number))
