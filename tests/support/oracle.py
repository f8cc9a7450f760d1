"""What a search ought to answer, worked out from the documents one by one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from foundation.search.analysis import marked, tokens
from foundation.search.documents import Document
from foundation.search.kinds import NAME_ORDER, Registry
from foundation.search.query import FacetValue, FoundTerm, MatchKind, Query, Term, TermVariant


@dataclass(frozen=True, slots=True)
class Read:
    """A document as a reader sees it: its folded words by section, and its words with their marks.

    `sections` are name, owner and place.
    """

    document: Document
    sections: tuple[tuple[str, ...], ...]
    story: tuple[str, ...]
    group: tuple[str, ...]
    marked: frozenset[str]
    group_marked: frozenset[str]
    numbers: dict[str, int]

    def means(self, term: Term) -> bool:
        """Whether it has a term in any of the ways the term can be meant."""
        return any(self._has(choice) for choice in term.choices) or any(w in self.group_marked for w in term.marked)

    def faithful(self, term: Term) -> bool:
        """Whether it has the term with the marks it was typed with, or calls it otherwise."""
        return set(term.marked) <= self.marked or any(c.how is MatchKind.SYNONYM and self._has(c) for c in term.choices)

    def tells(self, term: Term) -> bool:
        """Whether it has the word of a term in its story alone, whose marks are not known."""
        words = term.choices[0].words
        elsewhere = any(words[0] in section for section in self.sections)
        return len(words) == 1 and words[0] in self.story and not elsewhere

    def is_called(self, terms: Sequence[Term]) -> bool:
        """Whether its name is the question, whatever its marks."""
        ways: list[tuple[str, ...]] = [()]
        for term in terms:
            ways = [(*way, *choice.words) for way in ways for choice in term.choices]
        return self.sections[0] in ways

    def neighbours(self, ones: Sequence[TermVariant], others: Sequence[TermVariant]) -> bool:
        """Whether the last word of one choice is followed by the first of another, in any part but the story."""
        wanted = {(one.words[-1], other.words[0]) for one in ones for other in others}
        return any(not wanted.isdisjoint(pairwise(words)) for words in (*self.sections, self.group))

    def _has(self, choice: TermVariant) -> bool:
        if not set(choice.marked) <= self.marked:
            return False
        if len(choice.words) == 1:
            return any(choice.words[0] in words for words in (*self.sections, self.story))
        wanted = set(pairwise(choice.words))
        return any(wanted <= set(pairwise(words)) for words in (*self.sections, self.group))


@dataclass(frozen=True, slots=True)
class Expected:
    """What the answer to a question has to say."""

    total: int
    total_beside: int
    keys: frozenset[str]
    facets: dict[str, dict[int, FacetValue]]
    complete: bool
    missing: tuple[str, ...]


class Oracle:
    """All documents, read once."""

    def __init__(self, documents: Iterable[Document], registry: Registry) -> None:
        self.registry = registry
        self.read = [_read(document, registry) for document in documents]

    def expect(self, terms: Sequence[Term], query: Query) -> Expected:
        """The answer to a question whose slips have been mended to `terms`."""
        matched, complete, missing = self.matched(terms, any_word=query.any_word)
        hits = [read for read in matched if _passes(read, query)]
        return Expected(
            len(hits),
            sum(_in(read, query.beside) for read in hits) if query.beside else 0,
            frozenset(read.document.key for read in hits),
            {column: _facet(matched, column, query) for column in query.facets},
            complete,
            missing,
        )

    def ordered(self, keys: Iterable[str], order: str | None) -> list[str]:
        """Found documents in a declared order, or in that of a question without words."""
        wanted = set(keys)
        found = [read for read in self.read if read.document.key in wanted]
        return [read.document.key for read in sorted(found, key=self._place(order))]

    def _place(self, order: str | None) -> "Callable[[Read], tuple[object, ...]]":
        if order == NAME_ORDER:
            return lambda read: (read.document.sort_key, *self._number(read))
        declared = {known.name: known for known in self.registry.orders}.get(order or "")
        column = declared.column if declared else self.registry.prior or ""
        if declared is None or declared.turns is None:
            return lambda read: (read.numbers[column], *self._number(read))
        level, group = declared.turns
        rows: dict[tuple[int, int], list[Read]] = defaultdict(list)
        for read in self.read:
            rows[read.numbers[level], read.numbers[group]].append(read)
        turn = {}
        for row in rows.values():
            ordered = sorted(row, key=lambda read: (read.numbers[column], *self._number(read)))
            turn.update({read.document.key: place for place, read in enumerate(ordered)})
        return lambda read: (read.numbers[level], turn[read.document.key], read.numbers[column])

    def _number(self, read: Read) -> tuple[int, int]:
        return read.document.number, self.registry.codes[read.document.kind]

    def matched(self, terms: Sequence[Term], *, any_word: bool) -> tuple[list[Read], bool, tuple[str, ...]]:
        """The documents that are meant, whether each has every word, and the words none has."""
        if not terms:
            return self.read, True, ()
        known = [term for term in terms if any(read.means(term) for read in self.read)]
        required = [term for term in known if not term.light] or known
        missing = tuple(term.text for term in terms if not term.light and term not in known)
        if not required:
            return [], True, missing
        every = [read for read in self.read if all(read.means(term) for term in required)]
        if not any_word and (every or len(required) == 1):
            if self._plausible(every, required, missing):
                return self._to_the_point(every, required), not missing, missing
            if missing:
                return [], True, tuple(term.text for term in terms if not term.light)
        some = [read for read in self.read if any(read.means(term) for term in required)]
        pointed = [any(self._has_right(read, term) for term in required) for read in some]
        called = any(read.is_called(required) or any(read.tells(term) for term in required) for read in some)
        if not any_word and not any(pointed) and not called:
            return [], True, tuple(term.text for term in terms if not term.light)
        return _kept(some, pointed, required), False, missing

    def _plausible(self, matched: list[Read], required: Sequence[Term], missing: Sequence[str]) -> bool:
        """Whether any has each word with its marks, or beside its neighbour; one asked for alone may have others."""
        if len(required) == 1 and not missing:
            return True
        return any(self._stands(read, required) or read.is_called(required) for read in matched)

    def _stands(self, read: Read, required: Sequence[Term]) -> bool:
        right = [self._typed_as(term) or read.faithful(term) or read.tells(term) for term in required]
        for place, (one, other) in enumerate(pairwise(required)):
            beside = read.neighbours(self._ways(one), self._ways(other))
            right[place], right[place + 1] = right[place] or beside, right[place + 1] or beside
        return all(right)

    def _to_the_point(self, matched: list[Read], required: Sequence[Term]) -> list[Read]:
        """Those with the marks that were typed, where there are any, and those called so but for the marks."""
        literal = [term for term in required if not term.text.isascii() and not self._typed_as(term)]
        pointed = [all(read.faithful(term) for term in literal) for read in matched]
        return _kept(matched, pointed, required)

    def _has_right(self, read: Read, term: Term) -> bool:
        """Whether it has a term as it was typed."""
        careless = term.text.isascii() or self._typed_as(term)
        return read.means(term) and (careless or read.faithful(term))

    def _ways(self, term: Term) -> list[TermVariant]:
        """The choices of a term that any document has, and its own where they know it by their groups."""
        ways = [choice for choice in term.choices if any(read.means(Term("", (choice,))) for read in self.read)]
        in_groups = any(word in read.group_marked for read in self.read for word in term.marked)
        return ways or ([term.choices[0]] if in_groups else [])

    def _typed_as(self, term: Term) -> bool:
        """Whether its marks say nothing: typed without any, or no document has the word as it was typed."""
        ways = self._ways(term)
        return not term.marked or not ways or ways[0].how is not MatchKind.TYPED


def _kept(matched: list[Read], pointed: list[bool], required: Sequence[Term]) -> list[Read]:
    if not any(pointed):
        return matched
    return [read for read, kept in zip(matched, pointed, strict=True) if kept or read.is_called(required)]


def keys_of(found: FoundTerm) -> list[str]:
    """The documents of a page in their order."""
    return [f"{hit.kind}:{hit.number}" for hit in found.hits]


def _read(document: Document, registry: Registry) -> Read:
    def words(text: str) -> tuple[str, ...]:
        return tuple(token.folded for token in tokens(text))

    numbers: Counter[str] = Counter(dict(document.columns))
    numbers |= Counter({"kind": registry.codes[document.kind]})
    return Read(
        document,
        (words(document.name), words(document.owner), words(document.place)),
        words(document.story),
        words(document.group),
        frozenset(marked(token.text) for text in document.texts[:4] for token in tokens(text)),
        frozenset(marked(token.text) for token in tokens(document.group)),
        numbers,
    )


def _in(read: Read, wanted: tuple[str, frozenset[int]]) -> bool:
    column, values = wanted
    return read.numbers[column] in values


def _passes(read: Read, query: Query, skip: str | None = None) -> bool:
    return all(_in(read, wanted) for wanted in query.filters if wanted[0] != skip)


def _facet(matched: Iterable[Read], column: str, query: Query) -> dict[int, FacetValue]:
    counts: Counter[int] = Counter()
    beside: Counter[int] = Counter()
    for read in matched:
        if _passes(read, query, skip=column):
            value = read.numbers[column]
            counts[value] += 1
            beside[value] += query.beside is None or _in(read, query.beside)
    return {value: FacetValue(count, beside[value]) for value, count in counts.items()}
