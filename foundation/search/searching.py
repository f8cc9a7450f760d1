"""Answering a question on one snapshot: match, narrow, count, order, show."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from foundation.search.analysis import tokens
from foundation.search.correction import Correction, completed, nearest
from foundation.search.highlighting import HighlightTerms, shown, snippet
from foundation.search.joining import joined
from foundation.search.layout import KIND, NUMBER
from foundation.search.matching import Matched, TermMatch, match
from foundation.search.query import FacetValue, FoundTerm, Hit, Query, Term
from foundation.search.ranking import SAID_BY_NAME, Relevance
from foundation.search.snapshot import Ids, Snapshot

Mask = NDArray[np.bool_]

LAST = 1 << 62
"""Added to the key of what comes after all others, whatever order they are in."""
_WRITERS = 5
"""So many documents are asked how they write a word."""


def search(snapshot: Snapshot, query: Query) -> FoundTerm:
    """Return the answer to a question; the same question on the same snapshot is answered from memory."""
    return snapshot.answered(query, lambda: _search(snapshot.of_kind(query.kind), query))


@dataclass(frozen=True)
class Interpretation:
    """What a question means: its terms, the documents, the words put in others' place, and all words typed.

    `near` are the terms by which the documents are put in order where they have only most of the words.
    """

    snapshot: Snapshot
    terms: tuple[Term, ...]
    matched: Matched
    corrected: dict[str, str]
    typed: list[str]
    near: tuple[TermMatch, ...] = ()

    @cached_property
    def relevance(self) -> Relevance | None:
        """How relevant the documents are; worked out when first asked for, which is never for what leads nowhere."""
        worth = self.matched.required and len(self.matched.ids)
        matched = replace(self.matched, required=self.near) if self.near else self.matched
        return Relevance(self.snapshot, matched, self.typed) if worth else None

    @property
    def is_plausible(self) -> bool:
        """Whether the words found are those that were typed, be it with other marks."""
        return self.relevance is None or self.relevance.is_plausible()


def interpret(snapshot: Snapshot, query: Query) -> Interpretation:
    """Return the question with its slips mended; where no document has it all, in the order of what is near to it."""
    mended = completed(snapshot, joined(snapshot, query.terms))
    meant = _meant(snapshot, query, mended)
    if query.any_word or (meant.matched.complete and meant.is_plausible):
        return meant
    if meant.matched.complete:
        meant = _meant(snapshot, replace(query, any_word=True), mended)
    elif not meant.is_plausible:
        return replace(meant, matched=Matched(meant.matched.ids[:0], missing=_required(mended.terms)))
    near = nearest(snapshot, mended.terms)
    return meant if near is None else replace(meant, near=match(snapshot, near, any_word=True).required)


def _required(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(term.text for term in terms if not term.light)


def _meant(snapshot: Snapshot, query: Query, terms: Correction) -> Interpretation:
    matched = match(snapshot, terms.terms, any_word=query.any_word)
    corrected = terms.corrected
    typed = [part for word in query.typed for part in corrected.get(word, word).split()]
    return Interpretation(snapshot, terms.terms, matched, corrected, typed)


def _search(snapshot: Snapshot, query: Query) -> FoundTerm:
    meant = interpret(snapshot, query)
    matched, relevance, corrected = meant.matched, meant.relevance, meant.corrected
    pointed = relevance.to_the_point() if relevance else None
    ids = matched.ids if pointed is None else matched.ids[pointed]
    masks = {column: _allowed(snapshot, column, values, ids) for column, values in query.filters}
    passing = _every(masks)
    beside = _allowed(snapshot, *query.beside, ids) if query.beside else None
    facets = _facets(snapshot, query.facets, ids, masks, beside)
    places = _narrowed(_narrowed(np.arange(len(matched.ids)), pointed), passing)
    chosen = _page(snapshot, query, matched.ids, places, relevance)
    documents = [int(document) for document in matched.ids[chosen]]
    levels = relevance.levels[chosen].tolist() if relevance else [0] * len(documents)
    wanted = HighlightTerms(matched.words, matched.with_marks)
    return FoundTerm(
        total=len(places),
        total_beside=_count_beside(beside, passing),
        hits=tuple(_hit(snapshot, *pair, wanted) for pair in zip(documents, levels, strict=True)),
        facets=facets,
        complete=matched.complete,
        missing=matched.missing,
        corrected=_written(snapshot, meant, pointed) if corrected else {},
        generation=snapshot.generation.name,
    )


def _narrowed(values: NDArray[np.int64], mask: Mask | None) -> NDArray[np.int64]:
    return values if mask is None else values[mask]


def _allowed(snapshot: Snapshot, column: str, values: frozenset[int], ids: Ids) -> Mask:
    """Which documents have one of these values in a column."""
    numbers = snapshot.columns[column]
    if len(values) == 1:
        return np.asarray(numbers[ids] == next(iter(values)))
    return np.isin(numbers[ids], np.array(sorted(values), np.int64))


def _every(masks: dict[str, Mask], skip: str | None = None) -> Mask | None:
    """Return what passes all filters but one; None where there is no filter."""
    kept = [mask for column, mask in masks.items() if column != skip]
    return np.logical_and.reduce(kept) if kept else None


def _facets(
    snapshot: Snapshot, columns: tuple[str, ...], ids: Ids, masks: dict[str, Mask], beside: Mask | None
) -> dict[str, dict[int, FacetValue]]:
    """How many documents have each value of each column, as if the column had no filter of its own."""
    kept: dict[str | None, tuple[Ids, Mask | None]] = {}
    counted = {}
    for column in columns:
        own = column if column in masks else None
        if own not in kept:
            passing = _every(masks, skip=own)
            kept[own] = (
                (ids, beside) if passing is None else (ids[passing], None if beside is None else beside[passing])
            )
        counted[column] = _counts(snapshot.columns[column][kept[own][0]], kept[own][1])
    return counted


def _counts(values: NDArray[np.integer], beside: Mask | None) -> dict[int, FacetValue]:
    counts = np.bincount(values)
    with_mark = counts if beside is None else np.bincount(values[beside], minlength=len(counts))
    found = np.flatnonzero(counts)
    pairs = zip(found.tolist(), counts[found].tolist(), with_mark[found].tolist(), strict=True)
    return {value: FacetValue(count, marked) for value, count, marked in pairs}


def _count_beside(beside: Mask | None, passing: Mask | None) -> int:
    if beside is None:
        return 0
    return int(np.count_nonzero(beside if passing is None else beside & passing))


def _page(
    snapshot: Snapshot, query: Query, ids: Ids, places: NDArray[np.int64], relevance: Relevance | None
) -> NDArray[np.int64]:
    """Places in `ids` of the page asked for, in order; `places` are those that pass the filters."""
    first = (query.page - 1) * query.per_page
    if first >= len(places) or first < 0:
        return places[:0]
    lead = _allowed(snapshot, *query.lead, ids) if query.lead else None
    if query.order is None and relevance:
        keys = relevance.keys(lead)[places]
    else:
        keys = (snapshot.prior if query.order is None else snapshot.order(query.order))[ids[places]]
        keys = keys if lead is None else np.where(lead[places], keys, keys | LAST)
    return places[top_hits(snapshot, ids[places], keys, first + query.per_page)[first:]]


def top_hits(snapshot: Snapshot, hits: Ids, keys: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Places of the `most` documents with the smallest keys in order, equal ones by their number."""
    numbers = snapshot.columns[NUMBER][hits].astype(np.int64) << 8 | snapshot.columns[KIND][hits]
    if most >= len(hits):
        return np.lexsort((numbers, keys))
    limit = np.partition(keys, most - 1)[most - 1]
    below, level = np.flatnonzero(keys < limit), np.flatnonzero(keys == limit)
    wanted = most - len(below)
    if wanted < len(level):
        level = level[np.argpartition(numbers[level], wanted - 1)[:wanted]]
    chosen = np.concatenate((below, level))
    return chosen[np.lexsort((numbers[chosen], keys[chosen]))]


def _hit(snapshot: Snapshot, document: int, level: int, wanted: HighlightTerms) -> Hit:
    kind, number = snapshot.identity(document)
    name, owner, place, story = snapshot.texts(document)
    best_part = () if level in SAID_BY_NAME else snippet(story, wanted)
    return Hit(kind, number, level, shown(name, wanted), shown(owner, wanted), shown(place, wanted), best_part)


def _written(snapshot: Snapshot, meant: Interpretation, pointed: Mask | None) -> dict[str, str]:
    """Return what was meant by corrected words, as the best documents write it, whatever filters and page are set."""
    ids = meant.matched.ids if pointed is None else meant.matched.ids[pointed]
    keys = _narrowed(meant.relevance.keys(None), pointed) if meant.relevance else snapshot.prior[ids]
    written: dict[str, str] = {}
    for document in ids[top_hits(snapshot, ids, keys, _WRITERS)].tolist():
        for token in tokens(" ".join(text for text, _ in snapshot.texts(document)[:3])):
            written.setdefault(token.folded, token.text)
    said = {typed: words.split() for typed, words in meant.corrected.items()}
    return {typed: " ".join(written.get(word, word) for word in words) for typed, words in said.items()}
