"""Suggestions while somebody types: names that have the typed words and one that begins with the last."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foundation.search.analysis import nfc, pair, tokens
from foundation.search.documents import NAME_BIT
from foundation.search.layout import FIRST, KIND, PAIRS, WORDS
from foundation.search.matching import codes_at
from foundation.search.query import WORDS_MAX, Completion
from foundation.search.ranking import PRIOR_BITS
from foundation.search.searching import top_hits
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
    words = [token.folded for token in found]
    open_end = found[-1].end == len(nfc(text))
    firsts = [words[0], *_begun(snapshot, words[0])] if len(words) == 1 and open_end else words[:1]
    if len(words) == 1:
        # Where enough names begin with it, those that only have it need not be looked at.
        ids = _of_kinds(snapshot, _union(snapshot, FIRST, firsts), kinds)
        names = _names(snapshot, ids, np.ones(len(ids), np.bool_), most)
        if len(names) == most:
            return names
    ids = _of_kinds(snapshot, _candidates(snapshot, words, open_end=open_end), kinds)
    return _names(snapshot, ids, _started(snapshot, firsts, ids), most)


def _of_kinds(snapshot: Snapshot, ids: Ids, kinds: Sequence[str]) -> Ids:
    if not kinds:
        return ids
    codes = [snapshot.registry.codes[kind] for kind in kinds]
    return ids[np.isin(snapshot.columns[KIND][ids], codes)]


def _names(snapshot: Snapshot, ids: Ids, started: NDArray[np.bool_], most: int) -> tuple[Completion, ...]:
    """Names that begin with what was typed before those that only have it; then by the registry's prior."""
    keys = np.where(started, 0, 1 << PRIOR_BITS) + snapshot.prior[ids]
    names: dict[str, Completion] = {}
    for document in ids[top_hits(snapshot, ids, keys, most * ENOUGH)]:
        kind, number = snapshot.identity(int(document))
        name, form = snapshot.texts(int(document))[0]
        names.setdefault(f"{kind} {form}", Completion(kind, number, name))
        if len(names) == most:
            break
    return tuple(names.values())


def _started(snapshot: Snapshot, firsts: list[str], ids: Ids) -> NDArray[np.bool_]:
    """Whether the first word, or where there is only one a word that it begins, begins the name."""
    started = np.zeros(len(ids), np.bool_)
    for word in firsts:
        started |= codes_at(snapshot.posting(FIRST, word), ids, snapshot.size) != 0
    return started


def _candidates(snapshot: Snapshot, words: list[str], *, open_end: bool) -> Ids:
    """Documents whose names have the words, the last perhaps only begun, side by side."""
    *whole, last = words
    if not open_end:
        ids = _union(snapshot, WORDS, [last])
        whole = words
    elif whole:
        begun = list(snapshot.starting(PAIRS, pair(whole[-1], last), EXPANSIONS * 4))
        ids = _union(snapshot, PAIRS, _most_named(snapshot, PAIRS, begun))
    else:
        ids = _union(snapshot, WORDS, _begun(snapshot, last))
    for posting in _side_by_side(snapshot, whole):
        ids = ids[(codes_at(posting, ids, snapshot.size) & NAME_BIT) != 0]
    return ids


def _begun(snapshot: Snapshot, word: str) -> list[str]:
    """Words that begin with one, those that stand in the most names."""
    return _most_named(snapshot, WORDS, snapshot.vocabulary().starting(word, EXPANSIONS * 4))


def _most_named(snapshot: Snapshot, field: str, terms: list[str]) -> list[str]:
    """Those that stand in the most names."""
    return sorted(terms, key=lambda term: -snapshot.named(field, term))[:EXPANSIONS]


def _side_by_side(snapshot: Snapshot, words: list[str]) -> list[Posting]:
    """Return what a name with the words in this order has."""
    if len(words) == 1:
        return [snapshot.posting(WORDS, words[0])]
    return [snapshot.posting(PAIRS, pair(one, other)) for one, other in pairwise(words)]


def _union(snapshot: Snapshot, field: str, terms: Sequence[str]) -> Ids:
    """Documents with any of these terms in their name."""
    has = np.zeros(snapshot.size, np.bool_)
    for term in terms:
        posting = snapshot.posting(field, term)
        has[posting.ids[(posting.codes & NAME_BIT) != 0]] = True
    return np.flatnonzero(has).astype(np.int32)
