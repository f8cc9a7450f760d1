"""Showing what was found: texts in pieces, and the best part of a long one. Pure functions.

A text comes in NFC with its plain form, which is as long, so that a match in one is a match in the other.
"""

import re
from collections.abc import Collection

from foundation.search.query import Shown

SNIPPET = 160
LEAD = 24
"""Characters shown before the first word found."""


def pattern(words: Collection[str]) -> re.Pattern[str] | None:
    """What finds these folded words in a plain text, None for no words."""
    if not words:
        return None
    forms = sorted((re.escape(word) for word in words), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])")


def shown(text: tuple[str, str], wanted: re.Pattern[str] | None) -> Shown:
    """The whole text in pieces; neighbouring words found stand in one piece."""
    written, plain = text
    if not written:
        return ()
    return _pieces(written, [match.span() for match in wanted.finditer(plain)] if wanted else [])


def snippet(text: tuple[str, str], wanted: re.Pattern[str] | None) -> Shown:
    """The part of a long text with most of the words, empty where it has none."""
    written, plain = text
    spans = [match.span() for match in wanted.finditer(plain)] if wanted and written else []
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
    """The start from which most others are within a snippet; the first of equals."""
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
