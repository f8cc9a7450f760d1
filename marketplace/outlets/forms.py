"""From an address's query to what it asks. Lists let nonsense go; programs are told what `unread` names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from catalog.products.tree import GroupTree
from foundation.config.settings import VIETNAM
from foundation.i18n.days import YEARS
from foundation.i18n.hygiene import clean_query
from foundation.i18n.text import normalize_spaces
from foundation.places.gazetteer import Gazetteer
from foundation.places.points import read_point
from foundation.web.parameters import TEXT_MAX, Query, repeated_values
from foundation.web.requests import NUMBER_MAX
from marketplace.outlets.filtering import Filters
from marketplace.outlets.finding import Question
from marketplace.outlets.rules import OutletKind

NOW = "now"
"""What `open_at` says for the moment of asking."""

_STARS = frozenset("12345")
_KINDS = {kind.value for kind in OutletKind}


def read_question(query: Query, places: Gazetteer, tree: GroupTree, now: datetime) -> Question:
    """Return what a list was asked at a moment of Vietnam's clock."""
    provinces = (places.resolve_filter(value, now.date()) for value in repeated_values(query, "province"))
    filters = Filters(
        kinds=frozenset(OutletKind(value) for value in repeated_values(query, "kind") if value in _KINDS),
        provinces=frozenset[str]().union(*provinces),
        product=read_number(query.get("product", "")),
        groups=frozenset[int]().union(
            *(tree.ids_under(code) for code in repeated_values(query, "group") if code in tree.by_code)
        ),
        stars=frozenset(int(value) for value in repeated_values(query, "stars") if value in _STARS),
        open_at=read_moment(query.get("open_at", ""), now),
    )
    return Question(normalize_spaces(clean_query(query.get("q", "")[:TEXT_MAX])), filters)


def unread(query: Query, places: Gazetteer, today: date) -> dict[str, list[str]]:
    """Return the values that mean nothing, by the name of the parameter."""
    now = datetime.combine(today, datetime.min.time())
    knows: dict[str, Callable[[str], object]] = {
        "province": lambda value: places.resolve_filter(value, today),
        "kind": _KINDS.__contains__,
        "product": read_number,
    }
    wrong: dict[str, list[str]] = {
        name: [value for value in repeated_values(query, name) if not known(value)] for name, known in knows.items()
    }
    near, moment = query.get("near", ""), query.get("open_at", "")
    wrong["near"] = [near] if near and read_point(near) is None else []
    wrong["open_at"] = [moment] if moment and read_moment(moment, now) is None else []
    return {name: values for name, values in wrong.items() if values}


def read_number(text: str) -> int | None:
    """Return a record's number; None for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:20]) <= NUMBER_MAX else None


def read_moment(text: str, now: datetime) -> datetime | None:
    """Return a moment of Vietnam's clock: `now`, or one in ISO 8601, taken as Vietnam's where it names no zone."""
    if text == NOW:
        return now
    try:
        # An address writes + as a blank.
        found = datetime.fromisoformat(text.strip().replace(" ", "+") if text.count(":") > 1 else text)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return found.astimezone(VIETNAM).replace(tzinfo=None) if found.tzinfo else found


def as_query(question: Question, query: Query) -> dict[str, list[str]]:
    """Return the query that asks the same again; what means nothing is left out."""
    filters = question.filters
    told: dict[str, list[str]] = {
        "q": [question.text] if question.text else [],
        "province": sorted(filters.provinces),
        "kind": sorted(filters.kinds),
        "product": [str(filters.product)] if filters.product else [],
        "group": repeated_values(query, "group") if filters.groups else [],
        "stars": [str(one) for one in sorted(filters.stars)],
        "open_at": [query.get("open_at", "")] if filters.open_at else [],
    }
    return {name: values for name, values in told.items() if values}


def in_province(question: Question, code: str) -> Question:
    """Return the same within one province."""
    return replace(question, filters=replace(question.filters, provinces=frozenset({code})))
