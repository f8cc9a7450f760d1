"""Which template holds, and what frozen facts are."""

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.papers.rules import NoTemplate, PaperTemplate, Qr, digest, frozen, kinds_by_name
from tests.foundation.papers.sample import KIND, TEMPLATE, Facts


def template(edition: str, since: date, **more: Any) -> PaperTemplate:
    return PaperTemplate(edition, TEMPLATE, since, **more)


OLD, NEW = template("2025", date(2025, 1, 1)), template("2026", date(2026, 7, 1))
OF_HUE = template("46-2025", date(2025, 6, 1), province="46")
ENGLISH = template("2025", date(2025, 1, 1), language="en")
MANY = replace(KIND, templates=(OLD, NEW, OF_HUE, ENGLISH))


@pytest.mark.parametrize(
    ("day", "language", "province", "held"),
    [
        (date(2025, 1, 1), "vi", None, OLD),
        (date(2026, 6, 30), "vi", "01", OLD),
        (date(2026, 7, 1), "vi", "01", NEW),
        (date(2026, 7, 1), "vi", "46", OF_HUE),
        (date(2025, 5, 31), "vi", "46", OLD),
        (date(2026, 7, 1), "en", None, ENGLISH),
        (date(2026, 7, 1), "fr", None, NEW),
    ],
)
def test_the_template_of_a_day_a_language_and_a_province(
    day: date, language: str, province: str | None, held: PaperTemplate
) -> None:
    assert MANY.template(day, language=language, province=province) is held
    assert MANY.named(held.edition, language=held.language, province=held.province) is held


def test_a_day_before_every_template_has_none() -> None:
    with pytest.raises(NoTemplate):
        MANY.template(date(2024, 12, 31))
    with pytest.raises(NoTemplate):
        MANY.named("2024", language="vi", province=None)


def test_two_kinds_of_one_name_are_a_mistake() -> None:
    assert kinds_by_name([KIND]) == {"sample": KIND}
    with pytest.raises(ValueError, match="twice"):
        kinds_by_name([KIND, KIND])


@dataclass(frozen=True)
class Row:
    label: str
    dong: int


@dataclass(frozen=True)
class Many:
    rows: tuple[Row, ...]
    value: object = None


def test_facts_are_frozen_as_json_keeps_them() -> None:
    rows = (Row("Nguye\u0302\u0303n", 5),)
    told = Many(rows, [date(2026, 1, 2), Qr("a"), True, None])
    assert frozen(told) == {
        "rows": [{"label": "Nguyễn", "dong": 5}],
        "value": ["2026-01-02", {"qr": "a"}, True, None],
    }


@pytest.mark.parametrize("value", [1.5, b"x", {"a": 1}, object()])
def test_what_json_would_bend_is_no_fact(value: object) -> None:
    with pytest.raises(TypeError):
        frozen(Many((), value))


def test_facts_are_a_dataclass() -> None:
    with pytest.raises(TypeError):
        frozen({"name": "x"})


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9), max_size=6), st.randoms())
def test_the_digest_hangs_on_no_order(facts: dict[str, Any], drawn: random.Random) -> None:
    mixed = list(facts.items())
    drawn.shuffle(mixed)
    assert digest(dict(mixed)) == digest(facts)
    assert digest({**facts, "more": 1}) != digest(facts)


def test_the_digest_tells_facts_apart() -> None:
    assert digest(frozen(Facts())) != digest(frozen(Facts(amount=14_400_001)))
