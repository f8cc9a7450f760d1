"""Asking the index what a buyer means: understood, narrowed by what was heard, relaxed where nothing has it all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain, combinations

from sqlalchemy.orm import Session

from catalog.certificates.rules import StandingCode
from catalog.finder.documents import group_ids_in, producer_types, standings
from catalog.finder.lexicon import lexicon
from catalog.finder.localities import Locality, localities
from catalog.finder.phrases import Phrases
from catalog.finder.query_parsing import ParsedFilter, ParsedQuery, Provinces, parse_query
from catalog.finder.rules import Facet, Filters, Sort
from catalog.producers.rules import ProducerType
from catalog.products.models import ILLUSTRATION, PRODUCT
from catalog.products.tree import GroupTree
from foundation.places.gazetteer import Gazetteer
from foundation.search.index import SearchIndex
from foundation.search.kinds import NAME_ORDER
from foundation.search.query import FoundTerm, Hit, Query, corrected_text
from foundation.search.ranking import IN_NAME

SPEAKABLE = frozenset({Facet.STARS, Facet.PROVINCE, Facet.PRODUCER_TYPE})
FEW = 6
"""Where fewer products than this have all of the question, those near to it are shown too."""
RELAXED_FIRST = (Facet.STARS, Facet.PRODUCER_TYPE, Facet.PROVINCE)
"""Where nothing has all of it, one of these is given up, then two, in this order."""

_ORDERS = {Sort.STANDING: "standing", Sort.STARS: "stars", Sort.NEWEST: "newest", Sort.NAME: NAME_ORDER}
_IN_FORCE = ("standing", standings(code for code in StandingCode if code.has_stars))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a search of products needs besides the question."""

    session: Session
    index: SearchIndex
    places: Gazetteer
    tree: GroupTree
    today: date


@dataclass(frozen=True, slots=True)
class EmptyPlaces:
    """Places that were asked for and that no product is from.

    Codes of today's provinces, codes of former provinces of others, names of districts and communes.
    """

    provinces: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
    localities: tuple[str, ...] = ()


