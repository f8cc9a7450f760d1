"""Mending slips: words no document has, and words that never stand beside their neighbours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from foundation.search.analysis import pair
from foundation.search.layout import MARKED, PAIRS, WORDS
from foundation.search.query import Choice, How, Term
from foundation.search.snapshot import Snapshot

NEAR_MAX = 3
"""Words a slip may have been meant to be."""
SHORT = 2
"""A last word this short has hardly been begun."""

Around = tuple[str | None, str | None]
Meant = Callable[[Snapshot, str, Around, bool], tuple[Choice, ...]]
Corrected = dict[str, str]


def completed(snapshot: Snapshot, terms: Sequence[Term]) -> tuple[tuple[Term, ...], Corrected]:
    """The terms with what was meant by words no document has, and by a last word that is only begun."""
    return _with_choices(snapshot, terms, _unknown)


def mended(snapshot: Snapshot, terms: Sequence[Term]) -> tuple[tuple[Term, ...], Corrected]:
    """The terms with what may have been meant by words that never stand beside their neighbours.

    For questions nothing has all words of: a slip may make another word that exists.
    """
    return _with_choices(snapshot, terms, _out_of_place)


def _with_choices(snapshot: Snapshot, terms: Sequence[Term], meant: Meant) -> tuple[tuple[Term, ...], Corrected]:
    words = [_word(term) for term in terms]
    found: list[Term] = []
    corrected: Corrected = {}
    for place, term in enumerate(terms):
        word = words[place]
        around = (words[place - 1] if place else None, words[place + 1] if place + 1 < len(words) else None)
        asked = word and not term.light and not _names_a_group(snapshot, term)
        more = meant(snapshot, word, around, place == len(terms) - 1) if asked and word else ()
        if more and word:
            typed = tuple(choice for choice in term.choices if _count(snapshot, choice.words))
            if not typed or meant is _out_of_place:
                corrected[word] = " ".join(more[0].words)
                words[place] = more[0].words[0]
            found.append(replace(term, choices=(*typed, *more)))
        else:
            found.append(term)
    return tuple(found), corrected


def _word(term: Term) -> str | None:
    """The one word of a term that can be mended: letters, without any other name."""
    if len(term.choices) > 1 or len(term.choices[0].words) > 1:
        return None
    word = term.choices[0].words[0]
    return word if word.isalpha() else None


def _names_a_group(snapshot: Snapshot, term: Term) -> bool:
    """Whether it is a word of groups only, which are found by their words with their marks."""
    return not _count(snapshot, term.choices[0].words) and any(
        len(snapshot.posting(MARKED, word).ids) for word in term.marked
    )


def _unknown(snapshot: Snapshot, word: str, around: Around, is_last: bool) -> tuple[Choice, ...]:
    if is_last:
        begun = _begun(snapshot, word, around[0])
        if begun:
            return begun
    if _count(snapshot, (word,)) or len(word) < SHORT:
        return ()
    near = sorted(snapshot.vocabulary().near(word), key=lambda other: -_beside(snapshot, other, around))
    held = _held(snapshot, near)
    if held:
        return held
    parts = _split(snapshot, word)
    if parts:
        return (Choice(parts, How.TYPO),)
    return _held(snapshot, snapshot.vocabulary().starting(word, NEAR_MAX))


def _held(snapshot: Snapshot, words: Iterable[str]) -> tuple[Choice, ...]:
    """The first of these words that a document has: the vocabulary knows those of deleted ones too."""
    held = (word for word in words if _count(snapshot, (word,)))
    return tuple(Choice((word,), How.TYPO) for word in islice(held, NEAR_MAX))


def _begun(snapshot: Snapshot, word: str, before: str | None) -> tuple[Choice, ...]:
    """What a last word that never follows the one before it may become when it is typed on."""
    if before is None or len(snapshot.posting(PAIRS, pair(before, word)).ids):
        return ()
    terms = snapshot.starting(PAIRS, pair(before, word), 8 * NEAR_MAX)
    ranked = sorted(terms, key=lambda term: -len(snapshot.posting(PAIRS, term).ids))[:NEAR_MAX]
    return tuple(Choice((term.rpartition("_")[2],), How.TYPO) for term in ranked)


def _out_of_place(snapshot: Snapshot, word: str, around: Around, is_last: bool) -> tuple[Choice, ...]:
    del is_last
    if not any(around) or _beside(snapshot, word, around):
        return ()
    near = [other for other in snapshot.vocabulary().near(word) if _beside(snapshot, other, around)]
    best = max(near, key=lambda other: _beside(snapshot, other, around), default=None)
    return (Choice((best,), How.TYPO),) if best else ()


def _split(snapshot: Snapshot, word: str) -> tuple[str, str] | None:
    """Two words written as one."""
    cuts = ((word[:i], word[i:]) for i in range(1, len(word)))
    known = [cut for cut in cuts if len(snapshot.posting(PAIRS, pair(*cut)).ids)]
    return max(known, key=lambda cut: len(snapshot.posting(PAIRS, pair(*cut)).ids), default=None)


def _beside(snapshot: Snapshot, word: str, around: Around) -> int:
    """In how many documents a word stands beside the words around it."""
    before, after = around
    count = len(snapshot.posting(PAIRS, pair(before, word)).ids) if before else 0
    return count + (len(snapshot.posting(PAIRS, pair(word, after)).ids) if after else 0)


def _count(snapshot: Snapshot, words: tuple[str, ...]) -> int:
    if len(words) == 1:
        return len(snapshot.posting(WORDS, words[0]).ids)
    return min(len(snapshot.posting(PAIRS, pair(*two)).ids) for two in pairwise(words))
