from dataclasses import replace
from datetime import date, datetime, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.audit.rules import CODE_MAX, GENESIS, Link, as_codes, broken, changed, seal

codes = st.dictionaries(
    st.text(min_size=1, max_size=8), st.none() | st.booleans() | st.integers() | st.text(max_size=20)
)
facts = st.fixed_dictionaries({"id": st.integers(1), "verb": st.just("account:open"), "after": codes})


class Colour(StrEnum):
    LEAF = "leaf"


def chain(told: list[dict[str, object]]) -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for position, said in enumerate(told, start=1):
        previous = seal(previous, said)
        links.append(Link(position, previous, said))
    return links


@given(st.lists(facts, max_size=8))
def test_a_chain_as_it_was_sealed_holds(told: list[dict[str, object]]) -> None:
    assert list(broken(chain(told))) == []


@given(st.lists(facts, min_size=1, max_size=8), st.data())
def test_a_changed_entry_is_found(told: list[dict[str, object]], data: st.DataObject) -> None:
    links = chain(told)
    victim = data.draw(st.integers(0, len(links) - 1))
    links[victim] = replace(links[victim], facts={**links[victim].facts, "reason": "slipped in"})
    assert f"entry {victim + 1} of the chain (account:open) is not what was sealed" in list(broken(links))


@given(st.lists(facts, min_size=2, max_size=8), st.data())
def test_a_removed_entry_is_found(told: list[dict[str, object]], data: st.DataObject) -> None:
    links = chain(told)
    del links[data.draw(st.integers(0, len(links) - 2))]
    assert any("missing" in sentence for sentence in broken(links))


@given(st.lists(facts, min_size=2, max_size=8, unique_by=lambda told: told["id"]))
def test_two_entries_that_changed_places_are_found(told: list[dict[str, object]]) -> None:
    links = chain(told)
    links[0], links[1] = replace(links[1], position=1), replace(links[0], position=2)
    assert list(broken(links))


@given(codes)
def test_codes_stay_what_they_are(values: dict[str, object]) -> None:
    assert as_codes(values) == values


def test_days_and_enumerations_are_kept_by_their_codes() -> None:
    kept = as_codes(
        {
            "on": date(2026, 11, 23),
            "at": datetime(2026, 11, 23, 1, tzinfo=timezone.utc),
            "colour": Colour.LEAF,
            "all": {Colour.LEAF, "clay"},
        }
    )
    assert kept == {"on": "2026-11-23", "at": "2026-11-23T01:00:00+00:00", "colour": "leaf", "all": ["clay", "leaf"]}


@pytest.mark.parametrize("value", ["x" * (CODE_MAX + 1), b"secret", 1.5, {"a": 1}, object()])
def test_a_text_or_a_secret_is_no_code(value: object) -> None:
    with pytest.raises(TypeError, match="holds codes"):
        as_codes({"value": value})


@given(codes, codes)
def test_only_what_differs_is_told(before: dict[str, object], after: dict[str, object]) -> None:
    old, new = changed(before, after)
    same = {name for name in before if name in after and before[name] == after[name]}
    assert old == {name: value for name, value in before.items() if name not in same}
    assert new == {name: value for name, value in after.items() if name not in same}
