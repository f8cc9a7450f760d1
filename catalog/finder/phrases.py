"""Finding known phrases among the words of a question. Pure, on tokens."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from foundation.search.analysis import Token, marked, tokens

Meaning = TypeVar("Meaning")


class KnownPhrase(NamedTuple, Generic[Meaning]):
    """A phrase found: how many words it has, what it means, and whether every mark was written."""

    length: int
    meaning: Meaning
    as_written: bool


class Phrases(Generic[Meaning]):
    """Phrases with what they mean. A word typed without marks agrees with every marking of its letters.

    Where no phrase agrees, `forgiving` takes one of several words that differs in its marks only.
    """

    def __init__(self, meant: Iterable[tuple[str, Meaning]], *, forgiving: bool = False) -> None:
        self._forgiving = forgiving
        self._by_words: dict[tuple[str, ...], list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in meant:
            found = tokens(phrase)
            words = tuple(token.folded for token in found)
            self._by_words.setdefault(words, []).append((tuple(marked(token.text) for token in found), meaning))
        self._longest = max(map(len, self._by_words), default=0)

    def at(self, asked: Sequence[Token], place: int) -> KnownPhrase[Meaning] | None:
        """Return the longest phrase that begins at a place of the question."""
        for length in range(min(self._longest, len(asked) - place), 0, -1):
            part = asked[place : place + length]
            known = self._by_words.get(tuple(token.folded for token in part), [])
            for marks, meaning in known:
                if all(_agrees(token, mark) for token, mark in zip(part, marks, strict=True)):
                    written = all(marked(token.text) == mark for token, mark in zip(part, marks, strict=True))
                    return KnownPhrase(length, meaning, written)
            if known and length > 1 and self._forgiving:
                return KnownPhrase(length, known[0][1], as_written=False)
        return None

    def all_meant(self, phrase: str) -> Iterator[Meaning]:
        """Everything a whole phrase may mean."""
        asked = tokens(phrase)
        for marks, meaning in self._by_words.get(tuple(token.folded for token in asked), ()):
            if all(_agrees(token, mark) for token, mark in zip(asked, marks, strict=True)):
                yield meaning


def _agrees(token: Token, mark: str) -> bool:
    return not token.has_marks or marked(token.text) == mark