NOWHERE = EmptyPlaces()


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What the index answers: the list, the filters heard and those given up, what is near, slips put right.

    `bare` are the places asked for that no product is from.
    """

    found: FoundTerm
    heard: ParsedQuery
    relaxed: tuple[ParsedFilter, ...] = ()
    near: tuple[Hit, ...] = ()
    suggestion: str | None = None
    bare: EmptyPlaces = NOWHERE


def answer(catalogue: Catalogue, filters: Filters, *, page: int, per_page: int) -> SearchAnswer:
    """Ask the index for one page of a question; raises `SearchAway` where there is none to ask.

    How the question is taken - what is mended, what is given up - depends on its words alone. The filters
    chosen narrow what was found so, and each facet counts what choosing its values would show.
    """
    return _Asking(catalogue, filters, page, per_page).answered(filters.q)


def illustrated(catalogue: Catalogue, filters: Filters, *, most: int) -> tuple[Hit, ...]:
    """Products of the demonstration that have all of a question; raises `SearchAway` where there is none to ask."""
    ask = _Asking(catalogue, filters, 1, most, kind=ILLUSTRATION)
    return ask.all_of_it(ask.heard(filters.q))


def provinces_on(places: Gazetteer, today: date) -> Provinces:
    """Names of provinces as phrases, with the names lists and people use."""
    return _provinces(places, today)


@lru_cache(maxsize=4)
def _provinces(places: Gazetteer, today: date) -> Provinces:
    named = places.province_phrases(today)
    known = Phrases(named)
    other = [(short, codes) for short, long in lexicon().places for codes in known.all_meant(long)]
    return Phrases([*named, *other])


class _Asking:
    """One request of a list, asked of the index in as few ways as it takes."""

    def __init__(self, catalogue: Catalogue, filters: Filters, page: int, per_page: int, kind: str = PRODUCT) -> None:
        self.catalogue, self.filters, self.page, self.per_page = catalogue, filters, page, per_page
        self.kind = kind

    def answered(self, text: str) -> SearchAnswer:
        """Return the page asked for, of the question as it was mended."""
        heard = self.heard(text)
        given_up = self._given_up(heard)
        free = self._free(heard)
        kept = tuple(said for said in free if said not in given_up)
        found = self._ask(heard, kept)
        if found.corrected or found.missing or not found.complete:
            bare = next(filter(self._is_nowhere, localities(text, self.catalogue.places)), None)
            if bare:
                return self._without(bare, text)
        suggestion = corrected_text(text, found.corrected)
        if suggestion:
            # The mended words may have other names, or be filters, which a slip kept from being seen.
            again = self.answered(suggestion)
            if again.suggestion is None and self._leads_somewhere(suggestion, again):
                return replace(again, suggestion=suggestion)
        return SearchAnswer(
            found,
            replace(heard, spoken=free),
            tuple(said for said in free if said in given_up),
            self._near(heard, kept, found),
            suggestion,
            self._bare(heard),
        )

    def heard(self, text: str) -> ParsedQuery:
        """Return the question understood, whatever was chosen."""
        heard = self._understood(text, SPEAKABLE)
        if heard.spoken and self._is_a_name(text, heard.spoken):
            return self._understood(text, frozenset())
        return heard

    def _understood(self, text: str, aloud: frozenset[Facet]) -> ParsedQuery:
        names = provinces_on(self.catalogue.places, self.catalogue.today)
        return parse_query(text, lexicon(), names, filters=aloud)

    def _is_a_name(self, text: str, spoken: tuple[ParsedFilter, ...]) -> bool:
        """Whether the words stand in a name that the filters they seem to say would hide."""
        terms = self._understood(text, frozenset())
        whole = self._ask(terms, (), most=1, chosen=False)
        if not (whole.complete and whole.hits and whole.hits[0].level >= IN_NAME):
            return False
        filtered = self._ask(terms, spoken, most=1, chosen=False)
        return not filtered.hits or filtered.hits[0].level < whole.hits[0].level

    def _given_up(self, heard: ParsedQuery) -> tuple[ParsedFilter, ...]:
        """Return the fewest of the filters heard without which there is something, whatever was chosen.

        Who asks for a place and no goods is told that nothing is from there, and not shown all the rest.
        """
        if not heard.spoken or self._whole(heard, heard.spoken).total:
            return ()
        if heard.names_no_goods and any(self._is_bare(said) for said in heard.spoken):
            return ()
        for given_up in _ways_to_relax(heard.spoken):
            if self._whole(heard, tuple(said for said in heard.spoken if said not in given_up)).total:
                return given_up
        return heard.spoken

    def _whole(self, heard: ParsedQuery, spoken: tuple[ParsedFilter, ...]) -> FoundTerm:
        """Return the answer without what was chosen; where nothing was, the very page that is asked for."""
        return self._ask(heard, spoken, chosen=False, most=1 if self.filters.narrowed else None)

    def _leads_somewhere(self, text: str, answered: SearchAnswer) -> bool:
        if not self.filters.narrowed:
            return answered.found.total > 0
        heard = self.heard(text)
        given_up = self._given_up(heard)
        return self._whole(heard, tuple(said for said in heard.spoken if said not in given_up)).total > 0

    def _is_bare(self, said: ParsedFilter) -> bool:
        return said.facet is Facet.PROVINCE and said.values.isdisjoint(self._codes_with_products("province"))

    def _is_nowhere(self, named: Locality) -> bool:
        """Whether no product has a place's name, nor all its words elsewhere: then they would say something else."""
        ways = (named.as_whole,), named.in_words
        found = [self._ask(ParsedQuery(terms), (), most=1, chosen=False) for terms in ways]
        return not any(one.complete and one.total for one in found)

    def _without(self, named: Locality, text: str) -> SearchAnswer:
        """Return what is asked for besides a place that nothing is from; nothing where only the place is."""
        rest = self.heard(named.without(text))
        if all(term.light for term in rest.terms):
            nothing = self._ask(ParsedQuery((named.as_whole,)), ())
            answered = SearchAnswer(nothing, replace(rest, spoken=self._free(rest)))
        else:
            answered = self.answered(named.without(text))
        bare = replace(answered.bare, localities=(named.name, *answered.bare.localities))
        return replace(answered, bare=bare)

    def _bare(self, heard: ParsedQuery) -> EmptyPlaces:
        """Return the provinces asked for, in words or as a filter, that nothing is from, of today or of before."""
        said = [one for one in heard.spoken if one.facet is Facet.PROVINCE and not self.filters.provinces]
        asked = self.filters.provinces.union(*(one.values for one in said))
        if not asked:
            return NOWHERE
        former = frozenset[str]().union(*(one.former for one in said if not self._is_bare(one)))
        return EmptyPlaces(
            asked - self._codes_with_products("province"), former - self._codes_with_products("former_province")
        )

    def _codes_with_products(self, column: str) -> frozenset[str]:
        """Provinces that any product is from, of today or before; the index remembers them."""
        index = self.catalogue.index

        def counted() -> frozenset[str]:
            query = Query(kind=self.kind, facets=(column,), per_page=1)
            return frozenset(f"{number:02}" for number in index.search(query).facets[column])

        return index.cached((self.kind, column), counted)

    def _near(self, heard: ParsedQuery, kept: tuple[ParsedFilter, ...], found: FoundTerm) -> tuple[Hit, ...]:
        """Products having most of the question, where few have all of it: with the filters heard, else without."""
        if self.page > 1 or not found.complete or found.total >= FEW:
            return ()
        terms = [term for term in heard.terms if not term.idle]
        if not terms or (len(terms) == 1 and not heard.spoken):
            return ()
        by_words = self._ask(heard, kept, most=FEW * 2, any_word=True).hits if len(terms) > 1 else ()
        if len(by_words) >= FEW or not heard.spoken:
            return by_words
        return (*by_words, *self._ask(heard, (), most=FEW * 2).hits)

    def all_of_it(self, heard: ParsedQuery) -> tuple[Hit, ...]:
        """Return what has every word and filter heard; the first page, best first."""
        found = self._ask(heard, self._free(heard), most=self.per_page)
        return found.hits if found.complete else ()

    def _free(self, heard: ParsedQuery) -> tuple[ParsedFilter, ...]:
        """Return the filters heard but those of facets of which a value was chosen, which stands in their place."""
        return tuple(said for said in heard.spoken if not self.filters.chosen(said.facet))

    def _ask(
        self,
        heard: ParsedQuery,
        spoken: tuple[ParsedFilter, ...],
        *,
        most: int | None = None,
        any_word: bool = False,
        chosen: bool = True,
    ) -> FoundTerm:
        index = self.catalogue.index
        former = frozenset(int(code) for said in spoken for code in said.former)
        order = self.filters.order
        lead = ("former_province", former) if former and order is Sort.RELEVANCE else None
        if order is Sort.RELEVANCE and all(term.light for term in heard.terms):
            order = Sort.STANDING
        allowed = {facet: self.filters.chosen(facet) for facet in Facet} if chosen else {}
        for said in spoken:
            allowed[said.facet] = allowed.get(said.facet, frozenset()) | said.values
        wanted = [(facet.value, self._numbers(facet, values)) for facet, values in allowed.items() if values]
        return index.search(
            Query(
                terms=heard.terms,
                typed=heard.typed,
                kind=self.kind,
                filters=tuple(wanted),
                facets=() if most else tuple(facet.value for facet in Facet),
                beside=None if most else _IN_FORCE,
                order=None if most else _ORDERS.get(order),
                lead=lead,
                page=1 if most else self.page,
                per_page=most or self.per_page,
                any_word=any_word,
            )
        )

    def _numbers(self, facet: Facet, values: Iterable[str]) -> frozenset[int]:
        """Values of a facet as the numbers of its column."""
        if facet is Facet.GROUP:
            return group_ids_in(self.catalogue.tree, values)
        if facet is Facet.STANDING:
            return standings(StandingCode(value) for value in values)
        if facet is Facet.PRODUCER_TYPE:
            return producer_types(ProducerType(value) for value in values)
        return frozenset(int(value) for value in values)


def _ways_to_relax(spoken: tuple[ParsedFilter, ...]) -> Iterable[tuple[ParsedFilter, ...]]:
    """List what may be given up: whole facets, for of two provinces either will do, without one there is less still.

    Seven ways at most; a question may name a dozen provinces, and their subsets would be thousands.
    """
    facets = [facet for facet in RELAXED_FIRST if any(said.facet is facet for said in spoken)]
    for given_up in chain.from_iterable(combinations(facets, count) for count in range(1, len(facets) + 1)):
        yield tuple(said for said in spoken if said.facet in given_up)
