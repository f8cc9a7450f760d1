"""Mending slips: words that are none. A word of the language or of any document is never taken for another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from foundation.search.analysis import marked, pair, plain
from foundation.search.documents import NAME_BIT
from foundation.search.known import is_known, split_tone
from foundation.search.layout import MARKED, PAIRS, WORDS
from foundation.search.matching import ask, documents_with
from foundation.search.query import MatchKind, Term, TermVariant
from foundation.search.snapshot import Snapshot

NEAR_MAX = 3
"""Words a slip may have been meant to be."""
TRIED_MAX = 16
"""Words of most documents that are tried in place of each word."""
SHORT = 2
"""A word of fewer letters has too many neighbours."""
FEW = 2
"""Of so few words each that stands somewhere is meant: beside one other, too much differs from it in a letter."""

Around = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Correction:
    """Terms with further choices, and the words put in others' place."""

    terms: tuple[Term, ...]
    corrected: dict[str, str]


def completed(snapshot: Snapshot, terms: Sequence[Term]) -> Correction:
    """Return the terms with what was meant by slips, and by a last word only begun: by what is no word itself."""
    words = [_word(term) for term in terms]
    unknown = {place for place, term in enumerate(terms) if words[place] and not _found(snapshot, term)}
    last = len(terms) - 1
    begun = _typed_on(snapshot, terms[last], _begun(snapshot, words)) if words else ()
    if not unknown and not begun:
        return Correction(tuple(terms), {})
    together = _together(snapshot, [term for place, term in enumerate(terms) if place not in unknown])
    slips = {place for place in unknown if _is_slip(snapshot, terms[place])}
    found = list(terms)
    corrected: dict[str, str] = {}
    for place in sorted(slips | ({last} if begun else set())):
        word = words[place] or ""
        more = begun if place == last and begun else _meant(snapshot, word, _around(words, place), together)
        if more:
            typed = () if place in slips else terms[place].choices
            found[place] = replace(terms[place], choices=(*typed, *_typos(more)))
            if place in slips:
                corrected[word] = more[0]
                words[place] = more[0].split()[0]
    return Correction(tuple(found), corrected)


def nearest(snapshot: Snapshot, terms: Sequence[Term]) -> tuple[Term, ...] | None:
    """Return the terms with a word beside one of them that some name has with all others; None if none does.

    The word that was typed is right as it stands: this only says what comes first of that which lacks it.
    """
    required = [place for place, term in enumerate(terms) if not term.light]
    named = [_named(snapshot, terms[place]) for place in required]
    lacks_one = np.sum(named, axis=0, dtype=np.uint8) == len(required) - 1 if len(required) > 1 else None
    if lacks_one is None or not lacks_one.any():
        return None
    words = [_word(term) for term in terms]
    tries = []
    for place, own in zip(required, named, strict=True):
        word, without = words[place], lacks_one & ~own
        if word is None or not without.any() or (len(required) <= FEW and not _is_odd(snapshot, terms[place])):
            continue
        near = snapshot.vocabulary().near(word)[:TRIED_MAX] if len(word) >= SHORT else []
        begun = _begun(snapshot, words) if place == len(terms) - 1 else ()
        tries += [_Try(_beside(snapshot, o, _around(words, place)), place, o, without) for o in (*near, *begun)]
    chosen = _likeliest(snapshot, tries)
    if chosen is None:
        return None
    found = list(terms)
    found[chosen.place] = replace(terms[chosen.place], choices=(*terms[chosen.place].choices, *_typos((chosen.word,))))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Try:
    """A word in place of another, how often it stands beside its neighbours, and where only that place is open."""

    beside: int
    place: int
    word: str
    without: NDArray[np.bool_]

    def count(self, snapshot: Snapshot) -> int:
        """How many names have all words with this one."""
        posting = snapshot.posting(WORDS, self.word)
        return int(np.count_nonzero(self.without[posting.ids] & ((posting.codes & NAME_BIT) != 0)))


def _likeliest(snapshot: Snapshot, tries: list[_Try]) -> _Try | None:
    """Return what stands beside its neighbours most often of those that lead to names, of equals what leads to most."""
    ordered = sorted(tries, key=lambda one: -one.beside)
    for _, equals in groupby(ordered, key=lambda one: one.beside):
        counted = [(one.count(snapshot), one) for one in equals]
        count, best = max(counted, key=lambda pair: pair[0])
        if count:
            return best
    return None


def _word(term: Term) -> str | None:
    """Return the one word of a term that can be mended: letters."""
    if term.light or len(term.choices[0].words) > 1 or term.choices[0].how is not MatchKind.TYPED:
        return None
    word = term.choices[0].words[0]
    return word if word.isalpha() else None


