"""What was imported or edited is in the list as soon as the indexer has followed. On both databases."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.intake.services import import_file
from catalog.products.models import Product
from catalog.products.services import remove_product
from catalog.profiles.services import add_photo, save, submit
from demo.cli import CATALOGUE, LIST_KEY
from foundation.audit.rules import SYSTEM
from foundation.config.settings import Settings
from foundation.db.base import now
from foundation.db.database import Database
from foundation.files.services import prepare_image
from foundation.files.storage import EXTENSION as STORAGE
from foundation.files.storage import Storage
from foundation.search.cli import INDEXER
from tests.support.databases import TODAY, Stage, Templates
from tests.support.pages import CheckingClient, classed
from tests.support.pictures import photo
from tests.support.search import settled
from wsgi import create_app

NEW = "Phượng hoàng trăng khuyết"


class Site:
    """A site whose records really commit, with its indexer at hand."""

    def __init__(self, app: Flask, database: Database, folder: Path) -> None:
        self.database, self.folder, self.indexer = database, folder, app.extensions[INDEXER]
        self.storage: Storage = app.extensions[STORAGE]
        app.test_client_class = CheckingClient
        self.client: FlaskClient = app.test_client()

    def follow(self) -> int:
        """What the worker does all the time; how many changes."""
        settled(self.database)
        return sum(iter(self.indexer.follow, 0))

    def take_in(self, **changed: str) -> None:
        """Import one row of the catalogue as it is said now."""
        with CATALOGUE.open(encoding="utf-8", newline="") as file:
            row = next(csv.DictReader(file)) | changed
        path = self.folder / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, row.keys())
            writer.writeheader()
            writer.writerow(row)
        import_file(self.database, path, list_key=LIST_KEY, today=TODAY)

    def page(self, q: str) -> list[str]:
        """Names on the list page, first those that have all of it."""
        page = self.client.get("/vi/san-pham", query_string={"q": q}).get_data(as_text=True)
        return [text for text, _ in classed(page, "card__name")]

    def answer(self, q: str, **asked: str) -> list[str]:
        """Names the API lists."""
        answer = self.client.get("/api/v1/products", query_string={"q": q, **asked}).get_json()
        return [item["name"] for item in answer["items"]]

    def suggested(self, typed: str) -> list[str]:
        """What is suggested."""
        return [
            item["text"] for item in self.client.get("/api/v1/suggest", query_string={"q": typed}).get_json()["items"]
        ]


@pytest.fixture
def site(
    templates: Templates, dialect: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    monkeypatch.setattr("foundation.search.index.LOOK_AFTER_S", 0)  # nobody waits for the second to be over
    with templates.own(dialect, Stage.CATALOGUE) as database:
        shutil.copytree(templates.index(dialect), tmp_path / "search")
        yield Site(create_app(settings, database), database, tmp_path)


def test_what_an_import_adds_is_found(site: Site) -> None:
    assert NEW not in site.answer(NEW)
    site.take_in(id="N1", name=NEW, producer="HTX Trăng Khuyết", star="5", year="2026")
    assert NEW not in site.answer(NEW)
    assert site.follow() > 0
    assert site.answer(NEW) == [NEW]
    assert site.page(NEW)[0] == NEW
    assert site.answer("phuong hoang 5 sao") == [NEW]
    assert site.suggested("phượng ho")[0] == NEW
    assert site.suggested("htx trăng") == ["HTX Trăng Khuyết"]
    assert len(site.answer("", per_page="1")) == 1


def test_what_an_import_says_otherwise_reads_so(site: Site) -> None:
    assert site.answer("Mắm cá mè vinh")[0] == "Mắm cá mè vinh"
    site.take_in(id="R00003", name=NEW, star="5")
    site.follow()
    assert site.answer(NEW) == [NEW]
    assert "Mắm cá mè vinh" not in site.answer("Mắm cá mè vinh")
    assert site.answer(NEW, stars="5") == [NEW]
    assert site.answer(NEW, stars="4") == []


def test_a_removed_product_vanishes_at_once_and_from_the_counts_when_followed(site: Site) -> None:
    before = site.client.get("/api/v1/products?q=mắm cá mè vinh").get_json()
    with site.database.unit_of_work() as session:
        product = session.scalars(select(Product).filter_by(name="Mắm cá mè vinh")).one()
        remove_product(session, product, reason="Chủ thể ngừng sản xuất.", at=now())
    assert "Mắm cá mè vinh" not in site.page("mắm cá mè vinh")
    site.follow()
    after = site.client.get("/api/v1/products?q=mắm cá mè vinh").get_json()
    assert "Mắm cá mè vinh" not in [item["name"] for item in after["items"]]
    assert site.client.get("/api/v1/products").get_json()["total"] == 877
    assert before["total"] > 0


def test_what_a_producer_tells_is_found_and_its_photo_is_on_the_card(site: Site) -> None:
    words = "hương cốm nương xa"
    with site.database.unit_of_work() as session:
        product = session.scalars(select(Product).filter_by(name="Mắm cá mè vinh")).one()
        drawn = prepare_image(site.storage, io.BytesIO(photo()))
        save(session, SYSTEM, product, said={"story": words}, now=now())
        add_photo(session, SYSTEM, product, photo=drawn, now=now())
    site.follow()
    assert "Mắm cá mè vinh" not in site.answer(words)
    with site.database.unit_of_work() as session:
        submit(session, SYSTEM, session.get_one(Product, product.id), now=now(), today=TODAY)
    site.follow()
    assert site.answer(words)[0] == "Mắm cá mè vinh"
    page = site.client.get("/vi/san-pham", query_string={"q": words}).get_data(as_text=True)
    (picture,) = re.findall(r'src="(/media/[0-9a-f]{64}\.webp)" width="320" height="240" alt="" loading="lazy"', page)
    assert site.client.get(picture).mimetype == "image/webp"


def test_the_same_import_again_gives_the_indexer_nothing_to_write(site: Site) -> None:
    site.follow()
    site.take_in()
    assert site.follow() == 0
