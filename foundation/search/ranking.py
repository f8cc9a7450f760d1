"""The order of relevance: a key of whole numbers, so that it can be told to readers and repeated exactly.

From the most to the least important, each deciding only among equals of all before it:
how much of the question a document has · its level (how the words stand in the name, and whether with
their marks) · where the words stand (name, producer, place, group, story), rarer words counting more ·
words as typed before other names before mended slips · words that only order · the registry's prior ·
the document's number.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foundation.search.analysis import pair
from foundation.search.documents import BEGINS_BIT, CODES, NAME_BIT, OWNER_BIT, STORY_BIT, Section
from foundation.search.layout import MARKED, PAIRS, WORDS
from foundation.search.matching import Matched, TermMatch, codes_at, inverse_frequency
from foundation.search.query import MatchKind
from foundation.search.snapshot import Ids, Snapshot

VERSION = 1
"""Raised with every change of the order, so that its evaluation can be told apart."""

STRENGTH = {Section.NAME: 8, Section.OWNER: 4, Section.PLACE: 3, Section.GROUP: 2, Section.STORY: 1}
PAIRINGS_MAX = 6

EXACT, BEGINS, IN_ORDER, INSIDE, ELSEWHERE = 4, 3, 2, 1, 0
"""The words are the name, begin it, stand side by side in it, all stand in it, do not."""

_TYPED = np.array([4, 10, 11, 12, 13], np.uint8)
_OTHERWISE_CALLED = np.array([4, 5, 6, 7, 8], np.uint8)
_OTHER_MARKS = np.array([0, 1, 2, 3, 9], np.uint8)
"""Levels, worst to best: the words with other marks, elsewhere or in the name · with their marks, elsewhere ·
what they mean by another name, in the name · a name that is the question but for its marks · the words
as typed, in the name."""
FAITHFUL = 4
"""Below this level words only stand with other marks than they were typed with."""
IN_NAME = 10
"""From this level on all the words stand in the name as they were typed."""
NAMED = 9
"""The level of a name that is the question but for its marks."""

SAID_BY_NAME = frozenset(range(14)) - {0, 4}
"""Levels at which the name has all the words, so that nothing else has to show them."""

PRIOR_BITS = 40
_WHOLE_MAX, _SOFT_MAX = 15, 63
_TOP = (1 << (4 + 1 + 4 + 6 + 2 + 2)) - 1

Keys = NDArray[np.int64]
"""One number for each document found, the smaller the better."""
Small = NDArray[np.uint8]
"""One number below 256 for each document found: eight times quicker to go through than whole numbers."""


def _strengths() -> NDArray[np.uint8]:
    table = np.zeros(CODES, np.uint8)
    for section, strength in sorted(STRENGTH.items()):
        table[(np.arange(CODES) & (1 << section)) != 0] = strength
    return table


_STRENGTHS = _strengths()


class Relevance:
    """How relevant each document of a match is."""

    def __init__(self, snapshot: Snapshot, matched: Matched, typed: Sequence[str] = ()) -> None:
        self.snapshot, self.matched = snapshot, matched
        terms = [_Seen(snapshot, asked, matched.ids) for asked in matched.required]
        if matched.any_word:
            _leave_out_other_marks(snapshot, terms, matched.ids)
        tier = _tier(snapshot, terms, matched.ids)
        as_typed = _tier_of(snapshot, typed, matched.ids) if typed else np.zeros_like(tier)
        self.faithful = np.logical_and.reduce([seen.faithful for seen in terms])
        # The marks may stand elsewhere than the letters: then the name has the letters only.
        in_name = np.logical_and.reduce([(seen.typed_codes & NAME_BIT) != 0 for seen in terms])
        as_typed = np.where(in_name | ~self.faithful, as_typed, np.uint8(ELSEWHERE))
        tier = np.maximum(tier, as_typed)
        # A word typed without marks among others with marks may be careless: it orders, but leaves nothing out.
        meant = [seen.faithful | seen.asked.term.text.isascii() for seen in terms]
        if matched.any_word:
            meant = [right & (seen.codes != 0) for right, seen in zip(meant, terms, strict=True)]
        self._meant = np.logical_or.reduce(meant) if matched.any_word else np.logical_and.reduce(meant)
        so_called = np.logical_and.reduce([seen.how != MatchKind.SYNONYM for seen in terms]) | (as_typed > ELSEWHERE)
        by_marks = np.where(so_called, _TYPED[tier], _OTHERWISE_CALLED[tier])
        self.levels = np.where(self.faithful, by_marks, _OTHER_MARKS[tier])
        if len(terms) > 1 and any(asked.term.names_owner for asked in matched.light):
            self.levels = np.where(_owned(snapshot, terms, matched.ids), _TYPED[IN_ORDER], self.levels)
        self._terms, self._tier = terms, tier

    def to_the_point(self) -> NDArray[np.bool_] | None:
        """Which documents have the words as they were typed, or are called so; None where that leaves nothing out.

        Marks that were typed count: who asks for "chè" does not ask for "chế".
        """
        pointed = self._meant | (self.levels == NAMED)
        return None if not self._meant.any() or pointed.all() else pointed

    def is_plausible(self) -> bool:
        """Whether any document has the words with their marks, or with other marks beside one another.

        Apart from one another they are other words: "hội" here and "hoa" there are no "hoa hồi".
        """
        if self.matched.any_word:
            return bool(
                self._meant.any() or NAMED in self.levels or any(seen.only_in_story.any() for seen in self._terms)
            )
        if self.levels.max() >= FAITHFUL or (len(self._terms) == 1 and not self.matched.missing):
            return True
        found = [seen.faithful | seen.only_in_story for seen in self._terms]
        for place, (one, other) in enumerate(pairwise(self._terms)):
            beside = _neighbours(self.snapshot, one.asked, other.asked, self.matched.ids, CODES - 1)
            found[place], found[place + 1] = found[place] | beside, found[place + 1] | beside
        return bool(np.logical_and.reduce(found).any())

    def keys(self, lead: NDArray[np.bool_] | None = None) -> Keys:
        """Return a key for each document, smallest for the best; of answers as whole, those with `lead` come first."""
        ids, snapshot = self.matched.ids, self.snapshot
        soft = _soft(snapshot, self._terms, len(ids))
        text = soft >> 2 if self.matched.any_word else np.full(len(ids), _WHOLE_MAX, np.int64)
        text = text << 1 | (0 if lead is None else lead.astype(np.int64))
        text = text << 4 | self.levels
        text = text << 6 | np.where(self._tier > ELSEWHERE, _SOFT_MAX, soft)
        text = text << 2 | np.minimum.reduce([seen.how for seen in self._terms])
        text = text << 2 | _light(snapshot, self.matched.light, ids)
        keys: Keys = (_TOP - text) << PRIOR_BITS | snapshot.prior[ids]
        return keys


class _Seen:
    """A term as it stands in each document: the code of its best option, how that matched, its words.

    `faithful` says where it stands with the marks it was typed with, or is meant by another name.
    """

    def __init__(self, snapshot: Snapshot, asked: TermMatch, ids: Ids) -> None:
        self.asked = asked
        first = asked.options[0]
        self.codes = codes_at(first.posting, ids, snapshot.size)
        has = self.codes != 0
        self.how = np.where(has, np.uint8(first.choice.how), np.uint8(0))
        self.span = np.where(has, np.uint8(len(first.choice.words)), np.uint8(0))
        self.faithful = self._with_marks(snapshot, ids)
        self.typed_codes = self.codes
        for option in asked.options[1:]:
            codes = codes_at(option.posting, ids, snapshot.size)
            other = option.choice.how is MatchKind.SYNONYM
            better = _STRENGTHS[codes] > _STRENGTHS[np.where(self.faithful | (not other), self.codes, 0)]
            self.codes = np.where(better, codes, self.codes)
            self.how = np.where(better, np.uint8(option.choice.how), self.how)
            self.span = np.where(better, np.uint8(len(option.choice.words)), self.span)
            self.faithful |= better & (other | (option.choice.how is MatchKind.TYPED))

    @property
    def only_in_story(self) -> NDArray[np.bool_]:
        """Where it stands in the story alone, whose marks are not kept."""
        return np.asarray(self.typed_codes == STORY_BIT)

    @property
    def other_marks(self) -> NDArray[np.bool_]:
        """Where it stands with other marks than it was typed with, though marks were typed."""
        found = (self.codes != 0) & ~self.faithful & ~self.only_in_story & (self.how != MatchKind.TYPO)
        return np.asarray(found & (not self.asked.term.text.isascii()))

    def _with_marks(self, snapshot: Snapshot, ids: Ids) -> NDArray[np.bool_]:
        """Where the words typed stand with their marks; there the codes are those of the marked words."""
        words = self.asked.term.marked
        if not words or self.asked.options[0].choice.how is not MatchKind.TYPED:
            return np.ones(len(ids), np.bool_)
        exact = self.codes if len(words) > 1 else np.full(len(ids), CODES - 1, np.uint8)
        for word in words:
            exact = exact & codes_at(snapshot.posting(MARKED, word), ids, snapshot.size)
        if len(words) > 1:
            exact = exact & np.uint8(~BEGINS_BIT & (CODES - 1))
        else:
            self.codes = np.where(exact != 0, exact, self.codes)
        return np.asarray(exact != 0)


def _leave_out_other_marks(snapshot: Snapshot, terms: Sequence[_Seen], ids: Ids) -> None:
    """Take words for not found where they stand with other marks, but in a name that is the question but for them."""
    others = [seen.other_marks for seen in terms]
    called = (
        _tier(snapshot, terms, ids) == EXACT if np.logical_or.reduce(others).any() else np.zeros(len(ids), np.bool_)
    )
    for seen, other in zip(terms, others, strict=True):
        seen.codes = np.where(other & ~called, np.uint8(0), seen.codes)
        seen.faithful |= (seen.codes == 0) | (seen.how == MatchKind.TYPO)


def _owned(snapshot: Snapshot, terms: Sequence["_Seen"], ids: Ids) -> NDArray[np.bool_]:
    """Where the words stand side by side in the owner's name."""
    owned: NDArray[np.bool_] = np.logical_and.reduce([(seen.typed_codes & OWNER_BIT) != 0 for seen in terms])
    for one, other in pairwise(terms):
        owned &= _neighbours(snapshot, one.asked, other.asked, ids, OWNER_BIT)
    return owned


