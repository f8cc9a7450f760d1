"""Which documents a question means: terms with their ways of meaning, joined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foundation.search.analysis import pairs, plain
from foundation.search.documents import BEGINS_BIT, CODES
from foundation.search.layout import GROUPED, MARKED, PAIRS, WORDS
from foundation.search.query import MatchKind, Term, TermVariant
from foundation.search.segments import Posting
from foundation.search.snapshot import Ids, Snapshot

SPARSE = 8
"""With this many times fewer documents asked for than a posting has, each is looked up on its own."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a term with the documents it is found in."""

    choice: TermVariant
    posting: Posting


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term with those of its choices that any document has."""

    term: Term
    options: tuple[Option, ...]

    @property
    def count(self) -> int:
        """An upper bound of the documents that have it."""
        return sum(len(option.posting.ids) for option in self.options)

    @property
    def words(self) -> tuple[str, ...]:
        """Every folded word that means it."""
        return tuple(word for option in self.options for word in option.choice.words)


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents a question means, ascending.

    `required` are the terms that count, `light` those that only order. `complete` says that every
    required word was found in each document, `any_word` that one was enough.
    """

    ids: Ids
    required: tuple[TermMatch, ...] = ()
    light: tuple[TermMatch, ...] = ()
    missing: tuple[str, ...] = ()
    complete: bool = True
    any_word: bool = False

    @property
    def words(self) -> frozenset[str]:
        """Every folded word that is to be shown as found."""
        return frozenset(word for asked in (*self.required, *self.light) for word in asked.words)

    @property
    def with_marks(self) -> dict[str, frozenset[str]]:
        """Of these words those that are only other names for something, with the marks they have as such."""
        choices = [option.choice for asked in (*self.required, *self.light) for option in asked.options]
        typed = {word for choice in choices if choice.how is not MatchKind.SYNONYM for word in choice.words}
        names = [choice for choice in choices if choice.how is MatchKind.SYNONYM]
        marks = frozenset(mark for choice in names for mark in choice.marked)
        return {plain(mark): marks for mark in marks if plain(mark) not in typed}


def match(snapshot: Snapshot, terms: Sequence[Term], *, any_word: bool) -> Matched:
    """All documents having every required term; where there are none, or on demand, those having any.

    A term no document has is left out and named in `missing`. Every document is meant where nothing is asked for.
    """
    if all(term.idle for term in terms):
        return Matched(snapshot.all())
    asked = [ask(snapshot, term) for term in terms]
    known = [one for one in asked if one.options]
    required = tuple(one for one in known if not one.term.light) or tuple(one for one in known if not one.term.idle)
    light = tuple(one for one in known if one.term.light and not any(one is other for other in required))
    missing = tuple(one.term.text for one in asked if not one.options and not one.term.light)
    if not required:
        return Matched(np.empty(0, np.int32), missing=missing)
    ids = np.empty(0, np.int32) if any_word else _all(required, snapshot.size)
    if len(ids) or (len(required) == 1 and not any_word):
        return Matched(ids, required, light, missing, complete=not missing)
    any_of = np.logical_or.reduce([documents_with(asked, snapshot.size) for asked in required])
    return Matched(np.flatnonzero(any_of).astype(np.int32), required, light, missing, complete=False, any_word=True)


def ask(snapshot: Snapshot, term: Term) -> TermMatch:
    """Look up every choice of a term."""
    options = [Option(choice, _posting(snapshot, choice)) for choice in term.choices]
    options += [Option(term.choices[0], snapshot.posting(GROUPED, word)) for word in term.marked]
    return TermMatch(term, tuple(option for option in options if len(option.posting.ids)))


def inverse_frequency(snapshot: Snapshot, asked: TermMatch) -> float:
    """How much having a term tells of a document: the less documents have it, the more."""
    count = min(asked.count, snapshot.count)
    return float(np.log1p((snapshot.count - count + 0.5) / (count + 0.5)))


def codes_at(posting: Posting, ids: Ids, size: int) -> NDArray[np.uint8]:
    """Return the code of a posting in each of these documents, 0 where it is not."""
    if len(ids) * SPARSE < len(posting.ids):
        places = np.minimum(np.searchsorted(posting.ids, ids), len(posting.ids) - 1)
        return np.where(posting.ids[places] == ids, posting.codes[places], 0).astype(np.uint8)
    return posting.spread(size)[ids]


def _posting(snapshot: Snapshot, choice: TermVariant) -> Posting:
    if len(choice.words) == 1:
        field, term = (MARKED, choice.marked[0]) if choice.marked else (WORDS, choice.words[0])
        return snapshot.posting(field, term)
    found = [snapshot.posting(PAIRS, term) for term in pairs(choice.words)]
    marked = [snapshot.posting(MARKED, word) for word in choice.marked]
    ids = _common([posting.ids for posting in (*found, *marked)], snapshot.size)
    codes = codes_at(found[0], ids, snapshot.size)
    for posting in found[1:]:
        # Side by side in one section; that the first two begin the name is enough to begin it.
        codes &= codes_at(posting, ids, snapshot.size) | np.uint8(BEGINS_BIT)
    alive = (codes & np.uint8(~BEGINS_BIT & (CODES - 1))) != 0
    return Posting(ids[alive], codes[alive])


def _all(required: Sequence[TermMatch], size: int) -> Ids:
    return _common((_either(asked, size) for asked in required), size)


def _either(asked: TermMatch, size: int) -> Ids:
    if len(asked.options) == 1:
        return asked.options[0].posting.ids
    return np.flatnonzero(documents_with(asked, size)).astype(np.int32)


def documents_with(asked: TermMatch, size: int, sections: int = CODES - 1) -> NDArray[np.bool_]:
    """Which documents have a term by any of its options, in one of these sections."""
    has = np.zeros(size, np.bool_)
    for option in asked.options:
        posting = option.posting
        has[posting.ids if sections == CODES - 1 else posting.ids[(posting.codes & sections) != 0]] = True
    return has


def _common(lists: Iterable[Ids], size: int) -> Ids:
    """Return the documents that stand in each list, found from the shortest list on."""
    ordered = sorted(lists, key=len)
    kept = ordered[0]
    for other in ordered[1:]:
        if not len(kept):
            break
        if len(kept) * SPARSE < len(other):
            places = np.minimum(np.searchsorted(other, kept), len(other) - 1)
            kept = kept[other[places] == kept]
        else:
            has = np.zeros(size, np.bool_)
            has[other] = True
            kept = kept[has[kept]]
    return kept
