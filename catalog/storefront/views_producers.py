"""The list of producers."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.finder.forms import read_producer_query
from catalog.finder.illustrations import illustrations_beside
from catalog.finder.producer_cards import ProducerQuery, find_producers
from catalog.finder.rules import PER_PAGE, Facet
from catalog.storefront.pages import CatalogueContext
from foundation.db.database import current_db
from foundation.web.paging import ListQuery, Paging, page_number
from foundation.web.parameters import cut_at
from foundation.web.routing import localized_route

producers = Blueprint("storefront_producers", __name__, template_folder="templates")


@localized_route(producers, "/{producers}")
def listed() -> ResponseReturnValue:
    """Show the producers, found by name and place and narrowed by province and kind."""
    number = page_number(request.args.get("page"))
    with current_db().reading() as session:
        page = CatalogueContext(session)
        asked = read_producer_query(request.args, page.places, page.today)
        found = find_producers(page.catalogue, asked, page=max(number, 1), per_page=PER_PAGE)
        paging = Paging(found.total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        address = ListQuery(url_for(".listed"), _query(asked))
        return render_template(
            "storefront/producers.html",
            page=page,
            asked=asked,
            cut_at=cut_at(request.args, "q"),
            found=found,
            beside=illustrations_beside(page.catalogue, asked) if number <= 1 else [],
            paging=paging,
            canonical_query=address.numbered(number),
            Facet=Facet,
            address=address,
        )


def _query(asked: ProducerQuery) -> dict[str, list[str]]:
    """Return the query that asks the same again."""
    chosen = {facet.value: sorted(asked.chosen(facet)) for facet in (Facet.PROVINCE, Facet.PRODUCER_TYPE)}
    return {name: values for name, values in {"q": [asked.q] if asked.q else [], **chosen}.items() if values}
