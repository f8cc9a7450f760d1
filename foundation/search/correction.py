"""Mending slips: for words hardly any document has, and for words that never stand beside their neighbours."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise

from foundation.search.analysis import pair
from foundation.search.layout import PAIRS, WORDS
from foundation.search.query import Choice, How, Term
from foundation.search.snapshot import Snapshot

RARE = 3
"""A word in fewer documents than this may be a slip."""
NEAR_MAX = 3
LONG_ENOUGH = 2


def mended(snapshot: Snapshot, terms: Sequence[Term]) -> tuple[tuple[Term, ...], dict[str, str]]:
    """The terms with what may have been meant as further choices, and the words put in others' place.

    A word that documents have is only replaced where it never stands beside its neighbours and one
    slip makes it a word that does.
    """
    found: list[Term] = []
    corrected: dict[str, str] = {}
    words = [_word(term) for term in terms]
    for place, term in enumerate(terms):
        word = words[place]
        around = (words[place - 1] if place else None, words[place + 1] if place + 1 < len(words) else None)
        more = _choices(snapshot, word, around) if word and not term.light else ()
        if more:
            typed = tuple(choice for choice in term.choices if _count(snapshot, choice.words))
            corrected[word or ""] = " ".join(more[0].words)
            words[place] = more[0].words[0]
            term = replace(term, choices=(*typed, *more))  # noqa: PLW2901 - the term as it is searched
        found.append(term)
    return tuple(found), corrected


def _word(term: Term) -> str | None:
    """The one word of a term that can be mended: letters, without any other name."""
    if len(term.choices) > 1 or len(term.choices[0].words) > 1:
        return None
    word = term.choices[0].words[0]
    return word if word.isalpha() and len(word) >= LONG_ENOUGH else None


def _choices(snapshot: Snapshot, word: str, around: tuple[str | None, str | None]) -> tuple[Choice, ...]:
    known = _count(snapshot, (word,))
    if known >= RARE:
        if not any(around) or _beside(snapshot, word, around):
            return ()
        near = [other for other in snapshot.vocabulary().near(word) if _beside(snapshot, other, around)]
        best = max(near, key=lambda other: _beside(snapshot, other, around), default=None)
        return (Choice((best,), How.TYPO),) if best else ()
    ranked = sorted(snapshot.vocabulary().near(word), key=lambda other: -_beside(snapshot, other, around))
    held = list(islice((other for other in ranked if _count(snapshot, (other,))), NEAR_MAX))
    if not held:
        parts = _split(snapshot, word)
        return (Choice(parts, How.TYPO),) if parts else _begun(snapshot, word)
    return tuple(Choice((other,), How.TYPO) for other in held)


def _begun(snapshot: Snapshot, word: str) -> tuple[Choice, ...]:
    """Words that begin with this one: somebody has not finished typing."""
    begun = snapshot.vocabulary().starting(word, NEAR_MAX)
    return tuple(Choice((other,), How.TYPO) for other in begun if _count(snapshot, (other,)))


def _split(snapshot: Snapshot, word: str) -> tuple[str, str] | None:
    """Two words written as one."""
    cuts = ((word[:i], word[i:]) for i in range(1, len(word)))
    known = [cut for cut in cuts if len(snapshot.posting(PAIRS, pair(*cut)).ids)]
    return max(known, key=lambda cut: len(snapshot.posting(PAIRS, pair(*cut)).ids), default=None)


def _beside(snapshot: Snapshot, word: str, around: tuple[str | None, str | None]) -> int:
    """In how many documents a word stands beside the words around it."""
    before, after = around
    count = len(snapshot.posting(PAIRS, pair(before, word)).ids) if before else 0
    return count + (len(snapshot.posting(PAIRS, pair(word, after)).ids) if after else 0)


def _count(snapshot: Snapshot, words: tuple[str, ...]) -> int:
    if len(words) == 1:
        return len(snapshot.posting(WORDS, words[0]).ids)
    return min(len(snapshot.posting(PAIRS, pair(*two)).ids) for two in pairwise(words))
