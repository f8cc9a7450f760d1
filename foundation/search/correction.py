"""Mending slips: words no document has, and the one word that keeps all others from being found together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from foundation.search.analysis import pair
from foundation.search.layout import PAIRS, WORDS
from foundation.search.matching import ask, having
from foundation.search.query import Choice, How, Term
from foundation.search.snapshot import Snapshot

NEAR_MAX = 3
"""Words a slip may have been meant to be."""
TRIED_MAX = 16
"""Words of most documents that are tried in place of each word."""
SHORT = 2
"""A word of fewer letters has too many neighbours."""

Around = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Mended:
    """Terms with further choices, and the words put in others' place."""

    terms: tuple[Term, ...]
    corrected: dict[str, str]


def completed(snapshot: Snapshot, terms: Sequence[Term]) -> Mended:
    """The terms with what was meant by words no document has, and by a last word that is only begun."""
    words = [_word(term) for term in terms]
    unknown = {place for place, word in enumerate(words) if word and not _known(snapshot, terms[place])}
    last = len(terms) - 1
    begun = _begun(snapshot, words[last], words[last - 1]) if last > 0 and words[last] else ()
    if not unknown and not begun:
        return Mended(tuple(terms), {})
    together = _together(snapshot, [term for place, term in enumerate(terms) if place not in unknown])
    found = list(terms)
    corrected: dict[str, str] = {}
    for place in sorted(unknown | ({last} if begun else set())):
        word = words[place] or ""
        more = begun if place == last and begun else _meant(snapshot, word, _around(words, place), together)
        if more:
            typed = () if place in unknown else terms[place].choices
            found[place] = replace(terms[place], choices=(*typed, *more))
            if place in unknown:
                corrected[word] = " ".join(more[0].words)
                words[place] = more[0].words[0]
    return Mended(tuple(found), corrected)


def mended(snapshot: Snapshot, terms: Sequence[Term]) -> Mended | None:
    """The terms with one word taken for a slip of another, so that some document has them all; None if none does.

    The slip made a word that exists: it is the one that documents with all other words lack.
    """
    required = [place for place, term in enumerate(terms) if not term.light]
    has = [having(ask(snapshot, terms[place]), snapshot.size) for place in required]
    lacks_one = np.sum(has, axis=0, dtype=np.uint8) == len(required) - 1 if len(required) > 1 else None
    if lacks_one is None or not lacks_one.any():
        return None
    words = [_word(term) for term in terms]
    tries = []
    for place, own in zip(required, has, strict=True):
        word, around = words[place], _around(words, place)
        without = lacks_one & ~own
        if word is None or len(word) < SHORT or not without.any():
            continue
        near = snapshot.vocabulary().near(word)[:TRIED_MAX]
        tries += [_Try(_beside(snapshot, other, around), place, other, without) for other in near]
    chosen = _likeliest(snapshot, tries)
    if chosen is None:
        return None
    found = list(terms)
    slip = terms[chosen.place]
    found[chosen.place] = replace(slip, choices=(*slip.choices, Choice((chosen.word,), How.TYPO)))
    return Mended(tuple(found), {words[chosen.place] or "": chosen.word})


@dataclass(frozen=True, slots=True)
class _Try:
    """A word in place of another, how often it stands beside its neighbours, and where only that place is open."""

    beside: int
    place: int
    word: str
    without: NDArray[np.bool_]

    def count(self, snapshot: Snapshot) -> int:
        """How many documents have all words with this one."""
        return int(np.count_nonzero(self.without[snapshot.posting(WORDS, self.word).ids]))


def _likeliest(snapshot: Snapshot, tries: list[_Try]) -> _Try | None:
    """What stands beside its neighbours most often of those that lead to documents, of equals what leads to most."""
    ordered = sorted(tries, key=lambda one: -one.beside)
    for _, equals in groupby(ordered, key=lambda one: one.beside):
        counted = [(one.count(snapshot), one) for one in equals]
        count, best = max(counted, key=lambda pair: pair[0])
        if count:
            return best
    return None


def _word(term: Term) -> str | None:
    """The one word of a term that can be mended: letters."""
    if term.light or len(term.choices[0].words) > 1 or term.choices[0].how is not How.TYPED:
        return None
    word = term.choices[0].words[0]
    return word if word.isalpha() else None


def _around(words: Sequence[str | None], place: int) -> Around:
    return words[place - 1] if place else None, words[place + 1] if place + 1 < len(words) else None


def _together(snapshot: Snapshot, terms: Iterable[Term]) -> NDArray[np.bool_]:
    """Which documents have all of these terms."""
    masks = [having(ask(snapshot, term), snapshot.size) for term in terms if not term.light]
    return np.logical_and.reduce(masks) if masks else snapshot.live


def _meant(snapshot: Snapshot, word: str, around: Around, together: NDArray[np.bool_]) -> tuple[Choice, ...]:
    """What a word no document has may have been meant to be: first what stands with the others, and beside them."""
    if len(word) < SHORT:
        return ()
    # The vocabulary also knows the words of deleted documents.
    near = [other for other in snapshot.vocabulary().near(word) if _count(snapshot, (other,))]
    ranks = {w: (bool(together[snapshot.posting(WORDS, w).ids].any()), _beside(snapshot, w, around)) for w in near}
    ranked = sorted(near, key=lambda w: ranks[w], reverse=True)[:NEAR_MAX]
    if ranked:
        return tuple(Choice((other,), How.TYPO) for other in ranked)
    parts = _split(snapshot, word)
    if parts:
        return (Choice(parts, How.TYPO),)
    begun = snapshot.vocabulary().starting(word, NEAR_MAX)
    return tuple(Choice((other,), How.TYPO) for other in begun if _count(snapshot, (other,)))


def _begun(snapshot: Snapshot, word: str | None, before: str | None) -> tuple[Choice, ...]:
    """What a last word that never follows the one before it may become when it is typed on."""
    if word is None or before is None or len(snapshot.posting(PAIRS, pair(before, word)).ids):
        return ()
    ranked = snapshot.starting(PAIRS, pair(before, word), 8 * NEAR_MAX).most_common(NEAR_MAX)
    return tuple(Choice((term.rpartition("_")[2],), How.TYPO) for term, _ in ranked)


def _split(snapshot: Snapshot, word: str) -> tuple[str, str] | None:
    """Two words written as one."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word))]
    ordered = sorted(cuts, key=lambda cut: -snapshot.commonness(PAIRS, pair(*cut)))
    return next((cut for cut in ordered if len(snapshot.posting(PAIRS, pair(*cut)).ids)), None)


def _beside(snapshot: Snapshot, word: str, around: Around) -> int:
    """In about how many documents a word stands beside the words around it."""
    before, after = around
    count = snapshot.commonness(PAIRS, pair(before, word)) if before else 0
    return count + (snapshot.commonness(PAIRS, pair(word, after)) if after else 0)


def _known(snapshot: Snapshot, term: Term) -> bool:
    """Whether any document has a term, be it in its group's name only, where words are found with their marks."""
    return len(ask(snapshot, term).options) > 0


def _count(snapshot: Snapshot, words: tuple[str, ...]) -> int:
    if len(words) == 1:
        return len(snapshot.posting(WORDS, words[0]).ids)
    return min(len(snapshot.posting(PAIRS, pair(*two)).ids) for two in pairwise(words))
