"""What charges are for: rooms above say it, by a part for each kind of thing; this room only asks."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from babel.support import LazyProxy
from flask import current_app
from sqlalchemy.orm import Session

from marketplace.payments.rules import KEPT, State

EXTENSION = "ocop_payment_purposes"


class Belief(StrEnum):
    """What a thing takes itself for."""

    WAITS = "waits"
    PAID = "paid"
    GONE = "gone"


class Purpose(Protocol):
    """A kind of thing that is paid for."""

    @property
    def kind(self) -> str:
        """Its code, which charges keep."""

    @property
    def words(self) -> LazyProxy:
        """What it is called."""

    def follow(self, session: Session, purpose_id: int, state: State) -> Belief:
        """Take in where its charge stands now; what it is from now on. May be told the same more than once."""

    def beliefs(self, session: Session, ids: Collection[int]) -> Mapping[int, Belief]:
        """Return what each takes itself for; those that are not there are left out."""


Purposes = Mapping[str, Purpose]


def by_kind(purposes: Iterable[Purpose]) -> Purposes:
    """Return the kinds by their code; ValueError where two rooms chose the same."""
    found: dict[str, Purpose] = {}
    for one in purposes:
        if one.kind in found:
            raise ValueError(f"two rooms are paid for {one.kind}")
        found[one.kind] = one
    return found


def current_purposes() -> Purposes:
    """Return what can be paid for on this site."""
    found: Purposes = current_app.extensions[EXTENSION]
    return found


def purpose_words(kind: str) -> str:
    """Return what a kind of thing is called; its code where no room knows it any more."""
    known = current_purposes().get(kind)
    return str(known.words) if known else kind


def is_at_odds(state: State, belief: Belief | None) -> bool:
    """Whether a thing takes itself for something else than its charge does."""
    if belief is Belief.PAID:
        return state not in KEPT
    if state is State.OPEN:
        return belief is not Belief.WAITS
    return state in KEPT
