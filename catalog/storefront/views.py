"""Public pages: load, ask, draw."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Gone

from catalog.certificates.queries import certificates_of, claims_of
from catalog.certificates.rules import standing
from catalog.finder.beside import found_beside
from catalog.finder.cards import cards_of
from catalog.finder.forms import as_query, read_filters
from catalog.finder.illustrations import is_hidden, products_beside
from catalog.finder.queries import search
from catalog.finder.related import related_products
from catalog.finder.rules import PER_PAGE, Facet, Filters, Sort
from catalog.producers.models import Producer
from catalog.producers.queries import producer_by_id
from catalog.products.queries import product_by_id
from catalog.profiles.labels import field_label
from catalog.profiles.queries import contacts, published, versions
from catalog.regulations.editions import validity_months
from catalog.reports.queries import public_notes
from catalog.representation.queries import represented_since
from catalog.storefront.linked_data import product_data
from catalog.storefront.pages import CatalogueContext
from catalog.storefront.queries import ProductOverview, home_facts, product_overview
from catalog.storefront.slots import parts, sections
from foundation.db.database import current_db
from foundation.search.ranking import VERSION
from foundation.web.paging import ListQuery, Paging, page_number
from foundation.web.parameters import cut_at
from foundation.web.routing import localized_route

SHELF = 8
OTHERS, BESIDE = 6, 4
"""Products on the home page's shelf; on a product's page those of its producer, and those beside it."""

storefront = Blueprint("storefront", __name__, template_folder="templates")
storefront.add_app_template_global(validity_months)


@localized_route(storefront, "/")
def home() -> ResponseReturnValue:
    """Show the home page: search, figures with their day, groups, a shelf from many provinces, the map, decisions."""
    with current_db().reading() as session:
        page = CatalogueContext(session)
        return render_template(
            "storefront/home.html",
            page=page,
            found=search(page.catalogue, Filters(), page=1, per_page=SHELF),
            facts=page.cached("home", home_facts),
            sections=sections(session, page.today),
            Facet=Facet,
        )


@localized_route(storefront, "/{products}")
def products() -> ResponseReturnValue:
    """Show the list of products, narrowed by facets and ordered as asked."""
    number = page_number(request.args.get("page"))
    with current_db().reading() as session:
        page = CatalogueContext(session)
        filters = read_filters(request.args, page.places, page.tree, page.today)
        found = search(page.catalogue, filters, page=max(number, 1), per_page=PER_PAGE)
        paging = Paging(found.counts.total, number, PER_PAGE)
        if not paging.exists:
            abort(404)
        address = ListQuery(url_for(".products"), as_query(filters))
        return render_template(
            "storefront/products.html",
            page=page,
            found=found,
            also=found_beside(page.catalogue, filters.q) if number <= 1 else [],
            beside=products_beside(page.catalogue, filters) if number <= 1 else [],
            filters=filters,
            cut_at=cut_at(request.args, "q"),
            paging=paging,
            Facet=Facet,
            sorts=tuple(Sort),
            canonical_query=address.numbered(number),
            address=address,
        )


@localized_route(storefront, "/{ranking}")
def ranking() -> ResponseReturnValue:
    """Show the criteria of every order, as the E-commerce Law asks of a platform (122/2025/QH15)."""
    return render_template("storefront/ranking.html", version=VERSION)


@localized_route(storefront, "/{products}/<path:slug>-<int:product_id>")
def product(slug: str, product_id: int) -> ResponseReturnValue:
    """Show a product: standing in words with what it rests on, star history, producer, places."""
    with current_db().reading() as session:
        told = product_overview(session, product_id)
        if told is None or is_hidden(is_demo=told.product.is_demo):
            abort(404)
        if told.product.removed_at:
            raise Gone(description=told.product.removed_reason)
        if slug != told.product.slug:
            return redirect(url_for(".product", slug=told.product.slug, product_id=product_id), 301)
        return _drawn(CatalogueContext(session), told)


def _drawn(page: CatalogueContext, told: ProductOverview) -> ResponseReturnValue:
    """Return a product's page; its standing is computed from the very facts it shows."""
    found, session = told.product, page.session
    certificates = certificates_of(session, found.id) if told.has_certificates else []
    claims = claims_of(session, found.id)
    now = standing((one.fact() for one in certificates), [one.fact() for one in claims], page.today)
    maker = found.producer
    url = url_for(".product", slug=found.slug, product_id=found.id)
    producer_url = page.absolute(url_for(".producer", slug=maker.slug, producer_id=maker.id)) if maker else None
    others, related = related_products(page.catalogue, found, own=OTHERS, others=BESIDE)
    return render_template(
        "storefront/product.html",
        page=page,
        product=found,
        standing=now,
        certificates=certificates,
        claims=claims,
        profile=published(session, found.id) if told.has_profile else None,
        notes=public_notes(session, found.id) if told.has_notes else [],
        others=others,
        related=[] if found.is_demo else related,
        parts=parts(session, page.today, found.id),
        data=product_data(found, now, certificates, url=page.absolute(url), producer_url=producer_url),
    )


@localized_route(storefront, "/{producers}/<path:slug>-<int:producer_id>")
def producer(slug: str, producer_id: int) -> ResponseReturnValue:
    """Show a producer with its products."""
    with current_db().reading() as session:
        found = producer_by_id(session, producer_id)
        if found is None or is_hidden(is_demo=found.is_demo):
            abort(404)
        if found.merged_into_id:
            into = session.get_one(Producer, found.merged_into_id)
            return redirect(url_for(".producer", slug=into.slug, producer_id=into.id), 302)
        if slug != found.slug:
            return redirect(url_for(".producer", slug=found.slug, producer_id=producer_id), 301)
        page = CatalogueContext(session)
        cards, since = cards_of(session, producer_id), represented_since(session, producer_id, page.today)
        reached = contacts(session, producer_id, page.today) if since else []
        return render_template(
            "storefront/producer.html", page=page, producer=found, cards_of=cards, since=since, contacts=reached
        )


@localized_route(storefront, "/{products}/<path:slug>-<int:product_id>/{history}")
def history(slug: str, product_id: int) -> ResponseReturnValue:
    """Show what the producer said of a product, version by version."""
    with current_db().reading() as session:
        found = product_by_id(session, product_id)
        if found is None or found.removed_at or is_hidden(is_demo=found.is_demo):
            abort(404)
        if slug != found.slug:
            return redirect(url_for(".history", slug=found.slug, product_id=product_id), 301)
        return render_template(
            "storefront/history.html", product=found, versions=versions(session, product_id), label=field_label
        )
