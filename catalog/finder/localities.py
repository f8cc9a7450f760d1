"""Districts and communes named in a question: none of them is a filter, but one that nothing is from is told."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.finder.phrases import Phrases
from foundation.places.gazetteer import Gazetteer
from foundation.places.gazetteer_cache import cached_by_gazetteer
from foundation.places.models import PlaceLevel
from foundation.search.analysis import Token, marked, nfc, plain, tokens
from foundation.search.query import Term, TermVariant

WORDS_MIN, WORDS_MAX = 2, 5
"""Names of one word are mostly words for something else, too; none has more than five."""

_BETWEEN_WORDS = re.compile(r"[^\w\n]+|_")


@dataclass(frozen=True, slots=True)
class Locality:
    """The name of a district or commune in a question: as it is written, and the words that name it."""

    name: str
    words: tuple[Token, ...]

    @property
    def as_whole(self) -> Term:
        """The name as something to find: its words side by side."""
        return self._term(self.name, self.words)

    @property
    def in_words(self) -> tuple[Term, ...]:
        """Its words one by one."""
        return tuple(self._term(word.text, (word,)) for word in self.words)

    def without(self, text: str) -> str:
        """Return a question without the name, all other words at their places."""
        composed = nfc(text)
        start, end = self.words[0].start, self.words[-1].end
        return composed[:start] + " " * (end - start) + composed[end:]

    def _term(self, text: str, words: tuple[Token, ...]) -> Term:
        with_marks = any(word.has_marks for word in self.words)
        marks = tuple(marked(word.text) for word in words) if with_marks else ()
        return Term(text, (TermVariant(tuple(word.folded for word in words), marked=marks),))


def localities(text: str, places: Gazetteer) -> Iterator[Locality]:
    """Return the districts and communes of either era that a question names, longer names first where they overlap."""
    asked = tokens(text)
    place = 0
    while place < len(asked):
        found = next(_begun(asked[place : place + WORDS_MAX], _names(places)), None)
        if found:
            yield found
        place += len(found.words) if found else 1


def _begun(asked: Sequence[Token], names: Mapping[str, list[str]]) -> Iterator[Locality]:
    for length in range(len(asked), WORDS_MIN - 1, -1):
        part = asked[:length]
        listed = names.get(" ".join(token.folded for token in part), ())
        known = Phrases((name, name) for name in listed).at(part, 0)
        # "Cà na" is a fruit and no Cà Ná: where one word has its marks, the others have all that are meant.
        if known and (known.as_written or not any(token.has_marks for token in part)):
            yield Locality(known.meaning, tuple(part))


@cached_by_gazetteer
def _names(places: Gazetteer) -> Mapping[str, list[str]]:
    """Names by their folded words, all folded at once: there are ten thousand."""
    names = sorted({unit.name for unit in places.units.values() if unit.level is not PlaceLevel.PROVINCE})
    found: dict[str, list[str]] = defaultdict(list)
    for folded, name in zip(_BETWEEN_WORDS.sub(" ", plain("\n".join(names))).split("\n"), names, strict=True):
        found[folded].append(name)
    return dict(found)
