"""Taking a list in through the browser: columns corrected, doubts settled, taken in by the worker, taken back."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from catalog.certificates.models import Certificate, ProductStanding, RecognitionClaim
from catalog.intake.import_rules import ImportState, RowOutcome
from catalog.intake.importing import delete_old_imports
from catalog.intake.models import IntakeRow, ProductImport, ProductImportRow
from catalog.products.models import Product
from foundation.db.base import now
from foundation.db.database import Database
from foundation.outbox.worker import EXTENSION, Worker
from foundation.tables.writing import xlsx_writer
from tests.foundation.signin.conftest import Browser
from tests.support.desk import OTHER, Listed, listed
from tests.support.lists import columns_of
from tests.support.pages import texts

Enter = Callable[..., Browser]
DESK = "/admin/xac-minh/nhap-danh-sach"


@pytest.fixture
def known(catalogue_db: Database) -> list[Listed]:
    with catalogue_db.reading() as session:
        return [one for one in listed(session, 60) if one.commune][:3]


@pytest.fixture
def untidy(tmp_path: Path, known: list[Listed]) -> Path:
    """A province's list: titles, a column nobody knows, a section, a total; one known, three in doubt, one new."""
    path = tmp_path / "danh-sach-2025.xlsx"
    first = known[0]
    with xlsx_writer(path) as write:
        write(["UBND THÀNH PHỐ CẦN THƠ"])
        write(["DANH SÁCH SẢN PHẨM OCOP NĂM 2025"])
        write(["TT", "Tên sản phẩm", "Người làm ra", "Địa chỉ", "Kết quả"])
        write(["I", "SẢN PHẨM CÔNG NHẬN MỚI"])
        write(["1", first.name, first.producer, f"xã {first.commune.removeprefix('Xã ')}", "4 sao"])
        for number, name in enumerate(("Bánh ngờ một", "Bánh ngờ hai", "Bánh ngờ ba"), start=2):
            write([str(number), name, first.producer, "xã Không Đâu Có", "3 sao"])
        write(["5", "Bánh hoàn toàn mới", "HTX Hoàn Toàn Mới", "phường Ninh Kiều", "3 sao"])
        write(["", "Tổng cộng: 05 sản phẩm"])
    return path


def work(app: Flask, database: Database) -> None:
    with app.app_context():
        Worker(database, app.extensions[EXTENSION], name="w").drain()


def sent(browser: Browser, path: Path) -> str:
    page = browser.get(DESK)
    place = re.search(r'<option (?:selected )?value="(\d+)"', page)
    assert place
    answer = browser.post(DESK, {"place": place[1], "file": (io.BytesIO(path.read_bytes()), path.name)})  # type: ignore[dict-item]
    assert answer.status_code == 302, texts(answer.get_data(as_text=True), "li")
    return str(answer.location)


def state(database: Database) -> dict[str, object]:
    """What the catalogue says, as far as an import may change it."""
    with database.reading() as session:
        products = session.execute(
            select(Product.id, Product.name, Product.producer_id, Product.place_id, Product.commune_text)
            .where(Product.removed_at.is_(None))
            .order_by(Product.id)
        )
        claims = session.execute(
            select(RecognitionClaim.product_id, RecognitionClaim.list_key, RecognitionClaim.stars).order_by(
                RecognitionClaim.product_id, RecognitionClaim.list_key, RecognitionClaim.position
            )
        )
        return {
            "products": products.all(),
            "claims": claims.all(),
            "rows": session.scalar(select(func.count(IntakeRow.id))),
            "standings": session.execute(
                select(ProductStanding.product_id, ProductStanding.code)
                .join(Product, Product.id == ProductStanding.product_id)
                .where(Product.removed_at.is_(None))
                .order_by(ProductStanding.product_id)
            ).all(),
        }


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_whole_journey(app: Flask, enter: Enter, untidy: Path, known: list[Listed], catalogue_db: Database) -> None:
    before = state(catalogue_db)
    browser = enter("can")
    at = sent(browser, untidy)
    page = browser.get(at)
    fields = columns_of(page)
    assert fields["col-2"] == "other"
    assert "không nhận" in page
    answer = browser.post(f"{at}/cot", {**fields, "col-2": "producer", "step": "look"}, page=at)
    assert answer.status_code == 302
    page = browser.get(at)
    assert columns_of(page)["col-2"] == "producer"
    assert state(catalogue_db) == before
    browser.post(f"{at}/cot", {**columns_of(page), "step": "check"}, page=at)
    work(app, catalogue_db)
    assert state(catalogue_db) == before  # looked at, nothing kept

    checked = browser.get(at)
    with catalogue_db.reading() as session:
        rows = session.scalars(select(ProductImportRow).order_by(ProductImportRow.number)).all()
        doubtful = [row for row in rows if row.became is RowOutcome.NEEDS_REVIEW]
        assert len(rows) == 5
        assert [row.cells["name"] for row in doubtful] == ["Bánh ngờ một", "Bánh ngờ hai", "Bánh ngờ ba"]
    assert "Bánh hoàn toàn mới" in checked
    doubts = f"{at}/nghi-ngo"
    found = browser.get(f"{doubts}?dong={doubtful[0].id}&q={known[1].name}")
    assert known[1].name in found
    assert 'scope="col"' in found
    with catalogue_db.reading() as session:
        maker = session.get_one(Product, known[0].id).producer_id
    settled = (f"same_product:{known[1].id}", f"same_producer:{maker}", "reject")
    for row, way in zip(doubtful, settled, strict=True):
        assert browser.post(f"{doubts}/{row.id}", {"is": way}, page=doubts).status_code == 302
    assert "đã xem" in browser.get(doubts)

    again = enter("minh")  # a colleague, another browser: nothing is lost
    assert again.get(at)
    assert again.post(f"{at}/chay", page=at).status_code == 302
    work(app, catalogue_db)
    report = list(csv.DictReader(io.StringIO(again.get(f"{at}/bao-cao").removeprefix("\ufeff"))))
    assert [row["outcome"] for row in report] == ["updated", "updated", "updated", "rejected", "created"]
    with catalogue_db.reading() as session:
        new = session.scalars(select(Product).filter_by(name="Bánh hoàn toàn mới")).one()
        second = session.scalars(select(Product).filter_by(name="Bánh ngờ hai")).one()
        assert (new.commune_text, second.producer_id) == ("Phường Ninh Kiều", maker)
        assert session.scalar(select(func.count(Certificate.id))) == 0

    assert again.post(f"{at}/hoan-tac", page=at).status_code == 302
    work(app, catalogue_db)
    assert state(catalogue_db) == before
    with catalogue_db.reading() as session:
        done = session.scalars(select(ProductImport)).one()
        assert (done.state, done.stayed) == (ImportState.UNDONE, [])

    next_file = sent(browser, untidy)  # the office is known to call it so
    assert columns_of(browser.get(next_file))["col-2"] == "producer"


