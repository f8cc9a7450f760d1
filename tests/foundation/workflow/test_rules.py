"""Tables of moves, drawn at random."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workflow.rules import Refused, Workflow


class State(StrEnum):
    NEW = "new"
    OPEN = "open"
    SHUT = "shut"


class Verb(StrEnum):
    UNLOCK = "unlock"
    SHUT = "shut"


class Why(StrEnum):
    SHUT = "shut"
    NOT_YET = "not_yet"


class Another(StrEnum):
    SHUT = "shut"


@dataclass
class Door:
    state: State = State.NEW
    lock: State = State.OPEN
    written: list[str] = field(default_factory=list)

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if name != "written" and "written" in vars(self):
            self.written.append(name)


Moves = Mapping[tuple[State, Verb], State]
moves = st.dictionaries(st.tuples(st.sampled_from(State), st.sampled_from(Verb)), st.sampled_from(State))
states, verbs = st.sampled_from(State), st.sampled_from(Verb)


def why(state: State, verb: Verb) -> Why:
    return Why.SHUT if state is State.SHUT or verb is Verb.SHUT else Why.NOT_YET


def of(rows: Moves) -> Workflow[State, Verb]:
    return Workflow(rows, why, start=State.NEW)


@given(moves, states, verbs)
def test_what_is_in_the_table_leads_there_and_all_else_is_refused_by_name(
    rows: Moves, state: State, verb: Verb
) -> None:
    table = of(rows)
    assert table.allows(state, verb) == ((state, verb) in rows)
    if table.allows(state, verb):
        assert table.next(state, verb) is rows[state, verb]
        return
    with pytest.raises(Refused) as refused:
        table.next(state, verb)
    assert refused.value.reason is why(state, verb)


@given(moves, states, verbs)
def test_a_record_moves_as_the_table_says_or_stays_as_it_is(rows: Moves, state: State, verb: Verb) -> None:
    door = Door(state)
    if (state, verb) in rows:
        assert of(rows).apply(door, verb) is door.state is rows[state, verb]
        assert door.written == ["state"]
        return
    with pytest.raises(Refused):
        of(rows).apply(door, verb)
    assert (door.state, door.written) == (state, [])


def test_a_state_may_have_another_name() -> None:
    door = Door()
    table = Workflow({(State.OPEN, Verb.SHUT): State.SHUT}, why, start=State.OPEN, field="lock")
    assert table.apply(door, Verb.SHUT) is State.SHUT
    assert (door.state, door.lock) == (State.NEW, State.SHUT)


@given(moves, verbs)
def test_what_leads_only_once_is_told_by_both_its_ends(rows: Moves, verb: Verb) -> None:
    found = [(before, after) for (before, one), after in rows.items() if one is verb]
    if len(found) == 1:
        assert of(rows).only(verb) == found[0]
        return
    with pytest.raises(ValueError, match="values to unpack"):
        of(rows).only(verb)


@pytest.mark.parametrize("state", [None, "new", Why.SHUT])
def test_what_is_no_state_of_this_table_is_a_mistake_and_no_refusal(state: object) -> None:
    """A record that was never written has none yet; a word of another kind may be spelt alike."""
    table = of({(State.NEW, Verb.UNLOCK): State.OPEN, (State.SHUT, Verb.UNLOCK): State.OPEN})
    with pytest.raises(TypeError):
        table.next(state, Verb.UNLOCK)  # type: ignore[arg-type]


def test_a_refusal_is_put_into_words_by_its_own_room_only() -> None:
    refused = Refused(Why.SHUT, Why.NOT_YET)
    assert refused.of(Why) is Why.SHUT
    assert refused.all_of(Why) == (Why.SHUT, Why.NOT_YET)
    assert str(refused) == "shut, not_yet"
    with pytest.raises(Refused) as on:
        refused.of(Another)
    assert on.value is refused
    with pytest.raises(Refused):
        Refused(Why.SHUT, Another.SHUT).all_of(Why)
