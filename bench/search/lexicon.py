"""What stories are told with: syllables and compounds by Zipf's law, over a tail of words hardly anyone uses."""

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bench.search.sources import items, texts
from bench.search.syllables import COMMON, spelled
from bench.search.words import fold, marked_words

_SEED = 1048
_FOLDED = 1_900
"""Folded syllables in all: what is spelled so in the data, and as many more as the language is known to use."""
_COMPOUNDS = 24_000
_BRANDS = 2_000
_ALONE = 400
"""How many of the commonest entries are single syllables."""
_SHIFT = 8.0
_EXPONENT = 1.0
_ENDINGS = ("food", "tea", "farm", "coffee", "herb", "organic", "craft", "spice", "green", "viet")


class Lexicon:
    """Entries of one or two syllables, the commonest first, with what share of all draws goes to each."""

    def __init__(self) -> None:
        self.entries = list(_entries())
        ranks = np.arange(len(self.entries), dtype=np.float64)
        self._shares = np.cumsum((ranks + _SHIFT) ** -_EXPONENT)
        self._shares /= self._shares[-1]

    def draw(self, rng: np.random.Generator, count: int) -> list[str]:
        """`count` entries, each by its share."""
        picked: NDArray[np.intp] = np.searchsorted(self._shares, rng.random(count))
        entries = self.entries
        return [entries[rank] for rank in picked.tolist()]


@cache
def lexicon() -> Lexicon:
    """The one lexicon of every corpus."""
    return Lexicon()


def rare_word(rng: random.Random) -> str:
    """A token few documents share: a brand run together, a lot, a decision, a telephone number."""
    return rng.choice(_RARE)(rng)


def _brand(rng: random.Random) -> str:
    return _brands()[int(_BRANDS * rng.random() ** 2)]


def _lot(rng: random.Random) -> str:
    return f"L{rng.randrange(24, 27)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"


def _decision(rng: random.Random) -> str:
    return f"{rng.randrange(1, 4000)}/QĐ-UBND"


def _telephone(rng: random.Random) -> str:
    return f"09{rng.randrange(10**8):08}"


_RARE = (*[_brand] * 7, _lot, _decision, _telephone)


@cache
def _brands() -> list[str]:
    rng = random.Random(_SEED)
    plain = sorted({fold(word) for word in syllables()[:400]})
    return [f"{rng.choice(plain)}{rng.choice([*_ENDINGS, *plain])}".capitalize() for _ in range(_BRANDS)]


@cache
def syllables() -> list[str]:
    """Marked syllables, the commonest first: prose's own, then the data's by frequency, then others that fit."""
    counts = Counter(word for text in texts() for word in marked_words(text) if word.isalpha())
    known = list(dict.fromkeys([*COMMON, *(word for word, _ in counts.most_common())]))
    kinds = {fold(word) for word in known}
    others = list(dict.fromkeys(spelled()))
    rng = random.Random(_SEED)
    spare = sorted({fold(word) for word in others} - kinds)
    kinds |= set(rng.sample(spare, min(len(spare), max(0, _FOLDED - len(kinds)))))
    tail = [word for word in others if fold(word) in kinds]
    rng.shuffle(tail)
    return list(dict.fromkeys([*known, *tail]))


def _entries() -> Iterator[str]:
    """The commonest syllables alone, then syllables and compounds by turns."""
    single = syllables()
    yield from single[:_ALONE]
    compounds = iter(_compounds())
    for syllable in single[_ALONE:]:
        yield syllable
        yield from (pair for pair, _ in zip(compounds, range(3), strict=False))
    yield from compounds


def _compounds() -> list[str]:
    """Pairs of neighbours in real names by frequency, then pairs of syllables, the commoner the oftener."""
    real = Counter(f"{a} {b}" for item in items() for a, b in pairwise(marked_words(item.name)) if (a + b).isalpha())
    rng = random.Random(_SEED)
    single = syllables()
    made = [f"{_leaning(single, rng)} {_leaning(single, rng)}" for _ in range(_COMPOUNDS)]
    return list(dict.fromkeys([*(pair for pair, _ in real.most_common()), *made]))


def _leaning(choices: list[str], rng: random.Random) -> str:
    return choices[int(len(choices) * rng.random() ** 2.5)]
