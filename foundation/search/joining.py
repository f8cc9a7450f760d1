"""Letters and digits that are written as one word by some and as two by others: "ST25", "ST 25", "ST-25"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from foundation.search.analysis import pair
from foundation.search.layout import PAIRS, WORDS
from foundation.search.query import Term, TermVariant
from foundation.search.snapshot import Snapshot

_MIXED = re.compile(r"([a-z]+)(\d+)|(\d+)([a-z]+)")


def joined(snapshot: Snapshot, terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms, those of letters and digits also as documents write them: together, or parted."""
    if not any(char.isdigit() for term in terms for char in term.text):
        return tuple(terms)
    return tuple(_joined(snapshot, terms))


def _joined(snapshot: Snapshot, terms: Sequence[Term]) -> Iterator[Term]:
    place = 0
    while place < len(terms):
        word, following = _word(terms[place]), _word(terms[place + 1]) if place + 1 < len(terms) else ""
        if _MIXED.fullmatch(word + following) and word.isalpha() != following.isalpha() and following:
            both = TermVariant((word, following)), TermVariant((word + following,))
            if len(snapshot.posting(WORDS, word + following).ids):
                yield Term(f"{terms[place].text} {terms[place + 1].text}", both)
                place += 2
                continue
        yield _parted(snapshot, terms[place], word)
        place += 1


def _parted(snapshot: Snapshot, term: Term, word: str) -> Term:
    found = _MIXED.fullmatch(word)
    if found is None:
        return term
    one, other = (part for part in found.groups() if part)
    if not len(snapshot.posting(PAIRS, pair(one, other)).ids):
        return term
    return replace(term, choices=(*term.choices, TermVariant((one, other))), marked=())


def _word(term: Term) -> str:
    """Return the one word of a term that has no other name; none for any other."""
    words = term.choices[0].words
    return words[0] if not term.light and len(term.choices) == len(words) == 1 else ""
