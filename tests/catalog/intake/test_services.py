import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from catalog.certificates.models import Certificate, ProductStanding, RecognitionClaim
from catalog.certificates.queries import check_certificates
from catalog.intake.batch import Batch, RowState
from catalog.intake.export import export_file
from catalog.intake.models import IntakeRow
from catalog.intake.rules import MEANINGS, SOURCE_COLUMNS, Outcome, Reason, parse_row, star_history
from catalog.intake.services import Report, import_file
from catalog.producers.models import Producer
from catalog.products.models import Product
from demo.cli import CATALOGUE, LIST_KEY
from foundation.db.base import Base, now
from foundation.db.database import Database
from foundation.outbox.models import ScheduledTask
from foundation.tables.faults import UnreadableFile
from tests.support.databases import TODAY

Take = Callable[..., Report]

ROW = {
    "id": "1",
    "name": "Mật ong",
    "producer": "HTX Sông Mã",
    "commune": "Chiềng Sơn",
    "district": "Mộc Châu",
    "province": "Sơn La",
    "star": "4",
    "year": "2024",
    "evidence": "gov",
    "source": "https://example.gov.vn/1",
}


@pytest.fixture
def take(reference_db: Database, tmp_path: Path) -> Take:
    def run(*rows: dict[str, str], list_key: str = "test", dry_run: bool = False) -> Report:
        path = tmp_path / "list.csv"
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, columns)
            out.writeheader()
            out.writerows(rows)
        return import_file(reference_db, path, list_key=list_key, today=TODAY, dry_run=dry_run)

    return run


def test_a_row_that_somebody_saved_by_hand_in_this_moment_is_met(
    reference_db: Database, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, flush = iter(range(9)), Batch._keep

    def collide(batch: Batch, items: list[RowState]) -> None:
        if next(calls) == 0:
            batch.session.execute(insert(ScheduledTask), [{"kind": "x", "next_run_at": now()}] * 2)
        flush(batch, items)

    monkeypatch.setattr(Batch, "_keep", collide)
    assert told(take(ROW, {**ROW, "id": "2", "name": "Chè"})) == [("created", ()), ("created", ())]


def test_what_nobody_sees_tells_no_product_from_another(reference_db: Database, take: Take) -> None:
    named = [{**ROW, "id": "", "name": name} for name in ("Trà tuyết", "Trà tuy\u200bết", "Tr\u00adà tuyết")]
    assert [row.outcome for row in take(*named).rows] == [Outcome.CREATED, Outcome.REJECTED, Outcome.REJECTED]
    assert take({**named[1], "province": "S\u200bơn La"}).rows[0].outcome is Outcome.UNCHANGED
    with reference_db.reading() as session:
        assert session.scalars(select(Product.name)).all() == ["Trà tuyết"]


def told(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.outcome.value, tuple(row.reasons)) for row in report.rows]


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_real_catalogue(catalogue_db: Database) -> None:
    """The first run's bars: at least 850 created, at most 5 rejected, the rest with codes; then all unchanged."""
    with catalogue_db.reading() as session:
        assert count(session, Product) >= 850
        waiting = session.scalars(select(IntakeRow).filter_by(outcome=Outcome.NEEDS_REVIEW))
        assert all(row.reasons for row in waiting)
        assert count(session, IntakeRow) >= 873
        assert list(check_certificates(session, TODAY)) == []
    again = import_file(catalogue_db, CATALOGUE, list_key=LIST_KEY, today=TODAY)
    assert again.counts() == {Outcome.UNCHANGED: 878}


def test_a_row_becomes_a_product_with_its_claim_and_standing(reference_db: Database, take: Take) -> None:
    assert told(take(ROW)) == [("created", ())]
    with reference_db.reading() as session:
        product = session.scalars(select(Product)).one()
        assert (product.former_province_code, product.place.full_name) == ("14", "Xã Chiềng Sơn")
        assert product.producer
        assert product.producer.name_key == "song ma"
        assert session.scalars(select(RecognitionClaim.stars)).one() == 4
        assert session.scalars(select(ProductStanding.stars)).one() == 4


def test_the_same_row_changes_nothing_and_a_new_fact_updates(take: Take, reference_db: Database) -> None:
    take(ROW)
    assert told(take(ROW)) == [("unchanged", ())]
    assert told(take(ROW | {"star": "5"})) == [("updated", ())]
    with reference_db.reading() as session:
        assert session.scalars(select(ProductStanding.stars)).one() == 5
        assert count(session, Product) == 1


def test_another_spelling_of_the_same_facts_is_unchanged(take: Take) -> None:
    take(ROW)
    assert told(take(ROW | {"name": " Mật  ong "})) == [("unchanged", ())]


def test_two_spellings_of_a_producer_are_one(take: Take, reference_db: Database) -> None:
    take(ROW, ROW | {"id": "2", "name": "Chè", "producer": "Hợp tác xã Sông Mã"})
    with reference_db.reading() as session:
        assert count(session, Producer) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"producer": "Công ty TNHH Sông Mã", "name": "Chè"}, Reason.PRODUCER_KIND_DIFFERS),
        ({"commune": "Đông Sang", "name": "Chè"}, Reason.PRODUCER_COMMUNE_DIFFERS),
        ({}, Reason.POSSIBLE_DUPLICATE),
        ({"province": "Atlantis"}, Reason.PROVINCE_UNKNOWN),
        ({"id": "", "producer": ""}, Reason.ID_MISSING),
    ],
)
def test_doubtful_rows_wait_with_all_they_said(
    take: Take, reference_db: Database, change: dict[str, str], reason: Reason
) -> None:
    take(ROW)
    report = take(ROW | {"id": "2"} | change)
    assert told(report) == [("needs_review", (reason,))]
    with reference_db.reading() as session:
        staged = session.scalars(select(IntakeRow).filter_by(outcome=Outcome.NEEDS_REVIEW)).one()
        assert staged.cells["source"] == ROW["source"]
        assert count(session, Product) == 1
    assert told(take(ROW | {"id": "2"} | change)) == [("unchanged", (reason,))]