def _tier(snapshot: Snapshot, terms: Sequence[_Seen], ids: Ids) -> Small:
    """How the words stand in the name: it is them, begins with them, has them side by side, has them all."""
    inside = np.logical_and.reduce([(seen.codes & NAME_BIT) != 0 for seen in terms])
    if not inside.any():
        return np.zeros(len(ids), np.uint8)
    side_by_side = inside.copy()
    for one, other in pairwise(terms):
        side_by_side &= _neighbours(snapshot, one.asked, other.asked, ids, NAME_BIT)
    begins = side_by_side & ((terms[0].codes & BEGINS_BIT) != 0)
    length = np.sum([seen.span for seen in terms], axis=0)
    exact = begins & (snapshot.lengths[ids] == length)
    tier: Small = np.sum([inside, side_by_side, begins, exact], axis=0, dtype=np.uint8)
    return tier


def _tier_of(snapshot: Snapshot, typed: Sequence[str], ids: Ids) -> Small:
    """How the very words that were typed stand in the name, side by side; 0 where they do not."""
    terms = [(PAIRS, pair(one, other)) for one, other in pairwise(typed)] or [(WORDS, typed[0])]
    first = codes_at(snapshot.posting(*terms[0]), ids, snapshot.size)
    side_by_side = (first & NAME_BIT) != 0
    for term in terms[1:]:
        if not side_by_side.any():
            break
        side_by_side &= (codes_at(snapshot.posting(*term), ids, snapshot.size) & NAME_BIT) != 0
    begins = side_by_side & ((first & BEGINS_BIT) != 0)
    exact = begins & (snapshot.lengths[ids] == len(typed))
    tier: Small = np.where(side_by_side, np.uint8(IN_ORDER), np.uint8(ELSEWHERE)) + begins + exact
    return tier


