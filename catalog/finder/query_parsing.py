"""What a buyer means: words to find, and filters spoken among them. Pure.

A star needs its number ("4 sao", "5 star", "bốn sao"); a province, of today or of before the reform, and a kind of
producer become filters wherever they stand, except that a question that begins with a kind of producer
names one ("HTX Sử Anh").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.finder.decisions import cited_decisions
from catalog.finder.lexicon import Lexicon, Sense, Weight
from catalog.finder.phrases import KnownPhrase, Phrases
from catalog.finder.rules import Facet
from foundation.places.gazetteer import ProvinceMeant
from foundation.search.analysis import Token, marked, tokens
from foundation.search.query import WORDS_MAX, Term, TermVariant, term_of

_STARS = frozenset({"sao", "star", "stars"})
_DIGITS = "12345"
_NUMBERS = Phrases(
    (f"{number} {stars}", digit)
    for digit, numbers in (("3", ("ba", "three")), ("4", ("bốn", "four")), ("5", ("năm", "five")))
    for number in numbers
    for stars in _STARS
)
"""Stars of those that are recognised, in words."""


@dataclass(frozen=True, slots=True)
class ParsedFilter:
    """A filter spoken in the question: its facet, the values it means, the words that say it, and where.

    `former` are the former provinces of that very name: what comes from them is meant before its neighbours.
    """

    facet: Facet
    values: frozenset[str]
    words: str
    start: int
    end: int
    former: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A question understood: terms to find and filters spoken, in the order of the words; and all words typed."""

    terms: tuple[Term, ...] = ()
    spoken: tuple[ParsedFilter, ...] = ()
    typed: tuple[str, ...] = ()

    @property
    def names_no_goods(self) -> bool:
        """Whether nothing has to be found in the records themselves: "OCOP 4 sao Cao Bằng" asks for filters only."""
        return all(term.idle for term in self.terms)


Provinces = Phrases[ProvinceMeant]
"""Names of provinces with what they mean."""


def parse_query(text: str, words: Lexicon, provinces: Provinces, *, filters: frozenset[Facet]) -> ParsedQuery:
    """Understand a question; only facets in `filters` are taken as filters, others stay words to find."""
    asked = tokens(text)[: WORDS_MAX * 2]
    numbers = {decision.start: decision for decision in cited_decisions(text)}
    literal = any(token.has_marks for token in asked)
    terms: list[Term] = []
    spoken: list[ParsedFilter] = []
    place = 0
    while place < len(asked):
        found = _filter(asked, place, words, provinces)
        decision = numbers.get(asked[place].start)
        if decision:
            length = sum(decision.start <= token.start < decision.end for token in asked)
            terms.append(Term(decision.text, (TermVariant((decision.key,)),)))
        elif found and found[1].facet in filters and not _names_a_producer(found[1], place, found[0], asked):
            length, said = found
            spoken.append(said)
            if said.facet is Facet.PROVINCE and terms and terms[-1].light and not terms[-1].names_owner:
                terms[-1] = replace(terms[-1], idle=True)  # "tỉnh" says nothing more
        else:
            length, more = _terms(asked, place, words, literal=literal)
            terms += more
        place += length
    return ParsedQuery(_bounded(terms), tuple(spoken), tuple(token.folded for token in asked))


def _names_a_producer(said: ParsedFilter, place: int, length: int, asked: Sequence[Token]) -> bool:
    return said.facet is Facet.PRODUCER_TYPE and place == 0 and length < len(asked)


def _filter(
    asked: Sequence[Token], place: int, words: Lexicon, provinces: Provinces
) -> tuple[int, ParsedFilter] | None:
    """Return the filter that begins at this word, with the number of its words."""
    length, stars = _stars(asked, place)
    facet, values = Facet.STARS, frozenset({stars})
    former: frozenset[str] = frozenset()
    if not length:
        province = provinces.at(asked, place)
        former = province.meaning.former if province else former
        kind = words.kinds.at(asked, place)
        if province:
            length, facet, values = province.length, Facet.PROVINCE, province.meaning.codes
        elif kind:
            length, facet, values = kind.length, Facet.PRODUCER_TYPE, frozenset({kind.meaning.value})
    if not length:
        return None
    part = asked[place : place + length]
    words_said = " ".join(token.text for token in part)
    return length, ParsedFilter(facet, values, words_said, part[0].start, part[-1].end, former)


def _stars(asked: Sequence[Token], place: int) -> tuple[int, str]:
    """How many words say a number of stars here, 0 for none, and which. "Sào" is no star, "sao" alone no number."""
    in_words = _NUMBERS.at(asked, place)
    if in_words and (in_words.as_written or not any(token.has_marks for token in asked)):  # "Việt Nam sao vàng"
        return in_words.length, in_words.meaning
    word = asked[place].text
    following = asked[place + 1].text if place + 1 < len(asked) else ""
    if word[:1] not in _DIGITS:
        return 0, ""
    if word[1:] in _STARS:
        return 1, word[0]
    return (2 if len(word) == 1 and following in _STARS else 0), word[0]


def _terms(asked: Sequence[Token], place: int, words: Lexicon, *, literal: bool) -> tuple[int, list[Term]]:
    """Return the term that begins at this word, or those of a phrase that must not be taken apart."""
    known = words.senses.at(asked, place)
    if known is None or not _surely(known, literal=literal):
        return 1, [term_of(asked[place], literal=literal)]
    part = asked[place : place + known.length]
    if not known.meaning.others and known.meaning.weight is Weight.REQUIRED:
        return known.length, [term_of(token, literal=literal) for token in part]
    return known.length, [_term(part, known.meaning, literal=literal and known.as_written)]


def _surely(known: KnownPhrase[Sense], *, literal: bool) -> bool:
    """Whether a word is surely the one meant: "tinh" is no "tỉnh", nor is "che" a "chè" among words with marks."""
    careless = not known.as_written and known.length == 1
    return not (careless and (literal or known.meaning.weight is Weight.LIGHT))


def _term(part: Sequence[Token], sense: Sense, *, literal: bool) -> Term:
    typed = TermVariant(tuple(token.folded for token in part))
    marks = tuple(marked(token.text) for token in part) if literal else ()
    text = " ".join(token.text for token in part)
    return Term(
        text,
        (typed, *sense.others),
        marks,
        light=sense.weight is not Weight.REQUIRED,
        idle=sense.weight is Weight.IDLE,
        names_owner=sense.weight is Weight.OWNER,
    )


def _bounded(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the first words that count; more add nothing a reader could mean."""
    kept: list[Term] = []
    for term in terms:
        if sum(not other.light for other in kept) < WORDS_MAX:
            kept.append(term)
    return tuple(kept)
