"""AnnouncementContext what was found: texts in pieces, and the best part of a long one. Pure functions.

A text comes in NFC with its plain form, which is as long, so that a match in one is a match in the other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from foundation.search.analysis import marked
from foundation.search.query import Shown

SNIPPET = 160
LEAD = 24
"""Characters shown before the first word found."""


@dataclass(frozen=True, slots=True)
class HighlightTerms:
    """What is looked for in texts: folded words, and those of them that count with certain marks only."""

    words: frozenset[str]
    marked: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def spans(self, text: tuple[str, str]) -> list[tuple[int, int]]:
        """Where a text, given with its plain form, has the words."""
        written, plain = text
        found = [(start, start + len(word)) for word in self.words for start in _places(plain, word)]
        if self.marked:
            found = [(start, end) for start, end in found if self._agrees(plain[start:end], written[start:end])]
        return sorted(found)

    def _agrees(self, word: str, written: str) -> bool:
        return word not in self.marked or marked(written) in self.marked[word]


def _places(plain: str, word: str) -> Iterator[int]:
    """Where a text in its plain form has a word that is not a part of another."""
    start = plain.find(word)
    while start >= 0:
        end = start + len(word)
        if not plain[start - 1 : start].isalnum() and not plain[end : end + 1].isalnum():
            yield start
        start = plain.find(word, end)


def shown(text: tuple[str, str], wanted: HighlightTerms) -> Shown:
    """Return the whole text in pieces; neighbouring words found stand in one piece."""
    return _pieces(text[0], wanted.spans(text)) if text[0] else ()


def snippet(text: tuple[str, str], wanted: HighlightTerms) -> Shown:
    """Return the part of a long text with most of the words, empty where it has none."""
    written = text[0]
    spans = wanted.spans(text)
    if not spans:
        return ()
    best = _densest([start for start, _ in spans])
    begin = written.rfind(" ", 0, max(0, best - LEAD) + 1) + 1
    begin = begin if best - begin <= SNIPPET // 2 else best - LEAD  # an endless word stands before it
    end = len(written) if begin + SNIPPET >= len(written) else written.rfind(" ", begin, begin + SNIPPET)
    end = end if end > best else min(begin + SNIPPET, len(written))
    inside = [(start - begin, stop - begin) for start, stop in spans if start >= begin and stop <= end]
    pieces = _pieces(written[begin:end], inside)
    lead = (("… ", False),) if begin else ()
    return (*lead, *pieces, *((("…", False),) if end < len(written) else ()))


def _densest(starts: list[int]) -> int:
    """Return the start from which most others are within a snippet; the first of equals."""
    best, most, last = starts[0], 0, 0
    for first, start in enumerate(starts):
        while last < len(starts) and starts[last] < start + SNIPPET - LEAD:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return best


def _pieces(text: str, spans: list[tuple[int, int]]) -> Shown:
    if not spans:
        return ((text, False),)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in joined:
        pieces += [(text[at:start], False)] if start > at else []
        pieces.append((text[start:end], True))
        at = end
    return (*pieces, *([(text[at:], False)] if at < len(text) else []))