def test_without_an_id_the_producer_and_the_name_identify(take: Take) -> None:
    bare = ROW | {"id": ""}
    assert told(take(bare)) == [("created", ())]
    assert told(take(bare | {"star": "5"})) == [("updated", ())]


def test_the_same_name_in_two_places_without_a_producer_stays_two(take: Take, reference_db: Database) -> None:
    take(ROW | {"producer": ""}, ROW | {"producer": "", "id": "2"})
    with reference_db.reading() as session:
        assert count(session, Product) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": " "}, Reason.NAME_MISSING),
        ({"province": ""}, Reason.PROVINCE_MISSING),
        ({"star": "6"}, Reason.STAR_INVALID),
        ({"star": "4.5"}, Reason.STAR_INVALID),
        ({"year": "22"}, Reason.YEAR_INVALID),
        ({"year": "20²²"}, Reason.YEAR_INVALID),
        ({"evidence": "rumour"}, Reason.EVIDENCE_INVALID),
        ({"decision_date": "12/30/2024"}, Reason.DATE_INVALID),
    ],
)
def test_rows_that_cannot_be_understood_are_rejected(take: Take, change: dict[str, str], reason: Reason) -> None:
    assert told(take(ROW | change)) == [("rejected", (reason,))]


def test_an_id_twice_in_one_file_is_rejected(take: Take) -> None:
    assert told(take(ROW, ROW | {"name": "Chè"}))[1] == ("rejected", (Reason.ID_REPEATED,))


def test_a_dry_run_tells_and_keeps_nothing(take: Take, reference_db: Database) -> None:
    assert told(take(ROW, dry_run=True)) == [("created", ())]
    with reference_db.reading() as session:
        assert count(session, Product) == 0


def test_a_refused_file_changes_nothing(take: Take, reference_db: Database) -> None:
    with pytest.raises(UnreadableFile):
        take(ROW, ROW | {"id": "2", "name": "=1+1"})
    with reference_db.reading() as session:
        assert count(session, Product) == 0


DECIDED = {"authority": "UBND tỉnh Sơn La", "decision_no": "12/QĐ-UBND", "decision_date": "2024-03-05"}


def test_a_decision_with_everything_makes_a_certificate(take: Take, reference_db: Database) -> None:
    take(ROW | DECIDED)
    with reference_db.reading() as session:
        certificate = session.scalars(select(Certificate)).one()
        assert (certificate.stars, certificate.edition) == (4, "148")
        assert certificate.valid_until.isoformat() == "2027-03-05"
        assert session.scalars(select(ProductStanding.basis)).one().value == "certificate"


@pytest.mark.parametrize("missing", [*DECIDED, "star"])
def test_a_decision_with_a_gap_makes_none(take: Take, reference_db: Database, missing: str) -> None:
    take(ROW | DECIDED | {missing: ""})
    with reference_db.reading() as session:
        assert count(session, Certificate) == 0


def test_an_earlier_decision_does_not_replace_a_later_one(take: Take, reference_db: Database) -> None:
    take(ROW | DECIDED)
    earlier = ROW | DECIDED | {"decision_no": "1/QĐ-UBND", "decision_date": "2021-01-01", "star": "3"}
    assert told(take(earlier))[0][1] == (Reason.LATER_DECISION_KNOWN,)
    with reference_db.reading() as session:
        assert session.scalars(select(Certificate.stars)).one() == 4


def test_two_lists_speak_of_one_product_side_by_side(take: Take, reference_db: Database) -> None:
    take(ROW)
    other = ROW | {"id": "X9", "star": "3", "year": "2021"}
    assert told(take(other, list_key="other")) == [("updated", ())]
    assert told(take(other, list_key="other")) == [("unchanged", ())]
    with reference_db.reading() as session:
        assert set(session.scalars(select(RecognitionClaim.stars))) == {3, 4}
        assert session.scalars(select(ProductStanding.stars)).one() == 4


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_goes_out_comes_back_unchanged(catalogue_db: Database, tmp_path: Path, name: str) -> None:
    with catalogue_db.reading() as session:
        assert export_file(session, tmp_path / name) == 878
    report = import_file(catalogue_db, tmp_path / name, list_key=LIST_KEY, today=TODAY)
    assert report.counts() == {Outcome.UNCHANGED: 878}


def test_the_exports_columns_are_the_sources(catalogue_db: Database, tmp_path: Path) -> None:
    with catalogue_db.reading() as session:
        export_file(session, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        assert tuple(next(csv.reader(file))) == SOURCE_COLUMNS


def test_every_reason_has_a_meaning() -> None:
    assert set(MEANINGS) == set(Reason)


def test_star_history_is_read_from_the_remark() -> None:
    said = star_history("third party; also 3*/2021: https://a.vn/x | 4*/?: repo <- https://b.vn/y; name to be checked")
    assert [(claim.stars, claim.year, claim.source) for claim in said] == [
        (3, 2021, "https://a.vn/x"),
        (4, None, "repo <- https://b.vn/y"),
    ]
    assert all(not claim.evidence.trusted for claim in said)


def test_a_potential_five_is_no_five() -> None:
    row = parse_row({"name": "Chè", "province": "Sơn La", "note": "tiềm năng 5 sao: …", "evidence": "gov"})
    assert not isinstance(row, tuple)
    assert (row.claims[0].stars, row.claims[0].proposes_five) == (None, True)
