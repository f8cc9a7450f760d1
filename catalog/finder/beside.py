"""What rooms above the catalogue have under the words of a question; the composition root says which rooms."""

from typing import Any

from flask import current_app

from catalog.finder.product_search import Catalogue, with_all_words
from foundation.rooms.parts import Named
from foundation.search.index import SearchUnavailable

EXTENSION = "ocop_named"
SHOWN = 3
"""Records of another kind beside a list of products; the rest is one step away."""


def named() -> tuple[Named, ...]:
    """Return the kinds of records that are found by their names besides products."""
    found: tuple[Named, ...] = current_app.extensions[EXTENSION]
    return found


def found_beside(catalogue: Catalogue, text: str) -> list[tuple[str, Any]]:
    """Return what has all the words: template and data; the index, and one query for each kind that has any."""
    try:
        found = [(kind, with_all_words(catalogue, text, kind.kind, most=SHOWN)) for kind in named()] if text else []
    except SearchUnavailable:
        return []
    return [(kind.template, kind.load(catalogue.session, numbers, text)) for kind, numbers in found if numbers]
