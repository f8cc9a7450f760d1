"""The list against its own records: counts, filters and ways of writing a question."""

import unicodedata
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from catalog.certificates.rules import StandingCode
from catalog.finder.cards import Card
from catalog.finder.rules import PER_PAGE_MAX, Facet, FacetCount, Filters, Sort
from catalog.producers.models import Producer
from catalog.producers.rules import ProducerType
from catalog.products.models import Product
from foundation.i18n.text import sort_key
from tests.relevance.known_items import catalogue, without_marks
from tests.support.finding import Finder

NAMES = sorted({pick.name for pick in catalogue()})
WORDS = sorted({word for name in NAMES for word in name.split()})
Q = st.one_of(
    st.just(""),
    st.sampled_from(NAMES),
    st.sampled_from(["mật ong 4 sao", "trà Hà Giang", "honey cooperative", "cà phê 5 sao", "mat onh", "gạo công ty"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
)
CHOICES: dict[str, st.SearchStrategy[frozenset[Any]]] = {
    "provinces": st.frozensets(st.sampled_from(["01", "04", "08", "19", "25", "79", "86", "92"]), max_size=3),
    "groups": st.frozensets(st.sampled_from(["26-1", "26-2", "26-1-5", "26-1-6", "26-4"]), max_size=2),
    "stars": st.frozensets(st.sampled_from([3, 4, 5]), max_size=2),
    "standings": st.frozensets(st.sampled_from(StandingCode), max_size=3),
    "producer_types": st.frozensets(st.sampled_from(ProducerType), max_size=2),
}
FACETS = {
    "provinces": Facet.PROVINCE,
    "groups": Facet.GROUP,
    "stars": Facet.STARS,
    "standings": Facet.STANDING,
    "producer_types": Facet.PRODUCER_TYPE,
}
FILTERS = st.builds(Filters, q=Q, **CHOICES)
EACH = settings(max_examples=40, deadline=None)
FREE = Filters()


@pytest.fixture(scope="module")
def kinds(finder: Finder) -> dict[int | None, ProducerType]:
    """The kind of every producer."""
    known: dict[int | None, ProducerType] = {m.id: m.kind for m in finder.catalogue.session.query(Producer)}
    return known | {None: ProducerType.UNSTATED}


def cards(finder: Finder, asked: Filters) -> list[Card]:
    """Every product of an answer."""
    pages = range(1, finder.search(asked).counts.total // PER_PAGE_MAX + 2)
    return [card for page in pages for card in finder.search(asked, page=page, per_page=PER_PAGE_MAX).cards]


def recount(finder: Finder, found: list[Card], kinds: dict[int | None, ProducerType], facet: Facet) -> Counter[str]:
    """How many of these products have each value."""
    counts: Counter[str] = Counter()
    for card in found:
        values: dict[Facet, tuple[str, ...]] = {
            Facet.PROVINCE: (card.province_code,),
            Facet.GROUP: finder.catalogue.tree.shelf(card.group_id),
            Facet.STARS: (str(card.standing.recognised_stars),) if card.standing.recognised_stars else (),
            Facet.STANDING: (card.standing.code.value,),
            Facet.PRODUCER_TYPE: (kinds[card.producer_id].value,),
        }
        counts.update(values[facet])
    return counts


def narrowed(asked: Filters, values: dict[str, frozenset[Any]]) -> Filters:
    """The same with other values chosen."""
    chosen: dict[str, Any] = dict(values)
    return replace(asked, **chosen)


def heard_in(finder: Finder, asked: Filters) -> set[Facet]:
    """Facets of which something was heard."""
    result = finder.search(asked)
    return {said.facet for said in (*result.spoken, *result.relaxed)}


def in_force(found: list[Card]) -> list[Card]:
    return [card for card in found if card.standing.stars]


@EACH
@given(asked=FILTERS)
@example(asked=Filters("Thủy kim", producer_types=frozenset({ProducerType.COOPERATIVE})))
def test_facets_count_what_a_recount_of_all_pages_counts(
    finder: Finder, kinds: dict[int | None, ProducerType], asked: Filters
) -> None:
    result = finder.search(asked)
    found = cards(finder, asked)
    assert result.counts.total == len(found) == len({card.id for card in found})
    assert result.counts.in_force == len(in_force(found))
    for name, facet in FACETS.items():
        # A facet counts as if nothing of its own were chosen; without its words nothing could be recounted.
        free = narrowed(asked, {name: frozenset()})
        if facet in heard_in(finder, free):
            continue
        everything = cards(finder, free)
        offered = {count.value: count for count in result.counts.facets[facet]}
        counts = recount(finder, everything, kinds, facet)
        assert {value: count.count for value, count in offered.items() if count.count} == counts
        beside = recount(finder, in_force(everything), kinds, facet)
        assert {value: count.in_force for value, count in offered.items() if count.in_force} == beside


@EACH
@given(asked=FILTERS, more=st.builds(Filters, **CHOICES))
def test_adding_a_filter_never_adds_hits(finder: Finder, asked: Filters, more: Filters) -> None:
    added = {
        name: getattr(more, name)
        for name, facet in FACETS.items()
        if getattr(more, name) and not getattr(asked, name) and facet not in heard_in(finder, asked)
    }
    wider, narrower = finder.search(asked), finder.search(narrowed(asked, added))
    assume(narrower.relaxed == wider.relaxed)  # what is given up for want of hits brings others, and says so
    assert narrower.counts.total <= wider.counts.total
    assert set(finder.ids(narrowed(asked, added))) <= set(finder.ids(asked))


def test_how_a_mended_word_is_written_depends_on_no_filter(finder: Finder) -> None:
    """A slip is taken for "hon", which some write with marks and some without."""
    free, none = Filters(q="Hội Hon"), frozenset({ProducerType.COOPERATIVE})
    whole, narrow = finder.search(free), finder.search(replace(free, producer_types=none))
    assert whole.suggestion == narrow.suggestion
    for count in narrow.counts.facets[Facet.PRODUCER_TYPE]:
        chosen = finder.search(replace(free, producer_types=frozenset({ProducerType(count.value)})))
        assert (chosen.suggestion, chosen.counts.total) == (whole.suggestion, count.count)


@EACH
@given(asked=FILTERS, data=st.data())
def test_choosing_a_value_shows_as_many_as_its_facet_said(finder: Finder, asked: Filters, data: st.DataObject) -> None:
    result = finder.search(asked)
    assume(not result.relaxed)
    offered = [(name, count) for name, facet in FACETS.items() for count in result.counts.facets[facet] if count.count]
    assume(offered)
    name, count = data.draw(st.sampled_from(offered))
    chosen = finder.search(narrowed(asked, {name: frozenset({_value(name, count)})}))
    assert (chosen.counts.total, chosen.counts.in_force) == (count.count, count.in_force)


def _value(name: str, count: FacetCount) -> Any:
    kinds: dict[str, Any] = {"stars": int, "standings": StandingCode, "producer_types": ProducerType}
    return kinds.get(name, str)(count.value)


@EACH
@given(q=st.one_of(st.sampled_from(NAMES), Q), sort=st.sampled_from([None, *Sort]))
def test_capitals_and_composition_make_no_difference(finder: Finder, q: str, sort: Sort | None) -> None:
    wanted = finder.ids(Filters(q=q, sort=sort))
    for form in ("NFC", "NFD"):
        for text in (q, q.upper(), q.lower(), q.title()):
            assert finder.ids(Filters(q=unicodedata.normalize(form, text), sort=sort)) == wanted, text


PLACES_OF_TONES = [("hòa", "hoà"), ("thúy", "thuý"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("họa", "hoạ"), ("lý", "lí")]


@pytest.mark.parametrize(("one", "other"), PLACES_OF_TONES)
def test_where_a_tone_is_placed_makes_no_difference(finder: Finder, one: str, other: str) -> None:
    assert finder.ids(Filters(q=one)) == finder.ids(Filters(q=other)) != []
    names = [name for name in NAMES if one in name.lower() or other in name.lower()]
    assert names
    for name in names[:12]:
        lower = unicodedata.normalize("NFC", name).lower()
        assert finder.ids(Filters(q=lower.replace(one, other))) == finder.ids(Filters(q=lower.replace(other, one)))


@EACH
@given(name=st.sampled_from(NAMES))
def test_a_name_finds_its_product_with_and_without_marks(finder: Finder, name: str) -> None:
    for q in (name, without_marks(name)):
        assert name in [card.name.vi for card in cards(finder, Filters(q=q))], q


def test_marks_that_were_typed_count(finder: Finder) -> None:
    assert "đường" in finder.names("đường")[0].lower()
    first, *_ = finder.names("dương")
    assert "đường" not in first.lower()


def test_a_group_is_counted_with_all_below_it_and_by_its_older_names(finder: Finder) -> None:
    counts = {count.value: count.count for count in finder.search(FREE).counts.facets[Facet.GROUP]}
    tree = finder.catalogue.tree
    rows = Counter(row for (row,) in finder.catalogue.session.query(Product.group_id) if row)
    for code, count in counts.items():
        assert count == sum(rows[number] for number in tree.ids_under(code)), code
    sectors = [node for node in tree.shelves() if len(node.lineage) == 1]
    for sector in sectors:
        assert counts.get(sector.code, 0) >= max(
            (counts.get(node.code, 0) for node in tree.shelves() if node.code.startswith(f"{sector.code}-")), default=0
        )


@pytest.mark.parametrize("q", ["", "mật ong", "trà 4 sao"])
def test_pages_hold_every_product_once_in_every_order(finder: Finder, q: str) -> None:
    for sort in Sort:
        ids = finder.ids(Filters(q=q, sort=sort))
        assert len(ids) == len(set(ids)) == finder.search(Filters(q=q, sort=sort)).counts.total


def test_names_stand_in_vietnamese_order_among_hits(finder: Finder) -> None:
    names = [card.name.vi for card in cards(finder, Filters(q="trà", sort=Sort.NAME))]
    assert names == sorted(names, key=sort_key)


def test_a_page_past_the_end_is_empty_and_counts_all_the_same(finder: Finder) -> None:
    past = finder.search(Filters(q="mật ong"), page=99)
    assert (past.cards, past.counts.total) == ([], finder.ask("mật ong").counts.total)
