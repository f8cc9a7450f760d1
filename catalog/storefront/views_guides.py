"""Guides: what the stars mean, who may take part and how, the scoring sheets."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from catalog.regulations.editions import LAW, book_at, edition_on
from catalog.regulations.sheets import sheets
from catalog.storefront.pages import CatalogueContext
from foundation.db.database import current_db
from foundation.web.routing import localized_route

guides = Blueprint("storefront_guides", __name__, template_folder="templates")


@localized_route(guides, "/{guides}")
def listed() -> ResponseReturnValue:
    """All guides."""
    return render_template("storefront/guides/index.html")


@localized_route(guides, "/{guides}/{stars}")
def stars() -> ResponseReturnValue:
    """Show what the stars mean, who gives them, for how long, and how this site shows them."""
    return render_template("storefront/guides/stars.html", edition_on=edition_on)


@localized_route(guides, "/{guides}/{taking-part}")
def taking_part() -> ResponseReturnValue:
    """Show the aims of the programme, who may take part and how (row 1.5 of the programme's cycle)."""
    return render_template("storefront/guides/taking_part.html")


@localized_route(guides, "/{guides}/{sheets}")
def scoring() -> ResponseReturnValue:
    """Show the scoring sheets of every edition."""
    return render_template("storefront/guides/sheets.html", books=[(one, sheets(one)) for one in LAW.books])


@localized_route(guides, "/{guides}/{sheets}/<code>/<key>")
def sheet(code: str, key: str) -> ResponseReturnValue:
    """One scoring sheet as it is scored: parts, criteria, options with points and least options of each star."""
    book = book_at(code)
    found = sheets(book).get(key) if book else None
    if book is None or found is None:
        abort(404)
    with current_db().reading() as session:
        page = CatalogueContext(session)
        node = page.tree.by_code.get(f"{code}-set-{found.number}")
        return render_template(
            "storefront/guides/sheet.html", page=page, book=book, edition=LAW.newest_with(book), sheet=found, node=node
        )
