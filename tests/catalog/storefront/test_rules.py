from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from catalog.certificates.rules import StandingCode
from catalog.storefront.rules import (
    SHADES,
    Cell,
    DecisionSeen,
    Named,
    by_sector,
    figures,
    former_totals,
    shade,
    shade_steps,
    standing_totals,
)
from foundation.i18n.content import Bilingual

COUNTS = st.dictionaries(st.sampled_from(StandingCode), st.integers(0, 10_000))


@given(COUNTS)
def test_every_standing_is_in_exactly_one_figure(counts: dict[StandingCode, int]) -> None:
    assert figures(counts).total == sum(counts.values())


def test_the_figures_are_what_their_words_say() -> None:
    counts = {code: 10**place for place, code in enumerate(StandingCode)}
    found = figures(counts)
    assert (found.in_force, found.ending, found.lapsed) == (11, 100, 1000)


@given(st.lists(st.integers(0, 50_000), max_size=40))
def test_shades_grow_with_the_count(counts: list[int]) -> None:
    steps = shade_steps(counts)
    assert len(steps) < SHADES
    assert list(steps) == sorted(set(steps))
    shades = [shade(count, steps) for count in sorted(counts)]
    assert shades == sorted(shades)
    assert all((shade(count, steps) == 1) == (count == 0) for count in counts)


def test_steps_are_round_numbers() -> None:
    assert shade_steps([0, 9, 10, 13, 14, 17, 18, 23, 35, 44, 60]) == (1, 10, 20)
    assert shade_steps([612, 1234, 987]) == (1, 950, 1000)
    assert shade_steps([]) == ()
    assert shade_steps([4, 4, 4]) == (1, 4)


CELLS = [
    Cell(1, 5, StandingCode.IN_FORCE, "10", 2),
    Cell(2, 3, StandingCode.LAPSED, "15", 4),
    Cell(1, 3, StandingCode.LAPSED, "15", 1),
    Cell(None, None, StandingCode.UNVERIFIED, "10", 7),
]


def test_a_table_counts_each_product_once() -> None:
    sectors = {1: "26-2", 2: "26-1", None: None}
    rows = by_sector(CELLS, sectors.__getitem__)
    assert [row.sector for row in rows] == ["26-1", "26-2", None]
    assert [row.total for row in rows] == [4, 3, 7]
    assert dict(rows[1].by_stars) == {5: 2, 3: 1}
    assert standing_totals(CELLS) == {
        StandingCode.IN_FORCE: 2,
        StandingCode.LAPSED: 5,
        StandingCode.UNVERIFIED: 7,
    }
    assert former_totals(CELLS) == {"10": 9, "15": 5}


def test_a_decision_tells_its_levels_best_first() -> None:
    products = tuple(Named(n, "x", Bilingual("x"), stars) for n, stars in enumerate([3, None, 4, 3]))
    seen = DecisionSeen("1/QĐ", 2026, date(2026, 1, 2), "10", on_file=True, products=products)
    assert seen.by_stars() == [(4, 1), (3, 2), (None, 1)]
