"""Whether the rivals do the job right: totals and facets beside those of brute force."""

import sys
import tempfile
from pathlib import Path

from bench.search.asks import Ask
from bench.search.brute import Brute
from bench.search.corpus import documents
from bench.search.engines import ENGINES, Counts, Engine, engine
from bench.search.workload import queries
from foundation.search.documents import Document

RIVALS = [name for name in ENGINES if name != "ours"]
"""Ours finds more than the words as typed; its own tests compare it."""


def agree(count: int = 2_000) -> bool:
    """Whether every rival gives the right totals and facets for all asks, filtered and not; prints what differs."""
    corpus = list(documents(count))
    brute = Brute(corpus)
    asks = queries()
    right = [(brute.search(ask), brute.counts) for ask in asks]
    agreeing = [_agrees(engine(name), corpus, asks, right) for name in RIVALS]
    return all(agreeing)


def _agrees(rival: type[Engine], corpus: list[Document], asks: list[Ask], right: list[tuple[int, Counts]]) -> bool:
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        rival.build(corpus, Path(folder))
        opened = rival(Path(folder))
        for ask, (total, counts) in zip(asks, right, strict=True):
            told = opened.search(ask)
            if (told, opened.counts) != (total, counts):
                wrong += 1
                print(f"  {rival.__name__}: {ask} gives {told}, right is {total}", file=sys.stderr)
    found = sum(total > 0 for total, _ in right)
    print(f"{rival.__name__}: {len(asks) - wrong} of {len(asks)} equal to brute force ({found} find something)")
    return wrong == 0
