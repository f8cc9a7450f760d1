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
from catalog.finder.phrases import Phrases
from catalog.finder.rules import Facet, Filters, Sort
from catalog.finder.understanding import Provinces, Spoken, Understood, understand
from catalog.producers.rules import ProducerType
from catalog.products.models import ILLUSTRATION, PRODUCT
from catalog.products.tree import GroupTree
from foundation.places.gazetteer import Gazetteer
from foundation.search.index import SearchIndex
from foundation.search.kinds import NAME_ORDER
from foundation.search.query import Found, Hit, Query, put_right
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
class Answer:
    """What the index answers: the list, the filters heard and those given up, what is near, slips put right."""

    found: Found
    heard: Understood
    relaxed: tuple[Spoken, ...] = ()
    near: tuple[Hit, ...] = ()
    suggestion: str | None = None


def answer(catalogue: Catalogue, filters: Filters, *, page: int, per_page: int) -> Answer:
    """Ask the index for one page of a question; raises `SearchAway` where there is none to ask."""
    ask = _Asking(catalogue, filters, page, per_page)
    heard = ask.heard(filters.q)
    found, relaxed = ask.with_as_much_as_possible(heard)
    suggestion = put_right(filters.q, found.corrected)
    if suggestion:
        # The mended words may have other names, or be filters, which a slip kept from being seen.
        again = answer(catalogue, replace(filters, q=suggestion), page=page, per_page=per_page)
        if again.suggestion is None and again.found.total:
            return replace(again, suggestion=suggestion)
    near = ask.near(heard, relaxed) if page == 1 and found.complete and found.total < FEW else ()
    return Answer(found, heard, relaxed, near, suggestion)


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

    def heard(self, text: str) -> Understood:
        """The question understood, whatever was chosen; a value chosen stands in place of those heard of its facet."""
        heard = self._understood(text, SPEAKABLE)
        if heard.spoken and self._is_a_name(text, heard.spoken):
            return self._understood(text, frozenset())
        free = tuple(said for said in heard.spoken if not self.filters.chosen(said.facet))
        return replace(heard, spoken=free)

    def _understood(self, text: str, aloud: frozenset[Facet]) -> Understood:
        names = provinces_on(self.catalogue.places, self.catalogue.today)
        return understand(text, lexicon(), names, filters=aloud)

    def _is_a_name(self, text: str, spoken: tuple[Spoken, ...]) -> bool:
        """Whether the words stand in a name that the filters they seem to say would hide."""
        terms = self._understood(text, frozenset())
        whole = self._ask(terms, (), most=1, chosen=False)
        if not (whole.complete and whole.hits and whole.hits[0].level >= IN_NAME):
            return False
        filtered = self._ask(terms, spoken, most=1, chosen=False)
        return not filtered.hits or filtered.hits[0].level < whole.hits[0].level

    def with_as_much_as_possible(self, heard: Understood) -> tuple[Found, tuple[Spoken, ...]]:
        """The answer with all filters heard; where there is none, with the fewest given up."""
        found = self._ask(heard, heard.spoken)
        if found.total or not heard.spoken:
            return found, ()
        for given_up in _ways_to_relax(heard.spoken):
            kept = tuple(said for said in heard.spoken if said not in given_up)
            found = self._ask(heard, kept)
            if found.total:
                return found, given_up
        return found, heard.spoken

    def near(self, heard: Understood, given_up: tuple[Spoken, ...]) -> tuple[Hit, ...]:
        """Products having most of the question: with the filters heard, else without them."""
        if not heard.terms or (len(heard.terms) == 1 and not heard.spoken):
            return ()
        kept = tuple(said for said in heard.spoken if said not in given_up)
        by_words = self._ask(heard, kept, most=FEW * 2, any_word=True).hits if len(heard.terms) > 1 else ()
        if len(by_words) >= FEW or not heard.spoken:
            return by_words
        return (*by_words, *self._ask(heard, (), most=FEW * 2).hits)

    def all_of_it(self, heard: Understood) -> tuple[Hit, ...]:
        """What has every word and filter heard; the first page, best first."""
        found = self._ask(heard, heard.spoken, most=self.per_page)
        return found.hits if found.complete else ()

    def _ask(
        self,
        heard: Understood,
        spoken: tuple[Spoken, ...],
        *,
        most: int | None = None,
        any_word: bool = False,
        chosen: bool = True,
    ) -> Found:
        index = self.catalogue.index
        former = frozenset(int(code) for said in spoken for code in said.former)
        order = self.filters.order
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
                lead=("former_province", former) if former else None,
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


def _ways_to_relax(spoken: tuple[Spoken, ...]) -> Iterable[tuple[Spoken, ...]]:
    """What may be given up: whole facets, for of two provinces either will do, and without one there is less still.

    Seven ways at most; a question may name a dozen provinces, and their subsets would be thousands.
    """
    facets = [facet for facet in RELAXED_FIRST if any(said.facet is facet for said in spoken)]
    for given_up in chain.from_iterable(combinations(facets, count) for count in range(1, len(facets) + 1)):
        yield tuple(said for said in spoken if said.facet in given_up)