def test_what_changed_since_stays(app: Flask, enter: Enter, untidy: Path, catalogue_db: Database) -> None:
    browser = enter("can")
    at = sent(browser, untidy)
    page = browser.get(at)
    browser.post(f"{at}/cot", {**columns_of(page), "col-2": "producer", "step": "check"}, page=at)
    work(app, catalogue_db)
    browser.post(f"{at}/chay", page=at)
    work(app, catalogue_db)
    with catalogue_db.unit_of_work() as session:
        new = session.scalars(select(Product).filter_by(name="Bánh hoàn toàn mới")).one()
        session.add(
            RecognitionClaim(product_id=new.id, list_key="khac", stars=3, evidence="gov", position=0, year=2025)
        )
    browser.post(f"{at}/hoan-tac", page=at)
    work(app, catalogue_db)
    with catalogue_db.reading() as session:
        kept = session.get_one(Product, new.id)
        assert kept.removed_at is None
        assert ["product", new.id] in session.scalars(select(ProductImport.stayed)).one()


def test_another_province_sees_nothing_and_its_rows_are_not_taken_in(
    app: Flask, enter: Enter, tmp_path: Path, catalogue_db: Database
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Tên sản phẩm,Chủ thể,Tỉnh\nMắm lạ,HTX Lạ,Thanh Hóa\nMắm ta,HTX Ta,Cần Thơ\n", encoding="utf-8")
    browser = enter("can")
    at = sent(browser, path)
    browser.post(f"{at}/cot", {**columns_of(browser.get(at)), "step": "check"}, page=at)
    work(app, catalogue_db)
    with catalogue_db.reading() as session:
        rows = session.scalars(select(ProductImportRow).order_by(ProductImportRow.number)).all()
        assert [(row.became, row.reasons[-1:]) for row in rows] == [
            (RowOutcome.REJECTED, ["other_province"]),
            (RowOutcome.CREATED, []),
        ]
    enter("thanh", OTHER).get(at, status=404)


def test_a_list_without_known_headings_is_given_its_own(enter: Enter, tmp_path: Path) -> None:
    path = tmp_path / "la.csv"
    path.write_text("Tựa\nCột một,Cột hai\nChè,HTX Chè\n", encoding="utf-8")
    browser = enter("can")
    at = sent(browser, path)
    page = browser.get(at)
    assert "Không tìm thấy danh sách" in page
    browser.post(f"{at}/cot", {**columns_of(page), "head_row": "2", "step": "look"}, page=at)
    page = browser.get(at)
    assert "Cột một" in page
    browser.post(f"{at}/cot", {**columns_of(page), "col-0": "name", "col-1": "producer", "step": "look"}, page=at)
    assert "HTX Chè" in browser.get(at)


def test_a_picture_is_refused_by_name(enter: Enter, tmp_path: Path) -> None:
    browser = enter("can")
    place = re.search(r'<option (?:selected )?value="(\d+)"', browser.get(DESK))
    assert place
    file = (io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 100), "anh.xlsx")
    page = browser.post(DESK, {"place": place[1], "file": file}).get_data(as_text=True)  # type: ignore[dict-item]
    assert "Tệp PDF hoặc ảnh không có bảng" in page


@pytest.mark.parametrize("asked", ["danh-sach=la", "ngon-ngu=xx"])
def test_a_list_or_a_language_that_is_not_known_has_no_file(enter: Enter, asked: str) -> None:
    enter("can").get(f"/admin/bang/mau?{asked}", status=404)


def test_an_import_is_forgotten_after_its_time(app: Flask, enter: Enter, untidy: Path, catalogue_db: Database) -> None:
    browser = enter("can")
    sent(browser, untidy)
    with catalogue_db.unit_of_work() as session:
        assert delete_old_imports(session, now() - timedelta(days=1)) == 0
        assert delete_old_imports(session, now() + timedelta(days=1)) == 1
