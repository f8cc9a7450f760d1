"""A table of moves, and the refusal of whatever is not in it. Pure but for `apply`, which writes the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)
Verb = TypeVar("Verb", bound=StrEnum)
Reason = TypeVar("Reason", bound=StrEnum)


class Refused(Exception):
    """It cannot be done; `reason` is a word of the room that says so, the first of `reasons` where several hold."""

    def __init__(self, reason: StrEnum, *others: StrEnum) -> None:
        self.reason, self.reasons = reason, (reason, *others)
        super().__init__(", ".join(one.value for one in self.reasons))

    def of(self, kind: type[Reason]) -> Reason:
        """Return the reason, for the room that has words for this kind; a refusal of another kind goes on its way.

        Reasons of two rooms may be spelt alike: without the question one room would say another's in its own words.
        """
        return self.all_of(kind)[0]

    def all_of(self, kind: type[Reason]) -> tuple[Reason, ...]:
        """Return the same of all of them."""
        found = tuple(one for one in self.reasons if isinstance(one, kind))
        if len(found) < len(self.reasons):
            raise self
        return found


@dataclass(frozen=True, slots=True)
class Workflow(Generic[State, Verb]):
    """Where each thing that can be done leads from each state; a record begins at `start`.

    `refusals` says why something that is not in the table cannot be done; `field` is where a record keeps its state.
    """

    moves: Mapping[tuple[State, Verb], State]
    refusals: Callable[[State, Verb], StrEnum]
    start: State
    field: str = "state"

    def next(self, state: State, verb: Verb) -> State:
        """Where a record goes. Raises `Refused`."""
        if not isinstance(state, type(self.start)):
            raise TypeError(f"{state!r} is no {type(self.start).__name__}")
        after = self.moves.get((state, verb))
        if after is None:
            raise Refused(self.refusals(state, verb))
        return after

    def apply(self, record: object, verb: Verb) -> State:
        """Move a record: nothing else writes its state. Raises `Refused`."""
        after = self.next(getattr(record, self.field), verb)
        setattr(record, self.field, after)
        return after

    def allows(self, state: State, verb: Verb) -> bool:
        """Whether this can be done there."""
        return (state, verb) in self.moves

    def only(self, verb: Verb) -> tuple[State, State]:
        """From where to where something leads that leads only once: for one statement that decides who came first."""
        (found,) = ((before, after) for (before, one), after in self.moves.items() if one is verb)
        return found
