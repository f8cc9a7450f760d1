"""From an address's query to what the board is asked. Lists let nonsense go; programs are told what `unread` names."""

from collections.abc import Callable
from datetime import date

from catalog.products.tree import GroupTree
from foundation.i18n.hygiene import clean_query
from foundation.i18n.text import normalize_spaces
from foundation.places.gazetteer import Gazetteer
from foundation.web.parameters import TEXT_MAX, Query, repeated_values
from marketplace.matching.filtering import BoardFilters, Side
from marketplace.matching.finding import Question
from marketplace.matching.listing_rules import Certification

_STARS = frozenset("345")
_CERTIFICATIONS = {one.value for one in Certification}
PAST = "past"


def read_question(query: Query, places: Gazetteer, tree: GroupTree, today: date) -> Question:
    """Return what the board was asked on a day."""
    provinces = (places.resolve_filter(value, today) for value in repeated_values(query, "province"))
    groups = (tree.ids_under(code) for code in repeated_values(query, "group") if code in tree.by_code)
    held = (Certification(one) for one in repeated_values(query, "certification") if one in _CERTIFICATIONS)
    stars = query.get("stars", "")
    filters = BoardFilters(
        today=today,
        provinces=frozenset[str]().union(*provinces),
        groups=frozenset[int]().union(*groups),
        certifications=frozenset(held),
        stars=int(stars) if stars in _STARS else None,
        is_past=query.get("when") == PAST,
    )
    side = Side.DEMANDS if query.get("kind") == Side.DEMANDS.value else Side.OFFERS
    return Question(side, normalize_spaces(clean_query(query.get("q", "")[:TEXT_MAX])), filters)


def unread(query: Query, places: Gazetteer, tree: GroupTree, today: date) -> dict[str, list[str]]:
    """Return the values that mean nothing, by the name of the parameter."""
    knows: dict[str, Callable[[str], object]] = {
        "province": lambda value: places.resolve_filter(value, today),
        "group": tree.by_code.__contains__,
        "certification": _CERTIFICATIONS.__contains__,
        "stars": _STARS.__contains__,
    }
    wrong = {
        name: [value for value in repeated_values(query, name) if not known(value)] for name, known in knows.items()
    }
    return {name: values for name, values in wrong.items() if values}


def as_query(asked: Question, query: Query) -> dict[str, list[str]]:
    """Return the query that asks the same again; what means nothing is left out."""
    filters = asked.filters
    told: dict[str, list[str]] = {
        "kind": [asked.side] if asked.side is Side.DEMANDS else [],
        "q": [asked.text] if asked.text else [],
        "province": sorted(filters.provinces),
        "group": repeated_values(query, "group") if filters.groups else [],
        "certification": sorted(filters.certifications),
        "stars": [str(filters.stars)] if filters.stars else [],
        "when": [PAST] if filters.is_past else [],
    }
    return {name: values for name, values in told.items() if values}
