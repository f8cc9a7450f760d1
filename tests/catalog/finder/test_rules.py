from hypothesis import given
from hypothesis import strategies as st

from catalog.certificates.rules import StandingCode
from catalog.finder.rules import Cell, Facet, Filters, roll_up
from catalog.producers.rules import ProducerType

PROVINCES = ["01", "08", "91"]
SHELVES = [(), ("26-1",), ("26-1", "26-1-5"), ("26-2",)]
cells = st.lists(
    st.builds(
        Cell,
        province=st.sampled_from(PROVINCES),
        shelf=st.sampled_from(SHELVES),
        stars=st.sampled_from([None, 3, 4, 5]),
        standing=st.sampled_from(StandingCode),
        producer_type=st.sampled_from(ProducerType),
        count=st.integers(1, 9),
    ),
    max_size=30,
)
filters = st.builds(
    Filters,
    provinces=st.frozensets(st.sampled_from(PROVINCES), max_size=2),
    groups=st.frozensets(st.sampled_from(["26-1", "26-1-5", "26-2"]), max_size=2),
    stars=st.frozensets(st.sampled_from([3, 4, 5]), max_size=2),
    standings=st.frozensets(st.sampled_from(StandingCode), max_size=2),
    producer_types=st.frozensets(st.sampled_from(ProducerType), max_size=2),
)


@given(cells, filters)
def test_a_facet_value_counts_what_choosing_it_alone_would_show(rows: list[Cell], asked: Filters) -> None:
    provinces = {count.value: count.count for count in roll_up(rows, asked).facets[Facet.PROVINCE]}
    for value in PROVINCES:
        alone = Filters(
            provinces=frozenset({value}),
            groups=asked.groups,
            stars=asked.stars,
            standings=asked.standings,
            producer_types=asked.producer_types,
        )
        assert provinces.get(value, 0) == roll_up(rows, alone).total


@given(cells, filters)
def test_adding_a_filter_never_adds_hits(rows: list[Cell], asked: Filters) -> None:
    assert roll_up(rows, asked).total <= roll_up(rows, Filters()).total == sum(cell.count for cell in rows)


@given(cells, filters)
def test_a_chosen_value_is_always_offered(rows: list[Cell], asked: Filters) -> None:
    rolled = roll_up(rows, asked)
    for facet in Facet:
        offered = {count.value for count in rolled.facets[facet] if count.chosen}
        assert offered == asked.chosen(facet)


@given(cells)
def test_in_force_never_exceeds_the_count(rows: list[Cell]) -> None:
    for counts in roll_up(rows, Filters()).facets.values():
        assert all(0 <= count.in_force <= count.count for count in counts)
