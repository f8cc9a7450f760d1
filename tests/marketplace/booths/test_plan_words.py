"""How booths, rows and columns are written in a line."""

import pytest

from foundation.workflow.rules import Refused
from marketplace.booths.plan_rules import SIDE_MAX, PlanRefusal, filled, rename
from marketplace.booths.plan_words import labels_of, numbers_of

PLAN = rename(filled(3, 4, "S", aisles={1}), "B04", "B-4")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("", []),
        ("A01", ["A01"]),
        ("A01-A03", ["A01", "A02", "A03"]),
        ("A03 – B02, A01", ["A03", "A04", "B01", "B02", "A01"]),
        ("B02-A04", ["A04", "B01", "B02"]),
        ("B-4", ["B-4"]),
        ("B02-B-4", ["B02", "B03", "B-4"]),
        ("A01, A01; A01-A02", ["A01", "A02"]),
    ],
)
def test_booths_are_named_one_by_one_or_from_one_to_another(text: str, labels: list[str]) -> None:
    assert labels_of(text, PLAN) == labels


@pytest.mark.parametrize("text", ["C01", "A01-C01", "-", "a01", "A01-"])
def test_a_booth_that_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        labels_of(text, PLAN)
    assert refused.value.reason is PlanRefusal.NOT_THERE


@pytest.mark.parametrize(
    ("text", "numbers"), [("", set()), ("1", {0}), ("3, 6-8", {2, 5, 6, 7}), ("2 – 3;2", {1, 2}), ("60", {59})]
)
def test_rows_are_counted_from_one(text: str, numbers: set[int]) -> None:
    assert numbers_of(text) == numbers


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x", PlanRefusal.UNREAD),
        ("1-2-3", PlanRefusal.UNREAD),
        ("²", PlanRefusal.UNREAD),
        ("0", PlanRefusal.OUTSIDE),
        ("3-2", PlanRefusal.OUTSIDE),
        (str(SIDE_MAX + 1), PlanRefusal.OUTSIDE),
    ],
)
def test_what_is_no_row_is_refused(text: str, why: PlanRefusal) -> None:
    with pytest.raises(Refused) as refused:
        numbers_of(text)
    assert refused.value.reason is why