def _around(words: Sequence[str | None], place: int) -> Around:
    return words[place - 1] if place else None, words[place + 1] if place + 1 < len(words) else None


def _together(snapshot: Snapshot, terms: Iterable[Term]) -> NDArray[np.bool_]:
    """Which documents have all of these terms."""
    masks = [documents_with(ask(snapshot, term), snapshot.size) for term in terms if not term.light]
    return np.logical_and.reduce(masks) if masks else snapshot.live


def _meant(snapshot: Snapshot, word: str, around: Around, together: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return what a slip may have been meant to be: first what stands with the others, and beside them."""
    if len(word) < SHORT:
        return ()
    # The vocabulary also knows the words of deleted documents.
    near = [other for other in snapshot.vocabulary().near(word) if _count(snapshot, other)]
    ranks = {w: (bool(together[snapshot.posting(WORDS, w).ids].any()), _beside(snapshot, w, around)) for w in near}
    ranked = sorted(near, key=lambda w: ranks[w], reverse=True)[:NEAR_MAX]
    if ranked:
        return tuple(ranked)
    parts = _split(snapshot, word)
    if parts:
        return (parts,)
    begun = snapshot.vocabulary().starting(word, NEAR_MAX)
    return tuple(other for other in begun if _count(snapshot, other))


def _begun(snapshot: Snapshot, words: Sequence[str | None]) -> tuple[str, ...]:
    """Return what a last word that never follows the one before it may become when it is typed on."""
    before, word = (None, *words)[-2:]
    if word is None or before is None or len(snapshot.posting(PAIRS, pair(before, word)).ids):
        return ()
    ranked = snapshot.starting(PAIRS, pair(before, word), 8 * NEAR_MAX).most_common(NEAR_MAX)
    return tuple(term.rpartition("_")[2] for term, _ in ranked)


def _split(snapshot: Snapshot, word: str) -> str | None:
    """Two words written as one."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word))]
    ordered = sorted(cuts, key=lambda cut: -snapshot.commonness(PAIRS, pair(*cut)))
    return next((" ".join(cut) for cut in ordered if len(snapshot.posting(PAIRS, pair(*cut)).ids)), None)


def _typos(meant: Iterable[str]) -> Iterator[TermVariant]:
    return (TermVariant(tuple(words.split()), MatchKind.TYPO) for words in meant)


def _beside(snapshot: Snapshot, word: str, around: Around) -> int:
    """In about how many documents a word stands beside the words around it."""
    before, after = around
    count = snapshot.commonness(PAIRS, pair(before, word)) if before else 0
    return count + (snapshot.commonness(PAIRS, pair(word, after)) if after else 0)


def _found(snapshot: Snapshot, term: Term) -> bool:
    """Whether any document has a term, be it in its group's name only, where words are found with their marks."""
    return len(ask(snapshot, term).options) > 0


def _is_slip(snapshot: Snapshot, term: Term) -> bool:
    """Whether a word is none: no language has it, nor any document, of whatever kind."""
    return not is_known(term.text) and not snapshot.stands(WORDS, term.choices[0].words[0])


def _is_odd(snapshot: Snapshot, term: Term) -> bool:
    """Whether a word is one of no language, and as it was typed of no document."""
    return not is_known(term.text) and not _named(snapshot, term).any()


def _named(snapshot: Snapshot, term: Term) -> NDArray[np.bool_]:
    """Return the names that have a term as it was typed, or another name for it."""
    marks = () if term.text.isascii() else term.marked
    ways = [replace(way, marked=marks) if way.how is MatchKind.TYPED else way for way in term.choices]
    return documents_with(ask(snapshot, replace(term, choices=tuple(ways))), snapshot.size, NAME_BIT)


def _typed_on(snapshot: Snapshot, term: Term, begun: tuple[str, ...]) -> tuple[str, ...]:
    """Of the words that go on from a last word those that may be meant: a known word is whole as it stands.

    But one with marks no document has may be the beginning of one with the same tone: "phồ" of "phồng".
    """
    if len(term.text) == 1 or not is_known(term.text):
        return begun
    if term.text.isascii() or len(snapshot.posting(MARKED, marked(term.text)).ids):
        return ()
    letters, tone = split_tone(term.text)
    longer = map(split_tone, snapshot.starting(MARKED, letters, 8 * NEAR_MAX))
    alike = {plain(found) for found, other in longer if other == tone}
    return tuple(word for word in begun if word in alike)


def _count(snapshot: Snapshot, word: str) -> int:
    return len(snapshot.posting(WORDS, word).ids)
