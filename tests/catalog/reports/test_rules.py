"""How reports move, their deadlines, and which page they are about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.reports.rules import (
    PAGE_MAX,
    REPORTS,
    WORKING_DAYS,
    About,
    Kind,
    Refusal,
    State,
    Verb,
    about,
    due_on,
    is_late,
    read_page,
)
from foundation.privacy.working_days import is_working
from tests.support.workflows import led


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
def test_only_what_is_written_down_can_be_done(state: State, verb: Verb) -> None:
    assert led(REPORTS, state, verb) == REPORTS.moves.get((state, verb), Refusal.CLOSED)


def test_deadlines_are_working_days_over_tet() -> None:
    assert due_on(Kind.FAKE, date(2026, 11, 26), is_working) == date(2026, 12, 1)
    assert due_on(Kind.ERROR, date(2027, 2, 4), is_working) > date(2027, 2, 11)
    assert set(WORKING_DAYS) == set(Kind)


def test_late_is_only_what_is_open_past_its_day() -> None:
    day = date(2026, 11, 25)
    assert is_late(State.IN_HAND, day, date(2026, 11, 26))
    assert not is_late(State.IN_HAND, day, day)
    assert not is_late(State.ANSWERED, day, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("/vi/san-pham/mam-ca-12", About(product_id=12)),
        ("/en/products/fish-sauce-12?x=1", About(product_id=12)),
        ("/vi/chu-the/htx-a-7", About(producer_id=7)),
        ("/x/k7m4-q2rd5", About(code="K7M4Q2RD5")),
        ("/x/K7M4-Q2RD6", About()),
        ("/vi/", About()),
        (None, About()),
    ],
)
def test_a_page_tells_what_it_is_about(page: str | None, found: About) -> None:
    assert about(page) == found


@pytest.mark.parametrize(
    "text", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "", "a"]
)
def test_only_pages_of_this_site_are_kept(text: str) -> None:
    assert read_page(text) is None


@given(st.text())
def test_whatever_is_sent_is_an_own_page_or_none(text: str) -> None:
    page = read_page(text)
    assert page is None or (page.startswith("/") and not page.startswith("//") and len(page) <= PAGE_MAX)
    about(page)
