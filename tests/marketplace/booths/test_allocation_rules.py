"""Who gets a booth, by each of the three ways, and that everybody can be told why."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from marketplace.booths.allocation_rules import (
    CAPS,
    OTHERS,
    Application,
    Criterion,
    Measure,
    Placed,
    by_quota,
    first_come,
    points_of,
    select,
)

START = datetime(2026, 11, 1, tzinfo=timezone.utc)


def application(number: int, province: str = "01", *, minutes: int | None = None, **measured: int) -> Application:
    sent = START + timedelta(minutes=number if minutes is None else minutes)
    return Application(number, sent, province, {Measure(name): many for name, many in measured.items()})


def chosen(placed: list[Placed]) -> list[int]:
    return [one.application.number for one in placed if one.is_chosen]


STARS = [Criterion(Measure.STARS, 10), Criterion(Measure.FIRST_TIME, 5)]


def test_first_come_is_by_the_moment_of_sending_and_then_by_number() -> None:
    asked = [application(3, minutes=5), application(2, minutes=5), application(9, minutes=1)]
    assert chosen(first_come(asked, 2)) == [9, 2]


def test_selection_is_by_published_points_and_says_how_many() -> None:
    asked = [application(1, stars=3), application(2, stars=4, first_time=1), application(3, stars=4)]
    placed = select(asked, 2, STARS)
    assert [(one.application.number, one.points) for one in placed] == [(2, 45), (3, 40), (1, 30)]
    assert chosen(placed) == [2, 3]


def test_no_measure_counts_beyond_its_cap_or_below_nothing() -> None:
    assert points_of(application(1, stars=9, first_time=-4), STARS) == CAPS[Measure.STARS] * 10
    assert points_of(application(1), STARS) == 0


def test_each_province_has_its_quota_and_what_is_left_goes_to_the_best() -> None:
    asked = [
        application(1, "01", stars=5),
        application(2, "01", stars=5),
        application(3, "04", stars=3),
        application(4, "46", stars=3),
        application(5, "48", stars=4),
    ]
    assert chosen(by_quota(asked, 4, {"01": 1, "04": 2, OTHERS: 1}, STARS)) == [1, 2, 5, 3]


def test_quotas_above_the_capacity_are_cut_by_points() -> None:
    asked = [application(1, "01", stars=3), application(2, "04", stars=5)]
    assert chosen(by_quota(asked, 1, {"01": 1, "04": 1}, STARS)) == [2]


PROVINCES = ("01", "04", "46", "48")
APPLICATIONS = st.lists(
    st.builds(
        lambda number, province, minutes, stars, first: application(
            number, province, minutes=minutes, stars=stars, first_time=first
        ),
        st.integers(1, 10**6),
        st.sampled_from(PROVINCES),
        st.integers(0, 50),
        st.integers(0, 5),
        st.integers(0, 1),
    ),
    max_size=25,
    unique_by=lambda one: one.number,
)
QUOTAS = st.dictionaries(st.sampled_from([*PROVINCES, OTHERS]), st.integers(0, 8))


@given(APPLICATIONS, st.integers(0, 15), QUOTAS, st.randoms())
def test_every_way_gives_out_all_there_is_and_hangs_on_no_order(
    asked: list[Application], capacity: int, quotas: dict[str, int], drawn: random.Random
) -> None:
    mixed = list(asked)
    drawn.shuffle(mixed)
    ways: list[Callable[[list[Application]], list[Placed]]] = [
        lambda of: first_come(of, capacity),
        lambda of: select(of, capacity, STARS),
        lambda of: by_quota(of, capacity, quotas, STARS),
    ]
    for give in ways:
        placed = give(asked)
        assert placed == give(mixed)
        assert len(placed) == len(asked)
        assert len(chosen(placed)) == min(capacity, len(asked))


@given(APPLICATIONS, st.integers(0, 15), QUOTAS)
def test_a_province_with_enough_applications_gets_its_quota(
    asked: list[Application], capacity: int, quotas: dict[str, int]
) -> None:
    if sum(quotas.values()) > capacity:
        return
    got = [one.application.province for one in by_quota(asked, capacity, quotas, STARS) if one.is_chosen]
    for province in PROVINCES:
        if province in quotas:
            applied = sum(one.province == province for one in asked)
            assert got.count(province) >= min(quotas[province], applied)


@given(APPLICATIONS, st.integers(1, 15))
def test_a_better_application_is_never_worse_off(asked: list[Application], capacity: int) -> None:
    if not asked:
        return
    first = asked[0]
    better = replace(first, measured={**first.measured, Measure.STARS: 5, Measure.FIRST_TIME: 1})
    if first.number in chosen(select(asked, capacity, STARS)):
        assert first.number in chosen(select([better, *asked[1:]], capacity, STARS))
