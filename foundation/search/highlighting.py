"""Showing what was found: texts in pieces, and the best part of a long one. Pure functions."""

import re
from collections.abc import Collection

from foundation.search.analysis import nfc, plain
from foundation.search.query import Shown

SNIPPET = 160
LEAD = 24
"""Characters shown before the first word found."""

_I_OR_Y = re.compile(r"^(qu|[hklmst])i$")


def pattern(words: Collection[str]) -> re.Pattern[str] | None:
    """What finds these folded words in a plain text, None for no words."""
    if not words:
        return None
    forms = sorted((_I_OR_Y.sub(r"\1[iy]", re.escape(word)) for word in words), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])")


def shown(text: str, wanted: re.Pattern[str] | None) -> Shown:
    """The whole text in pieces; neighbouring words found stand in one piece."""
    if not text:
        return ()
    composed = nfc(text)
    spans = [match.span() for match in wanted.finditer(plain(composed))] if wanted else []
    return _pieces(composed, spans)


def snippet(text: str, wanted: re.Pattern[str] | None) -> Shown:
    """The part of a long text with most of the words, empty where it has none."""
    if not text or wanted is None:
        return ()
    composed = nfc(text)
    spans = [match.span() for match in wanted.finditer(plain(composed))]
    if not spans:
        return ()
    starts = [start for start, _ in spans]
    best = max(starts, key=lambda start: (sum(start <= other < start + SNIPPET - LEAD for other in starts), -start))
    begin = composed.rfind(" ", 0, max(0, best - LEAD) + 1) + 1
    begin = begin if best - begin <= SNIPPET // 2 else best - LEAD  # an endless word stands before it
    end = len(composed) if begin + SNIPPET >= len(composed) else composed.rfind(" ", begin, begin + SNIPPET)
    end = end if end > best else begin + SNIPPET
    inside = [(start - begin, stop - begin) for start, stop in spans if start >= begin and stop <= end]
    pieces = _pieces(composed[begin:end], inside)
    lead = (("… ", False),) if begin else ()
    return (*lead, *pieces, *((("…", False),) if end < len(composed) else ()))


def _pieces(text: str, spans: list[tuple[int, int]]) -> Shown:
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
