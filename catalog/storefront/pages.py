"""What the templates ask while a page is drawn."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from catalog.certificates.labels import ground_words
from catalog.certificates.queries import facts_of
from catalog.certificates.rules import Standing, standing
from catalog.finder.cards import Card
from catalog.finder.labels import (
    facet_label,
    notices,
    parsed_filter_label,
    producer_type_label,
    province_label,
    sort_label,
    value_label,
)
from catalog.finder.producer_cards import ProducerCard
from catalog.finder.product_search import Catalogue
from catalog.finder.queries import Results
from catalog.finder.query_parsing import ParsedFilter
from catalog.finder.rules import Facet, FacetCount, Sort
from catalog.producers.rules import ProducerType
from catalog.products.rules import group_motif
from catalog.products.tree import GroupNode, group_tree
from catalog.storefront.card_view import CardView, name_of, producer_of
from catalog.storefront.queries import Count
from catalog.storefront.rules import Cell, Row, by_sector, shade, shade_steps
from catalog.storefront.slots import flags
from foundation.i18n.formats import number
from foundation.i18n.languages import Lang, localized
from foundation.i18n.text import normalize_spaces, slug, sort_key
from foundation.places.gazetteer import Gazetteer, Unit
from foundation.places.gazetteer_cache import cached_by_gazetteer
from foundation.places.locate import PlaceWords, words_for
from foundation.places.page_context import PageContext
from foundation.search.analysis import nfc
from foundation.search.index import current_index
from foundation.web.application import bilingual

_PRODUCT, _PRODUCER = localized("/{products}/"), localized("/{producers}/")
_PROVINCE, _GROUP = localized("/{provinces}/"), localized("/{groups}/")

Answer = TypeVar("Answer")


@cached_by_gazetteer
def provinces_on(places: Gazetteer, today: date) -> list[Unit]:
    """Return the provinces of a day in alphabetical order."""
    return places.provinces(today)


@cached_by_gazetteer
def _where(places: Gazetteer, place_id: int, today: date, lang: Lang) -> str:
    now = words_for(places, place_id, today).now
    return ", ".join(unit.title.shown(lang).text if unit.parent_id is None else unit.full_name for unit in now)


_SAID = ("code", "basis", "stars", "recognised_stars", "evidence", "year", "valid_until", "ended_on", "ended_by")
"""What is said of a standing on a card: many products share it."""


@lru_cache(maxsize=4096)
def _said_of(macro: str, lang: Lang, *said: Any) -> Markup:
    """Words for a standing, drawn by a macro; messages and dates are in the language of the page, which is `lang`."""
    standing = Standing(**dict(zip(_SAID, said, strict=True)))
    macros = current_app.jinja_env.get_template("storefront/_standing.html").make_module({"lang": lang})
    drawn: Markup = getattr(macros, macro)(standing)
    return drawn


class Option(NamedTuple):
    """A value of a facet as it is offered: its words, and its counts as the language writes numbers."""

    value: str
    words: str
    total: str
    in_force: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A node of the taxonomy with its picture and how many products it holds."""

    node: GroupNode
    motif: str
    count: int
    groups: tuple["Shelf", ...] = ()


