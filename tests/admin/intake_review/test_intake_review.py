"""Doubtful rows of an import on one page, and records by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from catalog.certificates.queries import claims_of
from catalog.intake.models import IntakeRow
from catalog.intake.rules import Outcome
from catalog.intake.services import import_file
from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.places.models import Place
from tests.foundation.signin.conftest import Browser
from tests.support.databases import TODAY
from tests.support.desk import OTHER, PROVINCE, Listed, listed
from tests.support.pages import texts

DESK = "/admin/xac-minh/dong-nhap"
HAND = "/admin/xac-minh/ho-so/moi"
HEAD = "id,name,producer,commune,province,star,year,evidence"

Enter = Callable[..., Browser]


@pytest.fixture
def known(catalogue_db: Database) -> Listed:
    with catalogue_db.reading() as session:
        return next(one for one in listed(session, 60) if one.commune)


@pytest.fixture
def rows(catalogue_db: Database, known: Listed, tmp_path: Path) -> dict[str, IntakeRow]:
    """One row of each doubt, by its key."""
    lines = [
        f"commune,Bánh lạ,{known.producer},Xã Không Trùng Tên,Cần Thơ,4,2025,gov",
        "place,Bánh xứ lạ,HTX Xứ Lạ,,Tỉnh Không Có,3,2025,gov",
        ",Bánh không chủ,,,Cần Thơ,3,2025,gov",
    ]
    path = tmp_path / "list.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    import_file(catalogue_db, path, list_key="thu", today=TODAY)
    with catalogue_db.reading() as session:
        found = session.scalars(select(IntakeRow).filter_by(list_key="thu", outcome=Outcome.NEEDS_REVIEW))
        return {row.row_key if not row.row_key.startswith("~") else "own": row for row in found}


def words(row: IntakeRow, **changed: str) -> dict[str, str]:
    kept = {name: row.cells.get(name, "") for name in ("name", "producer", "commune", "district", "province")}
    return {**kept, **changed}


def of(database: Database, row: IntakeRow) -> IntakeRow:
    with database.reading() as session:
        return session.get_one(IntakeRow, row.id)


def test_rows_wait_with_their_reason_on_the_desk_of_their_province(enter: Enter, rows: dict[str, IntakeRow]) -> None:
    assert set(rows) == {"commune", "place", "own"}
    assert texts(enter("can").get(DESK), "h2")[:2] == ["Bánh lạ", "Bánh không chủ"]
    assert "Bánh lạ" not in enter("thanh", OTHER).get(DESK)
    assert "Bánh xứ lạ" in enter("bo", role=Role.MINISTRY_OFFICER).get(DESK)


def test_the_producer_on_record_is_meant(
    enter: Enter, rows: dict[str, IntakeRow], known: Listed, catalogue_db: Database
) -> None:
    with catalogue_db.reading() as session:
        maker = session.get_one(Product, known.id).producer_id
    row = rows["commune"]
    answer = enter("can").post(f"{DESK}/{row.id}", words(row, **{"is": f"same_producer:{maker}"}), page=DESK)
    assert answer.status_code == 302
    settled = of(catalogue_db, row)
    assert settled.outcome is Outcome.UPDATED
    with catalogue_db.reading() as session:
        product = session.get_one(Product, settled.product_id)
        assert (product.name, product.producer_id) == ("Bánh lạ", maker)


def test_another_producer_of_the_name_is_told_apart(
    enter: Enter, rows: dict[str, IntakeRow], known: Listed, catalogue_db: Database
) -> None:
    row = rows["commune"]
    enter("can").post(f"{DESK}/{row.id}", words(row, **{"is": "other_producer"}), page=DESK)
    with catalogue_db.reading() as session:
        product = session.get_one(Product, of(catalogue_db, row).product_id)
        assert product.producer_id
        maker = session.get_one(Producer, product.producer_id)
        assert (maker.name, maker.distinct_no) == (known.producer, 2)


def test_the_product_on_record_gets_one_more_source_and_loses_none(
    enter: Enter, rows: dict[str, IntakeRow], known: Listed, catalogue_db: Database
) -> None:
    with catalogue_db.reading() as session:
        before = len(claims_of(session, known.id))
    row = rows["commune"]
    enter("can").post(f"{DESK}/{row.id}", words(row, **{"is": f"same_product:{known.id}"}), page=DESK)
    assert of(catalogue_db, row).product_id == known.id
    with catalogue_db.reading() as session:
        assert len(claims_of(session, known.id)) == before + 1


def test_a_product_of_its_own_and_one_not_to_be_taken_in(
    enter: Enter, rows: dict[str, IntakeRow], catalogue_db: Database
) -> None:
    browser = enter("can")
    browser.post(f"{DESK}/{rows['own'].id}", words(rows["own"], **{"is": "of_its_own"}), page=DESK)
    browser.post(f"{DESK}/{rows['commune'].id}", words(rows["commune"], **{"is": "reject"}), page=DESK)
    assert of(catalogue_db, rows["own"]).outcome is Outcome.UPDATED
    rejected = of(catalogue_db, rows["commune"])
    assert (rejected.outcome, rejected.product_id) == (Outcome.REJECTED, None)


def test_a_mended_place_is_read_again_and_a_doubt_that_stays_keeps_the_words(
    enter: Enter, rows: dict[str, IntakeRow], catalogue_db: Database
) -> None:
    browser, row = enter("bo", role=Role.MINISTRY_OFFICER), rows["place"]
    page = browser.post(f"{DESK}/{row.id}", words(row, province="Vẫn Không Có", **{"is": "again"}), page=DESK)
    assert "vẫn còn nghi vấn" in page.get_data(as_text=True)
    assert of(catalogue_db, row).cells["province"] == "Vẫn Không Có"
    assert (
        browser.post(f"{DESK}/{row.id}", words(row, province="Cần Thơ", **{"is": "again"}), page=DESK).location == DESK
    )
    with catalogue_db.reading() as session:
        assert session.get_one(Product, of(catalogue_db, row).product_id).province_code == PROVINCE


def test_of_two_officers_one_settles_it_and_the_other_is_told(
    enter: Enter, rows: dict[str, IntakeRow], catalogue_db: Database
) -> None:
    one, other, row = enter("can"), enter("minh"), rows["own"]
    assert one.post(f"{DESK}/{row.id}", words(row, **{"is": "of_its_own"}), page=DESK).status_code == 302
    told = other.post(f"{DESK}/{row.id}", words(row, **{"is": "reject"}), page=DESK).get_data(as_text=True)
    assert "Đồng nghiệp đã xử lý dòng này" in told
    assert of(catalogue_db, row).outcome is Outcome.UPDATED


@pytest.mark.parametrize("said", ["same_product:1", "same_product:", "same_producer:999999999", "same_product:x"])
def test_a_record_that_cannot_be_meant_is_refused(enter: Enter, rows: dict[str, IntakeRow], said: str) -> None:
    row = rows["commune"]
    answer = enter("can").post(f"{DESK}/{row.id}", words(row, **{"is": said}), page=DESK)
    assert "không thể chỉ hồ sơ" in answer.get_data(as_text=True)


def test_a_row_cannot_be_moved_to_another_province(
    enter: Enter, rows: dict[str, IntakeRow], catalogue_db: Database
) -> None:
    row = rows["own"]
    sent = words(row, province="Thanh Hóa", **{"is": "of_its_own"})
    answer = enter("can").post(f"{DESK}/{row.id}", sent, page=DESK).get_data(as_text=True)
    assert "Thanh Hóa" in answer
    assert of(catalogue_db, row).outcome is Outcome.NEEDS_REVIEW


def test_another_provinces_officer_settles_nothing_of_it(enter: Enter, rows: dict[str, IntakeRow]) -> None:
    stranger = enter("thanh", OTHER)
    for row in rows.values():
        assert stranger.post(f"{DESK}/{row.id}", words(row, **{"is": "reject"}), page=HAND).status_code == 404


def test_the_same_file_again_leaves_what_was_settled(
    enter: Enter, rows: dict[str, IntakeRow], catalogue_db: Database, tmp_path: Path
) -> None:
    enter("can").post(f"{DESK}/{rows['own'].id}", words(rows["own"], **{"is": "of_its_own"}), page=DESK)
    import_file(catalogue_db, tmp_path / "list.csv", list_key="thu", today=TODAY)
    assert of(catalogue_db, rows["own"]).outcome is Outcome.UPDATED


def test_nothing_is_recorded_by_hand_for_another_province(enter: Enter) -> None:
    own, stranger = enter("can"), enter("thanh", OTHER)
    place = own.get(HAND).split('<option value="')[1].split('"')[0]
    assert f'<option value="{place}"' not in stranger.get(HAND)
    sent = {"place": place, "name": "Bánh pía Tám", "producer": "HTX Bánh pía Tám", "commune": ""}
    assert 'href="#place"' in stranger.post(HAND, sent).get_data(as_text=True)


def test_a_record_by_hand_is_listed_as_not_verified(enter: Enter, catalogue_db: Database) -> None:
    browser = enter("can")
    page = browser.get(HAND)
    place = page.split('<option value="')[1].split('"')[0]
    sent = {"place": place, "name": "Bánh pía Tám", "producer": "HTX Bánh pía Tám", "commune": ""}
    answer = browser.post(HAND, sent)
    assert "chưa xác minh" in browser.get(answer.location).casefold()
    assert browser.post(HAND, sent).location == answer.location
    empty = browser.post(HAND, {**sent, "name": "…", "producer": ""}).get_data(as_text=True)
    assert "Hãy ghi bằng chữ" in empty


def test_broken_words_in_a_row_are_told_and_it_waits_on(
    enter: Enter, rows: dict[str, IntakeRow], catalogue_db: Database
) -> None:
    row = rows["own"]
    sent = words(row, name="BÃ¡nh láº¡") | {"is": "of_its_own"}
    answer = enter("can").post(f"{DESK}/{row.id}", sent, page=DESK)
    assert "Văn bản trong dòng bị hỏng mã. Vui lòng gõ lại." in answer.get_data(as_text=True)
    assert of(catalogue_db, row).outcome is Outcome.NEEDS_REVIEW


def test_words_by_hand_are_clean_or_told(enter: Enter, catalogue_db: Database) -> None:
    browser = enter("can")
    with catalogue_db.reading() as session:
        place = session.scalars(select(Place.id).filter_by(code=PROVINCE, valid_to=None, level="province")).one()
    typed = {"place": str(place), "name": "B\u00adánh Ɖa\u200b", "producer": "HTX A\u202c", "commune": ""}
    refused = browser.post(HAND, typed | {"producer": "HTX\x00 T©n LËp"}).get_data(as_text=True)
    assert "Văn bản bị hỏng mã" in refused
    assert 'value="Bánh Đa"' in refused
    assert browser.post(HAND, typed).status_code == 302
    with catalogue_db.reading() as session:
        made = session.scalars(select(Product).order_by(Product.id.desc()).limit(1)).one()
        assert (made.name, made.producer and made.producer.name) == ("Bánh Đa", "HTX A")
