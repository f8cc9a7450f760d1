"""The yardstick applied: the search of the site on the golden queries, over the 878 real products."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from sqlalchemy import select

from catalog.finder.product_search import Catalogue
from catalog.finder.queries import Results, search
from catalog.finder.rules import Filters
from catalog.products.models import Product
from catalog.products.tree import group_tree
from foundation.places.gazetteer import gazetteer
from foundation.search.index import SearchIndex
from tests.relevance.measures import ndcg
from tests.support.databases import TODAY, Stage, Templates
from wsgi import HOUSE

GOLDEN: list[dict[str, Any]] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
PER_PAGE = 24
NDCG_MIN = 0.975
"""What is reached, less a margin for a reworded name; the promise is 0.92."""
FIRST_MIN = 0.95


class Asker:
    """Asks the site's search and answers with the ids of the list."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        rows = catalogue.session.execute(select(Product.id, Product.external_id))
        self.names = {number: str(external) for number, external in rows}
        self.found = cache(self._found)

    def _found(self, q: str) -> Results:
        return search(self.catalogue, Filters(q=q), page=1, per_page=PER_PAGE)

    def page(self, q: str) -> list[str]:
        """What stands on page one, in order."""
        found = self.found(q)
        return [self.names[card.id] for card in (*found.cards, *found.near)]


@pytest.fixture(scope="module")
def asker(templates: Templates) -> Iterator[Asker]:
    with templates.rolled_back("sqlite", Stage.CATALOGUE) as database, database.reading() as session:
        index = SearchIndex(templates.index("sqlite"), HOUSE.registry(lambda: TODAY))
        yield Asker(Catalogue(session, index, gazetteer(session), group_tree(session), TODAY))


def test_the_golden_queries_are_answered_well(asker: Asker) -> None:
    gains = {entry["q"]: ndcg(asker.page(entry["q"]), entry["grades"]) for entry in GOLDEN}
    worst = sorted(gains.items(), key=lambda pair: pair[1])[:10]
    assert mean(gains.values()) >= NDCG_MIN, worst


@pytest.mark.parametrize("entry", GOLDEN, ids=lambda entry: entry["q"])
def test_something_meant_stands_on_page_one(asker: Asker, entry: dict[str, Any]) -> None:
    assert set(asker.page(entry["q"])) & set(entry["grades"])


def test_what_must_be_first_is_first(asker: Asker) -> None:
    asked = [entry for entry in GOLDEN if entry.get("first")]
    missed = [entry["q"] for entry in asked if asker.page(entry["q"])[0] not in entry["first"]]
    assert len(missed) <= len(asked) * (1 - FIRST_MIN), missed


def test_what_must_be_among_the_first_five_is(asker: Asker) -> None:
    asked = [entry for entry in GOLDEN if entry.get("top5")]
    missed = [entry["q"] for entry in asked if not set(entry["top5"]) <= set(asker.page(entry["q"])[:5])]
    assert len(missed) <= len(asked) * (1 - FIRST_MIN), missed


@pytest.mark.parametrize("entry", [e for e in GOLDEN if "filters" in e], ids=lambda entry: entry["q"])
def test_filters_are_heard_among_the_words_and_nowhere_else(asker: Asker, entry: dict[str, Any]) -> None:
    found = asker.found(entry["q"])
    heard = {said.facet.value: sorted(said.values) for said in (*found.spoken, *found.relaxed)}
    assert heard == entry["filters"]


@pytest.mark.parametrize("entry", [e for e in GOLDEN if e.get("expects_notice")], ids=lambda entry: entry["q"])
def test_what_was_given_up_is_told(asker: Asker, entry: dict[str, Any]) -> None:
    found = asker.found(entry["q"])
    assert found.relaxed or found.missing or not found.complete
