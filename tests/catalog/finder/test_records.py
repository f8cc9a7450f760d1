"""What a list shows is the truth of the moment, whatever the index holds; without one the records answer."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.models import ProductStanding
from catalog.certificates.rules import StandingCode
from catalog.finder.browsing import browse
from catalog.finder.rules import Filters, Sort
from catalog.producers.models import Producer
from catalog.products.models import Product
from catalog.products.services import remove_product
from foundation.db.base import now
from foundation.db.database import Database
from foundation.search.index import SearchIndex
from tests.support.databases import TODAY, Templates
from tests.support.finding import Finder, finder_on
from wsgi import HOUSE

Q = "Mắm cá mè vinh"


@pytest.fixture
def session(catalogue_db: Database) -> Iterator[Session]:
    with catalogue_db.unit_of_work() as session:
        yield session


@pytest.fixture
def index(templates: Templates, catalogue_db: Database, tmp_path: Path) -> SearchIndex:
    """An index of the catalogue as it was before the test changed it."""
    shutil.copytree(templates.index(catalogue_db.dialect), tmp_path / "kept")
    return SearchIndex(tmp_path / "kept", HOUSE.registry(lambda: TODAY))


@pytest.fixture
def stale(session: Session, index: SearchIndex) -> Finder:
    """The finder where the index does not follow."""
    return finder_on(session, index)


@pytest.fixture
def away(session: Session, empty: SearchIndex) -> Finder:
    """The finder where there is no index."""
    return finder_on(session, empty)


def test_a_removed_product_is_gone_though_the_index_still_has_it(session: Session, stale: Finder) -> None:
    product = session.scalars(select(Product).filter_by(name=Q)).one()
    assert product.id in [card.id for card in stale.ask(Q).cards]
    remove_product(session, product, reason="Ngừng sản xuất.", at=now())
    session.flush()
    found = stale.ask(Q)
    assert product.id not in [card.id for card in (*found.cards, *found.near)]


def test_a_card_says_what_the_records_say_now(session: Session, stale: Finder) -> None:
    product = session.scalars(select(Product).filter_by(name=Q)).one()
    kept = session.scalars(select(ProductStanding).filter_by(product_id=product.id)).one()
    kept.code, kept.stars = StandingCode.IN_FORCE, 4
    session.flush()
    [card] = [card for card in stale.ask(Q).cards if card.id == product.id]
    assert (card.standing.code, card.standing.stars) == (StandingCode.IN_FORCE, 4)


def test_without_an_index_the_records_are_browsed_and_that_is_said(away: Finder) -> None:
    found = away.ask("mat ong")
    assert found.away
    assert found.counts.total == len(found.cards) > 0 or found.counts.total > len(found.cards)
    assert all("ong" in card.name.vi.lower() for card in found.cards)
    assert (found.spoken, found.suggestion, found.near) == ((), None, ())
    assert away.ask("").counts.total == 878
    assert not away.ask("zzzzqq").cards


def test_lists_without_words_count_the_same_with_and_without_an_index(stale: Finder, away: Finder) -> None:
    for sort in (Sort.STANDING, Sort.STARS, Sort.NEWEST, Sort.NAME):
        for chosen in (Filters(sort=sort), Filters(sort=sort, stars=frozenset({4}), provinces=frozenset({"19", "08"}))):
            with_index, without = stale.search(chosen), away.search(chosen)
            assert with_index.counts == without.counts
            if sort is Sort.STARS:  # equals are told apart by more than a database has at hand
                shown = [[card.standing.stars for card in found.cards] for found in (with_index, without)]
                assert shown[0] == shown[1]
            if sort is Sort.NAME:
                assert [card.id for card in with_index.cards] == [card.id for card in without.cards]


def test_words_are_never_taken_for_a_pattern(away: Finder) -> None:
    for q in ("%", "_", "%%%", "a%b", "\\", "'", '"; DROP TABLE product; --', "100%"):
        found = away.ask(q)
        assert found.counts.total < 878, q


def test_browsing_knows_producers_by_name(away: Finder, session: Session) -> None:
    maker = session.scalars(select(Producer).where(Producer.name.like("%Lê Gia%"))).first()
    assert maker
    listed = browse(session, away.catalogue.tree, Filters(q="le gia"), page=1, per_page=50)
    assert maker.id in {card.producer_id for card in listed.cards}
