"""What can be asked of the engine and what it answers. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from foundation.search.analysis import Token, marked, nfc, tokens

WORDS_MAX = 12
"""More words than this add nothing a reader could mean."""


class MatchKind(IntEnum):
    """How a word of the question came to match, best last."""

    TYPO = 1
    SYNONYM = 2
    TYPED = 3


@dataclass(frozen=True, slots=True)
class TermVariant:
    """One way of meaning a term: folded words that stand side by side.

    `marked` are those that must stand with their marks (in the form of `analysis.marked`): another name
    for a thing means that name only, "trà" and not every "tra".
    """

    words: tuple[str, ...]
    how: MatchKind = MatchKind.TYPED
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of its choices will do.

    `marked` are the words as typed, in the form of `analysis.marked`, empty where the question was typed
    without marks. A `light` term orders results but is not required; an `idle` one is not even where it
    stands alone, for it says nothing of what is wanted ("OCOP"); `names_owner` says that it is of a kind
    that stands before an owner's name ("HTX").
    """

    text: str
    choices: tuple[TermVariant, ...]
    marked: tuple[str, ...] = ()
    light: bool = False
    idle: bool = False
    names_owner: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question: what to find, how to narrow, what to count, how to order, which page.

    `typed` are all folded words as they were typed: whose name is just them is meant, whatever was understood.
    Only documents of `kind` are looked at: which words there are, and which stand together, is asked of them alone.
    `filters` are (column, allowed values); `facets` the columns to count, each as if it had no filter
    of its own; `beside` is one more filter under which every facet is counted a second time. `order`
    names a declared order, None means by relevance; documents that pass `lead` come before others, of equally
    whole answers where they are ordered by relevance.
    """

    terms: tuple[Term, ...] = ()
    typed: tuple[str, ...] = ()
    kind: str | None = None
    filters: tuple[tuple[str, frozenset[int]], ...] = ()
    facets: tuple[str, ...] = ()
    beside: tuple[str, frozenset[int]] | None = None
    order: str | None = None
    lead: tuple[str, frozenset[int]] | None = None
    page: int = 1
    per_page: int = 20
    any_word: bool = False


Shown = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found, with its texts highlighted; `snippet` is the best part of its story.

    `level` says how the words stand in its name (`ranking.level`), 0 where that was not asked.
    """

    kind: str
    number: int
    level: int
    name: Shown
    owner: Shown
    place: Shown
    snippet: Shown


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many hits carry one value, and how many of them also pass `beside`."""

    count: int
    beside: int


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """The answer. `missing` are the words no document has; `corrected` what was searched instead of others.

    `corrected` maps folded words of the question to what was meant, as documents write it. `complete` is
    False where not every required word had to match.
    """

    total: int
    total_beside: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[int, FacetValue]]
    complete: bool
    missing: tuple[str, ...]
    corrected: Mapping[str, str]
    generation: str


@dataclass(frozen=True, slots=True)
class Completion:
    """One suggestion while typing."""

    kind: str
    number: int
    text: str


def plain_terms(text: str) -> tuple[Term, ...]:
    """Return a text as a question without any understanding: one required term for each word."""
    typed = tokens(text)[:WORDS_MAX]
    literal = any(token.has_marks for token in typed)
    return tuple(term_of(token, literal=literal) for token in typed)


def corrected_text(text: str, corrected: Mapping[str, str]) -> str | None:
    """Return a question with its mended words; None where none was."""
    composed = nfc(text)
    pieces, at, changed = [], 0, False
    for token in tokens(composed):
        better = corrected.get(token.folded)
        pieces += [composed[at : token.start], better or composed[token.start : token.end]]
        at, changed = token.end, changed or better is not None
    return "".join([*pieces, composed[at:]]) if changed else None


def another_name(text: str) -> TermVariant:
    """Another name for something, as a choice: its words, each with its marks."""
    found = tokens(text)
    with_marks = tuple(marked(token.text) for token in found if token.has_marks)
    return TermVariant(tuple(token.folded for token in found), MatchKind.SYNONYM, with_marks)


def term_of(token: Token, *, literal: bool) -> Term:
    """Return the term for one word; `literal` where the question was typed with marks, so that none means none."""
    return Term(token.text, (TermVariant((token.folded,)),), (marked(token.text),) if literal else ())
