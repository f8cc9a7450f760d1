"""What was worked out from a gazetteer, kept for as long as the gazetteer itself."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

from foundation.places.gazetteer import Gazetteer

Args = TypeVarTuple("Args")
Answer = TypeVar("Answer")

_MOST = 8192
"""Answers kept for one gazetteer; a day that passes makes new ones, so all are let go together now and then."""


def cached_by_gazetteer(work: Callable[[Gazetteer, *Args], Answer]) -> Callable[[Gazetteer, *Args], Answer]:
    """Return the function with its answers kept; what is asked besides the gazetteer is hashable.

    An `lru_cache` would hold every gazetteer it was ever asked about, long after that one was replaced.
    """
    kept: WeakKeyDictionary[Gazetteer, dict[tuple[Hashable, ...], Answer]] = WeakKeyDictionary()

    @wraps(work)
    def answered(places: Gazetteer, *asked: *Args) -> Answer:
        answers = kept.setdefault(places, {})
        if asked not in answers:
            if len(answers) >= _MOST:
                answers.clear()
            answers[asked] = work(places, *asked)
        return answers[asked]

    return answered
