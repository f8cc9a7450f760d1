"""A dossier is opened, lodged, returned with all its gaps, completed, sent on, ended or withdrawn. Both databases."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from admin.cycle import personal
from admin.cycle.checks import check_dossiers
from admin.cycle.models import Dossier, DossierEvent
from admin.cycle.queries import Filters, desk, events_of, gaps_of
from admin.cycle.rules import PRODUCER, Maturity, Refusal, Stage, Verb
from admin.cycle.services import Gap, advance, complete, open_dossier, send_back
from catalog.products.services import ProductFacts, add_product
from foundation.db.database import Database
from foundation.permissions.rules import EVERYWHERE, NOWHERE
from foundation.workflow.rules import Refused
from tests.admin.cycle.conftest import mover, opened, producer
from tests.support.databases import TODAY

P, X, H, T = PRODUCER, "commune", "district", "province"
DUE = TODAY + timedelta(days=14)
GAPS = [
    Gap("form_01", "Thiếu chữ ký."),
    Gap("form_02", "Thiếu điểm mục 3."),
    Gap("other", "Ảnh mờ."),
    Gap("story", " "),
]


@pytest.fixture
def session(reference_db: Database) -> Iterator[Session]:
    """A transaction that is not committed."""
    with reference_db.unit_of_work() as records:
        yield records


def go(session: Session, one: Dossier, by: str, verb: Verb, reason: str = "") -> DossierEvent:
    return advance(session, mover(by), one, verb, version=one.version, reason=reason)


def refused(session: Session, one: Dossier, by: str, verb: Verb, reason: str = "") -> Refusal:
    with pytest.raises(Refused) as why:
        go(session, one, by, verb, reason)
    return why.value.of(Refusal)


def returned(session: Session, *, by: str = X) -> Dossier:
    one = opened(session)
    go(session, one, P, Verb.LODGE)
    if by == T:
        go(session, one, X, Verb.FORWARD)
    send_back(session, mover(by), one, GAPS, version=one.version, due=DUE, reason="")
    return one


def test_from_the_first_page_to_the_result(session: Session) -> None:
    one = opened(session)
    assert (one.edition, one.lodged_at, one.due_on, one.number[:8]) == (None, None, None, "HS-2026-")
    go(session, one, P, Verb.LODGE)
    assert (one.level, one.edition, str(one.due_on)) == (X, "26/2026", "2026-12-15")
    go(session, one, X, Verb.FORWARD)
    assert (one.level, str(one.due_on)) == (T, "2027-06-30")
    assert refused(session, one, T, Verb.CONCLUDE) is Refusal.NO_REASON
    go(session, one, T, Verb.CONCLUDE, "Công nhận 4 sao.")
    assert (one.stage, one.due_on, one.ended_at is not None, one.version) == (Stage.CLOSED, None, True, 4)
    assert [event.verb for event in events_of(session, one.id)] == [Verb.OPEN, Verb.LODGE, Verb.FORWARD, Verb.CONCLUDE]
    assert list(check_dossiers(session)) == []
    assert refused(session, one, P, Verb.WITHDRAW) is Refusal.NOT_NOW


def test_an_idea_that_is_chosen_goes_to_the_next_step_and_one_that_is_not_ends(session: Session) -> None:
    maker = producer(session)
    chosen, other = (
        open_dossier(session, mover(P), maker, case="first", maturity=Maturity.POTENTIAL, name=name)
        for name in ("Trà hoa vàng", "Rượu cần")
    )
    for one in (chosen, other):
        go(session, one, P, Verb.LODGE)
        go(session, one, X, Verb.FORWARD)
    go(session, chosen, T, Verb.ACCEPT)
    assert (chosen.step, chosen.stage, chosen.due_on) == ("plans", Stage.PRODUCER, None)
    go(session, other, T, Verb.DECLINE, "Chưa có vùng nguyên liệu.")
    assert other.stage is Stage.CLOSED
    for by, verb in ((P, Verb.LODGE), (X, Verb.FORWARD), (T, Verb.ACCEPT), (P, Verb.FINISH)):
        go(session, chosen, by, verb)
    assert (chosen.step, chosen.stage) == ("evaluation", Stage.PRODUCER)
    assert list(check_dossiers(session)) == []


@pytest.mark.parametrize("by", [X, T])
def test_all_that_is_missing_is_asked_for_at_once_and_comes_back_to_whoever_asked(session: Session, by: str) -> None:
    one = returned(session, by=by)
    assert (one.stage, one.level, one.due_on) == (Stage.RETURNED, by, DUE)
    gaps = gaps_of(session, one.id)
    assert [gap.paper for gap in gaps] == ["form_01", "form_02", "other"]
    with pytest.raises(Refused, match=Refusal.GAPS_OPEN):
        complete(session, mover(P), one, {gaps[0].id: "Đã ký."}, version=one.version)
    complete(session, mover(P), one, {gap.id: "Đã bổ sung." for gap in gaps}, version=one.version)
    assert (one.stage, one.level) == (Stage.OFFICE, by)
    with pytest.raises(Refused, match=Refusal.NO_REASON):
        send_back(session, mover(by), one, GAPS, version=one.version, due=DUE, reason=" ")
    send_back(session, mover(by), one, GAPS[:1], version=one.version, due=DUE, reason="Chữ ký không đúng người.")
    assert [gap.answer is None for gap in gaps_of(session, one.id)] == [False, False, False, True]
    assert list(check_dossiers(session)) == []


def test_a_return_without_gaps_or_without_a_day_is_none(session: Session) -> None:
    one = opened(session)
    go(session, one, P, Verb.LODGE)
    for gaps, due, why in (
        ([], DUE, Refusal.NO_GAPS),
        (GAPS, TODAY, Refusal.WRONG_DAY),
        (GAPS, None, Refusal.WRONG_DAY),
    ):
        with pytest.raises(Refused, match=why):
            send_back(session, mover(X), one, gaps, version=2, due=due, reason="")
    assert one.level == X


def test_only_whose_turn_it_is_acts_and_a_producer_withdraws_anywhere(session: Session) -> None:
    one = opened(session)
    assert refused(session, one, X, Verb.LODGE) is Refusal.NOT_YOURS
    go(session, one, P, Verb.LODGE)
    assert refused(session, one, T, Verb.FORWARD) is Refusal.NOT_YOURS
    assert refused(session, one, X, Verb.WITHDRAW) is Refusal.NOT_YOURS
    assert refused(session, one, X, Verb.CONCLUDE, "x") is Refusal.NOT_NOW
    go(session, one, P, Verb.WITHDRAW)
    assert (one.stage, one.due_on) == (Stage.WITHDRAWN, None)


def test_the_second_of_two_is_refused(session: Session) -> None:
    one = opened(session)
    go(session, one, P, Verb.LODGE)
    go(session, one, X, Verb.FORWARD)
    with pytest.raises(Refused, match=Refusal.MOVED_ON):
        advance(session, mover(X), one, Verb.FORWARD, version=2)


def test_what_cannot_be_opened(session: Session) -> None:
    maker = producer(session)
    facts = (
        ProductFacts("Mật ong rừng", "01", "01", maker.place_id, one.id) for one in (maker, producer(session, "Khác"))
    )
    product, strange = (add_product(session, one, {}) for one in facts)
    session.flush()
    about: dict[str, Any] = {"case": "first", "maturity": Maturity.FORMED}
    open_dossier(session, mover(P), maker, product=product, **about)
    for more, why in (
        ({"product": product}, Refusal.OPEN_ALREADY),
        ({"product": strange}, Refusal.NOT_YOURS),
        ({"name": " "}, Refusal.NO_NAME),
        ({"name": "Trà", "case": "again"}, Refusal.NO_CASE),
    ):
        with pytest.raises(Refused, match=why):
            open_dossier(session, mover(P), maker, **{**about, **more})


def test_a_dossier_keeps_the_edition_of_the_day_it_was_lodged(session: Session) -> None:
    one = opened(session)
    go(session, one, P, Verb.LODGE)
    session.execute(update(Dossier).values(edition="148"))
    session.execute(update(DossierEvent).where(DossierEvent.verb == Verb.LODGE).values(edition="148"))
    session.expire_all()
    go(session, one, X, Verb.FORWARD)
    assert (one.level, one.edition) == (H, "148")
    assert list(check_dossiers(session)) == []


def test_the_check_finds_what_was_moved_in_passing(session: Session) -> None:
    one, other, lost = (opened(session, producer(session, name), name=name) for name in ("A", "B", "C"))
    for dossier in (one, other, lost):
        go(session, dossier, P, Verb.LODGE)
    session.execute(update(Dossier).filter_by(id=one.id).values(level=T))
    session.execute(update(DossierEvent).filter_by(dossier_id=other.id, number=2).values(to_level=T))
    session.execute(update(DossierEvent).filter_by(dossier_id=lost.id, number=2).values(number=3))
    session.expire_all()
    assert list(check_dossiers(session)) == [
        f"dossier {one.id}: it stands otherwise than its events lead",
        f"dossier {other.id}: event 2 leads elsewhere than edition 26/2026 says",
        f"dossier {lost.id}: event 2 is missing",
    ]


def test_a_desk_finds_by_number_and_names_and_is_limited_by_its_scope(session: Session) -> None:
    one, hidden = opened(session), opened(session, producer(session, "HTX Khác"), name="Nháp")
    go(session, one, P, Verb.LODGE)
    assert hidden.lodged_at is None
    for words in (one.number, str(one.id), "mat ong", "bac ha htx", ""):
        assert desk(session, EVERYWHERE, Filters(words)) == [one]
    found = Filters(level=X, step="evaluation", edition="26/2026")
    assert desk(session, EVERYWHERE, found) == [one]
    assert desk(session, NOWHERE, Filters()) == []
    assert desk(session, EVERYWHERE, Filters(words="HS-2026-999999")) == []
    assert desk(session, EVERYWHERE, Filters(ended=True)) == []


def test_what_a_person_did_is_told_and_stays(session: Session) -> None:
    assert personal.export(session, 1) == {"dossier_events": []}
    personal.erase(session, 1, TODAY)
