"""What people ask: five hundred queries of eight sorts made from the corpus, and what they type into the box."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from bench.search.asks import RELEVANCE, SORTS, Ask
from bench.search.corpus import documents
from bench.search.syllables import TONES
from bench.search.words import fold, marked_words, retoned, words
from foundation.search.documents import Document

SEED = 7
COUNT = 500

_SAMPLE = 20_000
_RARE = range(2, 9)
_COMMON = 90
_DEEPER = 7
"""One ask in so many wants a later page."""
_LAST_PAGE = 50
_SORTED = 10
"""One ask in so many has an order of its own."""
_TYPED_MAX = 12
_LETTERS = "aeioutnhgcmb"


def queries(seed: int = SEED) -> list[Ask]:
    """Five hundred different asks, half of them filtered; the same seed gives the same ones."""
    rng = random.Random(f"queries {seed}")
    asks: dict[tuple[str, str], Ask] = {}
    while len(asks) < COUNT:
        make = rng.choice(_SHAPES)
        document = rng.choice(_sample())
        ask = _ask(make(document, rng), document, rng)
        asks.setdefault((ask.q, repr(sorted(ask.filters))), ask)
    return list(asks.values())


def prefixes(seed: int = SEED) -> list[str]:
    """Five hundred states of the search box while names are typed, one keystroke after the other."""
    rng = random.Random(f"prefixes {seed}")
    typed: list[str] = []
    while len(typed) < COUNT:
        name = rng.choice(_sample()).name.lower()
        name = fold(name) if rng.random() < 2 / 3 else name
        typed += [name[:length] for length in range(1, min(_TYPED_MAX, len(name)) + 1) if name[length - 1] != " "]
    return typed[:COUNT]


def _ask(q: str, document: Document, rng: random.Random) -> Ask:
    """The query with filters half of the time, now and then on a later page or in another order."""
    filters = _filters(document, rng) if rng.random() < 1 / 2 else {}
    page = int(2 * (_LAST_PAGE / 2) ** rng.random()) if rng.randrange(_DEEPER) == 0 else 1
    return Ask(q, filters, page, rng.choice(SORTS) if rng.randrange(_SORTED) == 0 else RELEVANCE)


def _filters(document: Document, rng: random.Random) -> dict[str, frozenset[int]]:
    """One or two facets, mostly with what the document has, at times with one value more."""
    chosen = rng.choice(
        (("province",), ("stars",), ("province", "stars"), ("group",), ("standing",), ("stars", "group"))
    )
    return {name: frozenset({document.columns[name], *_more(name, rng)}) for name in chosen}


def _more(name: str, rng: random.Random) -> list[int]:
    return [rng.choice(_sample()).columns[name]] if rng.random() < 1 / 4 else []


def _common(_: Document, rng: random.Random) -> str:
    return rng.choice(_frequencies()[0])


def _rare(_: Document, rng: random.Random) -> str:
    return rng.choice(_frequencies()[1])


def _few(document: Document, rng: random.Random) -> str:
    """Two or three words of a name that stand together, with marks or without."""
    told = marked_words(document.name)
    length = rng.choice((2, 2, 3))
    start = rng.randrange(max(1, len(told) - length))
    text = " ".join(told[start : start + length])
    return fold(text) if rng.random() < 1 / 2 else text


def _placed(document: Document, rng: random.Random) -> str:
    """The beginning of a name and where it is from."""
    place = rng.choice(document.place.split(", ")[-2:])
    text = f"{' '.join(marked_words(document.name)[:2])} {place.lower()}"
    return fold(text) if rng.random() < 1 / 2 else text


def _unfinished(document: Document, rng: random.Random) -> str:
    """A name typed without marks, its last word begun."""
    told = words(document.name)[:4]
    last = told[-1]
    return " ".join([*told[:-1], last[: max(1, rng.randint(1, len(last)))]])


def _slipped(document: Document, rng: random.Random) -> str:
    """The beginning of a name with one letter left out, doubled, swapped or wrong in its longest word."""
    told = marked_words(document.name)[: rng.choice((2, 3))]
    at = max(range(len(told)), key=lambda place: len(told[place]))
    told[at] = _edited(told[at], rng)
    text = " ".join(told)
    return fold(text) if rng.random() < 2 / 3 else text


def _mistoned(document: Document, rng: random.Random) -> str:
    """The beginning of a name with the tones of some words wrong."""
    told = marked_words(document.name)[:4]
    return " ".join(retoned(word, rng.choice(TONES)) if rng.random() < 1 / 2 else word for word in told)


def _whole(document: Document, _: random.Random) -> str:
    """A name as it is printed."""
    return document.name


_SHAPES: tuple[Callable[[Document, random.Random], str], ...] = (
    *[_common] * 5,
    *[_rare] * 5,
    *[_few] * 13,
    *[_placed] * 8,
    *[_unfinished] * 7,
    *[_slipped] * 6,
    *[_mistoned] * 4,
    *[_whole] * 4,
)


def _edited(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word)) if len(word) > 1 else 0
    letter = rng.choice(_LETTERS)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at : at + 1] * 2 + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word + letter,
        )
    )


@cache
def _sample() -> list[Document]:
    return list(documents(_SAMPLE))


@cache
def _frequencies() -> tuple[list[str], list[str]]:
    """The commonest words of names, and words a handful of documents have."""
    named: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for document in _sample():
        named.update(set(marked_words(document.name)))
        found.update(set(words(" ".join(_texts(document)))))
    common = [word for word, _ in named.most_common(_COMMON) if word.isalpha()]
    return common, sorted(word for word, count in found.items() if count in _RARE)


def _texts(document: Document) -> Iterator[str]:
    yield from (document.name, document.owner, document.place, document.group, document.story)
