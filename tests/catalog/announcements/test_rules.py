from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.announcements.rules import (
    VERSIONS,
    Kind,
    Refusal,
    Standing,
    State,
    Verb,
    correctable,
    hour,
    is_public,
    move,
    needs_decision,
)
from foundation.audit.rules import Actor
from foundation.workflow.rules import Refused

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
SOON, BEFORE = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
ONE, SECOND = Actor(1), Actor(2)

standings = st.builds(
    Standing, st.sampled_from(State), st.frozensets(st.integers(1, 3)), st.sampled_from([None, BEFORE, NOW, SOON])
)


def moved(found: Standing, verb: Verb, actor: Actor) -> State | Refusal:
    try:
        return move(found, verb, actor, NOW)
    except Refused as refused:
        return refused.of(Refusal)


@pytest.mark.parametrize(("state", "verb"), VERSIONS.moves)
def test_every_row_of_the_table_moves(state: State, verb: Verb) -> None:
    assert moved(Standing(state, frozenset({1}), SOON), verb, SECOND) is VERSIONS.moves[state, verb]


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_what_is_not_in_the_table_is_refused_by_name(state: State, verb: Verb) -> None:
    if not VERSIONS.allows(state, verb):
        assert isinstance(moved(Standing(state), verb, SECOND), Refusal)


@given(standings, st.sampled_from(Verb))
def test_what_everybody_reads_goes_nowhere(found: Standing, verb: Verb) -> None:
    if is_public(found.state, found.publish_at, NOW):
        assert moved(found, verb, SECOND) is Refusal.PUBLIC_ALREADY


@given(standings, st.integers(1, 3), st.one_of(st.none(), st.integers(1, 3)))
def test_no_writer_lets_it_out_nor_anybody_in_their_stead(found: Standing, who: int, for_whom: int | None) -> None:
    if moved(found, Verb.APPROVE, Actor(who, for_whom)) is State.APPROVED:
        assert not {who, for_whom} & found.writers


@pytest.mark.parametrize("actor", [ONE, Actor(2, 1)])
def test_ones_own_work_waits_for_a_second_officer(actor: Actor) -> None:
    waiting = Standing(State.PREVIEW, frozenset({1}))
    assert moved(waiting, Verb.APPROVE, actor) is Refusal.OWN_WORK
    assert moved(waiting, Verb.WITHDRAW_SUBMISSION, actor) is State.DRAFT


@pytest.mark.parametrize(
    ("state", "publish_at", "public"),
    [
        (State.APPROVED, BEFORE, True),
        (State.APPROVED, NOW, True),
        (State.APPROVED, SOON, False),
        (State.PREVIEW, None, False),
        (State.DROPPED, None, False),
    ],
)
def test_the_hour_makes_it_public(state: State, publish_at: datetime | None, public: bool) -> None:
    assert is_public(state, publish_at, NOW) is public


@pytest.mark.parametrize(
    ("asked", "found"), [(None, NOW), (SOON, SOON), (NOW, Refusal.IN_THE_PAST), (BEFORE, Refusal.IN_THE_PAST)]
)
def test_an_hour_is_at_once_or_to_come(asked: datetime | None, found: datetime | Refusal) -> None:
    assert hour(asked, NOW) == found


@pytest.mark.parametrize(
    ("published_at", "withdrawn_at", "why"),
    [
        (BEFORE, None, None),
        (NOW, None, None),
        (SOON, None, Refusal.NOT_PUBLIC),
        (None, None, Refusal.NOT_PUBLIC),
        (BEFORE, NOW, Refusal.WITHDRAWN),
    ],
)
def test_only_what_is_public_is_corrected(
    published_at: datetime | None, withdrawn_at: datetime | None, why: Refusal | None
) -> None:
    assert correctable(published_at, withdrawn_at, NOW) is why


def test_results_are_those_of_a_decision() -> None:
    assert needs_decision(Kind.RESULTS, None) is Refusal.NEEDS_DECISION
    assert [needs_decision(kind, 1) for kind in Kind] == [None] * 4
    assert needs_decision(Kind.REVOCATION, None) is None
