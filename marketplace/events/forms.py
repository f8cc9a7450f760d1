"""From an address's query to what it asks. Lists let nonsense go; programs are told what `unread` names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from catalog.products.tree import GroupTree
from foundation.i18n.days import YEARS
from foundation.i18n.hygiene import clean_query
from foundation.i18n.text import normalize_spaces
from foundation.places.gazetteer import Gazetteer
from foundation.web.parameters import TEXT_MAX, Query, repeated_values
from marketplace.events.filtering import EventFilters, When
from marketplace.events.finding import Question
from marketplace.events.rules import EventKind
from marketplace.events.wording import Period, month_of

_KINDS = {kind.value for kind in EventKind}
_WHEN = {when.value for when in When}


def read_question(query: Query, places: Gazetteer, tree: GroupTree, today: date) -> Question:
    """Return what a list was asked on a day."""
    provinces = (places.resolve_filter(value, today) for value in repeated_values(query, "province"))
    groups = (tree.ids_under(code) for code in repeated_values(query, "group") if code in tree.by_code)
    filters = EventFilters(
        first=read_day(query.get("from", "")),
        last=read_day(query.get("to", "")),
        kinds=frozenset(EventKind(value) for value in repeated_values(query, "kind") if value in _KINDS),
        provinces=frozenset[str]().union(*provinces),
        groups=frozenset[int]().union(*groups),
        open_on=today if query.get("open") else None,
    )
    when = query.get("when", "")
    text = normalize_spaces(clean_query(query.get("q", "")[:TEXT_MAX]))
    return Question(text, filters, When(when) if when in _WHEN else When.TO_COME)


def unread(query: Query, places: Gazetteer, today: date) -> dict[str, list[str]]:
    """Return the values that mean nothing, by the name of the parameter."""
    knows: dict[str, Callable[[str], object]] = {
        "province": lambda value: places.resolve_filter(value, today),
        "kind": _KINDS.__contains__,
        "from": read_day,
        "to": read_day,
    }
    wrong = {
        name: [value for value in repeated_values(query, name) if not known(value)] for name, known in knows.items()
    }
    return {name: values for name, values in wrong.items() if values}


def read_day(text: str) -> date | None:
    """Return a day in ISO 8601; None for whatever is none."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in YEARS else None


def read_month(text: str, today: date) -> Period:
    """Return the month of "2026-12"; this month for whatever is none."""
    return month_of(read_day(f"{text.strip()}-01") or today)


def as_query(question: Question, query: Query) -> dict[str, list[str]]:
    """Return the query that asks the same again; what means nothing is left out."""
    filters = question.filters
    told: dict[str, list[str]] = {
        "q": [question.text] if question.text else [],
        "province": sorted(filters.provinces),
        "kind": sorted(filters.kinds),
        "group": repeated_values(query, "group") if filters.groups else [],
        "from": [filters.first.isoformat()] if filters.first else [],
        "to": [filters.last.isoformat()] if filters.last else [],
        "open": ["1"] if filters.open_on else [],
        "when": [question.when] if question.when is not When.TO_COME else [],
    }
    return {name: values for name, values in told.items() if values}


def in_province(question: Question, code: str) -> Question:
    """Return the same within one province."""
    return replace(question, filters=replace(question.filters, provinces=frozenset({code})))
