"""Open data: which rows, how they are written, how the files are sent."""

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime, timezone
from itertools import product
from pathlib import Path

import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from catalog.certificates.models import ProductStanding
from catalog.certificates.rules import Basis, Evidence
from catalog.certificates.services import certify, decision, refresh_standings
from catalog.opendata.datasets import DATASETS, Dataset
from catalog.opendata.dumps import Dumps
from catalog.opendata.rules import EVERY, Cell, Column, is_clear
from catalog.opendata.writing import write_all
from catalog.products.models import Product
from catalog.products.services import remove_product
from foundation.db.base import now
from foundation.db.database import Database
from tests.support.databases import TODAY

BASE = "https://ocop.example"
AT = datetime(2026, 11, 23, 3, 0, tzinfo=timezone.utc)


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


def dumps(database: Database, folder: Path, clock: Clock, datasets: tuple[Dataset, ...] = DATASETS) -> Dumps:
    return Dumps(database, folder, datasets, base_url=BASE, today=lambda: TODAY, clock=clock)


def text(made: Dumps, name: str) -> str:
    edition = made.edition()
    assert edition
    return gzip.decompress(made.content(edition.files[name])).decode()


def rows(made: Dumps, name: str) -> list[dict[str, str]]:
    told = text(made, name)
    assert told.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(told[1:])))


def test_the_database_leaves_out_what_the_rule_does(catalogue_db: Database, tmp_path: Path) -> None:
    cases = list(product((True, False), Basis, (None, *Evidence)))
    with catalogue_db.unit_of_work() as session:
        for number, (own, basis, evidence) in enumerate(cases, start=1):
            record, standing = session.get_one(Product, number), session.get_one(ProductStanding, number)
            record.list_key, record.external_id = (None, None) if own else (record.list_key, record.external_id)
            standing.basis, standing.evidence = basis, evidence
    made = dumps(catalogue_db, tmp_path, Clock())
    made.write()
    there = {int(row["id"]) for row in rows(made, "products.csv")} & set(range(1, len(cases) + 1))
    assert there == {n for n, (own, *rests_on) in enumerate(cases, start=1) if is_clear(*rests_on, own=own)}


def test_illustrations_removed_products_and_copies_stay_out(catalogue_db: Database, tmp_path: Path) -> None:
    made = dumps(catalogue_db, tmp_path, Clock())
    before = made.write()
    # 878 rows of the list; 77 are known only from a copy or a seller.
    assert (before.files["products.csv"].rows, before.left_out["products"].unclear) == (801, 77)
    assert before.left_out["products"].demo == 0
    with catalogue_db.unit_of_work() as session:
        session.get_one(Product, 1).is_demo = True
        remove_product(session, session.get_one(Product, 2), reason="Theo yêu cầu", at=now())
    after = made.write()
    there = {row["id"] for row in rows(made, "products.csv")}
    assert not {"1", "2"} & there
    assert (len(there), after.left_out["products"].demo) == (799, 1)
    listed = {row["producer_id"] for row in rows(made, "products.csv")} - {""}
    assert {row["id"] for row in rows(made, "producers.csv")} == listed


def test_both_files_say_the_same_and_every_column_is_described(catalogue_db: Database, tmp_path: Path) -> None:
    with catalogue_db.unit_of_work() as session:
        product_id = session.scalars(select(Product.id).where(Product.name == "Mắm cá mè vinh")).one()
        level = "province"
        source = decision(session, authority="UBND tỉnh", level=level, number="12", issued_on=date(2025, 6, 2))
        certify(session, product_id, source, stars=4, edition="148")
        refresh_standings(session, [product_id], TODAY)
    made = dumps(catalogue_db, tmp_path, Clock())
    made.write()
    for one in DATASETS:
        table, document = rows(made, f"{one.key}.csv"), json.loads(text(made, f"{one.key}.json"))
        assert (document["dataset"], document["as_of"], document["licence"]) == (one.key, "2026-11-23", "CC BY 4.0")
        assert [list(row) for row in table] == [[column.name for column in one.columns]] * len(table)
        assert table == [
            {name: "" if cell is None else str(cell) for name, cell in item.items()} for item in document["items"]
        ]
        assert table
    (issued,) = rows(made, "certificates.csv")
    assert (issued["stars"], issued["valid_until"], issued["ended_on"]) == ("4", "2028-06-02", "")
    named = next(row for row in rows(made, "products.csv") if row["id"] == str(product_id))
    assert (named["stars"], named["basis"], named["decision_number"]) == ("4", "certificate", "12")
    assert named["url"] == f"{BASE}/vi/san-pham/mam-ca-me-vinh-{product_id}"


COLUMNS = (Column("a", _l("Name")), Column("b", _l("Name")))


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    cells: list[tuple[Cell, ...]] = [(f"{mark}1+1", True) for mark in "=+-@"] + [(None, -5)]
    files = write_all(tmp_path, "x", COLUMNS, iter(cells), TODAY, AT)
    told = gzip.decompress((tmp_path / files["x.csv"].name).read_bytes()).decode()
    assert told == "\ufeffa,b\r\n" + "".join(f"'{mark}1+1,true\r\n" for mark in "=+-@") + ",-5\r\n"
    document = json.loads(gzip.decompress((tmp_path / files["x.json"].name).read_bytes()))
    assert document["items"][0] == {"a": "=1+1", "b": True}


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def many(count: int) -> Iterator[tuple[Cell, ...]]:
        return ((f"Sản phẩm {number}", number) for number in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        write_all(tmp_path, "x", COLUMNS, many(count), TODAY, AT)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(20_000) < peak(2_000) + 200_000


def test_a_writing_that_fails_leaves_what_was_there(catalogue_db: Database, tmp_path: Path) -> None:
    clock = Clock()
    made = dumps(catalogue_db, tmp_path, clock)
    before = made.write()

    def broken(*_: object) -> Iterator[tuple[Cell, ...]]:
        yield (1, "a")
        raise OSError("no space left")

    spoilt = Dataset("products", _l("Name"), _l("Name"), COLUMNS, broken)
    with pytest.raises(OSError, match="no space"):
        dumps(catalogue_db, tmp_path, clock, (spoilt,)).write()
    assert made.edition() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".part") == []


def test_they_are_written_when_due_and_the_same_content_keeps_its_age(catalogue_db: Database, tmp_path: Path) -> None:
    clock = Clock()
    made = dumps(catalogue_db, tmp_path, clock)
    assert made.follow() > 800
    assert made.follow() == 0
    clock.at = AT + EVERY
    with catalogue_db.unit_of_work() as session:
        session.get_one(Product, 1).name = "Mắm cá khác"
    old = made.edition()
    assert made.follow() > 800
    new = made.edition()
    assert old
    assert new
    changed = {name for name in new.files if new.files[name] != old.files[name]}
    assert changed == {"products.csv", "products.json", "products.xlsx"}
    assert new.files["products.csv"].changed_at == clock.at
    # What nobody names any more goes when nobody can be at it any more.
    clock.at = now() + 3 * EVERY
    made.follow()
    named = {one.name for one in new.files.values()} | {"contents.json"}
    assert {path.name for path in tmp_path.iterdir()} == named
