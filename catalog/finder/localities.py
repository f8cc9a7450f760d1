"""Districts and communes named in a question: none of them is a filter, but one that nothing is from is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.finder.phrases import Phrases
from foundation.places.gazetteer import Gazetteer
from foundation.places.models import PlaceLevel
from foundation.places.remembering import remembered
from foundation.search.analysis import Token, marked, nfc, tokens
from foundation.search.query import Choice, Term

WORDS_MIN = 2
"""Names of one word are mostly words for something else, too."""


@dataclass(frozen=True, slots=True)
class Locality:
    """The name of a district or commune in a question: as it is written, and the words that name it."""

    name: str
    words: tuple[Token, ...]

    @property
    def as_whole(self) -> Term:
        """The name as something to find: its words side by side."""
        return self._term(self.words)

    @property
    def in_words(self) -> tuple[Term, ...]:
        """Its words one by one."""
        return tuple(self._term((word,)) for word in self.words)

    def without(self, text: str) -> str:
        """A question without the name, all other words at their places."""
        composed = nfc(text)
        start, end = self.words[0].start, self.words[-1].end
        return composed[:start] + " " * (end - start) + composed[end:]

    def _term(self, words: tuple[Token, ...]) -> Term:
        with_marks = any(word.has_marks for word in self.words)
        marks = tuple(marked(word.text) for word in words) if with_marks else ()
        return Term(self.name, (Choice(tuple(word.folded for word in words), marked=marks),))


def localities(text: str, places: Gazetteer) -> Iterator[Locality]:
    """The districts and communes of either era that a question names, the longest names first where they overlap."""
    asked = tokens(text)
    place = 0
    while place < len(asked):
        found = _names(places).at(asked, place)
        if found and found.length >= WORDS_MIN:
            yield Locality(found.meaning, tuple(asked[place : place + found.length]))
        place += found.length if found else 1


@remembered
def _names(places: Gazetteer) -> Phrases[str]:
    units = places.units.values()
    return Phrases((name, name) for name in {unit.name for unit in units if unit.level is not PlaceLevel.PROVINCE})
