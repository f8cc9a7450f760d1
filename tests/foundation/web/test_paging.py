from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foundation.web.paging import ListQuery, Paging, page_number

TOTALS = st.integers(0, 5000)
SIZES = st.integers(1, 100)


@st.composite
def existing(draw: st.DrawFn) -> Paging:
    """A page that its list has."""
    total, size = draw(TOTALS), draw(SIZES)
    return Paging(total, draw(st.integers(1, Paging(total, 1, size).last)), size)


@given(TOTALS, SIZES)
def test_the_pages_hold_every_entry_once(total: int, size: int) -> None:
    last = Paging(total, 1, size).last
    pages = [Paging(total, number, size) for number in range(1, last + 1)]
    entries = [n for page in pages if total for n in range(page.first_entry, page.last_entry + 1)]
    assert entries == list(range(1, total + 1))


@given(TOTALS, SIZES, st.integers(-5, 6000))
def test_a_page_exists_when_it_has_entries_and_the_first_always(total: int, size: int, number: int) -> None:
    assert Paging(total, number, size).exists is (number == 1 or 1 < number <= -(-total // size))


def test_an_empty_list_has_one_page_without_entries() -> None:
    page = Paging(0, 1, 24)
    assert (page.last, page.first_entry, page.last_entry, page.previous, page.following) == (1, 0, 0, None, None)


@given(existing())
def test_neighbours_exist(page: Paging) -> None:
    around = [n for n in (page.previous, page.following) if n]
    assert all(Paging(page.total, n, page.per_page).exists for n in around)
    assert (page.previous is None) is (page.page == 1)
    assert (page.following is None) is (page.page == page.last)


@given(existing())
def test_the_window_offers_first_last_and_near_pages_in_order(page: Paging) -> None:
    numbers = [n for n in page.window() if n]
    assert numbers == sorted(set(numbers))
    assert {1, page.page, page.last} | {n for n in (page.previous, page.following) if n} <= set(numbers)
    assert len(page.window()) <= 7


@given(existing())
def test_a_gap_stands_for_two_pages_or_more(page: Paging) -> None:
    window = page.window()
    for place, number in enumerate(window):
        if number is None:
            before, after = window[place - 1], window[place + 1]
            assert before is not None
            assert after is not None
            assert after - before > 2
        elif place:
            assert window[place - 1] in {number - 1, None}


@pytest.mark.parametrize(
    ("page", "window"), [(1, [1, 2, None, 10]), (4, [1, 2, 3, 4, 5, None, 10]), (6, [1, None, 5, 6, 7, None, 10])]
)
def test_windows_by_example(page: int, window: list[int | None]) -> None:
    assert Paging(100, page, 10).window() == window


@given(st.integers(0, 9_999_999))
def test_a_number_is_read_as_written(number: int) -> None:
    assert page_number(str(number)) == number


@given(st.text(min_size=1))
def test_anything_else_is_no_page(text: str) -> None:
    assume(not (text.isascii() and text.isdigit() and len(text) < 8))
    assert page_number(text) == 0


def test_no_number_means_the_first_page() -> None:
    assert page_number(None) == page_number("") == 1


QUERIES = st.dictionaries(st.sampled_from(["q", "stars", "province"]), st.lists(st.text(min_size=1), min_size=1))


@given(QUERIES, st.integers(2, 99))
def test_a_list_is_asked_again_with_one_part_changed(query: dict[str, list[str]], number: int) -> None:
    asked = ListQuery("/vi/san-pham", query)
    assert parse_qs(urlsplit(asked.page(number)).query) == query | {"page": [str(number)]}
    assert parse_qs(urlsplit(asked.changed(q=None)).query) == {name: query[name] for name in query if name != "q"}
    assert asked.page(1) == asked.changed()


def test_a_list_that_is_asked_nothing_has_no_query() -> None:
    assert ListQuery("/vi/san-pham", {"q": ["mật ong"]}).changed(q=None) == "/vi/san-pham"
