"""Suggestions while somebody types: names that have the typed words and one that begins with the last."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foundation.search.analysis import nfc, pair, tokens
from foundation.search.documents import BEGINS_BIT, NAME_BIT
from foundation.search.layout import KIND, PAIRS, WORDS
from foundation.search.matching import codes_at
from foundation.search.query import WORDS_MAX, Completion
from foundation.search.ranking import PRIOR_BITS
from foundation.search.searching import best
from foundation.search.segments import Posting
from foundation.search.snapshot import Ids, Snapshot

EXPANSIONS = 8
ENOUGH = 6
"""Names looked at for each wanted: many documents share one."""


def complete(snapshot: Snapshot, text: str, *, kinds: Sequence[str] = (), most: int = 8) -> tuple[Completion, ...]:
    """At most `most` different names that go on from what was typed, best known first."""
    key = ("complete", nfc(text).lower(), tuple(kinds), most)
    return snapshot.answered(key, lambda: _complete(snapshot, text, kinds, most))


def _complete(snapshot: Snapshot, text: str, kinds: Sequence[str], most: int) -> tuple[Completion, ...]:
    found = tokens(text)[:WORDS_MAX]
    if not found:
        return ()
    open_end = found[-1].end == len(nfc(text))
    words = [token.folded for token in found]
    ids = _candidates(snapshot, words, open_end=open_end)
    if kinds:
        codes = [snapshot.registry.codes[kind] for kind in kinds]
        ids = ids[np.isin(snapshot.columns[KIND][ids], codes)]
    return _names(snapshot, ids, _started(snapshot, words, ids), most)


def _names(snapshot: Snapshot, ids: Ids, started: NDArray[np.bool_], most: int) -> tuple[Completion, ...]:
    """Names that begin with what was typed before those that only have it; then by the registry's prior."""
    keys = np.where(started, 0, 1 << PRIOR_BITS) + snapshot.prior[ids]
    names: dict[str, Completion] = {}
    for document in ids[best(snapshot, ids, keys, most * ENOUGH)]:
        kind, number = snapshot.identity(int(document))
        name, form = snapshot.texts(int(document))[0]
        names.setdefault(f"{kind} {form}", Completion(kind, number, name))
        if len(names) == most:
            break
    return tuple(names.values())


def _started(snapshot: Snapshot, words: list[str], ids: Ids) -> NDArray[np.bool_]:
    """Whether the first word, or where there is only one a word that it begins, begins the name."""
    firsts = words[:1] if len(words) > 1 else [words[0], *snapshot.vocabulary().starting(words[0], EXPANSIONS)]
    started = np.zeros(len(ids), np.bool_)
    for word in firsts:
        started |= (codes_at(snapshot.posting(WORDS, word), ids, snapshot.size) & BEGINS_BIT) != 0
    return started


def _candidates(snapshot: Snapshot, words: list[str], *, open_end: bool) -> Ids:
    """Documents whose names have the words, the last perhaps only begun, side by side."""
    *whole, last = words
    if not open_end:
        return _inside(snapshot, _side_by_side(snapshot, words))
    if whole:
        begun = list(snapshot.starting(PAIRS, pair(whole[-1], last), EXPANSIONS * 4))
        ids = _union(snapshot, _most_named([snapshot.posting(PAIRS, term) for term in begun]))
    else:
        begun = snapshot.vocabulary().starting(last, EXPANSIONS * 4)
        ids = _union(snapshot, _most_named([snapshot.posting(WORDS, word) for word in begun]))
    for posting in _side_by_side(snapshot, whole):
        ids = ids[(codes_at(posting, ids, snapshot.size) & NAME_BIT) != 0]
    return ids


def _side_by_side(snapshot: Snapshot, words: list[str]) -> list[Posting]:
    if len(words) == 1:
        return [snapshot.posting(WORDS, words[0])]
    return [snapshot.posting(PAIRS, pair(one, other)) for one, other in pairwise(words)]


def _most_named(postings: list[Posting]) -> list[Posting]:
    """Those that stand in the most names."""
    return sorted(postings, key=lambda posting: -int(np.count_nonzero(posting.codes & NAME_BIT)))[:EXPANSIONS]


def _inside(snapshot: Snapshot, postings: list[Posting]) -> Ids:
    ids = _union(snapshot, postings[:1])
    for posting in postings[1:]:
        ids = ids[(codes_at(posting, ids, snapshot.size) & NAME_BIT) != 0]
    return ids


def _union(snapshot: Snapshot, postings: list[Posting]) -> Ids:
    """Documents with any of these in their name."""
    has = np.zeros(snapshot.size, np.bool_)
    for posting in postings:
        has[posting.ids[(posting.codes & NAME_BIT) != 0]] = True
    return np.flatnonzero(has).astype(np.int32)
