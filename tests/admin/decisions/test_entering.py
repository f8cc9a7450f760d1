"""Entering decisions: what becomes of rows, what is refused, and what of two officers at one entry."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.decisions.models import DecisionEntry, DecisionLine
from admin.decisions.preview import preview
from admin.decisions.queries import claimed_rows, lines_of, named_decisions
from admin.decisions.rules import Fault, Refusal, RowChoice, State
from admin.decisions.services import NamedDecision, RowReview, discard, enter, open_entry, save_reviews
from catalog.certificates.models import Certificate, ProductStanding
from catalog.certificates.queries import check_certificates
from catalog.certificates.rules import StandingCode
from catalog.intake.matching import RowInput, RowMatch
from catalog.products.models import Product
from foundation.audit.models import AuditEntry
from foundation.audit.rules import Actor
from foundation.db.base import now
from foundation.permissions.rules import EVERYWHERE
from foundation.places.models import Place
from foundation.search.models import SearchChange
from foundation.workflow.rules import Refused
from tests.support.databases import TODAY
from tests.support.desk import Listed, listed

NAMED = NamedDecision("UBND thành phố Cần Thơ", "province", "1204/QĐ-UBND", date(2025, 9, 3))


def opened(
    session: Session, actor: Actor, place: Place, rows: list[RowInput], named: NamedDecision = NAMED
) -> DecisionEntry:
    return open_entry(session, actor, place, named, rows, now=now(), today=TODAY)


def entered(session: Session, actor: Actor, entry: DecisionEntry) -> list[Certificate]:
    return enter(session, actor, entry.id, version=entry.version, now=now(), today=TODAY)


def say(session: Session, actor: Actor, entry: DecisionEntry, position: int, **said: object) -> None:
    line = lines_of(session, entry)[position]
    typed = said.pop("typed", line.typed())
    save_reviews(session, actor, entry.id, {line.id: RowReview(typed, **said)}, version=entry.version)  # type: ignore[arg-type]


def of(row: Listed, stars: str = "4") -> RowInput:
    return RowInput(row.name, row.producer, row.commune, stars)


def test_rows_of_known_products_become_certificates_and_gold_stars(
    records: Session, actor: Actor, place: Place
) -> None:
    rows = listed(records, 40)
    entry = opened(records, actor, place, [of(row) for row in rows])
    seen = preview(records, entry)
    assert {row.found.match for row in seen.rows} == {RowMatch.EXACT}
    assert (seen.ready, seen.count(RowChoice.RECORD)) == (True, 40)
    issued = entered(records, actor, entry)
    assert {one.product_id for one in issued} == {row.id for row in rows}
    standings = records.scalars(select(ProductStanding).where(ProductStanding.product_id.in_([r.id for r in rows])))
    assert {(one.code, one.stars, one.number) for one in standings} == {(StandingCode.IN_FORCE, 4, NAMED.number)}
    assert {one.product_id for one in issued} <= set(records.scalars(select(SearchChange.subject_id)))
    assert list(check_certificates(records, TODAY)) == []
    assert entry.state is State.ENTERED
    public = records.scalars(select(AuditEntry).filter_by(verb="certificate:issue", is_public=True))
    assert len(list(public)) == 40


def test_nothing_is_public_before_it_is_entered(records: Session, actor: Actor, place: Place) -> None:
    opened(records, actor, place, [of(row) for row in listed(records, 3)])
    assert records.scalars(select(Certificate)).all() == []


def test_all_or_nothing(records: Session, actor: Actor, place: Place) -> None:
    known, *_ = rows = listed(records, 3)
    entry = opened(records, actor, place, [of(rows[1]), of(rows[2], "5"), of(known)])
    assert preview(records, entry).rows[1].faults == (Fault.STARS_NOT_OF_LEVEL,)
    with pytest.raises(Refused) as refused:
        entered(records, actor, entry)
    assert refused.value.reason is Refusal.ROWS_OPEN
    assert records.scalars(select(Certificate)).all() == []


def test_a_row_can_be_mended_left_out_or_be_a_new_record(records: Session, actor: Actor, place: Place) -> None:
    known = listed(records, 1)[0]
    new = RowInput("Bánh tét lá cẩm Tám Ngọt", "HTX Bánh tét Tám Ngọt", "Cái Răng", "3")
    entry = opened(records, actor, place, [of(known, "bốn"), new, RowInput("Hàng chưa rõ", "", "", "3")])
    assert [row.faults for row in preview(records, entry).rows] == [(), (Fault.UNDECIDED,), (Fault.UNDECIDED,)]
    say(records, actor, entry, 1, choice=RowChoice.NEW)
    say(records, actor, entry, 2, choice=RowChoice.SKIP)
    issued = entered(records, actor, entry)
    assert len(issued) == 2
    product = records.get_one(Product, next(one.product_id for one in issued if one.product_id != known.id))
    assert (product.name, product.province_code, product.list_key) == (new.name, place.code, None)
    assert product.producer
    assert product.producer.name == new.producer
    assert product.place.province_code == place.code


def test_a_new_record_needs_its_producer(records: Session, actor: Actor, place: Place) -> None:
    entry = opened(records, actor, place, [RowInput("Gốm lạ chưa ai làm", "", "", "3")])
    say(records, actor, entry, 0, choice=RowChoice.NEW)
    assert preview(records, entry).rows[0].faults == (Fault.PRODUCER_MISSING,)


def test_two_rows_of_one_record_are_told(records: Session, actor: Actor, place: Place) -> None:
    row = listed(records, 1)[0]
    entry = opened(records, actor, place, [of(row), of(row)])
    assert [one.faults for one in preview(records, entry).rows] == [(Fault.TWICE,), (Fault.TWICE,)]
    say(records, actor, entry, 1, choice=RowChoice.SKIP)
    assert preview(records, entry).ready


def test_two_rows_of_one_new_product_are_told(records: Session, actor: Actor, place: Place) -> None:
    row = RowInput("Gốm lạ chưa ai làm", "HTX Gốm lạ", "", "3")
    entry = opened(records, actor, place, [row, row])
    say(records, actor, entry, 0, choice=RowChoice.NEW)
    say(records, actor, entry, 1, choice=RowChoice.NEW)
    assert [one.faults for one in preview(records, entry).rows] == [(Fault.TWICE,), (Fault.TWICE,)]


def test_a_record_of_another_province_cannot_be_chosen(records: Session, actor: Actor, place: Place) -> None:
    elsewhere = listed(records, 1, "38")[0]
    entry = opened(records, actor, place, [of(listed(records, 1)[0])])
    say(records, actor, entry, 0, choice=RowChoice.RECORD, product_id=elsewhere.id)
    assert preview(records, entry).rows[0].faults == (Fault.OUT_OF_PROVINCE,)


def test_an_older_decision_does_not_replace_a_later_one(records: Session, actor: Actor, place: Place) -> None:
    row = listed(records, 1)[0]
    entered(records, actor, opened(records, actor, place, [of(row)]))
    old = NamedDecision("UBND thành phố Cần Thơ", "province", "7/QĐ-UBND", date(2022, 3, 1))
    entry = opened(records, actor, place, [of(row, "3")], old)
    assert preview(records, entry).rows[0].faults == (Fault.LATER_DECISION,)


def test_the_same_decision_again_changes_nothing(records: Session, actor: Actor, place: Place) -> None:
    row = listed(records, 1)[0]
    first = entered(records, actor, opened(records, actor, place, [of(row)]))
    assert entered(records, actor, opened(records, actor, place, [of(row)])) == first
    again = opened(records, actor, place, [of(row, "3")])
    assert preview(records, again).rows[0].faults == (Fault.KNOWN_ALREADY,)


def test_a_later_decision_replaces_an_earlier_one(records: Session, actor: Actor, place: Place) -> None:
    row = listed(records, 1)[0]
    old = NamedDecision("UBND thành phố Cần Thơ", "province", "7/QĐ-UBND", date(2022, 3, 1))
    first = entered(records, actor, opened(records, actor, place, [of(row, "3")], old))[0]
    entered(records, actor, opened(records, actor, place, [of(row)]))
    records.refresh(first)
    assert (first.ended_by, first.ended_on) == ("superseded", NAMED.issued_on)


def test_of_two_officers_at_one_entry_the_second_is_told(records: Session, actor: Actor, place: Place) -> None:
    rows = listed(records, 2)
    entry = opened(records, actor, place, [of(row) for row in rows])
    seen_by_both, line = entry.version, lines_of(records, entry)[0]
    save_reviews(records, actor, entry.id, {line.id: RowReview(line.typed(), RowChoice.SKIP)}, version=seen_by_both)
    with pytest.raises(Refused) as refused:
        save_reviews(records, actor, entry.id, {line.id: RowReview(line.typed(), RowChoice.NEW)}, version=seen_by_both)
    assert refused.value.reason is Refusal.CHANGED_MEANWHILE
    assert records.get_one(DecisionLine, line.id).choice is RowChoice.SKIP
    entered(records, actor, entry)
    with pytest.raises(Refused) as late:
        entered(records, actor, entry)
    assert late.value.reason is Refusal.ENTERED


def test_what_is_given_up_stays_readable_and_cannot_be_entered(records: Session, actor: Actor, place: Place) -> None:
    entry = opened(records, actor, place, [of(listed(records, 1)[0])])
    discard(records, actor, entry.id, version=entry.version, now=now())
    assert entry.state is State.DROPPED
    with pytest.raises(Refused):
        entered(records, actor, entry)


@pytest.mark.parametrize(
    ("rows", "on", "why"),
    [
        ([], NAMED.issued_on, Refusal.NO_ROWS),
        ([RowInput("Trà")] * 501, NAMED.issued_on, Refusal.TOO_MANY_ROWS),
        ([RowInput("Trà")], date(2026, 12, 1), Refusal.IN_THE_FUTURE),
    ],
)
def test_what_cannot_be_begun(
    records: Session, actor: Actor, place: Place, rows: list[RowInput], on: date, why: Refusal
) -> None:
    with pytest.raises(Refused) as refused:
        opened(records, actor, place, rows, NamedDecision("UBND", "province", "1/QĐ", on))
    assert refused.value.reason is why


def test_decisions_that_sources_name_are_offered_until_they_are_entered(
    records: Session, actor: Actor, place: Place
) -> None:
    named = next(one for one in named_decisions(records, EVERYWHERE) if one.province_code == place.code)
    assert named.place_id == place.id
    rows = [row for row in claimed_rows(records, named.number, place.code) if row.producer]
    assert rows
    entry = opened(records, actor, place, rows)
    assert {row.found.match for row in preview(records, entry).rows} <= {RowMatch.EXACT, RowMatch.CANDIDATES}


def test_a_new_record_keeps_its_district_and_an_unknown_commune_is_told(
    records: Session, actor: Actor, place: Place
) -> None:
    """What is known finely stays fine; what is not known is said, with the communes its name may mean."""
    cake = RowInput("Bánh lạ chưa ai làm", "HTX Bánh lạ", "Xã Không Có Đâu", "3", "Phong Điền")
    candy = RowInput("Kẹo lạ chưa ai làm", "HTX Kẹo lạ", "Phường Ninh Kiềuu", "3")
    entry = opened(records, actor, place, [cake, candy])
    seen = preview(records, entry)
    assert [row.place_doubts for row in seen.rows] == [("commune_unknown",)] * 2
    assert "Phường Ninh Kiều" in {one.commune for one in seen.rows[1].communes}
    for position in (0, 1):
        say(records, actor, entry, position, choice=RowChoice.NEW)
    entered(records, actor, entry)
    made = records.scalars(select(Product).filter_by(name=cake.name)).one()
    assert (made.district_text, records.get_one(Place, made.place_id).name) == ("Phong Điền", "Phong Điền")
