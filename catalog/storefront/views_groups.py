"""Pages of the product groups of the edition in force."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from catalog.finder.queries import search
from catalog.finder.rules import Facet, Filters
from catalog.regulations.editions import LAW
from catalog.storefront.pages import CatalogueContext
from foundation.db.database import current_db
from foundation.web.routing import localized_route

SHELF = 8
"""Products on a group's page."""

groups = Blueprint("storefront_groups", __name__, template_folder="templates")


@localized_route(groups, "/{groups}")
def listed() -> ResponseReturnValue:
    """Show the six sectors with their groups."""
    with current_db().reading() as session:
        page = CatalogueContext(session)
        found = search(page.catalogue, Filters(), page=1, per_page=1)
        sectors = page.sectors(found.counts.facets[Facet.GROUP])
        return render_template("storefront/groups.html", page=page, sectors=sectors, decision=LAW.books[0].title)


@localized_route(groups, "/{groups}/<slug>")
def group(slug: str) -> ResponseReturnValue:
    """Show a sector or a group: what belongs to it, products in force, where they come from."""
    with current_db().reading() as session:
        page = CatalogueContext(session)
        node = page.tree.by_slug.get(slug)
        if node is None:
            abort(404)
        found = search(page.catalogue, Filters(groups=frozenset({node.code})), page=1, per_page=SHELF)
        decision = LAW.books[0].title
        return render_template(
            "storefront/group.html", page=page, node=node, found=found, Facet=Facet, decision=decision
        )