def _neighbours(snapshot: Snapshot, one: TermMatch, other: TermMatch, ids: Ids, section: int) -> NDArray[np.bool_]:
    """Whether in a section a word of one term is followed by one of the other."""
    ends = {option.choice.words[-1]: None for option in one.options}
    starts = {option.choice.words[0]: None for option in other.options}
    terms = [pair(end, start) for end in ends for start in starts][:PAIRINGS_MAX]
    found = np.zeros(len(ids), np.bool_)
    for term in terms:
        found |= (codes_at(snapshot.posting(PAIRS, term), ids, snapshot.size) & section) != 0
    return found


def _soft(snapshot: Snapshot, terms: Sequence[_Seen], count: int) -> Keys:
    """Where the words stand, by section and rarity, on a scale of 63."""
    total = np.zeros(count, np.float64)
    best = 0.0
    for seen in terms:
        weight = inverse_frequency(snapshot, seen.asked)
        total += _STRENGTHS[seen.codes] * weight
        best += STRENGTH[Section.NAME] * weight
    return (total * (_SOFT_MAX / best)).astype(np.int64)


def _light(snapshot: Snapshot, light: Sequence[TermMatch], ids: Ids) -> Keys:
    found = np.zeros(len(ids), np.int64)
    for asked in light[:3]:
        found += _Seen(snapshot, asked, ids).codes != 0
    return found
