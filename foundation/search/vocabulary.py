"""The folded words of the index and those within one slip of a word. Values and pure functions."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy

NEAR_MIN = 2
NEAR_MAX = 12
"""Shorter words have too many neighbours, longer ones are no syllables."""


class Vocabulary:
    """Words with the number of documents that have them; never changes once built."""

    def __init__(self, counts: Counter[str], segments: frozenset[str]) -> None:
        self.counts, self.segments = counts, segments
        self._sorted = sorted(counts)
        # Words joined by spaces: most forms have one, and a list for each would weigh more than all words.
        self._shortened: dict[str, str] = {}
        for word in counts:
            if word.isalpha() and NEAR_MIN <= len(word) <= NEAR_MAX:
                for form in {word, *_without_one(word)}:
                    others = self._shortened.get(form)
                    self._shortened[form] = f"{others} {word}" if others else word

    @classmethod
    def of(
        cls, counts: Sequence[dict[str, int]], segments: frozenset[str], before: "Vocabulary | None" = None
    ) -> "Vocabulary":
        """Return the vocabulary of several segments; takes over `before` where its words are all there are."""
        total: Counter[str] = Counter()
        for part in counts:
            total.update(part)
        if before and total.keys() <= before.counts.keys():
            return before.recounted(total, segments)
        return cls(total, segments)

    def recounted(self, counts: Counter[str], segments: frozenset[str]) -> "Vocabulary":
        """Return the same words with other counts."""
        other = copy(self)
        other.counts, other.segments = counts, segments
        return other

    def __contains__(self, word: str) -> bool:
        """Whether any document has the word."""
        return word in self.counts

    def near(self, word: str) -> list[str]:
        """Words one letter more, less, other or swapped, those of most documents first."""
        found = set(self._shortened.get(word, "").split())
        for form in _without_one(word):
            found.update(w for w in self._shortened.get(form, "").split() if w == form or _one_differs(w, word))
        found.update(w for w in _swapped(word) if w in self.counts)
        found.discard(word)
        return sorted((w for w in found if w in self.counts), key=lambda w: (-self.counts[w], w))

    def starting(self, prefix: str, most: int) -> list[str]:
        """Words that begin with a prefix, those of most documents first."""
        start = bisect_left(self._sorted, prefix)
        end = bisect_left(self._sorted, prefix + "\uffff", lo=start)
        found = [word for word in self._sorted[start:end] if word in self.counts]
        return sorted(found, key=lambda w: (-self.counts[w], w))[:most]


def _one_differs(one: str, other: str) -> bool:
    """Whether two words of one length differ in one letter; that they share a shortened form is not enough."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _without_one(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _swapped(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
