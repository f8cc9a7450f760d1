"""How well two free texts agree: BM25 with k1 1.2 and b 0 over words without marks, their weights frozen in a file."""

import json
import math
from collections import Counter
from functools import cache
from pathlib import Path

from foundation.i18n.text import fold

FORMULA_VERSION = "1 idf-2026-11"
"""The model and the file of word weights; what was scored keeps it."""
K1 = 1.2
_FILE = Path(__file__).parent / "data" / "idf-2026-11.json"


@cache
def _weights() -> tuple[int, dict[str, int]]:
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    return read["documents"], read["words"]


def weight(word: str) -> float:
    """Return how much a word tells: the rarer in the frozen list, the more."""
    documents, words = _weights()
    seen = words.get(word, 0)
    return math.log(1 + (documents - seen + 0.5) / (seen + 0.5))


def agreement(asked: str, offered: str) -> float | None:
    """Return how well an offer's text answers a demand's; None where one of them has no words."""
    words, there = fold(asked).split(), Counter(fold(offered).split())
    if not words or not there:
        return None
    return sum(weight(word) * there[word] * (K1 + 1) / (there[word] + K1) for word in dict.fromkeys(words))