class CatalogueContext(PageContext):
    """What the pages of the catalogue ask while they are rendered."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.tree = group_tree(session)
        self._groups: dict[int | None, Markup | None] = {}

    @property
    def catalogue(self) -> Catalogue:
        """What a search of products needs."""
        return Catalogue(self.session, current_index(), self.places, self.tree, self.today)

    def notices(self, found: Results) -> list[str]:
        """Return what has to be said of how a question was taken."""
        return notices(found, self.places, self.tree, self.today, self.lang)

    def standing(self, product_id: int) -> Standing:
        """Return a product's standing today, computed from its facts."""
        return standing(*facts_of(self.session, [product_id])[product_id], self.today)

    def card_views(self, cards: Sequence[Card]) -> list[CardView]:
        """Cards as they are drawn."""
        can_be_done = flags(self.session, self.today, [card.id for card in cards])
        return [
            CardView(
                card=card,
                href=self.address(card),
                name=name_of(card, self.lang),
                said=self.said_of(card.standing),
                producer=producer_of(card),
                where=self.where(card),
                group=self._group_words(card.group_id),
                flags=can_be_done.get(card.id, ()),
            )
            for card in cards
        ]

    def province(self, code: str) -> str:
        """Name of a present province."""
        return province_label(self.places, code, self.today, self.lang)

    def place(self, place_id: int) -> PlaceWords:
        """Where a unit lies today and what it was before the reform."""
        return words_for(self.places, place_id, self.today)

    def where(self, card: Card | ProducerCard) -> str:
        """Return the place on a card: today's commune where it is certain, and the province."""
        return _where(self.places, card.place_id, self.today, self.lang)

    def address(self, card: Card) -> str:
        """Return the page of a card's product; dozens stand on a list, and slugs need no quoting."""
        return f"{_PRODUCT[self.lang]}{card.slug}-{card.id}"

    def producer_address(self, maker: ProducerCard) -> str:
        """Return the page of a producer."""
        return f"{_PRODUCER[self.lang]}{maker.slug}-{maker.id}"

    def province_address(self, code: str) -> str:
        """Return the page of a present province."""
        return f"{_PROVINCE[self.lang]}{self.places.province_slug(code)}"

    def group_address(self, node: GroupNode) -> str:
        """Return the page of a sector or group; a sector's only group of the same name is told on the sector's."""
        return f"{_GROUP[self.lang]}{slug(node.title.vi)}"

    def cached(self, key: Hashable, make: Callable[[Session], Answer]) -> Answer:
        """Return what `make` works out from the records, cached until something searched changes or the day does."""
        return current_index().cached((key, self.today), lambda: make(self.session))

    def rendered(self, template: str, key: str | None = None, **context: Any) -> Markup:
        """Return a part of a page that is the same for everybody, rendered once a language while its figures last.

        All it draws comes from the records or the index, and `key` tells apart what one template draws.
        """
        draw = current_app.jinja_env.get_template(template).render
        drawn = self.cached((template, key, self.lang), lambda _: draw(page=self, lang=self.lang, key=key, **context))
        return Markup(drawn)  # noqa: S704 - an escaping template drew it

    def said_of(self, standing: Standing) -> Markup:
        """Return what can be said of a product's stars, drawn once for all products it is said of."""
        return _said_of("on_card", self.lang, *(getattr(standing, name) for name in _SAID))

    def words_of(self, standing: Standing) -> Markup:
        """Return the same without the gold stars."""
        return _said_of("words", self.lang, *(getattr(standing, name) for name in _SAID))

    def group(self, group_id: int | None) -> GroupNode | None:
        """Return a product's group."""
        return self.tree.nodes.get(group_id) if group_id else None

    def _group_words(self, group_id: int | None) -> Markup | None:
        """Return a group's title, written once however many cards are in the group."""
        if group_id not in self._groups:
            node = self.group(group_id)
            self._groups[group_id] = bilingual(node.title, self.lang) if node else None
        return self._groups[group_id]

    def kind(self, kind: ProducerType) -> str:
        """Return a kind of producer in words."""
        return producer_type_label(kind)

    def ground(self, ground: str) -> str:
        """Return the ground of a revocation in words."""
        return ground_words(ground)

    def sort(self, sort: Sort) -> str:
        """Return an order in words."""
        return sort_label(sort)

    def spoken(self, said: ParsedFilter) -> str:
        """Return a filter heard in the words."""
        return parsed_filter_label(said, self.places, self.tree, self.today, self.lang)

    def without(self, text: str, said: ParsedFilter) -> str | None:
        """Return a question without the words of one filter heard in it."""
        composed = nfc(text)
        return normalize_spaces(f"{composed[: said.start]} {composed[said.end :]}") or None

    def facet(self, facet: Facet) -> str:
        """Return a facet's heading."""
        return facet_label(facet)

    def label(self, facet: Facet, value: str) -> str:
        """Return a facet's value in words."""
        return value_label(self.places, facet, value, self.tree, self.today, self.lang)

    def offered(self, facet: Facet, counts: list[FacetCount]) -> list[Option]:
        """Return a facet's values in the order a reader expects."""
        written = [
            Option(
                one.value,
                self.label(facet, one.value),
                number(one.count, self.lang),
                number(one.in_force, self.lang),
                one.chosen,
            )
            for one in counts
        ]
        if facet is Facet.PROVINCE:
            return sorted(written, key=lambda option: sort_key(option.words))
        return written[::-1] if facet is Facet.STARS else written

    def sectors(self, counts: list[FacetCount]) -> list[Shelf]:
        """Return the six sectors with their pictures, how many products each holds, and their groups."""
        tops = self.tree.sectors()
        return [self.shelf(node, counts) for node in tops]

    def shelf(self, node: GroupNode, counts: list[FacetCount]) -> Shelf:
        """Return a sector or group with its picture, how many products it holds, and the groups inside it."""
        held = {count.value: count.count for count in counts}
        inside = [one for one in self.tree.inside(node.code) if self.tree.by_slug.get(slug(one.title.vi)) is one]
        groups = tuple(Shelf(one, group_motif(one.code), held.get(one.code, 0)) for one in inside)
        return Shelf(node, group_motif(node.code), held.get(node.code, 0), groups)

    def sets(self, node: GroupNode) -> list[GroupNode]:
        """Return the scoring sets of a sector or group, in the order of their numbers."""
        below = self.tree.inside(node.code)
        found = [one for two in below for one in ([two] if two.set_no else self.sets(two))]
        return sorted(found, key=lambda one: one.set_no or 0)

    def above(self, node: GroupNode) -> list[tuple[str, str]]:
        """Return the pages above a group: its sector's."""
        above = self.tree.lineage(node.id)[:-1]
        return [(self.group_address(one), one.title.shown(self.lang).text) for one in above]

    def most(self, counts: list[FacetCount], most: int) -> list[tuple[str, FacetCount]]:
        """Return the provinces with most products, the largest first."""
        largest = sorted(counts, key=lambda count: -count.count)[:most]
        return [(self.label(Facet.PROVINCE, count.value), count) for count in largest]

    def provinces(self) -> list[Unit]:
        """Return the present provinces in alphabetical order."""
        return provinces_on(self.places, self.today)

    def shade_steps(self, counts: Mapping[str, Count]) -> tuple[int, ...]:
        """Where the shades of the map begin."""
        return shade_steps(count.total for count in counts.values())

    def shade(self, count: int, steps: tuple[int, ...]) -> int:
        """Return the shade of a count."""
        return shade(count, steps)

    def by_sector(self, cells: list[Cell]) -> list[Row]:
        """Return a province's products by sector; an older set that became several is counted under the first."""
        return by_sector(cells, lambda group_id: next(iter(self.tree.shelf(group_id)), None))

    def full_name(self, unit: Unit) -> str:
        """Return a former province's name with its kind, in the page's language."""
        return unit.full_name if self.lang is Lang.VI else unit.title.shown(self.lang).text

    def full_names(self, units: Sequence[Unit]) -> str:
        """Several, one after the other."""
        return ", ".join(self.full_name(unit) for unit in units)
