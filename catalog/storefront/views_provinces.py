"""Pages of the provinces: all on a map, and each with its figures, products and producers."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.finder.queries import search
from catalog.finder.rules import Filters
from catalog.storefront.pages import CatalogueContext
from catalog.storefront.queries import home_facts, province_facts
from catalog.storefront.slots import sections
from foundation.db.database import current_db
from foundation.places.gazetteer import Unit
from foundation.web.routing import localized_route

SHELF = 6
"""Products and producers on a province's page; the rest is one step away."""

provinces = Blueprint("storefront_provinces", __name__, template_folder="templates")


@localized_route(provinces, "/{provinces}")
def listed() -> ResponseReturnValue:
    """Show the 34 provinces on the map and as a list, each with what it was before."""
    with current_db().reading() as session:
        page = CatalogueContext(session)
        facts = page.cached("home", home_facts)
        return render_template("storefront/provinces.html", page=page, facts=facts)


@localized_route(provinces, "/{provinces}/<slug>")
def province(slug: str) -> ResponseReturnValue:
    """Show a province; one of the former leads to the province it lies in, which says so."""
    with current_db().reading() as session:
        page = CatalogueContext(session)
        unit = page.places.province_by_slug(slug)
        if unit is None:
            abort(404)
        if unit.former:
            return redirect(url_for(".province", slug=page.places.slug_now(unit), former=slug), 301)
        return _drawn(page, unit.code)


def _drawn(page: CatalogueContext, code: str) -> ResponseReturnValue:
    return render_template(
        "storefront/province.html",
        page=page,
        code=code,
        facts=page.cached(("province", code), lambda session: province_facts(session, code)),
        found=search(page.catalogue, Filters(provinces=frozenset({code})), page=1, per_page=SHELF),
        before=page.places.former_provinces_of(code),
        came_from=_came_from(page, code),
        sections=sections(page.session, page.today, code),
    )


def _came_from(page: CatalogueContext, code: str) -> Unit | None:
    """Return the former province whose address led here; a reader may have typed anything."""
    unit = page.places.province_by_slug(request.args.get("former", ""))
    return unit if unit and unit.former and page.places.province_code_now(unit.code) == code else None
