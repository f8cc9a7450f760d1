"""A shortlist: products somebody keeps in their browser, as a page that can be sent and printed."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.finder.cards import cards_by_id
from catalog.finder.forms import SHORTLIST_MAX, read_ids
from catalog.finder.illustrations import is_hidden
from catalog.storefront.pages import CatalogueContext
from foundation.db.database import current_db
from foundation.web.routing import localized_route

shortlist = Blueprint("storefront_shortlist", __name__, template_folder="templates")


@localized_route(shortlist, "/{shortlist}")
def shown() -> ResponseReturnValue:
    """Show the products named in the address, side by side; the site itself keeps nothing of it."""
    ids = read_ids(request.args)
    with current_db().reading() as session:
        page = CatalogueContext(session)
        found = cards_by_id(session, ids)
        kept = [number for number in ids if number in found and not is_hidden(is_demo=found[number].is_demo)]
        return render_template(
            "storefront/shortlist.html",
            page=page,
            cards=[found[number] for number in kept],
            gone=len(ids) - len(kept),
            most=SHORTLIST_MAX,
            link=url_for(".shown", ids=",".join(map(str, kept))),
        )
