"""The lists that the rooms of the running site declare."""

from collections.abc import Sequence

from flask import current_app

from foundation.tables.schema import Schema

LISTS = "ocop_lists"


def current_lists() -> Sequence[Schema]:
    """Every kind of list the house reads."""
    found: Sequence[Schema] = current_app.extensions[LISTS]
    return found
