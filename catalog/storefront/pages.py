"""What the templates ask while a page is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from catalog.certificates.queries import facts_of
from catalog.certificates.rules import Standing, StandingCode, standing
from catalog.finder.asking import Catalogue
from catalog.finder.cards import Card
from catalog.finder.labels import (
    facet_label,
    notices,
    producer_type_label,
    province_label,
    sort_label,
    spoken_label,
    value_label,
)
from catalog.finder.queries import Results
from catalog.finder.rules import Facet, FacetCount, Sort
from catalog.finder.understanding import Spoken
from catalog.producers.rules import ProducerType
from catalog.products.tree import GroupNode, group_tree
from foundation.i18n.languages import Lang, localized
from foundation.i18n.text import sort_key, tidy
from foundation.places.gazetteer import Gazetteer, gazetteer
from foundation.places.locate import PlaceWords, words_for
from foundation.places.remembering import remembered
from foundation.search.analysis import nfc
from foundation.search.index import current_index
from foundation.web.routing import current_lang

SECTOR_MOTIFS = ("food", "drink", "herb", "craft", "garden", "tour")
"""Pictures of the six sectors, in the law's order."""


_PRODUCT = localized("/{products}/")


@dataclass(frozen=True, slots=True)
class Figures:
    """The home page's line: how many real products stand how."""

    in_force: int
    ending: int
    lapsed: int
    other: int

    @property
    def total(self) -> int:
        """All published real products."""
        return self.in_force + self.ending + self.lapsed + self.other


def home_figures(counts: Mapping[StandingCode, int]) -> Figures:
    """The line's four figures; every standing is in exactly one of them."""
    in_force = sum(count for code, count in counts.items() if code.has_stars)
    ending = counts.get(StandingCode.ENDS_THIS_YEAR, 0)
    lapsed = counts.get(StandingCode.LAPSED, 0)
    return Figures(in_force, ending, lapsed, sum(counts.values()) - in_force - ending - lapsed)


@remembered
def _where(places: Gazetteer, place_id: int, today: date, lang: Lang) -> str:
    now = words_for(places, place_id, today).now
    return ", ".join(unit.title.shown(lang).text if unit.parent_id is None else unit.full_name for unit in now)


_SAID = ("code", "basis", "stars", "recognised_stars", "evidence", "year", "valid_until", "ended_on", "ended_by")
"""What is said of a standing on a card: many products share it."""


@lru_cache(maxsize=4096)
def _said_of(lang: Lang, *said: Any) -> Markup:
    """Gold stars and words for a standing; messages and dates are in the language of the page, which is `lang`."""
    standing = Standing(**dict(zip(_SAID, said, strict=True)))
    macros = current_app.jinja_env.get_template("storefront/_standing.html").make_module({"lang": lang})
    drawn: Markup = macros.on_card(standing)  # type: ignore[attr-defined] # a macro of the template
    return drawn


class Page:
    """The day, the places, the groups and the words of the page being drawn."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.places = gazetteer(session)
        self.tree = group_tree(session)
        self.today: date = current_app.jinja_env.globals["today"]()  # type: ignore[operator]
        self.lang = current_lang()

    @property
    def catalogue(self) -> Catalogue:
        """What a search of products needs."""
        return Catalogue(self.session, current_index(), self.places, self.tree, self.today)

    def notices(self, found: Results) -> list[str]:
        """What has to be said of how a question was taken."""
        return notices(found, self.places, self.tree, self.today, self.lang)

    def standing(self, product_id: int) -> Standing:
        """A product's standing today, computed from its facts."""
        return standing(*facts_of(self.session, [product_id])[product_id], self.today)

    def province(self, code: str) -> str:
        """Name of a present province."""
        return province_label(self.places, code, self.today, self.lang)

    def place(self, place_id: int) -> PlaceWords:
        """Where a unit lies today and what it was before the reform."""
        return words_for(self.places, place_id, self.today)

    def where(self, card: Card) -> str:
        """The place on a card: today's commune where it is certain, and the province."""
        return _where(self.places, card.place_id, self.today, self.lang)

    def address(self, card: Card) -> str:
        """The page of a card's product; dozens stand on a list, and slugs need no quoting."""
        return f"{_PRODUCT[self.lang]}{card.slug}-{card.id}"

    def said_of(self, standing: Standing) -> Markup:
        """What can be said of a product's stars, drawn once for all products it is said of."""
        return _said_of(self.lang, *(getattr(standing, name) for name in _SAID))

    def group(self, group_id: int | None) -> GroupNode | None:
        """A product's group."""
        return self.tree.nodes.get(group_id) if group_id else None

    def kind(self, kind: ProducerType) -> str:
        """A kind of producer in words."""
        return producer_type_label(kind)

    def sort(self, sort: Sort) -> str:
        """An order in words."""
        return sort_label(sort)

    def spoken(self, said: Spoken) -> str:
        """A filter heard in the words."""
        return spoken_label(said, self.places, self.tree, self.today, self.lang)

    def without(self, text: str, said: Spoken) -> str | None:
        """A question without the words of one filter heard in it."""
        composed = nfc(text)
        return tidy(f"{composed[: said.start]} {composed[said.end :]}") or None

    def facet(self, facet: Facet) -> str:
        """A facet's heading."""
        return facet_label(facet)

    def label(self, facet: Facet, value: str) -> str:
        """A facet's value in words."""
        return value_label(self.places, facet, value, self.tree, self.today, self.lang)

    def offered(self, facet: Facet, counts: list[FacetCount]) -> list[tuple[str, FacetCount]]:
        """A facet's values with their words, in the order a reader expects."""
        labelled = [(self.label(facet, count.value), count) for count in counts]
        if facet is Facet.PROVINCE:
            return sorted(labelled, key=lambda pair: sort_key(pair[0]))
        if facet is Facet.STARS:
            return labelled[::-1]
        return labelled

    def sectors(self, counts: list[FacetCount]) -> list[tuple[GroupNode, str, int]]:
        """The six sectors with their pictures and how many products each holds."""
        held = {count.value: count.count for count in counts}
        tops = [node for node in self.tree.shelves() if len(node.lineage) == 1]
        return [(node, motif, held.get(node.code, 0)) for node, motif in zip(tops, SECTOR_MOTIFS, strict=True)]
