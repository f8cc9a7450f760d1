"""Whoever came first is offered first, once at a time, and never more than there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.booths.waiting_rules import (
    ANY,
    Entry,
    Offer,
    PassedOver,
    free_booths,
    next_offers,
    position,
)


def test_what_is_free_is_what_is_neither_taken_nor_on_offer() -> None:
    capacity = {"std": 10, "big": 2}
    assert free_booths(capacity, {"std": 7}, {"std": 2, "big": 3}) == {"std": 1, "big": 0}


def test_the_oldest_entry_is_offered_first() -> None:
    waiting = [Entry(3, "std", 1), Entry(1, "std", 1), Entry(2, "std", 1)]
    assert next_offers(waiting, {"std": 2}) == ([Offer(1, "std", 1), Offer(2, "std", 1)], [])


def test_an_entry_with_an_open_offer_gets_no_second() -> None:
    waiting = [Entry(1, "std", 1, is_offered=True), Entry(2, "std", 1)]
    assert next_offers(waiting, {"std": 5})[0] == [Offer(2, "std", 1)]


@pytest.mark.parametrize(
    ("first", "offers", "passed"),
    [
        (Entry(1, "std", 3), [Offer(2, "std", 2)], [PassedOver(1, 2)]),
        (Entry(1, "std", 3, accepts_fewer=True), [Offer(1, "std", 2)], []),
        (Entry(1, "std", 2), [Offer(1, "std", 2)], []),
    ],
)
def test_together_or_passed_over_and_said_so(first: Entry, offers: list[Offer], passed: list[PassedOver]) -> None:
    assert next_offers([first, Entry(2, "std", 2)], {"std": 2}) == (offers, passed)


def test_nobody_is_passed_over_when_nobody_gets_anything() -> None:
    assert next_offers([Entry(1, "std", 3), Entry(2, "std", 4)], {"std": 2}) == ([], [])


def test_whoever_takes_any_type_gets_it_whole_where_there_is_enough() -> None:
    assert next_offers([Entry(1, ANY, 2)], {"std": 1, "big": 2})[0] == [Offer(1, "big", 2)]
    assert next_offers([Entry(1, ANY, 3, accepts_fewer=True)], {"std": 1, "big": 2})[0] == [Offer(1, "big", 2)]
    assert next_offers([Entry(1, ANY, 1)], {})[0] == []


def test_a_place_in_the_line_counts_those_who_want_the_same() -> None:
    waiting = [Entry(1, "big", 1), Entry(2, "std", 1), Entry(4, ANY, 1), Entry(7, "std", 1)]
    assert [position(waiting, place) for place in (1, 2, 4, 7)] == [1, 1, 3, 3]


TYPES = ("std", "big", "raw")
ENTRIES = st.lists(
    st.builds(
        Entry,
        place=st.integers(1, 500),
        type=st.sampled_from([*TYPES, ANY]),
        wanted=st.integers(1, 4),
        accepts_fewer=st.booleans(),
        is_offered=st.booleans(),
    ),
    max_size=20,
    unique_by=lambda entry: entry.place,
)
FREE = st.fixed_dictionaries({code: st.integers(0, 6) for code in TYPES})


@given(ENTRIES, FREE)
def test_offers_are_one_for_an_entry_and_never_more_than_there_is(entries: list[Entry], free: dict[str, int]) -> None:
    offers, passed = next_offers(entries, free)
    by_place = {entry.place: entry for entry in entries}
    assert len({offer.place for offer in offers}) == len(offers)
    for code in TYPES:
        assert sum(offer.count for offer in offers if offer.type == code) <= free[code]
    for offer in offers:
        entry = by_place[offer.place]
        assert not entry.is_offered
        assert entry.type in {ANY, offer.type}
        assert 1 <= offer.count <= entry.wanted
        assert offer.count == entry.wanted or entry.accepts_fewer
    assert not {one.place for one in passed} & {offer.place for offer in offers}


@given(ENTRIES, FREE)
def test_no_later_entry_of_the_same_wish_is_served_before_an_earlier_one(
    entries: list[Entry], free: dict[str, int]
) -> None:
    offers, passed = next_offers(entries, free)
    served, told = {offer.place for offer in offers}, {one.place for one in passed}
    for entry in entries:
        later = [one for one in entries if one.place > entry.place and one.place in served and one.type == entry.type]
        if later and entry.place not in served and not entry.is_offered:
            assert entry.place in told
            assert all(one.wanted < entry.wanted or one.accepts_fewer for one in later)
            assert not entry.accepts_fewer


def test_an_offer_that_is_declined_goes_to_the_next_at_once() -> None:
    waiting = [Entry(1, "std", 1), Entry(2, "std", 1)]
    assert next_offers(waiting, {"std": 1})[0] == [Offer(1, "std", 1)]
    assert next_offers(waiting[1:], {"std": 1})[0] == [Offer(2, "std", 1)]
