"""Writing, letting out, correcting and withdrawing, on both databases."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.announcements.models import Announcement, Version, Writer
from catalog.announcements.personal import export
from catalog.announcements.queries import (
    ALL,
    AnnouncementFilters,
    announcement_by_id,
    check_announcements,
    desk,
    newest,
    page_of,
    public_versions,
)
from catalog.announcements.rules import Kind, Refusal, State
from catalog.announcements.services import (
    About,
    AnnouncementText,
    approve,
    begin,
    correct,
    discard_draft,
    save,
    submit,
    withdraw,
    withdraw_submission,
)
from foundation.audit.models import AuditEntry
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.db.database import Database
from foundation.notices.models import Notice
from foundation.permissions.queries import territory
from foundation.permissions.rules import EVERYWHERE, NOWHERE, Scope
from foundation.places.models import Place
from foundation.workflow.rules import Refused
from tests.catalog.announcements.records import WORDS, approve_and_publish, published, submitted, written
from tests.foundation.signin.conftest import account
from tests.support.databases import TODAY

NOW = now()
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.fixture
def session(reference_db: Database) -> Iterator[Session]:
    with reference_db.unit_of_work() as session:
        yield session


@pytest.fixture
def people(session: Session) -> tuple[Actor, Actor]:
    return Actor(account(session, "an").id), Actor(account(session, "binh").id)


@pytest.fixture
def place(session: Session) -> Place:
    return session.scalars(select(Place).filter_by(code="92", valid_to=None, level="province")).one()


def seen(session: Session, at: datetime, asked: AnnouncementFilters = ALL) -> list[str]:
    return [one.title for one in newest(session, asked, at)]


def refused(error: pytest.ExceptionInfo[Refused]) -> Refusal:
    return error.value.of(Refusal)


def test_from_a_draft_to_an_hour_to_come(session: Session, people: tuple[Actor, Actor], place: Place) -> None:
    one, second = people
    made = written(session, one, place, at=NOW)
    number = made.announcement_id
    assert seen(session, LATER) == []
    approve_and_publish(session, one, second, number, at=NOW, publish_at=SOON)
    assert seen(session, NOW) == []
    assert seen(session, SOON) == [WORDS.title]
    found = announcement_by_id(session, number)
    assert found
    assert public_versions(session, found, NOW) == []
    assert list(check_announcements(session)) == []
    verbs = session.scalars(select(AuditEntry.verb).filter_by(subject="announcement").order_by(AuditEntry.id)).all()
    assert verbs == ["announcement:begin", "announcement:hand-in", "announcement:approve"]


def test_whoever_wrote_in_it_does_not_let_it_out(session: Session, people: tuple[Actor, Actor], place: Place) -> None:
    one, second = people
    made = written(session, one, place, at=NOW)
    save(session, second, made.announcement_id, WORDS, revision=made.revision, now=NOW)
    revision = submitted(session, one, made.announcement_id, at=NOW)
    for actor in (one, second, Actor(account(session, "cuong").id, one.account_id)):
        with pytest.raises(Refused) as error:
            approve(session, actor, made.announcement_id, publish_at=None, revision=revision, now=NOW)
        assert refused(error) is Refusal.OWN_WORK
    third = Actor(account(session, "dung").id)
    assert approve(session, third, made.announcement_id, publish_at=None, revision=revision, now=NOW).publish_at == NOW


def test_the_database_itself_wants_a_second_officer(
    session: Session, people: tuple[Actor, Actor], place: Place
) -> None:
    made = published(session, place, at=NOW)
    with pytest.raises(IntegrityError, match="second_officer"), session.begin_nested():
        session.execute(update(Version).filter_by(id=made.id).values(approved_by_id=made.author_id))
    session.add(Writer(version_id=made.id, account_id=made.approved_by_id))
    session.flush()
    assert list(check_announcements(session)) == [
        f"announcement {made.announcement_id}, version 1: let out by who wrote it"
    ]


def test_what_was_changed_meanwhile_is_not_published(
    session: Session, people: tuple[Actor, Actor], place: Place
) -> None:
    one, second = people
    made = written(session, one, place, at=NOW)
    revision = made.revision
    save(session, one, made.announcement_id, AnnouncementText("Tên khác", "Chữ khác"), revision=revision, now=NOW)
    with pytest.raises(Refused) as error:
        save(session, second, made.announcement_id, WORDS, revision=revision, now=NOW)
    assert refused(error) is Refusal.CHANGED_MEANWHILE
    with pytest.raises(Refused) as error:
        submit(session, one, made.announcement_id, revision=revision, now=NOW, today=TODAY)
    assert refused(error) is Refusal.CHANGED_MEANWHILE
    assert made.title == "Tên khác"


def test_an_hour_to_come_can_be_taken_back(session: Session, people: tuple[Actor, Actor], place: Place) -> None:
    one, second = people
    number = written(session, one, place, at=NOW).announcement_id
    approve_and_publish(session, one, second, number, at=NOW, publish_at=SOON)
    withdraw_submission(session, second, number, remark="Thiếu phụ lục", now=NOW)
    found = announcement_by_id(session, number)
    assert found
    assert (found.published_at, found.versions[0].state, found.versions[0].remark) == (
        None,
        State.DRAFT,
        "Thiếu phụ lục",
    )
    assert seen(session, LATER) == []
    kinds = session.scalars(select(Notice.kind).filter_by(account_id=one.account_id).order_by(Notice.id)).all()
    assert kinds == ["announcement.let-out", "announcement.sent-back"]


def test_a_correction_is_a_version_and_the_old_one_stays_until_its_hour(
    session: Session, people: tuple[Actor, Actor], place: Place
) -> None:
    one, second = people
    made = published(session, place, at=NOW)
    number = made.announcement_id
    for reason, why in (("  ", Refusal.NO_REASON),):
        with pytest.raises(Refused) as error:
            correct(session, one, number, reason=reason, now=NOW)
        assert refused(error) is why
    fixed = correct(session, one, number, reason="Sai ngày", now=NOW)
    with pytest.raises(Refused) as error:
        correct(session, second, number, reason="Nữa", now=NOW)
    assert refused(error) is Refusal.ANOTHER_OPEN
    save(session, one, number, AnnouncementText("Kế hoạch mới", "Ngày đúng"), revision=fixed.revision, now=NOW)
    approve_and_publish(session, one, second, number, at=NOW, publish_at=SOON)
    assert (seen(session, NOW), seen(session, SOON)) == ([WORDS.title], ["Kế hoạch mới"])
    found = announcement_by_id(session, number)
    assert found
    told = [(one.number, one.reason) for one in public_versions(session, found, SOON)]
    assert told == [(2, "Sai ngày"), (1, None)]


def test_a_correction_given_up_leaves_what_is_public(session: Session, place: Place) -> None:
    made = published(session, place, at=NOW)
    actor = Actor(made.author_id)
    correct(session, actor, made.announcement_id, reason="Sai", now=NOW)
    discard_draft(session, actor, made.announcement_id, now=NOW)
    again = correct(session, actor, made.announcement_id, reason="Vẫn sai", now=NOW)
    assert (again.number, seen(session, NOW)) == (3, [WORDS.title])


def test_what_is_withdrawn_is_gone_for_good(session: Session, people: tuple[Actor, Actor], place: Place) -> None:
    made = published(session, place, at=NOW)
    one, number = people[0], made.announcement_id
    correct(session, one, number, reason="Sai", now=NOW)
    withdraw(session, one, number, reason="Đăng nhầm", now=SOON)
    assert seen(session, LATER) == []
    for again in (
        lambda: withdraw(session, one, number, reason="x", now=LATER),
        lambda: correct(session, one, number, reason="x", now=LATER),
        lambda: save(session, one, number, WORDS, revision=1, now=LATER),
    ):
        with pytest.raises(Refused) as error:
            again()
        assert refused(error) is Refusal.WITHDRAWN
    told = session.scalars(select(AuditEntry).filter_by(verb="announcement:withdraw")).one()
    assert (told.is_public, told.reason, told.place_id) == (True, "Đăng nhầm", place.id)
    assert session.scalar(select(func.count()).where(Version.state == State.PREVIEW)) == 0


def test_what_is_not_public_yet_is_neither_corrected_nor_withdrawn(
    session: Session, people: tuple[Actor, Actor], place: Place
) -> None:
    number = written(session, people[0], place, at=NOW).announcement_id
    for act in (correct, withdraw):
        with pytest.raises(Refused) as error:
            act(session, people[0], number, reason="x", now=NOW)
        assert refused(error) is Refusal.NOT_PUBLIC


def test_lists_are_narrowed_and_paged(session: Session, place: Place) -> None:
    other = session.scalars(select(Place).filter_by(code="01", valid_to=None, level="province")).one()
    for hours, whose in ((3, place), (2, other), (1, None)):
        published(session, whose, at=NOW - timedelta(hours=hours), words=AnnouncementText(f"{hours}", "Chữ"))
    assert seen(session, NOW) == ["1", "2", "3"]
    assert seen(session, NOW, AnnouncementFilters(provinces=frozenset({"92"}))) == ["3"]
    assert seen(session, NOW, AnnouncementFilters(national=True)) == ["1"]
    assert seen(session, NOW, AnnouncementFilters(kinds=frozenset({Kind.RESULTS}))) == []
    found, total = page_of(session, ALL, NOW, page=2, per_page=2)
    assert ([one.title for one in found], total) == (["3"], 3)
    reach = Scope(places=frozenset({place.id}), territory=territory(session))
    desks = (desk(session, scope, page=1, per_page=2) for scope in (EVERYWHERE, reach, NOWHERE))
    assert [([one.title for one in rows], many) for rows, many in desks] == [(["1", "2"], 3), (["3"], 1), ([], 0)]


def test_what_waits_lies_on_top_of_the_desk(session: Session, people: tuple[Actor, Actor], place: Place) -> None:
    for name in ("chờ", "nháp"):
        made = written(session, people[0], place, AnnouncementText(name, "Chữ"), at=NOW)
        if name == "chờ":
            submitted(session, people[0], made.announcement_id, at=NOW)
    published(session, place, at=NOW)
    found, _many = desk(session, EVERYWHERE, page=1, per_page=9)
    assert [one.title for one in found] == ["chờ", "nháp", WORDS.title]


def test_results_need_a_decision_of_the_province(session: Session, people: tuple[Actor, Actor], place: Place) -> None:
    for decision_id, why in ((None, Refusal.NEEDS_DECISION), (9, Refusal.DECISION_ELSEWHERE)):
        with pytest.raises(Refused) as error:
            begin(session, people[0], About(place, Kind.RESULTS, decision_id), WORDS, now=NOW)
        assert refused(error) is why
    assert session.scalar(select(func.count()).select_from(Announcement)) == 0


def test_letters_no_database_holds_are_shown_as_lost(
    session: Session, people: tuple[Actor, Actor], place: Place
) -> None:
    made = written(session, people[0], place, AnnouncementText("Tên\x00 \uffff", "Một\r\nhai\x07"), at=NOW)
    assert (made.title, made.body) == ("Tên\ufffd \ufffd", "Một\nhai\ufffd")


def test_a_person_is_told_what_they_wrote(session: Session, people: tuple[Actor, Actor], place: Place) -> None:
    one, second = people
    number = written(session, one, place, at=NOW).announcement_id
    approve_and_publish(session, one, second, number, at=NOW)
    withdraw(session, second, number, reason="Nhầm", now=SOON)
    told = [export(session, who.account_id or 0) for who in people]
    assert [len(one["announcements"]) for one in told] == [1, 1]
    assert [len(one["withdrawn"]) for one in told] == [0, 1]
