"""The indexer and a rebuild are killed at any moment: the index opens, agrees with the records, lacks no change."""

import os
import random
import shutil
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from catalog.products.models import PRODUCT, Product
from foundation.db.database import Database
from foundation.search.generations import Home
from foundation.search.index import SearchIndex
from foundation.search.query import Query, plain_terms
from tests.faults.noting_searcher import rename
from tests.support.databases import TODAY, Stage, Templates
from tests.support.processes import Program, environment, finish, kill, rounds, start, wait_until
from tests.support.search import settled
from wsgi import HOUSE

KILLS = rounds(2, 30)


class Site:
    """A site with the demonstration's catalogue and its index."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.env = database, environment(database.url, folder)
        self.home = Home(folder / "search")
        self.index = SearchIndex(folder / "search", HOUSE.registry(lambda: TODAY))
        self.count = self.index.snapshot().count

    def run(self, *words: str) -> str:
        """A command that has to succeed."""
        return finish(start("flask", *words, env=self.env))

    def catch_up(self) -> None:
        """What an operator would do: let the worker run, compare the index with the records, look again."""
        settled(self.database)
        self.run("outbox", "work", "--once")
        assert f"{self.count} documents, 0 drifted" in self.run("search", "check")
        self.index = SearchIndex(self.home.folder, self.index.registry)

    def finds(self, name: str, product_id: int) -> bool:
        """Whether a search for a name answers with its product first."""
        return _first(self.index, name, product_id)


@pytest.fixture
def site(templates: Templates, dialect: str, tmp_path: Path) -> Iterator[Site]:
    with templates.own(dialect, Stage.CATALOGUE) as database:
        shutil.copytree(templates.index(dialect), tmp_path / "search")
        yield Site(database, tmp_path)


@pytest.mark.fault
@pytest.mark.timeout(900)
def test_a_killed_indexer_loses_no_change_that_was_acknowledged(site: Site, luck: random.Random) -> None:
    acknowledged: dict[int, int] = {}
    module = "tests.faults.noting_searcher"
    for _ in range(KILLS):
        before = site.home.signature()
        last = str(max(acknowledged.values(), default=0))
        child = start(module, site.database.url, str(site.home.folder), last, env=dict(os.environ))
        wait_until(partial(_differs, site.home, before))
        time.sleep(luck.random() / 2)
        acknowledged |= _told(child)
        assert site.index.snapshot().count == site.count  # whatever was going on, there is an index that answers
    site.catch_up()
    for product_id, number in acknowledged.items():
        assert site.finds(_name(site.database, product_id), product_id)
        assert int(_name(site.database, product_id).rsplit(" ", 1)[1]) >= number
    assert len(list(site.home.folder.glob("g-*"))) <= 2


@pytest.mark.fault
@pytest.mark.timeout(900)
def test_a_killed_rebuild_leaves_an_index_that_answers(site: Site, luck: random.Random) -> None:
    finish_alone = _seconds(site)
    for number in range(KILLS):
        rename(site.database, _product(site.database, number), f"Đổi tên lần {number}")
        process = start("flask", "search", "rebuild", env=site.env)
        wait_until(partial(_building, site.home, process))
        time.sleep(luck.random() * finish_alone)
        kill(process)
        assert site.index.snapshot().count == site.count
    site.catch_up()
    for number in range(KILLS):
        assert site.finds(f"Đổi tên lần {number}", _product(site.database, number))
    assert f"{site.count} documents in the new index" in site.run("search", "rebuild")
    assert len(list(site.home.folder.glob("g-*"))) <= 2
    assert list(site.home.folder.glob("*.building")) == []


@pytest.mark.fault
def test_a_running_worker_makes_changes_searchable(site: Site) -> None:
    """A worker running as the site runs it; how soon is measured in `bench/freshness.py`."""
    worker = start("flask", "outbox", "work", env=site.env)
    try:
        for number in range(3):
            product_id = _product(site.database, number)
            rename(site.database, product_id, f"Phượng hoàng {number}")
            wait_until(partial(_first, site.index, f"Phượng hoàng {number}", product_id))
    finally:
        kill(worker)


@pytest.mark.fault
def test_a_worker_builds_the_index_a_site_lacks(site: Site) -> None:
    shutil.rmtree(site.home.folder)
    site.catch_up()


def _told(child: Program) -> Mapping[int, int]:
    """Kill it; the last change of each product it acknowledged."""
    child.kill()
    told, _ = child.communicate()
    lines = [line.split() for line in told.splitlines() if line[:1].isdigit()]
    return {int(row[1]): int(row[0]) for row in lines if len(row) == 2}


def _differs(home: Home, before: object) -> bool:
    return home.signature() != before


def _building(home: Home, process: Program) -> bool:
    return process.poll() is not None or any(home.folder.glob("*.building"))


def _seconds(site: Site) -> float:
    """How long a build takes once it has begun."""
    process = start("flask", "search", "rebuild", env=site.env)
    wait_until(partial(_building, site.home, process), pause=0.005)
    begun = time.monotonic()
    finish(process)
    return time.monotonic() - begun


def _first(index: SearchIndex, name: str, product_id: int) -> bool:
    hits = index.search(Query(plain_terms(name))).hits
    return bool(hits) and (hits[0].kind, hits[0].number) == (PRODUCT, product_id)


def _product(database: Database, number: int) -> int:
    with database.reading() as session:
        return session.scalars(select(Product.id).order_by(Product.id).offset(number).limit(1)).one()


def _name(database: Database, product_id: int) -> str:
    with database.reading() as session:
        return session.scalars(select(Product.name).filter_by(id=product_id)).one()
