"""The editions of the rules in words: who does what, by when, with which papers; and two of them side by side."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from catalog.regulations.editions import LAW
from catalog.regulations.rules import Edition
from catalog.storefront import procedure_labels
from foundation.web.routing import localized_route

rules = Blueprint("storefront_rules", __name__, template_folder="templates")


@localized_route(rules, "/{guides}/{rules}")
def listed() -> ResponseReturnValue:
    """Show the editions, newest first, each pair of neighbours side by side."""
    editions = LAW.editions[::-1]
    pairs = list(zip(editions[1:], editions, strict=False))
    return render_template("storefront/rules/index.html", editions=editions, pairs=pairs)


@localized_route(rules, "/{guides}/{rules}/<code>")
def edition(code: str) -> ResponseReturnValue:
    """Show one edition."""
    return _shown(_found(code))


@localized_route(rules, "/{guides}/{rules}/<code>/<other>")
def compared(code: str, other: str) -> ResponseReturnValue:
    """Show two editions side by side."""
    return _shown(_found(code), _found(other))


def _found(code: str) -> Edition:
    return LAW.by_address.get(code) or abort(404)


def _shown(*editions: Edition) -> ResponseReturnValue:
    return render_template("storefront/rules/edition.html", editions=editions, law=LAW, labels=procedure_labels)
