from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalog.finder.producer_cards import ProducerQuery, ProducerResults, find_producers, producer_cards_of_province
from catalog.finder.product_search import Catalogue
from catalog.finder.rules import Facet
from catalog.producers.models import Producer
from catalog.producers.rules import ProducerType
from catalog.products.tree import group_tree
from foundation.db.database import Database
from foundation.places.gazetteer import gazetteer
from foundation.search.index import SearchIndex
from tests.support.databases import Templates
from wsgi import HOUSE


class Asking:
    """The list of producers of one database and one index."""

    def __init__(self, database: Database, folder: Path, today: date) -> None:
        self.database, self.today = database, today
        self.index = SearchIndex(folder, HOUSE.registry(lambda: today))

    def __call__(self, asked: ProducerQuery, *, page: int = 1, per_page: int = 24) -> ProducerResults:
        with self.database.reading() as session:
            catalogue = Catalogue(session, self.index, gazetteer(session), group_tree(session), self.today)
            return find_producers(catalogue, asked, page=page, per_page=per_page)


@pytest.fixture
def ask(catalogue_db: Database, templates: Templates, today: date) -> Asking:
    return Asking(catalogue_db, templates.index(catalogue_db.dialect), today)


@pytest.fixture
def ask_without_index(catalogue_db: Database, tmp_path: Path, today: date) -> Asking:
    return Asking(catalogue_db, tmp_path / "nothing", today)


def test_without_words_all_are_listed_by_name(ask: Asking, catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        every = session.scalar(select(func.count()).select_from(Producer))
        names = list(session.scalars(select(Producer.name).order_by(Producer.sort_key, Producer.id).limit(24)))
    found = ask(ProducerQuery())
    assert found.total == every
    assert [maker.name for maker in found.makers] == names
    assert sum(count.count for count in found.facets[Facet.PROVINCE]) == every


def test_words_find_names_with_and_without_marks(ask: Asking) -> None:
    for words in ("HTX Sử Anh", "su anh"):
        found = ask(ProducerQuery(words))
        assert "Sử Anh" in found.makers[0].name
        assert found.makers[0].found is not None
        assert any(is_found for _, is_found in found.makers[0].found)


def test_filters_narrow_and_facets_count_as_if_their_own_were_not_set(ask: Asking) -> None:
    everywhere = ask(ProducerQuery())
    asked = ProducerQuery(provinces=frozenset({"15"}), kinds=frozenset({ProducerType.COOPERATIVE}))
    found = ask(asked)
    assert 0 < found.total < everywhere.total
    assert {maker.kind for maker in found.makers} == {ProducerType.COOPERATIVE}
    provinces = {count.value: count for count in found.facets[Facet.PROVINCE]}
    assert len(provinces) > 1
    assert provinces["15"].chosen
    assert provinces["15"].count == found.total


def test_products_in_force_are_counted_beside_all(ask: Asking, catalogue_db: Database) -> None:
    with catalogue_db.reading() as session:
        makers = producer_cards_of_province(session, "15", 50)
    assert [maker.in_force for maker in makers] == sorted((maker.in_force for maker in makers), reverse=True)
    assert all(maker.in_force <= maker.products and maker.products >= 1 for maker in makers)
    listed = {maker.id: maker for maker in ask(ProducerQuery(provinces=frozenset({"15"})), per_page=50).makers}
    assert {maker.id: maker for maker in makers} == listed


def test_without_an_index_the_records_are_browsed(ask: Asking, ask_without_index: Asking) -> None:
    asked = ProducerQuery("Sử Anh", provinces=frozenset({"89", "91", "15", "19"}))
    away = ask_without_index(ProducerQuery("Sử Anh"))
    assert away.away
    assert {maker.id for maker in away.makers} == {maker.id for maker in ask(ProducerQuery("Sử Anh")).makers}
    assert ask_without_index(asked).total <= away.total
    assert ask_without_index(ProducerQuery(kinds=frozenset({ProducerType.FARM}))).total == (
        ask(ProducerQuery(kinds=frozenset({ProducerType.FARM}))).total
    )
    assert ask_without_index(ProducerQuery("!!!")).total == 0


def test_pages_follow_each_other(ask: Asking) -> None:
    first, second = ask(ProducerQuery(), per_page=10), ask(ProducerQuery(), page=2, per_page=10)
    assert not {maker.id for maker in first.makers} & {maker.id for maker in second.makers}
    assert ask(ProducerQuery(), page=999).makers == []
