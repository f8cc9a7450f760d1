"""What a card says in the reader's language, worked out before it is drawn: a list has dozens of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from catalog.finder.cards import Card
from foundation.i18n.languages import Lang
from foundation.web.application import bilingual, marked, shown_as


@dataclass(frozen=True, slots=True)
class CardView:
    """One card as it is drawn.

    `producer` is None where no source states one, `flags` say what can be done now with the product.
    """

    card: Card
    href: str
    name: Markup
    said: Markup
    producer: Markup | None
    where: str
    group: Markup | None
    flags: Sequence[str]


def name_of(card: Card, lang: Lang) -> Markup:
    """Return a product's name; the words asked for are marked in the Vietnamese one, in which they were looked for."""
    if card.found and card.name.shown(lang).lang is Lang.VI:
        return shown_as(card.name, marked(card.found[0]), lang)
    return bilingual(card.name, lang)


def producer_of(card: Card) -> Markup | None:
    """Return the name of its producer with the words asked for."""
    if card.producer is None:
        return None
    return marked(card.found[1]) if card.found else escape(card.producer)
