"""What is done with events, and what must not be."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from foundation.accounts.models import Account
from foundation.audit.models import AuditEntry
from foundation.audit.rules import SYSTEM, Actor
from foundation.db.base import now
from foundation.notices.models import Notice
from foundation.outbox.models import OutboxJob
from foundation.permissions.rules import EVERYWHERE
from foundation.privacy.consents import give, withdraw
from foundation.privacy.rules import ConsentDoor, Purpose
from foundation.workflow.rules import Refused
from marketplace.events import details, services
from marketplace.events.details import ProgrammeInput, ResultsInput
from marketplace.events.filtering import EventFilters
from marketplace.events.interests import Interest, choose
from marketplace.events.models import Event, EventResults
from marketplace.events.notices import ANNOUNCE, CANCELLED, MOVED, NEW, POSTPONED, SENT_BACK
from marketplace.events.queries import check_events, desk, page_of, public_event
from marketplace.events.rules import EventKind, Refusal, State, Step, is_open
from marketplace.events.tasks import tell_news
from tests.marketplace.events.conftest import BAC_KAN, announced, drafted, told
from tests.support.databases import TODAY
from tests.support.visitors import _person

NOW = datetime(2026, 11, 23, 3, tzinfo=timezone.utc)


def refused(why: Refusal) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{why}$")


def hand_in(session: Session, event: Event, actor: Actor = SYSTEM) -> None:
    services.submit(session, actor, event, now=NOW, today=TODAY)


def show(session: Session, event: Event, actor: Actor = SYSTEM) -> None:
    services.publish(session, actor, event, now=NOW, today=TODAY)


def test_a_draft_is_seen_by_its_desk_alone_until_a_second_officer_publishes_it(session: Session) -> None:
    writer, other = Actor(_person(session)), Actor(_person(session))
    made = services.add(session, writer, told())
    assert public_event(session, made.id) is None
    assert page_of(session, EventFilters(), page=1, per_page=5).total == 0
    assert desk(session, EVERYWHERE) == [made]
    with refused(Refusal.NOT_THERE):
        show(session, made, other)
    hand_in(session, made, writer)
    with refused(Refusal.OWN_WORK):
        show(session, made, writer)
    with refused(Refusal.OWN_WORK):
        show(session, made, Actor(other.account_id, acting_for_id=writer.account_id))
    show(session, made, other)
    assert (made.state, made.sequence, made.published_by_id) == (State.PUBLISHED, 0, other.account_id)
    assert page_of(session, EventFilters(), page=1, per_page=5).events[0].id == made.id


def test_whoever_changed_anything_of_a_draft_is_one_of_its_writers(session: Session) -> None:
    made, hand = drafted(session), Actor(_person(session))
    details.set_province(session, hand, made, "19", target=10, registered=None)
    hand_in(session, made)
    with refused(Refusal.OWN_WORK):
        show(session, made, hand)


def test_nobody_publishes_what_they_did_not_see(session: Session) -> None:
    made = drafted(session)
    hand_in(session, made)
    seen = made.revision
    services.send_back(session, SYSTEM, made, remark="Thiếu giờ", now=NOW)
    services.save(session, SYSTEM, made, told("Hội chợ khác"))
    hand_in(session, made)
    with refused(Refusal.CHANGED_MEANWHILE):
        services.publish(session, SYSTEM, made, revision=seen, now=NOW, today=TODAY)


def test_sent_back_it_is_a_draft_and_its_writer_reads_why(session: Session) -> None:
    writer = Actor(_person(session))
    made = services.add(session, writer, told())
    hand_in(session, made, writer)
    services.send_back(session, SYSTEM, made, remark="  Thiếu giờ mở cửa ", now=NOW)
    assert (made.state, made.remark, made.submitted_at) == (State.DRAFT, "Thiếu giờ mở cửa", None)
    assert kinds_of(session, writer) == [SENT_BACK]


def kinds_of(session: Session, who: Actor) -> list[str]:
    return list(session.scalars(select(Notice.kind).filter_by(account_id=who.account_id).order_by(Notice.id)))


def test_its_address_and_its_name_in_calendars_stay_and_the_sequence_rises(session: Session) -> None:
    """MARKET 1.2, 32: postponed and cancelled are states of the same record."""
    made = announced(session)
    uid, number, first = made.uid, made.id, made.starts_on
    services.correct(session, SYSTEM, made, told(theme="Tơ lụa"))
    services.postpone(session, SYSTEM, made, reason="Bão số 13", now=NOW, today=TODAY)
    assert (made.state, made.status_reason, made.status_on) == (State.POSTPONED, "Bão số 13", TODAY)
    days = (first + timedelta(days=30), first + timedelta(days=32))
    services.reschedule(session, SYSTEM, made, days, now=NOW, today=TODAY)
    assert (made.state, made.moved_from, made.status_reason) == (State.PUBLISHED, first, None)
    services.cancel(session, SYSTEM, made, reason="Hết kinh phí", now=NOW, today=TODAY)
    assert (made.uid, made.id, made.sequence, made.state) == (uid, number, 4, State.CANCELLED)
    assert public_event(session, number) is made
    for again in (services.cancel, services.postpone):
        with refused(Refusal.NOT_THERE):
            again(session, SYSTEM, made, reason="x", now=NOW, today=TODAY)


def test_days_are_moved_where_it_is_told_and_not_by_a_correction(session: Session) -> None:
    made = announced(session)
    with refused(Refusal.SAME_DAYS):
        services.correct(session, SYSTEM, made, told(starts_on=made.starts_on + timedelta(days=1)))
    with refused(Refusal.SAME_DAYS):
        services.reschedule(session, SYSTEM, made, (made.starts_on, made.ends_on), now=NOW, today=TODAY)
    with refused(Refusal.ENDS_BEFORE):
        days = (made.starts_on, made.starts_on - timedelta(days=1))
        services.reschedule(session, SYSTEM, made, days, now=NOW, today=TODAY)
    with refused(Refusal.NO_REASON):
        services.postpone(session, SYSTEM, made, reason=" ", now=NOW, today=TODAY)
    services.postpone(session, SYSTEM, made, reason="Bão", now=NOW, today=TODAY)
    services.reschedule(session, SYSTEM, made, (made.starts_on, made.ends_on), now=NOW, today=TODAY)
    assert (made.state, made.moved_from) == (State.PUBLISHED, None)


def test_a_window_that_lies_behind_earlier_days_is_no_window_any_more(session: Session) -> None:
    first = TODAY + timedelta(days=40)
    made = announced(session, starts_on=first, register_until=first)
    services.reschedule(session, SYSTEM, made, (TODAY + timedelta(days=3), None), now=NOW, today=TODAY)
    assert made.window == (None, None)


def test_it_is_not_held_before_its_last_day(session: Session) -> None:
    made = announced(session, starts_on=TODAY - timedelta(days=1), lasts=2)
    with refused(Refusal.NOT_OVER):
        services.hold(session, SYSTEM, made, today=TODAY - timedelta(days=1))
    services.hold(session, SYSTEM, made, today=TODAY)
    assert made.state is State.HELD


def test_results_are_public_when_a_second_person_says_so(session: Session) -> None:
    """MoU, agreement and contract stay apart; what nobody counted is not nought."""
    made = announced(session, starts_on=TODAY - timedelta(days=9), lasts=2)
    writer, other = Actor(_person(session)), Actor(_person(session))
    counted = ResultsInput(visitors=1200, mou=3, agreements=2, contracts=1)
    with refused(Refusal.NOT_THERE):
        details.record_results(session, writer, made, counted, now=NOW)
    services.hold(session, SYSTEM, made, today=TODAY)
    with refused(Refusal.NO_RESULTS):
        details.publish_results(session, other, made, now=NOW)
    with refused(Refusal.NO_RESULTS):
        details.record_results(session, writer, made, ResultsInput(note="Đẹp"), now=NOW)
    details.record_results(session, writer, made, counted, now=NOW)
    with refused(Refusal.OWN_WORK):
        details.publish_results(session, writer, made, now=NOW)
    details.publish_results(session, other, made, now=NOW)
    kept = session.get_one(EventResults, made.id)
    assert (kept.mou, kept.agreements, kept.contracts, kept.sales_dong) == (3, 2, 1, None)
    with refused(Refusal.NO_RESULTS):
        details.publish_results(session, other, made, now=NOW)
    details.record_results(session, other, made, ResultsInput(visitors=1300), now=NOW)
    assert kept.published_at is None


def test_a_programme_lies_on_its_days(session: Session) -> None:
    made = drafted(session)
    details.add_item(session, SYSTEM, made, ProgrammeInput(made.last_on, "Bế mạc", 1200))
    details.add_item(session, SYSTEM, made, ProgrammeInput(made.starts_on, "Khai mạc"))
    assert [one.title for one in made.programme] == ["Khai mạc", "Bế mạc"]
    with refused(Refusal.OUTSIDE):
        details.add_item(session, SYSTEM, made, ProgrammeInput(made.last_on + timedelta(days=1), "Dọn dẹp"))
    details.remove_item(session, SYSTEM, made, made.programme[0].id)
    assert [one.title for one in made.programme] == ["Bế mạc"]


def test_a_step_of_the_registration_is_noted_corrected_and_taken_back(session: Session) -> None:
    made = drafted(session)
    details.set_filing(session, SYSTEM, made, Step.LODGED, TODAY, number="12/ĐK")
    details.set_filing(session, SYSTEM, made, Step.LODGED, TODAY - timedelta(days=1))
    assert [(one.step, one.done_on, one.number) for one in made.filings] == [
        (Step.LODGED, TODAY - timedelta(days=1), None)
    ]
    details.set_filing(session, SYSTEM, made, Step.LODGED, None)
    assert made.filings == []


def test_a_given_up_draft_is_nowhere(session: Session) -> None:
    made = drafted(session)
    services.discard(session, SYSTEM, made)
    assert desk(session, EVERYWHERE) == []
    with refused(Refusal.NOT_THERE):
        services.save(session, SYSTEM, made, told())


def test_every_change_stands_in_the_audit(session: Session) -> None:
    made = announced(session)
    services.cancel(session, SYSTEM, made, reason="Bão", now=NOW, today=TODAY)
    wanted = select(AuditEntry.verb).where(AuditEntry.verb.like("event:%")).order_by(AuditEntry.id)
    assert list(session.scalars(wanted)) == ["event:add", "event:submit", "event:publish", "event:cancel"]


# Who hears of it -----------------------------------------------------------------------------------------------------


def reader(session: Session, interest: Interest | None = None) -> Account:
    """Somebody who agreed to news of fairs."""
    account = session.get_one(Account, _person(session))
    how = {"purpose": Purpose.NEWS, "version": 1, "how": ConsentDoor.OWN_PAGE, "now": NOW}
    give(session, Actor(account.id), account, **how)  # type: ignore[arg-type]
    if interest:
        choose(session, Actor(account.id), account.id, interest)
    return account


def test_only_who_agreed_hears_and_only_of_their_provinces_and_groups(session: Session) -> None:
    everything, here = reader(session), reader(session, Interest(frozenset({"19"})))
    elsewhere, gone = reader(session, Interest(frozenset({"46"}))), reader(session)
    silent = session.get_one(Account, _person(session))
    withdraw(session, Actor(gone.id), gone, purpose=Purpose.NEWS, now=NOW)
    made = announced(session, address=BAC_KAN)
    assert tell_news(session, made, TODAY) == 2
    assert tell_news(session, made, TODAY) == 2
    heard = set(session.scalars(select(Notice.account_id).filter_by(kind=NEW)))
    assert heard == {everything.id, here.id}
    assert not heard & {elsewhere.id, silent.id}
    assert session.scalar(select(func.count()).select_from(Notice).filter_by(kind=NEW)) == 2


def test_whose_province_is_invited_hears_of_it(session: Session) -> None:
    invited = reader(session, Interest(frozenset({"46"})))
    made = announced(session, address=BAC_KAN)
    details.set_province(session, SYSTEM, made, "46", target=5, registered=None)
    assert tell_news(session, made, TODAY) == 1
    assert kinds_of(session, Actor(invited.id)) == [NEW]


def test_what_changes_reaches_everybody_it_concerns(session: Session) -> None:
    """Also whoever withdrew since: they were told of it, and would go there."""
    writer, told_of = Actor(_person(session)), reader(session)
    stranger = Actor(_person(session))
    made = services.add(session, writer, told())
    hand_in(session, made, writer)
    show(session, made)
    tell_news(session, made, TODAY)
    services.postpone(session, SYSTEM, made, reason="Bão", now=NOW, today=TODAY)
    later = made.starts_on + timedelta(days=9)
    services.reschedule(session, SYSTEM, made, (later, None), now=NOW, today=TODAY)
    services.cancel(session, SYSTEM, made, reason="Hết kinh phí", now=NOW, today=TODAY)
    assert kinds_of(session, Actor(told_of.id)) == [NEW, POSTPONED, MOVED, CANCELLED]
    assert kinds_of(session, writer)[-3:] == [POSTPONED, MOVED, CANCELLED]
    assert kinds_of(session, stranger) == []


def test_only_what_is_still_to_come_and_real_is_news(session: Session) -> None:
    def jobs() -> int:
        return session.scalar(select(func.count()).select_from(OutboxJob).filter_by(kind=ANNOUNCE)) or 0

    announced(session, "Hội chợ đã qua", starts_on=TODAY - timedelta(days=30))
    announced(session, "Hội chợ minh hoạ", is_demo=True)
    assert jobs() == 0
    announced(session)
    assert jobs() == 1


# Against the database ------------------------------------------------------------------------------------------------


def test_the_database_refuses_what_cannot_be(session: Session) -> None:
    made = announced(session)
    for column, value in (
        ("ends_on", made.starts_on - timedelta(days=1)),
        ("published_at", None),
        ("lat", 51.5),
        ("register_until", made.last_on + timedelta(days=1)),
        ("closes", 0),
    ):
        with session.begin_nested() as tried:
            setattr(made, column, value)
            with pytest.raises(IntegrityError):
                session.flush()
            tried.rollback()
        session.refresh(made)


def test_the_night_check_tells_what_does_not_hold(session: Session) -> None:
    made = announced(session, starts_on=TODAY - timedelta(days=1), lasts=1)
    services.hold(session, SYSTEM, made, today=TODAY)
    details.record_results(session, SYSTEM, made, ResultsInput(visitors=1), now=now())
    assert list(check_events(session, TODAY)) == []
    assert list(check_events(session, TODAY - timedelta(days=2))) == [
        f"event {made.id}: it was held, though its last day has not come"
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-20, 20), st.none() | st.integers(-30, 0), st.none() | st.integers(-30, 0)),
        max_size=6,
    ),
    st.integers(-10, 10),
    st.integers(0, 10),
)
def test_lists_say_what_the_rules_say(
    session: Session, drawn: list[tuple[int, int | None, int | None]], begin: int, length: int
) -> None:
    """Days and registration windows, in SQL and in Python."""
    session.query(Event).filter_by(theme="drawn").update({"is_demo": True})
    made = [_drawn(session, *one) for one in drawn]
    first, last = TODAY + timedelta(days=begin), TODAY + timedelta(days=begin + length)
    listed = page_of(session, EventFilters(first=first, last=last), page=1, per_page=50).events
    assert {one.id for one in listed} == {one.id for one in made if one.starts_on <= last and one.last_on >= first}
    opened = page_of(session, EventFilters(open_on=first), page=1, per_page=50).events
    assert {one.id for one in opened} == {
        one.id for one in made if is_open(one.state, one.window, one.starts_on, first)
    }


def _drawn(session: Session, starts: int, opens: int | None, closes: int | None) -> Event:
    first = TODAY + timedelta(days=starts)
    window = [None if one is None else first + timedelta(days=one) for one in (opens, closes)]
    if window[0] and window[1] and window[1] < window[0]:
        window.reverse()
    facts: dict[str, Any] = {"register_from": window[0], "register_until": window[1], "theme": "drawn"}
    return announced(session, starts_on=first, kind=EventKind.WEEK, **facts)


def test_events_lie_where_they_lay(session: Session) -> None:
    """A place of before July 2025 keeps its era and is found under today's province."""
    made = announced(session, address=BAC_KAN)
    assert (made.province_code, made.former_province_code) == ("19", "06")
    assert page_of(session, EventFilters(provinces=frozenset({"19"})), page=1, per_page=5).total == 1
    with refused(Refusal.NO_PLACE):
        drafted(session, address=BAC_KAN.__class__(province="Atlantis"))
    assert date(2026, 11, 23) == TODAY
