"""The board of supply and demand as everybody finds it: both halves, an offer, a demand."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.finder.cards import cards_by_id
from catalog.finder.illustrations import are_shown, is_hidden
from catalog.profiles.queries import published
from foundation.db.database import current_db
from foundation.web.doors import PUBLIC, door
from foundation.web.paging import ListQuery, Paging, page_number
from foundation.web.routing import localized_route
from marketplace.matching.context import BoardContext
from marketplace.matching.filtering import Side
from marketplace.matching.finding import Question, count_other, find_listings
from marketplace.matching.forms import as_query, read_question
from marketplace.matching.labels import certification_label, feature_label, gate_label
from marketplace.matching.listing_rules import Certification
from marketplace.matching.models import BuyerDemand, Kind, Record, SupplyOffer
from marketplace.matching.queries import public_listing
from marketplace.matching.rules import WEIGHTS
from marketplace.matching.text import FORMULA_VERSION

PER_PAGE = 24
GATES = ("inactive", "certificate", "stars", "certifications", "window", "destination", "own", "blocked", "price")
"""Gates beside that of the group, in the model's order."""

supply = Blueprint("supply", __name__, template_folder="templates")
HALVES: Mapping[Side, tuple[type[Record], type[Record]]] = {
    Side.OFFERS: (SupplyOffer, BuyerDemand),
    Side.DEMANDS: (BuyerDemand, SupplyOffer),
}
"""Each half with the other one."""


@localized_route(supply, "/{supply-demand}")
@door(PUBLIC)
def listed() -> ResponseReturnValue:
    """Show what producers can supply, or what buyers need, narrowed by words, place, group, stars, certification."""
    number = page_number(request.args.get("page"))
    with current_db().reading() as session:
        page = BoardContext(session)
        asked = read_question(request.args, page.places, page.tree, page.today)
        here, other = HALVES[asked.side]
        found = find_listings(session, here, asked, page=max(number, 1), per_page=PER_PAGE, illustrations=are_shown())
        paging = Paging(found.found.total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        others = count_other(session, other, asked, illustrations=are_shown())
        return _drawn(page, asked, found=found, paging=paging, others=others)


@localized_route(supply, "/{supply-demand}/{offers}/<path:slug>-<int:offer_id>")
@door(PUBLIC)
def offer(slug: str, offer_id: int) -> ResponseReturnValue:
    """Show one offer; what is paused, ran out or was closed says so."""
    with current_db().reading() as session:
        shown = _shown(public_listing(session, SupplyOffer, offer_id))
        if slug != shown.slug:
            return redirect(url_for(".offer", slug=shown.slug, offer_id=offer_id), 301)
        page = BoardContext(session)
        cards = cards_by_id(session, [shown.product_id] if shown.product_id else [])
        profile = published(session, shown.product_id) if shown.product_id else None
        return render_template(
            "matching/offer.html",
            page=page,
            offer=shown,
            named=page.title(shown),
            card=cards.get(shown.product_id or 0),
            products=page.products(),
            profile=profile,
        )


@localized_route(supply, "/{supply-demand}/{demands}/<path:slug>-<int:demand_id>")
@door(PUBLIC)
def demand(slug: str, demand_id: int) -> ResponseReturnValue:
    """Show one demand; what ran out or was closed says so."""
    with current_db().reading() as session:
        shown = _shown(public_listing(session, BuyerDemand, demand_id))
        if slug != shown.slug:
            return redirect(url_for(".demand", slug=shown.slug, demand_id=demand_id), 301)
        page = BoardContext(session)
        return render_template("matching/demand.html", page=page, demand=shown, named=page.title(shown))


@localized_route(supply, "/{supply-demand}/{ranking}")
@door(PUBLIC)
def ranking() -> ResponseReturnValue:
    """Tell every gate and every weight, as the law asks of whoever ranks."""
    return render_template(
        "matching/ranking.html",
        gates=[gate_label(one) for one in GATES],
        features=[(feature_label(name), round(100 * weight)) for name, weight in WEIGHTS.items()],
        version=FORMULA_VERSION,
    )


def _shown(found: Kind | None) -> Kind:
    if found is None or is_hidden(is_demo=found.is_demo):
        abort(404)
    return found


def _drawn(page: BoardContext, asked: Question, **more: object) -> str:
    query = as_query(asked, request.args)
    paged = page_number(request.args.get("page"))
    found, products = more["found"], page.products()
    listed_ones = [*found.found.listed, *found.beside]  # type: ignore[attr-defined] # an answer, as handed over
    numbers = [one.product_id for one in listed_ones if isinstance(one, SupplyOffer) and one.product_id]
    return render_template(
        "matching/board.html",
        page=page,
        asked=asked,
        sides=tuple(Side),
        cards=cards_by_id(page.session, numbers),
        products=products,
        certifications=tuple(Certification),
        certification=certification_label,
        group=next(iter(query.get("group", ())), ""),
        canonical_query=query | ({"page": [str(paged)]} if paged > 1 else {}),
        address=ListQuery(request.path, query),
        **more,
    )
